/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * codelist: the functions of a translation unit, each with a digest of its
 * machine code, and how two states of a configuration differ in them.
 *
 * A function is its shape, that is all but the names of what it refers to,
 * and these names. So one that differs only in names which other functions
 * were given is told from one that calls something else.
 */
#ifndef RESPIN_CODELIST_H
#define RESPIN_CODELIST_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* Digits that one name takes in codefn.refs. */
#define CODE_REF 8

struct codefn {
	char *name;	/* without the numbers that compilers add */
	char *shape;	/* digest; "" if the code is not understood */
	char *refs;	/* digests of the names, in the order of first use */
	char *layout;	/* of a section that it shares with others: which
			   functions lie where in it; "" if it is alone */
	char *why;	/* not understood, because; or "" */
	size_t size;	/* bytes of code */
};

struct codelist {
	struct codefn *v;	/* by name, each once */
	size_t n, alloc;
	bool lines;		/* line numbers and file names are in the code */
	char *why;		/* there is no list, because; or NULL */
};

/*
 * codelist_add: append a function, all else of it empty strings. No blank is in
 * its name.
 */
struct codefn *codelist_add(struct codelist *l, const char *name);
/*
 * codelist_sort: by name; functions that share one become one ("foo.part" of
 * foo.part.0 and foo.part.1).
 */
void codelist_sort(struct codelist *l);
void codelist_release(struct codelist *l);

/* code_ref: append the digest of NAME, as codefn.refs has it. */
void code_ref(struct strbuf *out, const char *name);

/*
 * codelist_text, codelist_parse: to be kept. codelist_parse() returns 0, or -1,
 * nothing printed, if TEXT is not all of what codelist_text() has written; then
 * L has only a `why`.
 */
void codelist_text(const struct codelist *l, struct strbuf *out);
int __must_check codelist_parse(struct codelist *l, const char *text);

/* What changed, as "UNIT: FUNCTION", sorted. */
struct code {
	struct strvec changed, added, removed;
	struct strvec moved;	/* to another unit or name, the code being the
				   same: "UNIT: FUNCTION, from ..." */
	struct strvec unknown;	/* it cannot be said whether: "...: why"; "UNIT:
				   why" for all of a unit */
	size_t units;		/* whose lists were compared */
};

void code_release(struct code *c);
/* code_differs: is any function's code another, there or not there? */
static inline bool code_differs(const struct code *c)
{
	return c->changed.n || c->added.n || c->removed.n;
}

/* code_any: is there anything at all to tell? */
static inline bool code_any(const struct code *c)
{
	return code_differs(c) || c->moved.n || c->unknown.n;
}

/* code_add: merge FROM into TO; what is the same on both counts once. */
void code_add(struct code *to, const struct code *from);
/* code_counts: append "3 changed, 1 added"; nothing if there is nothing. */
void code_counts(const struct code *c, struct strbuf *out);

/* Two states, unit by unit. */
struct codediff {
	struct codepair *v;	/* private: what is not the same */
	size_t n, alloc;
	struct strvec unknown;
	size_t units;
};

/*
 * codediff_unit: compare UNIT's list BEFORE with NOW, and take what it needs
 * out of them. codediff_finish: say what changed, in *C, which begins as all
 * zero. What one unit lost and another, or another name, has with the same
 * code is a move; a function that differs only in the names of what moved is
 * no change. Renamed data are: nothing tells that they are the same.
 */
void codediff_unit(struct codediff *d, const char *unit,
		   struct codelist *before, struct codelist *now);
void codediff_finish(struct codediff *d, struct code *c);
void codediff_release(struct codediff *d);

#endif
