/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * own: on every path through a function that is given an object, or makes
 * one, how often is the object acquired, released, freed? By summaries of
 * functions over gcc's GIMPLE (see gimple.h), from the entry points down; what
 * the calls mean is data (struct own_rules).
 *
 * One object is followed at a time: the value itself and all that is computed
 * from it (other addresses of it, its descriptor), with its low bits where
 * they are known. A path is a way through the blocks with the values it has
 * given to each name, so that a condition on what is known is decided, and a
 * phi is what its edge says. Paths that come to a block alike are one from
 * there on. Functions are followed for each set of arguments that matters and
 * to a fixpoint where they are recursive: the functional approach of M. Sharir
 * and A. Pnueli (Two approaches to interprocedural data flow analysis, 1981).
 *
 * Nothing is proved by not looking: a marker that is called with something
 * that is not known to be the object or another one, the object given to a
 * function that is not known, too many paths, and no path at all: each makes
 * the answer "unproved".
 *
 * Not seen: that a callback is called and a gather is drained (once); who else
 * has the object's address; loops that do the same again more than OWN_MANY
 * times; what is in assembly but for the calls that the rules name.
 */
#ifndef RESPIN_OWN_H
#define RESPIN_OWN_H

#include "own/gimple.h"

/* Counts end here: so many and more. */
#define OWN_MANY 3
/* So many arguments of a function are told apart. */
#define OWN_ARGS 8

enum own_marks {
	OWN_ACQUIRE, OWN_RELEASE, OWN_FREE, OWN_SOURCE,
	OWN_PUT,	/* see struct own_put; no rule gives it */
	OWN_MARKS,	/* these are counted */
	OWN_SIZE = OWN_MARKS,	/* returns the object's size */
};

struct own_marker {
	char *name;
	enum own_marks mark;
	int arg;		/* which argument is the object, from 1;
				   OWN_SOURCE: is its size, 0: none is */
	bool fails;		/* OWN_ACQUIRE: returns 0 if it was not done */
};

/* Functions called in place of what gcc cannot see. */
struct own_instead {
	char *text;		/* in the asm or the pointer that is called */
	int arg;		/* of theirs: the object */
	struct strvec functions;
};

/* A function calls its argument FN with its argument ARG, once. */
struct own_callback {
	char *name;
	int arg, fn;
};

/* A function returns its argument ARG, or another address of the same. */
struct own_alias {
	char *name;
	int arg;
};

struct own_rules {
	struct own_marker *markers;
	size_t n, alloc;
	struct own_instead *instead;
	size_t n_instead, alloc_instead;
	struct own_callback *callbacks;
	size_t n_callbacks, alloc_callbacks;
	struct own_alias *aliases;
	size_t n_aliases, alloc_aliases;
	struct strvec harmless;	/* may be given the object */
	struct strvec others;	/* handles other objects only */
	struct strvec same;	/* fields of the object that lead to it again */
	struct strvec gathers;	/* fields: what is stored there is handled by
				   whoever loads it from there */
	struct strvec frees;	/* fields: what is stored there is freed */
};

/* FUNCTION is given the object as argument ARG, from 1, and puts it in place. */
struct own_put {
	char *function;		/* not to be inlined */
	int arg;
	char *field;		/* where there is one that may be put elsewhere,
				   or NULL */
};

/* One thing that happened on a path. */
struct own_step {
	struct own_step *prev;	/* before it in the function, or NULL */
	struct own_step *inside;	/* last step in what was called */
	const char *file;	/* or NULL */
	int line;
	const char *text;
};

/* What a path came to. */
struct own_outcome {
	uint8_t counts[OWN_MARKS];	/* [OWN_SOURCE]: the object was made */
	bool returned;		/* what it returned is the object */
	int size;		/* of one that was made; -1: not known */
	const char *unsure;	/* why nothing can be said, or NULL */
	const struct own_step *path;	/* its last step, or NULL */
};

struct own_outcomes {
	struct own_outcome *v;
	size_t n, alloc;
	bool found;		/* the function is there */
	size_t panics;		/* paths that do not return */
};

struct own;

/* own_open: a program out of G, which stays the caller's, as R is. */
struct own *own_open(const struct gdump *g, const struct own_rules *r);
void own_close(struct own *o);

/*
 * own_given: paths through FUNCTION when its argument ARG (from 1) is the
 * object, of SIZE (-1: not known), whose lowest BITS bits are zero. own_made:
 * paths through FUNCTION, which may make an object. *out needs no
 * initialisation; free(out->v); the rest is O's.
 * own_found: paths through FUNCTION, which loads the object from PUT's field.
 * PUT, or NULL, is what counts as OWN_PUT.
 */
void own_given(struct own *o, const char *function, int arg, int bits,
	       int size, struct own_outcomes *out);
void own_made(struct own *o, const char *function, const struct own_put *put,
	      struct own_outcomes *out);
void own_found(struct own *o, const char *function, const struct own_put *put,
	       struct own_outcomes *out);

/*
 * own_places: "FILE:LINE" of each call that acquires or releases and that any
 * path so far came by with the object. O's; in no order, each once.
 */
const struct strvec *own_places(const struct own *o);

/*
 * own_rule: take one KEY = VALUE, as in `release = free_it 1`. Returns 0, 1 if
 * KEY is none of ours, or ERR_USER with *why, to free.
 */
int own_rule(struct own_rules *r, const char *key, const char *value,
	     char **why);
void own_rules_release(struct own_rules *r);

#endif
