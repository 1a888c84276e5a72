/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * split: a series cut into more patches, for those who take patches for a
 * part of the tree only. Each patch is cut by the section of MAINTAINERS or
 * the folder that its files are of; the pieces of one patch come before those
 * of the next, so that git am takes them like the uncut ones. What one patch
 * does to a file is never divided: a rename is of the section of its new name.
 *
 * A piece has the message, the author and the date of its patch, and its
 * subject with another prefix: what more than half of the last commits to its
 * files (--by directory: to its folder) have in the tree's history, else the
 * folder of its files, else the section's name. A patch that is of one piece
 * keeps its subject, and so does the piece without a section or a folder.
 */
#ifndef RESPIN_SPLIT_H
#define RESPIN_SPLIT_H

#include "states/checkout.h"
#include "send/mail.h"
#include "send/maintainers.h"

/* One new patch. */
struct piece {
	size_t from;		/* number of the patch that it is of, from 1 */
	const char *key;	/* section or folder, "" for the rest; borrowed */
};

struct split {
	const struct tree *tree;	/* these are borrowed, the caller's to set */
	const struct patchset *ps;
	const struct checkout *co;	/* with all patches applied */
	bool by_folder;
	int depth;			/* how many folders of a path */

	struct strvec keys;		/* one a touched file of CO */
	struct piece *v;		/* in order */
	size_t n, alloc;
	struct ident *authors;		/* one a piece; strings are owned */
	struct series series;		/* the pieces, as struct mail wants them */
	struct work work;
	struct apply apply;
};

/*
 * split_make: cut the patches; HOW is for asking get_maintainer.pl. The title,
 * version and cover of the series are left to the caller. Returns 0 or < 0,
 * reported. split_release() in both cases.
 */
int split_make(struct split *s, const struct maintainers *how);
void split_release(struct split *s);

/*
 * split_prove: git am FILES (a mail a piece, in order) onto the base, in
 * SCRATCH, and compare the tree after the last piece of each patch with the
 * one after the patch. Returns 0 if all are the same; ERR_FINDING, reported,
 * if not.
 */
int split_prove(const struct split *s, const struct strvec *files,
		const char *scratch);

/* split_list: append a line a piece, with its file, and files of no section. */
void split_list(const struct split *s, const struct strvec *files,
		struct strbuf *out);

#endif
