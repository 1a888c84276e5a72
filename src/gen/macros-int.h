/* SPDX-License-Identifier: GPL-2.0-only */
/* macros-int: uses of macros, and kinds of their bodies; for macros.c. */
#ifndef RESPIN_MACROS_INT_H
#define RESPIN_MACROS_INT_H

#include "csrc/clex.h"
#include "gen/macros.h"

/* Where a name stands that could be a macro, in what spatch did not parse. */
enum macro_place {
	PLACE_NONE,
	PLACE_STATEMENT,	/* f(x) begins a statement, no ";" behind it */
	PLACE_IF,		/* the same, and an else belongs to it */
	PLACE_UNTIL,		/* do { } f(x); */
	PLACE_DECL,		/* f(x) = ..., as a declaration of its own */
	PLACE_CONST,		/* const f(x) = ... */
	PLACE_TYPE,		/* f(x) name; */
	PLACE_DECLARATOR,	/* type f(x); */
	PLACE_FUNCTION,		/* f(x) { outside of functions */
	PLACE_TOP,		/* f or f(x) alone outside of functions */
	PLACE_STORED,		/* static f(x), likewise */
	PLACE_ATTR,		/* among the words of a declaration */
	PLACE_ASM,		/* f or f(x) between the operands of an asm */
};

struct macro_use {
	const char *name;	/* in the source text, LEN bytes */
	size_t len;
	bool call;		/* has arguments */
	enum macro_place place;
};

/*
 * macro_uses: call FN for each use in lines FROM to TO of LX, several times if
 * it could be several things.
 */
void macro_uses(const struct clex *lx, int from, int to,
		void (*fn)(const struct macro_use *use, void *data), void *data);

/* What a body is, as far as a parser cares. */
enum macro_kind {
	KIND_OTHER,		/* an expression, a declaration, ... */
	KIND_ATTR,		/* nothing, attributes, storage classes */
	KIND_HEAD,		/* ends in a head: a statement must follow */
	KIND_IF,		/* the same, and the head is an if */
	KIND_WHILE,		/* is nothing but while (...) */
	KIND_STATEMENT,		/* complete, with its ";" or "}" */
};

/*
 * macro_kind: the kind of D's body, seen from the file PATH: what other macros
 * in it mean, macro_best() says.
 */
enum macro_kind macro_kind(const struct macros *m, const struct macro_def *d,
			   const char *path);

/*
 * macro_text: append what spatch should put in place of D used at PLACE; false
 * if D is no reason for a parse error there.
 */
bool macro_text(const struct macros *m, const struct macro_def *d,
		enum macro_place place, const char *path, struct strbuf *out);

/*
 * macro_best: the definition of NAME (LEN bytes) that counts most in the file
 * PATH, for NTH = 0; the next ones for 1, ...; NULL if there are no more.
 */
const struct macro_def *macro_best(const struct macros *m, const char *name,
				   size_t len, const char *path, size_t nth);

#endif
