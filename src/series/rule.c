// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/pathspec.h"
#include "series/rule.h"

struct parser {
	struct rule *rule;
	int line;
	enum { OUTSIDE, IN_HEADER, IN_METAVARS, IN_BODY } state;
	struct strbuf header;	/* between the first two @ */
	int header_line;
};

static int add_words(struct strvec *to, const char *value)
{
	strvec_split(to, value);
	return to->n ? 0 : ERR_USER;
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
		err = add_words(&r->options, v);
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

int rule_read(struct rule *r, const char *path)
{
	struct parser p = { .rule = r, .header = STRBUF_INIT };
	int err;

	memset(r, 0, sizeof(*r));
	strbuf_init(&r->text);
	r->path = xstrdup(path);
	err = strbuf_read_file(&r->text, path);
	if (err)
		return error_user("cannot read rule file %s: %s", path,
				  strerror(-err));
	for (const char *s = r->text.buf; *s && !err;) {
		size_t n = strcspn(s, "\n");

		p.line++;
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
