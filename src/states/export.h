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
 * export_base: make the folder DIR hold the tree T, whose content ID names (see
 * base-id.h), but for the files that `touched` names. SCRATCH is a folder of the
 * run. Returns 0 or < 0, reported, or ERR_INTERRUPTED; then, the next call
 * begins anew.
 */
int __must_check export_base(const char *dir, const char *id,
			     const struct tree *t, const char *scratch);

/*
 * export_touched: files that may differ from T, as somebody put patches on them:
 * append them to OUT, each with its NUL. export_touch: from now on, those are
 * the LEN bytes of NAMES. Both return 0 or < 0, reported.
 */
int __must_check export_touched(const char *dir, struct strbuf *out);
int __must_check export_touch(const char *dir, const char *names, size_t len);

/* export_forget: DIR is in no state that is known: begin anew the next time. */
void export_forget(const char *dir);

/*
 * export_put: make the file NAME in DIR what it is meant to be: THERE (2: a
 * link), and TEXT. export_restore: as the tree of R has it. Both return 0 or
 * < 0, reported.
 */
int __must_check export_put(const char *dir, const char *name, int there,
			    const struct strbuf *text);
int __must_check export_restore(const char *dir, struct tree_reader *r,
				const char *name);

#endif
