/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * leftovers: after the last patch, where in the whole tree do retired
 * identifiers still stand, and which of those places does the series allow?
 */
#ifndef RESPIN_LEFTOVERS_H
#define RESPIN_LEFTOVERS_H

#include "series/series.h"
#include "gen/work.h"

struct left {
	const char *path;	/* borrowed from the work files */
	int line;
	char *word;
	const char *reason;	/* why it may stay; NULL: it may not */
};

struct lefts {
	struct left *v;		/* by path and line */
	size_t n, alloc;
	size_t unstated;	/* those without a reason */
};

/*
 * leftovers_find: look for what the wanted patches of S retire. The scan
 * has made every file that held one of these words a work file, so those
 * are all the places there are.
 */
void leftovers_find(struct lefts *l, const struct series *s,
		    const struct work *w);
void leftovers_release(struct lefts *l);

#endif
