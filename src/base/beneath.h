/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * beneath: files by names that a tree, a mail or a series gives. The name has
 * to stay below a folder of ours: no absolute name, no "..", and no link on
 * the way to it, or in its place.
 *
 * It is a walk from folder to folder that follows no link, which is what
 * openat2(2) does with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS; containers do
 * not all allow that call.
 */
#ifndef RESPIN_BENEATH_H
#define RESPIN_BENEATH_H

#include "base/strbuf.h"

/*
 * All return 0 or -errno, with nothing printed; -EXDEV: the name leaves DIR;
 * -ELOOP: a link is in the way.
 */

/* beneath_read: append the whole file DIR/NAME. */
int __must_check beneath_read(struct strbuf *sb, const char *dir,
			      const char *name);

/*
 * beneath_write: make DIR/NAME hold TEXT, whole or not at all, with folders
 * above it as needed. A file that is there keeps its mode, a link is replaced.
 */
int __must_check beneath_write(const char *dir, const char *name,
			       const void *text, size_t len);

/* beneath_link: make DIR/NAME a symbolic link to TARGET, likewise. */
int __must_check beneath_link(const char *dir, const char *name,
			      const char *target);

/*
 * beneath_remove: remove the file DIR/NAME, and folders above it that are empty
 * then. That there is no such file, or a folder, is no error.
 */
int __must_check beneath_remove(const char *dir, const char *name);

/* beneath_error: what such a number means, for a message. */
const char *beneath_error(int err);

#endif
