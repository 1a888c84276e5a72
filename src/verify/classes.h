/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * classes: configurations that nothing can tell apart for these patches (see
 * verify_probe()). The first of a class is compiled, and stands for the others.
 */
#ifndef RESPIN_CLASSES_H
#define RESPIN_CLASSES_H

#include "verify/verify.h"

struct class {
	const struct column *first;
};

struct classes {
	struct class *v;
	size_t n, alloc;
};

/*
 * classes_find: set `like` of the N columns at C, which are prepared: to the
 * first of its class, or to NULL if it is the first itself, or nothing is known
 * of it (its result). The columns stay where they are as long as CS is used.
 * Returns 0 or < 0, reported, or ERR_INTERRUPTED.
 */
int __must_check classes_find(struct classes *cs, struct verify *v,
			      struct column *c, size_t n);
void classes_release(struct classes *cs);

#endif
