/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ppline: the preprocessor lines of a lexed text, and how its conditionals
 * nest.
 *
 * An #else, #elif or #endif without an #if stands for itself: it has no
 * parent and closes nothing. An #if without an #endif has last = CLEX_NONE
 * and holds the rest of the text.
 */
#ifndef RESPIN_PPLINE_H
#define RESPIN_PPLINE_H

#include "csrc/clex.h"

enum ppkind {
	PP_OTHER,		/* #pragma, #error, a '#' comment, ... */
	PP_IF,			/* #if, #ifdef, #ifndef */
	PP_ELIF,		/* #elif, #elifdef, #elifndef */
	PP_ELSE,
	PP_ENDIF,
	PP_DEFINE,
	PP_UNDEF,
	PP_INCLUDE,		/* #include only */
};

struct ppline {
	enum ppkind kind;
	size_t tok;		/* its '#' */
	size_t tok_end;		/* token behind its last one: a line end, or
				   the number of tokens */
	size_t start;		/* first byte of its (first) line */
	size_t end;		/* byte behind the line end of its last line */
	/*
	 * Indices into the list of lines; CLEX_NONE: there is none.
	 */
	size_t parent;		/* the #if, #elif or #else around the line; for
				   an #elif, #else or #endif, that of its #if */
	size_t first;		/* #if, #elif, #else, #endif: their #if */
	size_t next;		/* #if, #elif, #else: the next of the same
				   conditional, its #endif at last */
	size_t last;		/* #if, #elif, #else: their #endif */
};

struct pplines {
	struct ppline *v;	/* in the order of the text; owned */
	size_t n;
	size_t alloc;
};

/* pplines_init: list the preprocessor lines of LX. Never fails. */
void pplines_init(struct pplines *pp, const struct clex *lx);
void pplines_release(struct pplines *pp);

/* ppline_at: the line whose tokens include token TOK, else CLEX_NONE. */
size_t ppline_at(const struct pplines *pp, size_t tok);

/*
 * ppline_around: the innermost #if, #elif or #else around byte POS, or
 * CLEX_NONE. To visit all conditionals around a place, the innermost first:
 *
 *	for (i = ppline_around(pp, pos); i != CLEX_NONE; i = pp->v[i].parent)
 *		... pp->v[i] is the branch, pp->v[pp->v[i].first] its #if
 *
 * A place on such a line, or on its #endif, is not under it.
 */
size_t ppline_around(const struct pplines *pp, size_t pos);

/*
 * pplines_guard: the line of an include guard, "#ifndef X" with "#define X"
 * next, with or without a value; CLEX_NONE if the text begins otherwise.
 */
size_t pplines_guard(const struct pplines *pp, const struct clex *lx);

/*
 * ppline_text: append the line as a person would write it: on one line,
 * without comments, with one blank for each run of white space.
 */
struct strbuf;
void ppline_text(const struct ppline *line, const struct clex *lx,
		 struct strbuf *out);

#endif
