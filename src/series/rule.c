// SPDX-License-Identifier: GPL-2.0-only
#include "base/beneath.h"
#include "base/pathspec.h"
#include "base/strset.h"
#include "base/word.h"
#include "series/rule.h"
#include "series/virtual.h"

struct parser {
	struct rule *rule;
	int line;
	bool outside;	/* before the first rule */
};

#define PLACES_MAX 1000	/* forms that the | of a Place: line may give */

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

/* "a|b ( c": each of the alternatives, with the rest, is a place. */
static int add_place(struct rule *r, const char *value)
{
	struct strvec words = STRVEC_INIT, forms = STRVEC_INIT;
	int err;

	strvec_split(&words, value);
	strvec_push(&forms, "");
	for (size_t i = 0; i < words.n && forms.n <= PLACES_MAX; i++) {
		struct strvec next = STRVEC_INIT;

		for (size_t k = 0; k < forms.n; k++)
			for (const char *p = words.v[i]; *p;) {
				/* "|" and "||" are operators. */
				size_t n = p + strcspn(p, "|") == p ? strlen(p) :
					   strcspn(p, "|");

				strvec_pushf(&next, "%s%s%.*s", forms.v[k],
					     *forms.v[k] ? " " : "", (int)n, p);
				p += n;
				p += *p == '|';
			}
		strvec_release(&forms);
		forms = next;
	}
	err = words.n && forms.n <= PLACES_MAX ? 0 : ERR_USER;
	for (size_t k = 0; k < forms.n && !err; k++)
		strvec_push(&r->places, forms.v[k]);
	strvec_release(&forms);
	strvec_release(&words);
	return err;
}

/* "1.0.7", and perhaps words behind it. */
static void add_requires(struct rule *r, const char *value)
{
	size_t n = strspn(value, "0123456789.");

	if (n && !r->requires)
		r->requires = xstrndup(value, n);
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
	else if (starts_with(line, "Requires:"))
		add_requires(r, v);
	else if (starts_with(line, "Place:"))
		err = add_place(r, v);
	else if (starts_with(line, "Not:"))
		err = select_not(&r->select, v);
	else if (starts_with(line, "May-miss:"))
		err = select_may_miss(&r->select, v);
	if (err < 0)
		return error_user("%s:%d: '%.*s' needs a value (Has: words of two letters or more); May-miss is 'all', 'file PATHSPEC', 'rule NAME', 'parse' or 'place PATHSPEC[:FUNCTION]', then '-- REASON'; Not is 'PATHSPEC ... -- REASON'",
				  r->path, p->line, (int)strcspn(line, ":"),
				  line);
	return 0;
}

static void add_summary(struct rule *r, const char *text)
{
	char *sum;

	text += strspn(text, " ");
	sum = xstrfmt("%s%s%s", r->summary ?: "", r->summary ? " " : "", text);
	free(r->summary);
	r->summary = sum;
}

static void add_names(struct rule *r, const struct smpl *s)
{
	for (size_t i = 0; i < s->n; i++) {
		char *name;

		if (s->v[i].script)
			continue;
		name = smpl_name(s, i);
		GROW(r->names, r->n + 1, r->alloc);
		r->names[r->n++] = (struct rule_name){
			.name = name ?: xstrfmt("rule starting on line %d",
						s->v[i].line),
			.line = s->v[i].line, .changes = smpl_changes(s, i),
		};
	}
}

/* Without Has:, a candidate holds the first identifier of a place. */
static void add_has_of_places(struct rule *r)
{
	struct strbuf any = STRBUF_INIT;

	for (size_t i = 0; i < r->places.n; i++) {
		const char *p = r->places.v[i];
		size_t n = 0;

		while (*p && !is_word(*p))
			p++;
		while (is_word(p[n]))
			n++;
		if (n >= 2)
			strbuf_addf(&any, "%s%.*s", any.len ? "|" : "", (int)n, p);
	}
	if (any.len)
		strvec_push(&r->select.has, any.buf);
	strbuf_release(&any);
}

