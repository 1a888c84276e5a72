/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify: compile what each patch changes, on each configuration, and say
 * what it adds against its parent: errors, compiler warnings, sparse
 * warnings, by identity.
 *
 * A unit whose inputs (its command, and the touched files that it reads) are
 * those of the parent is unchanged. One that does not reach the functions
 * which are all that the patch changes in these files is the same, but for the
 * first of those that read the same changed files, which is looked at all the
 * same. Else it is preprocessed; if its code cut
 * down to what its external definitions reach is the parent's, __LINE__ and
 * __COUNTER__ apart, it is the same (see chash.h), and not compiled. Else it
 * is compiled, and checked by sparse, at the patch and at its parent. So that
 * an error in an inline function that no unit uses is found as well, each
 * declaration that a patch changes is compiled in one unit at least.
 *
 * Units that have other code are compiled once more for a list of functions
 * whose machine code changed (see objcode/). That is information,
 * unless the series claims of a patch that there are none: then it fails.
 */
#ifndef RESPIN_VERIFY_H
#define RESPIN_VERIFY_H

#include "chash/chash.h"
#include "kbuild/kbuild.h"
#include "report/verified.h"
#include "states/store.h"
#include "verify/unitset.h"

struct column {
	const struct arch_config *config;
	struct kbuild kb;
	bool listed;		/* its units are known, prepared or not */
	enum kbuild_result result;
	char *why;		/* result is not KBUILD_OK */
	char *compiler;
	bool fallback;		/* not the compiler that is meant */
	struct strvec not_set;	/* options that did not stick */
	struct strvec sources;	/* its units, as `units` in the store has them */
	struct strvec commands;	/* one a source: digest of its commands */
	struct strvec generators;	/* of the sources: see kunit.generator */
	struct cell *cells;	/* one a state; [0] is the base */
	size_t ran;		/* compilers and preprocessors started */
	double seconds;
	bool done;
};

struct verify {
	struct checkout *co;
	const struct unitset *us;
	struct store *store;
	const char *work;	/* folder for objects */
	const char *scratch;
	const char *objects;	/* keep objects below it, or NULL */
	const char *sparse;	/* version of sparse, "" if it is not there */
	int jobs;
	size_t from, to;	/* states to go through, both included */
	const struct strvec *only;	/* units, or NULL for those that matter */
	bool full;		/* every unit of the configuration, and link */
	bool *same_code;	/* patches that claim to change no code, by
				   state: see verify_claims() */
	bool no_skip;		/* compile what is the same as well */
	bool again;		/* compile what is known as well, and show what
				   the compiler says */
	struct lines *seen;	/* [state * touched.n + file]: lines that some
				   configuration compiled; 0: it was read */
	void (*progress)(void *data, const struct column *c, size_t state,
			 const char *what, size_t done, size_t total);
	void *data;
};

/*
 * verify_prepare: find out what there is to know of the N columns, of which
 * config is set, side by side: compilers, and the units, from the store or
 * from kbuild. Returns 0, with c->result, or < 0, reported, or
 * ERR_INTERRUPTED.
 */
int verify_prepare(struct verify *v, struct column *c, size_t n);

/*
 * verify_column: fill in C, which is prepared. Returns 0, also when the
 * configuration cannot be built (c->result), or < 0, reported, or
 * ERR_INTERRUPTED; what was finished is in the store.
 */
int verify_column(struct verify *v, struct column *c);
/*
 * verify_claims: set v->same_code, to be freed, from the series.json in DIR,
 * where the patches came from (NULL: nowhere). Returns 0 or < 0, reported.
 */
int verify_claims(struct verify *v, const char *dir);

/* column_found: how many of its cells fail or warn. */
size_t column_found(const struct column *c, size_t states);
void column_release(struct column *c, size_t states);

#endif
