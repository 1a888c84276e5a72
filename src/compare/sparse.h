/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sparse: the files of a series, as far as its own hunks show them. The lines
 * of the hunks stand where they stood; the others are there, but not known.
 */
#ifndef RESPIN_SPARSE_H
#define RESPIN_SPARSE_H

#include "patch/patch.h"

/* A line that stays the same from when it comes until it goes. */
struct sparse_line {
	const char *text;	/* NULL: no hunk has shown it; borrowed */
	uint32_t len;
	bool cut;		/* without newline, at the end of its file */
	bool added;		/* by a patch */
	bool kept;		/* scratch, for sparse_net() */
	size_t filler;		/* what stands there instead of a text */
	struct sparse_line *next;	/* of all, to be freed */
};

struct sparse_file {
	char *path;		/* after the patches so far; NULL: not there */
	char *base_path;	/* before all of them, or NULL */
	bool made;		/* by one of them */
	unsigned int mode;
	const struct pfile *first;	/* what the series does to it first */
	const struct pfile *binary;	/* the last without lines, or NULL */
	bool has_binary;	/* a patch is without lines, by now or later */
	unsigned int set_mode;	/* by a patch, else 0 */
	struct sparse_line **base;	/* its lines, then */
	size_t base_n, base_alloc;
	struct sparse_line **now;	/* and now */
	size_t n, alloc;
};

struct sparse {
	struct sparse_file *v;
	size_t n, alloc;
	struct sparse_line *lines;	/* all that were made */
	size_t fillers;
};

/*
 * sparse_learn: apply all patches of PS, which must outlive T, to nothing, and
 * go back to the base: what a line holds may be known only from a later patch.
 * Returns 0, or ERR_USER after reporting, as WHAT, a patch that does not fit
 * on those before it. sparse_release() in both cases.
 */
int sparse_learn(struct sparse *t, const struct patchset *ps, const char *what);
/* sparse_apply: apply P. Returns and reports the same; binary files wait. */
int sparse_apply(struct sparse *t, const struct ppatch *p, const char *what);
void sparse_release(struct sparse *t);

/*
 * sparse_net: OUT, empty so far, becomes what all patches of PS do together.
 * Its lines are borrowed from PS. Returns as sparse_learn() does, reported as
 * WHAT; ppatch_release() in both cases.
 */
int sparse_net(const struct patchset *ps, const char *what,
	       struct ppatch *out);

#endif
