// SPDX-License-Identifier: GPL-2.0-only
/*
 * macro-use: which words of a text could be macros that stop a C parser. It
 * judges by the neighbours only, and takes too many rather than too few: the
 * definition decides in the end.
 */
#include "gen/macros-int.h"

/* The code of the lines in question, without directives. */
struct place {
	const struct clex *lx;
	size_t *t;		/* tokens of lx */
	size_t n, alloc;
	int depth;		/* braces around the token at hand */
	int asm_parens;		/* brackets around it, from that of an asm on */
};

static const char *const statement_words[] = {
	"return", "goto", "case", "sizeof", "if", "while", "for", "switch",
	"do", "else", "break", "continue", "default", "typeof", "__typeof__",
	"defined", "_Generic", "_Static_assert", "static_assert",
	"asm", "__asm__", "__asm", "__attribute__", "__attribute",
};

static const char *const type_words[] = {
	"static", "extern", "const", "volatile", "inline", "__inline",
	"__inline__", "register", "unsigned", "signed", "int", "long", "short",
	"char", "void", "bool", "_Bool", "struct", "union", "enum", "typedef",
	"float", "double", "auto", "restrict",
};

static bool is(const struct place *p, size_t i, const char *s)
{
	return i < p->n && clex_is(p->lx, p->t[i], s);
}

static bool is_any(const struct place *p, size_t i, const char *const *v, size_t n)
{
	for (size_t j = 0; j < n; j++)
		if (is(p, i, v[j]))
			return true;
	return false;
}

static bool is_a_word(const struct place *p, size_t i)
{
	return i < p->n && p->lx->v[p->t[i]].kind == CLEX_WORD;
}

static bool is_type_word(const struct place *p, size_t i)
{
	return is_any(p, i, type_words, ARRAY_SIZE(type_words));
}

/* A word that may be a name. */
static bool is_name(const struct place *p, size_t i)
{
	return is_a_word(p, i) && !is_type_word(p, i) &&
	       !is_any(p, i, statement_words, ARRAY_SIZE(statement_words));
}

/* One of the characters of S, alone. */
static bool is_one_of(const struct place *p, size_t i, const char *s)
{
	const struct clex_token *t;

	if (i >= p->n)
		return false;
	t = &p->lx->v[p->t[i]];
	return t->kind == CLEX_PUNCT && t->len == 1 &&
	       strchr(s, p->lx->text[t->pos]) != NULL;
}

/* Behind the bracket that closes the one at I, or p->n. */
static size_t behind(const struct place *p, size_t i)
{
	int depth = 0;

	for (; i < p->n; i++) {
		if (is_one_of(p, i, "([{"))
			depth++;
		else if (is_one_of(p, i, ")]}") && --depth == 0)
			return i + 1;
	}
	return p->n;
}

/* Does an else follow the statement at I? */
static bool has_else(const struct place *p, size_t i)
{
	if (is(p, i, "{"))
		return is(p, behind(p, i), "else");
	while (i < p->n && !is_one_of(p, i, ";{}"))
		i = is_one_of(p, i, "(") ? behind(p, i) : i + 1;
	return is(p, i, ";") && is(p, i + 1, "else");
}

/* Does a statement or declaration begin behind token I - 1? */
static bool begins(const struct place *p, size_t i)
{
	return i == 0 || is_one_of(p, i - 1, "{};:)") || is(p, i - 1, "else") ||
	       is(p, i - 1, "do");
}

/* All capitals, or two underscores first: what macros look like. */
static bool looks_like_macro(const struct place *p, size_t i)
{
	const struct clex_token *t = &p->lx->v[p->t[i]];
	const char *s = p->lx->text + t->pos;

	if (t->len < 3)
		return false;
	if (s[0] == '_' && s[1] == '_')
		return true;
	for (size_t j = 0; j < t->len; j++)
		if (s[j] >= 'a' && s[j] <= 'z')
			return false;
	return true;
}

/* f(x) at I, inside of a function or a struct; AFTER is behind its ")". */
static enum macro_place place_inside(const struct place *p, size_t i, size_t after)
{
	bool start = begins(p, i);

