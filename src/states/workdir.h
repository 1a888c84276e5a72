/* SPDX-License-Identifier: GPL-2.0-only */
/* workdir: the folder where verify and prove put sources and objects. */
#ifndef RESPIN_WORKDIR_H
#define RESPIN_WORKDIR_H

#include "base/util.h"

/*
 * workdir_open: make PATH, and check that its disk has room for what a run over
 * N configurations may write. Returns its absolute path, which the caller
 * frees, or NULL after reporting. Unless N is 0, this process then owns the
 * folder until it ends; NULL if another process does.
 */
char *workdir_open(const char *path, size_t n);

#endif
