// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function that takes a pointer to a const structure looks at it: it neither
 * gives it back nor keeps it. The same holds for what a function prints. (It does
 * not hold for a pointer to const void or const char: kfree() takes one.) The
 * declarations in the units tell which functions these are. What is in assembly
 * only looks as well, as far as leaf.c can tell.
 */
#include "base/word.h"
#include "csrc/clex.h"
#include "prove/int.h"

/* What is known of one function: a bit for each argument. */
struct look {
	char *name;
	uint32_t args;
	bool leaf;		/* in assembly */
};

/* Behind the bracket that closes the one at token I, or CLEX_NONE. */
static size_t behind_brackets(const struct clex *lx, size_t i)
{
	size_t depth = 0;

	for (; i < lx->n; i++) {
		depth += clex_is(lx, i, "(");
		if (clex_is(lx, i, ")") && !--depth)
			return i + 1;
	}
	return CLEX_NONE;
}

/* Are the tokens [FROM, TO) "const struct NAME *...", in any order of the two? */
static bool is_const(const struct clex *lx, size_t from, size_t to)
{
	bool konst = false, tag = false;
	size_t stars = 0;

	for (size_t i = clex_next(lx, from); i < to; i = clex_next(lx, i + 1)) {
		if (clex_is(lx, i, "("))
			return false;
		stars += clex_is(lx, i, "*") || clex_is(lx, i, "[");
		konst |= !stars && clex_is(lx, i, "const");
		tag |= !stars && (clex_is(lx, i, "struct") ||
				  clex_is(lx, i, "union"));
	}
	return konst && tag && stars == 1;
}

/* The arguments in the brackets that open at token I. */
static uint32_t const_args(const struct clex *lx, size_t i)
{
	size_t end = behind_brackets(lx, i), from = i + 1, depth = 0;
	uint32_t args = 0;
	int arg = 0;

	for (size_t k = i; end != CLEX_NONE && k < end && arg < 32; k++) {
		depth += clex_is(lx, k, "(");
		depth -= clex_is(lx, k, ")");
		if (depth > 1 || (depth && !clex_is(lx, k, ",")))
			continue;
		args |= (uint32_t)is_const(lx, from, k) << arg++;
		from = k + 1;
	}
	return args;
}

/* The arguments that "printf, M, N" in TEXT says are printed: from M on. */
static uint32_t printed_args(const char *text, size_t len)
{
	size_t at = word_find(text, len, 0, "printf");
	const char *comma = at == WORD_NONE ? NULL :
			    memchr(text + at, ',', len - at);
	int m = comma ? atoi(comma + 1) : 0;

	return m > 0 && m <= 32 ? ~0U << (m - 1) : 0;
}

/* The declaration's own text: from what ends the one before it to its end. */
static bool read_declaration(const char *text, size_t len, size_t at,
			     struct look *l)
{
	size_t from = at, to = at;
	struct clex lx;
	bool known = false;

	while (from && !strchr(";}", text[from - 1]))
		from--;
	while (to < len && !strchr(";{", text[to]))
		to++;
	if (to == len)
		return false;
	clex_init(&lx, text + from, to - from);
	for (size_t i = 0; i < lx.n && !known; i++) {
		size_t open = clex_next(&lx, i + 1), type = clex_prev(&lx, i);

		/* A type is in front of it, where it is declared. */
		if (lx.v[i].pos + from != at || !clex_is(&lx, open, "(") ||
		    type == CLEX_NONE ||
		    (lx.v[type].kind != CLEX_WORD && !clex_is(&lx, type, "*") &&
		     !clex_is(&lx, type, ")")) ||
		    clex_is(&lx, type, "return") || clex_is(&lx, type, "else"))
			continue;
		known = true;
		l->args = const_args(&lx, open) |
			  printed_args(text + from, to - from);
	}
	clex_release(&lx);
	return known;
}

static void find_declaration(const struct looks *ls, struct look *l)
{
	for (size_t i = 0; i < ls->n; i++) {
		const char *text = ls->texts[i];
		size_t len = text ? strlen(text) : 0;
		size_t at = text ? word_find(text, len, 0, l->name) : WORD_NONE;

		for (; at != WORD_NONE;
		     at = word_find(text, len, at + 1, l->name))
			if (read_declaration(text, len, at, l))
				return;
	}
}

enum glook looks_only(void *data, const char *function, size_t arg)
{
	struct looks *ls = data;
	size_t i = 0;

	while (i < ls->n_known && strcmp(ls->known[i].name, function))
		i++;
	if (i == ls->n_known) {
		GROW(ls->known, ls->n_known + 1, ls->alloc);
		ls->known[ls->n_known++] = (struct look){
			.name = xstrdup(function),
		};
		find_declaration(ls, &ls->known[i]);
		ls->known[i].leaf = ls->leaves &&
				    prove_leaf(ls->leaves, ls->g, function);
	}
	if (arg && arg <= 32 && ls->known[i].args >> (arg - 1) & 1)
		return GLOOK_DECLARED;
	return ls->known[i].leaf ? GLOOK_ASSEMBLY : GLOOK_NOT;
}

bool looks_static(void *data, const char *unit, const char *function)
{
	const struct looks *ls = data;
	size_t i = 0, len, at;
	const char *text;

	while (i < ls->n && strcmp(ls->sources[i], unit))
		i++;
	text = i < ls->n ? ls->texts[i] : NULL;
	len = text ? strlen(text) : 0;
	at = text ? word_find(text, len, 0, function) : WORD_NONE;
	for (; at != WORD_NONE; at = word_find(text, len, at + 1, function)) {
		size_t from = at;

		while (from && !strchr(";{}", text[from - 1]))
			from--;
		if (text[at + strlen(function) +
			 strspn(text + at + strlen(function), " \t\n")] == '(' &&
		    has_word(text + from, at - from, "static"))
			return true;
	}
	return false;
}

void looks_release(struct looks *ls)
{
	for (size_t i = 0; i < ls->n_known; i++)
		free(ls->known[i].name);
	free(ls->known);
	free(ls->texts);
	memset(ls, 0, sizeof(*ls));
}
