/* SPDX-License-Identifier: GPL-2.0-only */
/* cond: does a condition of the manifest hold? */
#ifndef RESPIN_GEN_COND_H
#define RESPIN_GEN_COND_H

#include "gen/work.h"
#include "series/cond.h"

/* Where a condition was decided. */
struct evidence {
	const char *path;	/* of the first match; borrowed, NULL if none */
	int line;		/* counted from 1 */
};

/* cond_holds: test it on the files as they are now. */
bool cond_holds(const struct cond *c, const struct work *w,
		struct evidence *ev);

#endif
