/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base-id: the name of a tree's content in the keys of the store. It is the
 * same on every machine that has the same tree, wherever the tree lies.
 */
#ifndef RESPIN_BASE_ID_H
#define RESPIN_BASE_ID_H

#include "git/tree.h"

/*
 * base_id: the commit of a git tree; for a plain folder, a digest of the paths,
 * modes and contents of its files. A folder is read once: the cache has the
 * digest by the names and times of the files. Returns NULL after reporting. The
 * caller frees it.
 */
char *__must_check base_id(const struct tree *t);

#endif
