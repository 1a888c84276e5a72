// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/clex.h"
#include "csrc/sel.h"

static const char *const kinds[] = {
	[SEL_FUNCTION] = "function",
	[SEL_PROTOTYPE] = "prototype",
	[SEL_DEFINE] = "define",
	[SEL_INCLUDE] = "include",
	[SEL_DIRECTIVE] = "directive",
	[SEL_CONDITIONAL] = "conditional",
	[SEL_COMMENT] = "comment",
	[SEL_LINE] = "line",
	[SEL_FILE] = "file",
};

struct sel *sel_new(enum sel_kind kind, const char *arg)
{
	struct sel *sel = xcalloc(1, sizeof(*sel));

	sel->kind = kind;
	sel->arg = arg ? xstrdup(arg) : NULL;
	return sel;
}

void sel_free(struct sel *sel)
{
	while (sel) {
		struct sel *within = sel->within;

		free(sel->arg);
		free(sel);
		sel = within;
	}
}

const char *sel_word(enum sel_kind kind)
{
	return kinds[kind];
}

int sel_kind(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i], word))
			return i;
	return -1;
}

void sel_text(const struct sel *sel, struct strbuf *out)
{
	bool quote = sel->kind >= SEL_DIRECTIVE && sel->arg;

	if (sel->which != SEL_ONLY)
		strbuf_addstr(out, sel->which == SEL_FIRST ? "first " : "last ");
	strbuf_addf(out, "%s%s", sel->empty ? "empty " : "", kinds[sel->kind]);
	if (sel->arg)
		strbuf_addf(out, quote ? " \"%s\"" : " %s", sel->arg);
	if (sel->within) {
		strbuf_addstr(out, " within ");
		sel_text(sel->within, out);
	}
}

static bool is_name(const char *s)
{
	if (!is_word(*s) || (*s >= '0' && *s <= '9'))
		return false;
	while (is_word(*s))
		s++;
	return !*s;
}

/* Is the first code of S "#", and the next one of WORDS? */
static bool is_directive(const char *s, const char *const *words)
{
	struct clex lx;
	bool ok = false;
	size_t i;

	clex_init(&lx, s, strlen(s));
	i = clex_next(&lx, 0);
	if (i != CLEX_NONE && (lx.v[i].flags & CLEX_HASH)) {
		ok = !*words;
		for (; *words; words++)
			ok |= clex_is(&lx, clex_next(&lx, i + 1), *words);
	}
	clex_release(&lx);
	return ok;
}

const char *sel_check(const struct sel *sel)
{
	static const char *const any[] = { NULL };
	static const char *const ifs[] = { "if", "ifdef", "ifndef", NULL };
	const char *s = sel->arg;

	switch (sel->kind) {
	case SEL_FUNCTION:
	case SEL_PROTOTYPE:
	case SEL_DEFINE:
		return is_name(s) ? NULL : "is no identifier";
	case SEL_INCLUDE:
		if ((*s == '<' || *s == '"') && strlen(s) > 2 &&
		    s[strlen(s) - 1] == (*s == '<' ? '>' : '"'))
			return NULL;
		return "is neither <FILE> nor \"FILE\"";
	case SEL_DIRECTIVE:
		return is_directive(s, any) ? NULL : "does not begin with #";
	case SEL_CONDITIONAL:
		return is_directive(s, ifs) ? NULL :
		       "is no #if, #ifdef or #ifndef";
	case SEL_COMMENT:
	case SEL_LINE:
		return s[strspn(s, " \t*/")] ? NULL : "is empty";
	case SEL_FILE:
		return NULL;
	}
	BUG("selector of kind %d", sel->kind);
}
