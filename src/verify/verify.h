/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify: compile what each patch changes, on each configuration, and report
 * what is new against its parent: errors, compiler warnings, sparse warnings,
 * by identity.
 *
 * A unit is unchanged if its inputs (its command, and the touched files that it
 * reads) are those of the parent. It is the same if the patch changes only
 * functions in these files that the unit does not reach; but of the units that
 * read the same changed files, the first is not skipped for this reason. Other
 * units are preprocessed. If the code of a unit, cut down to what its external
 * definitions reach, is that of the parent except for __LINE__ and __COUNTER__,
 * the unit is the same (see chash.h) and not compiled. Otherwise it is
 * compiled, and checked by sparse, at the patch and at its parent. To find an
 * error in an inline function that no unit uses, each declaration that a patch
 * changes is compiled in at least one unit.
 *
 * Units whose code differs are compiled once more, for a list of functions
 * whose machine code changed (see objcode/). This is information, unless the
 * series claims that a patch changes none: such a patch fails.
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
	size_t state;		/* in which kbuild prepares it: 0, the base, or
				   see epoch.c */
	struct kbuild kb;
	bool listed;		/* its units are known, prepared or not */
	enum kbuild_result result;
	char *why;		/* result is not KBUILD_OK */
	char *compiler;
	bool fallback;		/* the compiler is the one of [fallback] */
	char *not_linked;	/* depth full: why vmlinux is not made at the base;
				   NULL: it is */
	struct strvec not_set;	/* options that did not stay set */
	struct strvec sources;	/* its units, as `units` in the store has them */
	struct strvec commands;	/* for each source, digest of its commands */
	struct strvec generators;	/* of the sources: see kunit.generator */
	struct cell *cells;	/* one for each state; [0] is the base */
	const struct column *like;	/* the column that stands for this one,
				   which has no cells; or NULL */
	size_t ran;		/* compilers and preprocessors started */
	double seconds;		/* processor time of these, and of make */
	char *key;		/* of its class: see verify_probe(); or NULL */
	bool done;
};

/* Of the units of a configuration, the Kth (from 1) and each Nth behind it. */
struct verify_part {
	size_t k, n;		/* n is 0 or 1: all of them */
};

struct verify {
	struct checkout *co;
	struct unitset *us;
	struct store *store;
	const char *work;	/* folder for objects */
	const char *scratch;
	const char *objects;	/* keep objects below it, or NULL */
	const char *sparse;	/* version of sparse, "" if not installed */
	const char *sparse_program;
	int jobs;
	size_t from, to;	/* states to go through, both included */
	const struct strvec *only;	/* units, or NULL for those that matter */
	struct verify_part part;	/* of those that matter */
	bool full;		/* every unit of the configuration, and link */
	bool *same_code;	/* patches that claim to change no code, by
				   state: see verify_claims() */
	bool no_skip;		/* compile also units with the same code */
	bool again;		/* compile even what is known, and show what the
				   compiler prints */
	struct lines *seen;	/* [state * touched.n + file]: lines that some
				   configuration compiled; 0: file was read */
	void (*progress)(void *data, const struct column *c, size_t state,
			 const char *what, size_t done, size_t total);
	void *data;
};

/*
 * verify_prepare: find the compilers and the units of the N columns, whose
 * config is set, in parallel, from the store or from kbuild. Returns 0, with
 * c->result set, or < 0, reported, or ERR_INTERRUPTED.
 */
int verify_prepare(struct verify *v, struct column *c, size_t n);

/*
 * verify_columns: fill in the N columns at C, which are prepared, side by side.
 * Returns 0, also if a configuration cannot be built (its result says so), or
 * < 0, reported, or ERR_INTERRUPTED; finished results are in the store.
 */
int verify_columns(struct verify *v, struct column **c, size_t n);

/*
 * verify_claims: set v->same_code, which the caller frees, from the series.json
 * in DIR, the folder of the patches, or NULL. Returns 0 or < 0, reported.
 */
int verify_claims(struct verify *v, const char *dir);

/*
 * verify_probe: what each of the N columns at C, which are prepared, can tell of
 * the patches: c->key is a digest of the declarations that each patch changes or
 * that refer to what it changes, as C's preprocessor and C's Kconfig make them,
 * with all that these declarations refer to, and of the compiler's command but
 * for what selects a processor. Two configurations with the same key stand for
 * each other: docs/verifying.md says how far. Compiles nothing. Returns 0, also
 * with c->result set and no key if a tool failed, or < 0, reported, or
 * ERR_INTERRUPTED.
 */
int verify_probe(struct verify *v, struct column *c, size_t n);

/* column_found: how many of its cells fail or warn. */
size_t column_found(const struct column *c, size_t states);
void column_release(struct column *c, size_t states);

#endif
