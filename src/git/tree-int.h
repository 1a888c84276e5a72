/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * folder: the files of a kernel tree that is a plain folder.
 */
#ifndef RESPIN_FOLDER_H
#define RESPIN_FOLDER_H

#include "git/tree.h"

/*
 * folder_list: fill in what a struct tree says of the folder T->path: files
 * (not sorted), work, time. Left out are .git, what the top .gitignore names,
 * and generated-patches/ at the top: patches that respin wrote there are no
 * part of the tree. Returns 0, or ERR_ENV after reporting what cannot be read.
 */
int folder_list(struct tree *t);

#endif