	if (i && is(p, i - 1, "}") && is(p, after, ";"))
		return PLACE_UNTIL;
	if (start && is(p, after, "="))
		return PLACE_DECL;
	if (i && is_name(p, i - 1) && is_one_of(p, after, ";=,"))
		return PLACE_DECLARATOR;
	if (start && !is_one_of(p, after, ";,.=[)?|&<>:/%^-+!"))
		return has_else(p, after) ? PLACE_IF : PLACE_STATEMENT;
	return PLACE_NONE;
}

/* f(x) or f at I, outside of functions. */
static enum macro_place place_outside(const struct place *p, size_t i,
				      size_t after, bool call)
{
	bool stored = i && is_type_word(p, i - 1);

	if (!begins(p, i) && !stored)
		return PLACE_NONE;
	if (is(p, after, "{"))
		return call && (begins(p, i) || is(p, i - 1, "static")) ?
		       PLACE_FUNCTION : PLACE_NONE;
	if (call && is(p, after, "="))
		return i && is(p, i - 1, "const") ? PLACE_CONST : PLACE_DECL;
	if (is_one_of(p, after, ";,=[*") || (!call && !looks_like_macro(p, i)))
		return PLACE_NONE;
	return stored ? PLACE_STORED : PLACE_TOP;
}

static bool may_be_attr(const struct place *p, size_t i, size_t after)
{
	bool near = (i && (is_name(p, i - 1) || is_type_word(p, i - 1) ||
			   is_one_of(p, i - 1, ")]*("))) ||
		    is_name(p, after) || is_type_word(p, after) ||
		    is_one_of(p, after, "*");

	if (!near)
		return false;
	if (looks_like_macro(p, i))
		return true;
	return p->depth == 0 && ((i && is_type_word(p, i - 1)) ||
				 is_type_word(p, after));
}

/* What the name at I could be; the definition decides among several. */
static void judge(const struct place *p, size_t i,
		  void (*fn)(const struct macro_use *use, void *data), void *data)
{
	const struct clex_token *t = &p->lx->v[p->t[i]];
	struct macro_use use = { .name = p->lx->text + t->pos, .len = t->len };
	size_t after;

	use.call = is(p, i + 1, "(");
	after = use.call ? behind(p, i + 1) : i + 1;
	if (p->asm_parens)
		use.place = PLACE_ASM;
	else if (p->depth == 0)
		use.place = place_outside(p, i, after, use.call);
	else
		use.place = use.call ? place_inside(p, i, after) : PLACE_NONE;
	if (use.place)
		fn(&use, data);
	if (use.call && p->depth && !p->asm_parens && begins(p, i) &&
	    is_name(p, after) && is_one_of(p, after + 1, ";=,[")) {
		use.place = PLACE_TYPE;
		fn(&use, data);
	}
	if (!p->asm_parens && may_be_attr(p, i, after)) {
		use.place = PLACE_ATTR;
		fn(&use, data);
	}
}

/* Keep count of what is around; a "}" in the first column ends a function. */
static void step(struct place *p, size_t i)
{
	const struct clex_token *t = &p->lx->v[p->t[i]];

	if (is(p, i, "{")) {
		p->depth++;
	} else if (is(p, i, "}")) {
		p->depth -= p->depth > 0;
		if (t->pos && p->lx->text[t->pos - 1] == '\n')
			p->depth = 0;
	} else if (is(p, i, "(")) {
		if (p->asm_parens ||
		    (i && is_any(p, i - 1, (const char *const[]){ "asm", "__asm__",
				 "volatile", "__volatile__", "goto", "inline",
				 "asm_inline", "asm_volatile" }, 8)))
			p->asm_parens++;
	} else if (is(p, i, ")")) {
		p->asm_parens -= p->asm_parens > 0;
	}
}

void macro_uses(const struct clex *lx, int from, int to,
		void (*fn)(const struct macro_use *use, void *data), void *data)
{
	struct place p = { .lx = lx };

	for (size_t i = 0; i < lx->n; i++) {
		const struct clex_token *t = &lx->v[i];

		if ((int)t->line < from || (int)t->line > to ||
		    (t->flags & CLEX_DIRECTIVE) || !clex_is_code(lx, i))
			continue;
		GROW(p.t, p.n + 1, p.alloc);
		p.t[p.n++] = i;
	}
	for (size_t i = 0; i < p.n; i++) {
		if (is_name(&p, i))
			judge(&p, i, fn, data);
		step(&p, i);
	}
	free(p.t);
}
