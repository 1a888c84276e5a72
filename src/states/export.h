/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * export: the files of a tree in a folder of ours, where verify, prove and boot
 * put one patch after another. The folder has a list of what was exported: for
 * the next base, only the files that differ are written, as long as these are
 * not too many.
 */
#ifndef RESPIN_EXPORT_H
#define RESPIN_EXPORT_H

#include "git/tree.h"

/*
 * export_base: make DIR hold the tree T, except for the files that
 * export_touched() lists. ID identifies T's content (base-id.h). SCRATCH is a
 * folder of the run. Returns 0; < 0, reported; or ERR_INTERRUPTED. After a
 * failure, the next call exports all files.
 */
int __must_check export_base(const char *dir, const char *id,
			     const struct tree *t, const char *scratch);

/*
 * export_touched: append to OUT the files that may differ from T because of
 * patches, each with its NUL. export_touch: replace that list with the LEN bytes
 * at NAMES. Both return 0 or < 0, reported.
 */
int __must_check export_touched(const char *dir, struct strbuf *out);
int __must_check export_touch(const char *dir, const char *names, size_t len);

/* export_forget: the state of DIR is unknown: export all files the next time. */
void export_forget(const char *dir);

/*
 * export_put: remove NAME from DIR (THERE is 0), write TEXT to it (1), or make it
 * a symbolic link to TEXT (2). export_restore: make it as the tree of R has it.
 * Both return 0 or < 0, reported.
 */
int __must_check export_put(const char *dir, const char *name, int there,
			    const struct strbuf *text);
int __must_check export_restore(const char *dir, struct tree_reader *r,
				const char *name);

#endif
