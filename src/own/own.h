/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * own: on every path through a function that gets or creates an object, how
 * often is the object acquired, released, freed? The answer comes from
 * summaries of functions over gcc's GIMPLE (see gimple.h), from the entry
 * points down. What the calls mean is data (struct own_rules).
 *
 * own follows one object at a time: the value itself and everything that is
 * computed from it (other addresses of it, its descriptor), with its low bits
 * if they are known. A path is a sequence of blocks, with the value that each
 * name has on it, so that a condition on known values is decided, and a phi has
 * the value of its edge. Paths that reach a block in the same state are joined.
 * own follows a function for each set of arguments that matters, and a
 * recursive one to a fixpoint: this is the functional approach of M. Sharir and
 * A. Pnueli (Two approaches to interprocedural data flow analysis, 1981).
 *
 * What own cannot follow is never proved. The answer is "unproved" if a marker
 * gets an argument that is not known to be the object or another one, if an
 * unknown function gets the object, if there are too many paths, or if there is
 * no path at all.
 *
 * own also follows the NULL, or the error pointer, that a source returns when it
 * fails: code that dereferences it, or hands it to a marker, without a check is at
 * fault. So is code that looks into the object after a function has freed it,
 * unless that is `shared`: others may still have it then.
 *
 * own does not see whether a callback runs and a gather is drained (once), who
 * else has the object's address, loops that repeat something more than OWN_MANY
 * times, or what assembly does, except for the calls that the rules name.
 */
#ifndef RESPIN_OWN_H
#define RESPIN_OWN_H

#include "own/gimple.h"

/* Counts stop here: this many or more. */
#define OWN_MANY 3
/* The number of arguments of a function that are distinguished. */
#define OWN_ARGS 8

enum own_marks {
	OWN_ACQUIRE, OWN_RELEASE, OWN_FREE, OWN_SOURCE,
	OWN_PUT,	/* see struct own_put; not set by a rule */
	OWN_MARKS,	/* the marks before this are counted */
	OWN_SIZE = OWN_MARKS,	/* returns the object's size */
	OWN_PAGES,	/* says how many pages the object has */
};

struct own_marker {
	char *name;
	enum own_marks mark;
	int arg;		/* which argument is the object, from 1; for
				   OWN_SOURCE its size, or 0 for none */
	bool fails;		/* OWN_ACQUIRE: returns 0 if it did not */
	int size;		/* OWN_FREE: which argument is its size, or 0;
				   OWN_PAGES: which is the number of pages */
	bool shared;		/* OWN_FREE: whatever was found may have been
				   another kind of object as well */
	bool only;		/* OWN_FREE: of such objects only */
	bool null;		/* NULL is allowed, and does nothing; always so for
				   OWN_FREE */
	bool always;		/* OWN_SOURCE: never fails */
	bool error;		/* OWN_SOURCE: fails with an error pointer, not with
				   NULL; others: may be given either, and then does
				   nothing */
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
	struct strvec harmless;	/* functions that may get the object, or patterns
				   of their names */
	struct strvec others;	/* functions that handle other objects only */
	struct strvec same;	/* fields of the object that lead back to it */
	struct strvec gathers;	/* fields: the function that loads the object
				   from there handles it */
	struct strvec frees;	/* fields: what is stored there is freed */
	struct strvec entries;	/* types: one of these in memory leads to an
				   object */
	struct strvec narrow;	/* types of pointers to an object that are
				   aligned to 4 bytes only; others are to 64 */
};

/* FUNCTION gets the object as argument ARG, from 1, and puts it in place. */
struct own_put {
	char *function;		/* not to be inlined */
	int arg;
	char *field;		/* field that holds one which may be put
				   elsewhere, or NULL */
};

/* One event on a path. */
struct own_step {
	struct own_step *prev;	/* before it in the function, or NULL */
	struct own_step *inside;	/* last step in what was called */
	const char *file;	/* or NULL */
	int line;
	const char *text;
	size_t depth;		/* steps up to this one, in this function */
	const struct gstmt *s;	/* what is done, or NULL */
	bool test;		/* a condition, taken one way or the other; */
	bool asks;		/* and it tests what is in the object's memory */
};