/* Without Place:, what Has names and the rule removes. */
static void add_places(struct rule *r, const struct smpl *s)
{
	struct strvec has = STRVEC_INIT, gone = STRVEC_INIT;

	if (r->places.n) {
		if (!r->select.has.n)
			add_has_of_places(r);
		return;
	}
	select_words(&r->select, &has);
	smpl_removes(s, &gone);
	for (size_t i = 0; i < has.n; i++)
		if (strset_has(&gone, has.v[i]) && !strvec_has(&r->places, has.v[i]))
			strvec_push(&r->places, has.v[i]);
	strvec_release(&has);
	strvec_release(&gone);
}

/* A line before the first rule: a key, or a part of the summary. */
static int header_line(struct parser *p, const char *line, size_t n)
{
	char *copy;
	int err;

	if (!p->outside || n < 2 || strncmp(line, "//", 2))
		return 0;
	copy = xstrndup(line, n);
	err = header_key(p, copy);
	if (n > 3 && line[2] == '/')
		add_summary(p->rule, copy + 3);
	free(copy);
	return err;
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
	    brings_code(copy, strlen(copy), p->outside))
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

static int read_lines(struct rule *r)
{
	struct parser p = { .rule = r, .outside = true };
	int err = 0;

	for (const char *s = r->text.buf; *s && !err;) {
		size_t n = strcspn(s, "\n");

		p.line++;
		p.outside &= *s != '@';
		err = check_line(&p, s, n);
		if (!err)
			err = header_line(&p, s, n);
		s += n + (s[n] == '\n');
	}
	return err;
}

static void rule_init(struct rule *r)
{
	memset(r, 0, sizeof(*r));
	strbuf_init(&r->text);
}

int rule_read(struct rule *r, const char *dir, const char *name)
{
	struct smpl smpl;
	const char *path;
	int err;

	rule_init(r);
	path = r->path = xstrfmt("%s/%s", dir, name);
	err = beneath_read(&r->text, dir, name);
	if (err)
		return error_read(err, "cannot read rule file %s: %s",
				  path, beneath_error(err));
	err = read_lines(r);
	if (err < 0)
		return err;
	smpl_init(&smpl, r->text.buf, r->text.len);
	add_names(r, &smpl);
	add_places(r, &smpl);
	smpl_release(&smpl);
	if (!r->n)
		return error_user("%s: no rule in it (a rule starts with @name@)",
				  path);
	if (!r->select.has.n && !pathspec_literal(&r->select.files))
		return error_user("%s: needs '// Has: WORD ...', or '// Files:' without patterns, so that its candidates can be found",
				  path);
	return check_misses(r);
}

int rule_open(struct rule *r, const char *path)
{
	int err;

	rule_init(r);
	r->path = xstrdup(path);
	err = strbuf_read_file(&r->text, path);
	if (err)
		return error_read(err, "cannot read rule file %s: %s", path,
				  strbuf_read_error(err));
	if (memchr(r->text.buf, '\0', r->text.len))
		return error_user("%s: no rule file: it holds a NUL byte", path);
	virtual_names(r->text.buf, &r->virtuals);
	return 0;
}

int rule_choose(struct rule *r, const struct strvec *on)
{
	struct strvec words = STRVEC_INIT;
	struct smpl smpl;
	int err;

	r->cut = virtual_cut(&r->text, &r->virtuals, on);
	err = read_lines(r);
	if (err < 0)
		return err;
	smpl_init(&smpl, r->text.buf, r->text.len);
	add_names(r, &smpl);
	add_places(r, &smpl);
	if (!r->places.n && !r->select.has.n)
		smpl_converts(&smpl, &words);
	for (size_t i = 0; i < words.n; i++)
		strvec_push(&r->places, words.v[i]);
	strvec_release(&words);
	if (!smpl.n)
		err = error_user("%s: no rule in it (a rule starts with @name@)",
				 r->path);
	smpl_release(&smpl);
	return err ? err : check_misses(r);
}

bool rule_changes(const struct rule *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->names[i].changes)
			return true;
	return false;
}

bool rule_marks(const struct rule *r)
{
	return starts_with(r->text.buf, "*") || strstr(r->text.buf, "\n*");
}

void rule_release(struct rule *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->names[i].name);
	free(r->names);
	free(r->path);
	free(r->run);
	free(r->summary);
	free(r->requires);
	strvec_release(&r->virtuals);
	strbuf_release(&r->text);
	select_release(&r->select);
	strvec_release(&r->options);
	strvec_release(&r->places);
	rule_init(r);
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
