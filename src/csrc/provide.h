/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * provide: the names that a C file provides for others, and where it uses
 * names, by tokens: macros, functions, variables, types, enumerators, members
 * of structures. It is a guess that needs no compiler: a file may be one that
 * no configuration compiles.
 *
 * Code at the top of a file is read as declarations. A brace in the first
 * column ends whatever was open, so that branches of #if with different braces
 * spoil one function. The arguments of a macro in capitals at the top
 * (DEFINE_MUTEX(x), EXPORT_SYMBOL(x)) count as provided. What a macro makes of
 * them with ## is not seen.
 */
#ifndef RESPIN_PROVIDE_H
#define RESPIN_PROVIDE_H

#include "csrc/clex.h"

struct provide {
	char *name;
	bool member;		/* of a structure or union */
	bool local;		/* static: nobody else's */
	bool body;		/* a function or a type with its { } */
	char *unless;		/* words of the #ifndef that it stands under, other
				   than a header's guard: whoever defines one of
				   these has a version of his own; or NULL */
	uint64_t form;		/* of its parameters, without their names; 0:
				   it has none */
};

struct provides {
	struct provide *v;	/* sorted by name, then member; each once */
	size_t n, alloc;
};

/* provides_find: those of TEXT; in a HEADER, static is not local. */
void provides_find(struct provides *out, const char *text, size_t len,
		   bool header);
void provides_release(struct provides *p);

/* provides_get: the entry of NAME, or NULL. */
const struct provide *provides_get(const struct provides *p, const char *name,
				   bool member);

/* How a text uses a name. */
struct use {
	const char *name;	/* the caller's */
	bool member;		/* count x.NAME, x->NAME; else all other places */
	size_t n;		/* places */
	uint64_t calls;		/* what NAME(...) is called with, as a sum */
};

/*
 * uses_count: fill in n and calls of the N uses of V, sorted by name and
 * member, for TEXT.
 */
void uses_count(struct use *v, size_t n, const char *text, size_t len);

#endif
