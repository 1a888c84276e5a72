/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * merge: the results of several stores in one. Equal keys stand for equal
 * results: if two stores have different ones, a tool is not deterministic, or
 * the machines differ in what no key holds. Neither result can be trusted then.
 */
#ifndef RESPIN_MERGE_H
#define RESPIN_MERGE_H

#include "base/strvec.h"

struct merged {
	size_t rows;		/* in all of them */
	size_t new;		/* of these: the target did not have them */
};

/*
 * store_merge: add the rows of the stores FROM to the store TO, which is made if
 * it does not exist. All rows come in, or none. Returns 0, or ERR_ENV after
 * reporting: the store that is damaged, cut off, of another version or not
 * there; or the result of which two stores have different ones.
 */
int __must_check store_merge(const char *to, const struct strvec *from,
			     struct merged *m);

#endif
