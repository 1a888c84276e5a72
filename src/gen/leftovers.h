/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * leftovers: after the last patch, where in the whole tree do retired
 * identifiers remain, and which of these places does the series allow?
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
 * leftovers_find: search for the identifiers that the wanted patches of S
 * retire. The scan has made every file that holds one of these words a work
 * file, so this finds all places.
 */
void leftovers_find(struct lefts *l, const struct series *s,
		    const struct work *w);
void leftovers_release(struct lefts *l);

#endif
