// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/beneath.h"
#include "base/pathspec.h"
#include "base/word.h"
#include "series/rule.h"

struct parser {
	struct rule *rule;
	int line;
	enum { OUTSIDE, IN_HEADER, IN_METAVARS, IN_BODY } state;
	struct strbuf header;	/* between the first two @ */
	int header_line;
};

/* Does spatch take a value behind it? */
struct option {
	const char *name;
	bool value;
};

/* None of these writes or names a file, or starts anything. */
static const struct option options[] = {
	{ "--all-includes" }, { "--allow-inconsistent-paths" },
	{ "--c++" }, { "--disable-iso", true }, { "--disable-multi-pass" },
	{ "--disable-worth-trying-opt" }, { "--force-diff" }, { "--force-kr" },
	{ "--ibm" }, { "--ignore-unknown-options" }, { "--indent", true },
	{ "--include-headers" }, { "--include-headers-for-types" },
	{ "--int-bits", true }, { "--iso-limit", true }, { "--keep-comments" },
	{ "--linux-spacing" }, { "--local-includes" }, { "--long-bits", true },
	{ "--max-width", true }, { "--no-gotos" }, { "--no-include-cache" },
	{ "--no-includes" }, { "--no-iso-limit" }, { "--no-loops" },
	{ "--no-safe-expressions" }, { "--no-show-diff" }, { "--prevent-kr" },
	{ "--quiet" }, { "--recursive-includes" }, { "--relax-include-path" },
	{ "--smpl-spacing" }, { "--undefined", true }, { "--very-quiet" },
	{ "-D", true },
};

/* "--max-width=80" is one word, "--max-width 80" two. */
static const struct option *find_option(const char *word)
{
	size_t n = strcspn(word, "=");

	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (strlen(options[i].name) == n &&
		    !strncmp(options[i].name, word, n))
			return &options[i];
	return NULL;
}

static int check_options(const struct rule *r, int line,
			 const struct strvec *words)
{
	for (size_t i = 0; i < words->n; i++) {
		const struct option *o = find_option(words->v[i]);

		if (!o)
			return error_user("%s:%d: spatch's option %s may not be set by a rule (docs/writing-a-series.md has those that may)",
					  r->path, line, words->v[i]);
		i += o->value && !strchr(words->v[i], '=');
	}
	return 0;
}

static int add_words(struct strvec *to, const char *value)
{
	strvec_split(to, value);
	return to->n ? 0 : ERR_USER;
}

/* An empty list is one: many of the kernel's scripts have it. */
static int add_options(struct rule *r, int line, const char *value)
{
	struct strvec words = STRVEC_INIT;
	int err;

	strvec_split(&words, value);
	err = check_options(r, line, &words);
	for (size_t i = 0; i < words.n && !err; i++)
		strvec_push(&r->options, words.v[i]);
	strvec_release(&words);
	return err;
}

/* Words to search the tree for: of two characters at least, each. */
static int add_has(struct rule *r, const char *value)
{
	struct strvec words = STRVEC_INIT;
	int err = add_words(&r->select.has, value);

	select_words(&r->select, &words);
	for (size_t i = 0; i < words.n; i++)
		if (strlen(words.v[i]) < 2)
			err = ERR_USER;
	strvec_release(&words);
	return err;
}

/* One "// Key: value" line. Other comments are left alone. */
static int header_key(struct parser *p, const char *line)
{
	struct rule *r = p->rule;
	const char *v;
	int err = 0;

	line += strspn(line, "/ \t");
	v = strchr(line, ':');
	if (!v)
		return 0;
	v += 1 + strspn(v + 1, " \t");
	if (starts_with(line, "Files:"))
		err = add_words(&r->select.files, v);
	else if (starts_with(line, "Has:"))
		err = add_has(r, v);
	else if (starts_with(line, "Lacks:"))
		err = add_words(&r->select.lacks, v);
	else if (starts_with(line, "Options:"))
		return add_options(r, p->line, v);
	else if (starts_with(line, "May-miss:"))
		err = select_may_miss(&r->select, v);
	if (err < 0)
		return error_user("%s:%d: '%.*s' needs a value (Has: words of two letters or more); May-miss is 'all', 'file PATHSPEC' or 'rule NAME', then '-- REASON'",
				  r->path, p->line, (int)strcspn(line, ":"),
				  line);
	return 0;
}

static bool is_name(const char *s, size_t n)
{
	static const char *const taken[] = {
		"depends", "extends", "disable", "using", "expression",
		"identifier", "type", "exists", "forall",
	};

	if (!n)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(taken); i++)
		if (strlen(taken[i]) == n && !strncmp(s, taken[i], n))
			return false;
	return true;
}

static void begin_rule(struct parser *p)
{
	struct rule *r = p->rule;
	const char *h = p->header.buf;
	struct rule_name *k;
	size_t n;

	h += strspn(h, " \t\n");
	p->state = IN_METAVARS;
	if (starts_with(h, "script:") || starts_with(h, "initialize:") ||
	    starts_with(h, "finalize:"))
		return;
	n = strcspn(h, " \t\n");
	GROW(r->names, r->n + 1, r->alloc);
	k = &r->names[r->n++];
	memset(k, 0, sizeof(*k));
	k->line = p->header_line;
	k->name = is_name(h, n) ? xstrndup(h, n) :
		  xstrfmt("rule starting on line %d", p->header_line);
}

