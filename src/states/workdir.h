/* SPDX-License-Identifier: GPL-2.0-only */
/* workdir: the folder that verify has sources and objects in. */
#ifndef RESPIN_WORKDIR_H
#define RESPIN_WORKDIR_H

#include "base/util.h"

/*
 * workdir_open: make PATH, and see that its disk has room for what a run over
 * N configurations may write. Returns its absolute path, the caller's to free,
 * or NULL after reporting. With N, the folder is this process's alone from then
 * on, until it ends; NULL if it is another's.
 */
char *workdir_open(const char *path, size_t n);

#endif
