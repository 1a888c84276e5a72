/* SPDX-License-Identifier: GPL-2.0-only */
/* split-prefix: what a subject has before its summary: "net: phy: ". */
#ifndef RESPIN_SPLIT_PREFIX_H
#define RESPIN_SPLIT_PREFIX_H

#include "git/tree.h"

/*
 * split_prefix: the prefix for the piece KEY, a section or a FOLDER, with the
 * files PATHS, without ": "; see split.h. The caller frees it. Returns 0 or
 * < 0, reported.
 */
int split_prefix(const struct tree *t, const char *key, bool folder,
		 const struct strvec *paths, char **prefix);

/* split_prefix_len: how long the prefix of SUBJECT is, with its ": ". */
size_t split_prefix_len(const char *subject);

#endif
