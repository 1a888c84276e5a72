/* SPDX-License-Identifier: GPL-2.0-only */
/* missing: changed lines of C that no configuration has compiled so far. */
#ifndef RESPIN_MISSING_H
#define RESPIN_MISSING_H

#include "verify/verify.h"

struct missing {
	size_t patch;		/* the state */
	size_t file;		/* of checkout.touched */
	uint32_t line;		/* in that state, from 1 */
	bool macro;		/* of a #define that units read, and of which no
				   user is known; WHY is its name */
	char *why;		/* the conditionals around it */
};

struct missings {
	struct missing *v;	/* by patch, file and line */
	size_t n, alloc;
	size_t changed;		/* lines that patches add or change in all */
};

/* missing_find: returns 0 or < 0, reported. missing_release() in both cases. */
int __must_check missing_find(const struct verify *v, struct missings *ms);
void missing_release(struct missings *ms);

#endif
