/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unitset: which translation units of a configuration the patches could
 * change? Found by text, before anything is preprocessed, and so too large
 * rather than too small:
 *   - those in mm/ and in the architecture's mm/;
 *   - those that include, directly or not, a changed header. A header of
 *     include/linux/ that more than WIDE files include so is left out here:
 *     nearly every unit does, and the others stand for them;
 *   - those that name a function or macro that the patches add, change or
 *     remove.
 */
#ifndef RESPIN_UNITSET_H
#define RESPIN_UNITSET_H

#include "states/checkout.h"
#include "chash/delta.h"

/* So many files that include it make a header too wide to follow. */
#define UNITSET_WIDE 1000

struct header {
	char *path;
	struct strvec includes;	/* as written, without the brackets */
};

struct unitset {
	struct header *headers;	/* all of the tree's */
	size_t n, alloc;
	struct header *sources;	/* all .c files of the tree */
	size_t n_sources, alloc_sources;
	struct delta *deltas;	/* [state * touched.n + file], of the patch that
				   makes the state; zero where it does nothing
				   or the file is no C */
	size_t n_deltas;
	struct strvec names;	/* changed functions and macros */
	struct strvec defined;	/* of these: a macro in some file of the tree */
	struct strvec naming;	/* .c files that name one */
	struct strvec wide;	/* changed headers that are not followed */
};

/*
 * unitset_read: read the include lines of T's files, and find the changed
 * functions of CO. Returns 0 or < 0, reported.
 */
int unitset_read(struct unitset *us, const struct tree *t,
		 struct checkout *co);
void unitset_release(struct unitset *us);

/*
 * unitset_pick: for a configuration of ARCH with the units SOURCES, mark those
 * that matter. PICKED has a flag a unit. With ALL, every unit is.
 */
void unitset_pick(const struct unitset *us, const struct checkout *co,
		  const char *arch, const struct strvec *sources, bool all,
		  bool *picked);

#endif
