/* SPDX-License-Identifier: GPL-2.0-only */
/* stream-diff: lists of tokens and their difference, for stream*.c. */
#ifndef RESPIN_STREAM_DIFF_H
#define RESPIN_STREAM_DIFF_H

#include "git/diff.h"
#include "compare/stream.h"

struct toklist {
	const struct stok **v;	/* borrowed from a stream */
	size_t n, alloc;
};

void toklist_add(struct toklist *l, const struct stok *t);
/* toklist_same: the same texts, in the same order? */
bool toklist_same(const struct toklist *a, const struct toklist *b);
void toklist_release(struct toklist *l);

/*
 * toklist_diff: their difference; H counts tokens where it says lines. With
 * WITH_SIGN, tokens with unlike signs are unlike. Returns 0 or < 0, reported.
 */
int toklist_diff(const struct toklist *a, const struct toklist *b,
		 bool with_sign, struct hunks *h);

#endif
