/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * beneath: access to files whose names come from a tree, a mail or a series.
 * The name has to stay below a folder of ours: no absolute name, no "..", and
 * no link on the way to the file or in its place.
 *
 * The code walks from folder to folder and follows no link, as openat2(2) does
 * with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS. Not all containers allow that
 * call.
 */
#ifndef RESPIN_BENEATH_H
#define RESPIN_BENEATH_H

#include "base/strbuf.h"

/*
 * All return 0 or -errno and print nothing. -EXDEV: the name leaves DIR.
 * -ELOOP: a link is in the way.
 */

/* beneath_read: append the whole file DIR/NAME. */
int __must_check beneath_read(struct strbuf *sb, const char *dir,
			      const char *name);

/*
 * beneath_write: make DIR/NAME hold TEXT, completely or not at all, and create
 * the folders above it as needed. An existing file keeps its mode; an existing
 * link is replaced.
 */
int __must_check beneath_write(const char *dir, const char *name,
			       const void *text, size_t len);

/* beneath_link: make DIR/NAME a symbolic link to TARGET, likewise. */
int __must_check beneath_link(const char *dir, const char *name,
			      const char *target);

/*
 * beneath_remove: remove the file DIR/NAME, and the folders above it that are
 * then empty. It is not an error if there is no such file, or if it is a
 * folder.
 */
int __must_check beneath_remove(const char *dir, const char *name);

/* beneath_executable: let everyone who may read the file DIR/NAME execute it. */
int __must_check beneath_executable(const char *dir, const char *name);

/* beneath_error: the meaning of such a number, for a message. */
const char *beneath_error(int err);

#endif
