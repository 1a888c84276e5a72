/* SPDX-License-Identifier: GPL-2.0-only */
/* strset: a sorted strvec (strvec_sort()) that holds each string once. */
#ifndef RESPIN_STRSET_H
#define RESPIN_STRSET_H

#include <sys/types.h>

#include "base/strvec.h"

/* strset_index: where S is among the first N of V, or -1. */
ssize_t strset_index(char *const *v, size_t n, const char *s);

static inline bool strset_has(const struct strvec *set, const char *s)
{
	return strset_index(set->v, set->n, s) >= 0;
}

bool strset_equal(const struct strvec *a, const struct strvec *b);

/*
 * strset_differ: append, in order, each string that only one of A and B has.
 * A string may occur several times in A or B.
 */
void strset_differ(const struct strvec *a, const struct strvec *b,
		   struct strvec *out);

#endif
