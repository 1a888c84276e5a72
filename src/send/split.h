/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * split: a series cut into more patches, for maintainers who only take patches
 * for a part of the tree. Each patch is cut by the section of MAINTAINERS, or
 * by the folder, of its files. The pieces of one patch come before those of the
 * next, so that git am applies them like the uncut ones. The changes of a patch
 * to one file stay together; a rename belongs to the section of the new name.
 *
 * A piece has the message, the author and the date of its patch, and its
 * subject with another prefix: the one that more than half of the last commits
 * to its files (--by directory: to its folder) have in the tree's history, or
 * else the folder of its files, or else the name of the section. A patch with
 * only one piece keeps its subject, and so does the piece without a section or
 * a folder.
 */
#ifndef RESPIN_SPLIT_H
#define RESPIN_SPLIT_H

#include "states/checkout.h"
#include "send/mail.h"
#include "send/maintainers.h"

/* One new patch. */
struct piece {
	size_t from;		/* number of its patch, from 1 */
	const char *key;	/* section or folder, "" for the rest; borrowed */
};

struct split {
	const struct tree *tree;	/* these are borrowed, the caller's to set */
	const struct patchset *ps;
	const struct checkout *co;	/* with all patches applied */
	bool by_folder;
	int depth;			/* how many folders of a path */

	struct strvec keys;		/* one for each touched file of CO */
	struct piece *v;		/* in order */
	size_t n, alloc;
	struct ident *authors;		/* one for each piece; owns strings */
	struct series series;		/* the pieces, for struct mail */
	struct work work;
	struct apply apply;
};

/*
 * split_make: cut the patches; HOW says how to run get_maintainer.pl. The
 * caller sets the title, version and cover of the series. Returns 0 or < 0,
 * reported. Call split_release() in both cases.
 */
int split_make(struct split *s, const struct maintainers *how);
void split_release(struct split *s);

/*
 * split_prove: git am FILES (one mail for each piece, in order) onto the base,
 * in SCRATCH, and compare the tree after the last piece of each patch with the
 * one after the patch. Returns 0 if all are the same; ERR_FINDING, reported,
 * if not.
 */
int split_prove(const struct split *s, const struct strvec *files,
		const char *scratch);

/* split_list: append a line for each piece, and files without a section. */
void split_list(const struct split *s, const struct strvec *files,
		struct strbuf *out);

#endif
