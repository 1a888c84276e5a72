/* SPDX-License-Identifier: GPL-2.0-only */
/* git: the library, and the ids of its objects. */
#ifndef RESPIN_GIT_LIB_H
#define RESPIN_GIT_LIB_H

#include "base/hash.h"

/*
 * git_start: start the library, unless it runs. A function in this folder calls
 * it unless it gets an open repository. Starting reads all certificates of the
 * system, which takes longer than a run that does not need git.
 */
void git_start(void);
/* git_stop: at the end of main(). It cannot be started again. */
void git_stop(void);

/*
 * git_busy: say that libgit2 begins (true) or ends (false) reading an object of
 * the user's repository. libgit2 1.5 loops forever on a truncated object file:
 * the program then ends with exit code 128. Any thread may call this.
 */
void git_busy(bool busy);

/* blob_id: the id that git gives a blob of these bytes. */
void blob_id(struct oid *id, const void *p, size_t n);
/* blob_hex: the same, as 40 hexadecimal digits. The caller frees it. */
char *blob_hex(const void *p, size_t n);

#endif