static void header_text(struct parser *p, const char *line, size_t n)
{
	const char *at = memchr(line, '@', n);

	strbuf_add(&p->header, line, at ? (size_t)(at - line) : n);
	strbuf_addch(&p->header, ' ');
	if (at)
		begin_rule(p);
	else
		p->state = IN_HEADER;
}

static int parse_line(struct parser *p, const char *line, size_t n)
{
	struct rule *r = p->rule;

	if (p->state == IN_HEADER) {
		header_text(p, line, n);
	} else if (p->state == IN_METAVARS) {
		if (n >= 2 && !strncmp(line, "@@", 2))
			p->state = IN_BODY;
	} else if (n && *line == '@') {
		strbuf_clear(&p->header);
		p->header_line = p->line;
		header_text(p, line + 1, n - 1);
	} else if (p->state == IN_BODY) {
		if (n && strchr("+-", *line) && r->n)
			r->names[r->n - 1].changes = true;
	} else if (n >= 2 && !strncmp(line, "//", 2)) {
		char *copy = xstrndup(line, n);
		int err = header_key(p, copy);

		if (n > 3 && line[2] == '/') {
			char *sum = xstrfmt("%s%s%s", r->summary ?: "",
					    r->summary ? " " : "", copy + 3 +
					    strspn(copy + 3, " "));
			free(r->summary);
			r->summary = sum;
		}
		free(copy);
		return err;
	}
	return 0;
}

/* Is TEXT, past blanks, ":" and a language that spatch runs? */
static bool is_language(const char *text)
{
	text += strspn(text, " \t");
	if (*text++ != ':')
		return false;
	text += strspn(text, " \t");
	return starts_with(text, "python") || starts_with(text, "ocaml");
}

/*
 * Could LINE (N bytes, without comment) bring code that spatch runs? A script
 * may be a rule of its own, or a part of a metavariable's declaration; another
 * rule file may have one.
 */
static bool brings_code(const char *line, size_t n, bool header)
{
	static const char *const words[] = { "script", "initialize", "finalize" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		size_t at = 0;

		while ((at = word_find(line, n, at, words[i])) != WORD_NONE) {
			at += strlen(words[i]);
			if (is_language(line + at))
				return true;
		}
	}
	return header && starts_with(line, "#include");
}

/* Options in the rule itself: "#spatch --x"; and code. */
static int check_line(struct parser *p, const char *line, size_t n)
{
	struct rule *r = p->rule;
	char *copy = xstrndup(line, n), *comment = strstr(copy, "//");
	struct strvec words = STRVEC_INIT;
	int err = 0;

	if (comment)
		*comment = '\0';
	if (!r->runs_code &&
	    brings_code(copy, strlen(copy), p->state == OUTSIDE))
		r->runs_code = p->line;
	if (starts_with(copy, "#spatch")) {
		strvec_split(&words, copy + strlen("#spatch"));
		err = check_options(r, p->line, &words);
	}
	strvec_release(&words);
	free(copy);
	return err;
}

static int check_misses(const struct rule *r)
{
	for (size_t i = 0; i < r->select.n_misses; i++) {
		const struct may_miss *m = &r->select.misses[i];
		bool found = m->kind != MISS_RULE;

		for (size_t k = 0; k < r->n && !found; k++)
			found = !strcmp(r->names[k].name, m->what);
		if (!found)
			return error_user("%s: May-miss names rule '%s', which is not in the file",
					  r->path, m->what);
	}
	return 0;
}

int rule_read(struct rule *r, const char *dir, const char *name)
{
	struct parser p = { .rule = r, .header = STRBUF_INIT };
	const char *path;
	int err;

	memset(r, 0, sizeof(*r));
	strbuf_init(&r->text);
	path = r->path = xstrfmt("%s/%s", dir, name);
	err = beneath_read(&r->text, dir, name);
	if (err)
		return error_read(err, "cannot read rule file %s: %s",
				  path, beneath_error(err));
	for (const char *s = r->text.buf; *s && !err;) {
		size_t n = strcspn(s, "\n");

		p.line++;
		err = check_line(&p, s, n);
		if (!err)
			err = parse_line(&p, s, n);
		s += n + (s[n] == '\n');
	}
	strbuf_release(&p.header);
	if (err < 0)
		return err;
	if (!r->n)
		return error_user("%s: no rule in it (a rule starts with @name@)",
				  path);
	if (!r->select.has.n && !pathspec_literal(&r->select.files))
		return error_user("%s: needs '// Has: WORD ...', or '// Files:' without patterns, so that its candidates can be found",
				  path);
	return check_misses(r);
}

void rule_release(struct rule *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->names[i].name);
	free(r->names);
	free(r->path);
	free(r->summary);
	strbuf_release(&r->text);
	select_release(&r->select);
	strvec_release(&r->options);
	memset(r, 0, sizeof(*r));
	strbuf_init(&r->text);
}

int rule_code_lines(const struct rule *r)
{
	int lines = 0;

	for (const char *s = r->text.buf; *s;) {
		size_t n = strcspn(s, "\n");
		const char *t = s + strspn(s, " \t");

		if (*t && *t != '\n' && strncmp(t, "//", 2))
			lines++;
		s += n + (s[n] == '\n');
	}
	return lines;
}
