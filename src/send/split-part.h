/* SPDX-License-Identifier: GPL-2.0-only */
/* split-part: which part of its patch a file belongs to. */
#ifndef RESPIN_SPLIT_PART_H
#define RESPIN_SPLIT_PART_H

#include "send/split.h"

/* split_keys: fill in S->keys. Returns 0 or < 0, reported. */
int split_keys(struct split *s, const struct maintainers *how);

/*
 * split_parts: append the parts of patch K, from 0, in the order of its files,
 * the one of files without a key behind the others.
 */
void split_parts(struct split *s, size_t k);

/* split_part: the part of the patch FROM, from 1, that has the file PATH. */
size_t split_part(const struct split *s, size_t from, const char *path);

/* split_alone: is piece I all of its patch? */
bool split_alone(const struct split *s, size_t i);

/* split_rest: what the files that have no key are files of: "no section". */
const char *split_rest(const struct split *s);

#endif