/* The outcome of a path. */
struct own_outcome {
	uint8_t counts[OWN_MARKS];	/* [OWN_SOURCE]: the object was made */
	bool returned;		/* it returned the object */
	int size;		/* of an object that it made; -1: not known */
	int freed_size;		/* it was freed as one of this size; -1: not
				   known */
	int placed;		/* of rules->entries: it is in one of these; -1:
				   in none */
	bool shared;		/* some way that freed it is `shared` */
	bool stored;		/* it is in memory, or somebody who is not
				   followed was given it */
	bool gone;		/* a function that was called made it, and returned
				   without it */
	const char *source;	/* what gave the object that it made, or NULL */
	const char *unsure;	/* why the outcome is not known, or NULL */
	const char *broken;	/* what failed is used as if it had not, or what was
				   freed as if it were there: how, or NULL */
	bool after;		/* broken is about what was freed */
	const struct own_step *path;	/* its last step, or NULL */
};

struct own_outcomes {
	struct own_outcome *v;
	size_t n, alloc;
	bool found;		/* the function exists */
	size_t panics;		/* paths that do not return */
};

struct own;

/* own_open: make a program from G. G and R stay the caller's. */
struct own *own_open(const struct gdump *g, const struct own_rules *r);
void own_close(struct own *o);

/* own_bits: how many of the lowest bits of an address of TYPE are zero. */
int own_bits(const struct own_rules *r, const char *type);

/*
 * own_given: paths through FUNCTION if its argument ARG (from 1) is the object,
 * of SIZE (-1: not known), whose lowest BITS bits are zero. own_made: paths
 * through FUNCTION, which may make an object. own_found: paths through
 * FUNCTION, which loads the object from PUT's field. PUT, or NULL, is what
 * counts as OWN_PUT. *out needs no initialisation; the caller frees out->v, the
 * rest belongs to O.
 */
void own_given(struct own *o, const char *function, int arg, int bits,
	       int size, struct own_outcomes *out);
void own_made(struct own *o, const char *function, const struct own_put *put,
	      struct own_outcomes *out);
void own_found(struct own *o, const char *function, const struct own_put *put,
	       struct own_outcomes *out);

/* A function in which objects turn up. */
struct own_root {
	const char *function, *unit;
	int entry;		/* of rules->entries: where it is found */
	uint64_t entries;	/* bits of all that it may be: where a level is
				   folded at boot, an entry of one is taken for
				   one of the next */
	const struct gstmt *at;	/* the load that finds it */
};

struct own_roots {
	struct own_root *v;
	size_t n, alloc;
};

/*
 * own_find_roots: the loads of entries whose object reaches a marker that
 * releases or frees, also through calls. own_find_makers: functions that may
 * make an object, and that no other one of these calls. The caller frees
 * out->v; what it points to belongs to the dumps.
 *
 * own_at: paths through the function of ROOT, whose load gives an object of
 * SIZE (-1: not known). own_placed: paths through the function of ROOT, which
 * may make one; what is in entries already are other objects. As own_given().
 */
void own_find_roots(struct own *o, struct own_roots *out);
void own_find_makers(struct own *o, struct own_roots *out);
void own_at(struct own *o, const struct own_root *root, int size,
	    struct own_outcomes *out);
void own_placed(struct own *o, const struct own_root *root,
		struct own_outcomes *out);

/*
 * own_odd_size: after own_at() of ROOT and SIZE: does a test of the object's memory
 * decide which size is stated for it? Who owns an object does not change its size.
 * Returns 1 with *why, both sizes, and *path, the one that frees it right after the
 * test; 0; or -1 with *why if there is too much to compare. All belongs to O.
 */
int own_odd_size(struct own *o, const struct own_root *root, int size,
		 const struct own_step **path, const char **why);

/*
 * own_find_all: each function that calls a source, or a function that may return
 * an object.
 * own_each: as own_placed(), but whichever source on a path made it.
 */
void own_find_all(const struct own *o, struct own_roots *out);
void own_each(struct own *o, const struct own_root *root,
	      struct own_outcomes *out);

/*
 * own_places: "FILE:LINE" of each call that acquires or releases the object on
 * any path so far. Belongs to O; in no order, each once.
 */
const struct strvec *own_places(const struct own *o);

/*
 * own_strange: functions that were given the object on some path so far, and of
 * which nothing is known: no unit, or more than one other unit, defines them.
 * Belongs to O; in no order, each once.
 */
const struct strvec *own_strange(const struct own *o);

/*
 * own_rule: take one KEY = VALUE, as in `release = free_it 1`. Returns 0, 1 if
 * KEY is not a key of own, or ERR_USER with *why, which the caller frees.
 */
int own_rule(struct own_rules *r, const char *key, const char *value,
	     char **why);
void own_rules_release(struct own_rules *r);

#endif
