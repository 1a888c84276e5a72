/* SPDX-License-Identifier: GPL-2.0-only */
/* split-prefix: what a subject has before its summary: "net: phy: ". */
#ifndef RESPIN_SPLIT_PREFIX_H
#define RESPIN_SPLIT_PREFIX_H

#include "git/tree.h"

/*
 * split_prefixes: append to OUT the prefixes, without ": ", that a piece of the
 * patch SUBJECT can have, from the most common to one that is its own:
 *   1. what more than half of the last commits to its files (KEY is a FOLDER: to
 *      that) begin with, in the tree's history;
 *   2. the deepest folder that has more than half of its files, three parts at
 *      most, as "net: ethernet: intel": without folders that only hold
 *      subsystems (drivers, arch, fs, kernel, security) or headers (include,
 *      include/linux), as they are not said;
 *   3. all of the folder that has all of its files;
 *   4. one of these, or else the prefix of SUBJECT, and KEY.
 * Returns 0 or < 0, reported.
 */
int split_prefixes(const struct tree *t, const char *key, bool folder,
		   const struct strvec *paths, const char *subject,
		   struct strvec *out);

/* split_prefix_len: how long the prefix of SUBJECT is, with its ": ". */
size_t split_prefix_len(const char *subject);

#endif
