/* SPDX-License-Identifier: GPL-2.0-only */
/* git: what concerns git as a whole, the library and its ids. */
#ifndef RESPIN_GIT_LIB_H
#define RESPIN_GIT_LIB_H

#include "base/hash.h"

/*
 * git_start: start the library, unless that was done. What in this folder takes
 * no repository that is open calls it: starting costs more than a run that needs
 * no git, for all of the system's certificates are read.
 */
void git_start(void);
/* git_stop: at the end of main(). It cannot be started again. */
void git_stop(void);

/*
 * git_busy: libgit2 reads an object of the user's repository, or has read it.
 * libgit2 1.5 never ends on an object file that is cut off: then the program
 * ends, with exit code 128. Threads may call it.
 */
void git_busy(bool busy);

/* blob_id: the id that git gives a blob of these bytes. */
void blob_id(struct oid *id, const void *p, size_t n);
/* blob_hex: the same, as 40 hexadecimal digits. The caller frees it. */
char *blob_hex(const void *p, size_t n);

#endif
