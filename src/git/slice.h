/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * slice: a small repository that holds only the files that some patches touch,
 * so that git am can run without a checkout of the whole kernel: git am does
 * not look at other files.
 */
#ifndef RESPIN_SLICE_H
#define RESPIN_SLICE_H

#include "git/repo.h"
#include "base/proc.h"

struct slice {
	struct repo repo;
	char *dir;		/* its work tree */
	struct ident who;	/* committer; strings borrowed */
	bool keep_cr;		/* CRs in patches belong to the files, and not
				   to the mail; unset by slice_open() */
	char (*commits)[41];	/* [0] the base, [k] after k patches */
	size_t n, alloc;	/* how many of them */
};

/*
 * slice_open: make it in DIR, which must not exist, with FILES as the base.
 * OBJECTS (or NULL) is a folder of git objects that may hold some of them, and
 * of what the patches make: those are not written again.
 * Returns 0 or < 0, reported. slice_release() in both cases; the folder is
 * the caller's to remove.
 */
int __must_check slice_open(struct slice *s, const char *dir, const struct change *files,
	       size_t n, const struct ident *who, const char *objects);
void slice_release(struct slice *s);

/*
 * slice_am: git am one patch file or mailbox. Returns 0; ERR_FINDING with git's
 * message in WHY if it does not apply (the slice is then unchanged); or another
 * error, reported. WHY is one line, with "patch failed: FILE:LINE" for each
 * hunk that does not fit.
 */
int __must_check slice_am(struct slice *s, const char *file, struct strbuf *why);

/*
 * slice_paths: append the files that any patch so far has changed, some of
 * them more than once. Returns 0 or < 0, reported.
 */
int __must_check slice_paths(struct slice *s, struct strvec *paths);

/*
 * slice_read: read PATH after K patches into OUT (cleared first), like
 * repo_read().
 */
int __must_check slice_read(struct slice *s, size_t k, const char *path,
	       struct strbuf *out);

#endif
