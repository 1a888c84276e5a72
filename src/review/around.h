/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * around: the lines of a file around the hunks of a patch, which the mail does not
 * have, from the kernel that the patches are for. A file has them as long as every
 * line that the patches remove or keep stands where they say: the tree may be
 * another one.
 */
#ifndef RESPIN_AROUND_H
#define RESPIN_AROUND_H

#include "base/strvec.h"
#include "patch/patch.h"

/* What the files of a tree hold. */
struct around_source {
	/* Put the file PATH into OUT. Returns 0, > 0 if there is none, or < 0. */
	int (*read)(void *data, const char *path, struct strbuf *out);
	void *data;
	const char *tree;	/* its name */
};

/* A text and its lines: line I (from 0 on) is [at[I], at[I + 1]). */
struct around_text {
	struct strbuf text;
	size_t *at;
	size_t n;
};

struct around {
	const struct around_source *source;
	const struct patchset *set;
	size_t each;		/* so many lines on one side of a hunk, at most */
	size_t room;		/* bytes of the page that are left for them */
	struct strvec kept_paths;	/* files that a later patch changes again: */
	struct around_text *kept;	/* what they are now; .at is NULL: unknown */
	size_t n_kept, alloc_kept;
	struct around_text old;	/* the file of around_file() before the patch */
	size_t unknown;		/* files whose lines do not fit */
	bool full;		/* there was no room for all */
};

/* around_init: for the patches SET in their order. SOURCE may be NULL: no lines. */
void around_init(struct around *a, const struct around_source *source,
		 const struct patchset *set);
void around_release(struct around *a);

/*
 * around_file: go on to F of patch P, whose files come in order, and those of the
 * patches before it first. Returns its text before the patch until the next call, or
 * NULL: not known.
 */
const struct around_text *around_file(struct around *a, const struct ppatch *p,
				      const struct pfile *f);

#endif
