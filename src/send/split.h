/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * split: a series cut into more patches, for maintainers who only take patches
 * for a part of the tree. Each patch is cut by the tree that its files go
 * through (send/owner.h), by their section of MAINTAINERS, or by their folder.
 * The pieces of one patch come before those of the next, so that git am applies
 * them like the uncut ones; send/split-order.h says in which order, and which
 * of them cannot be parted. The changes of a patch to one file stay together; a
 * rename belongs to the section of the new name.
 *
 * A piece has the author and the date of its patch, its message with a line
 * that says which part it is (send/split-text.h), and its subject with another
 * prefix (send/split-prefix.h), so that no two are the same. A patch with only
 * one piece keeps both, and the piece of what has no section or folder keeps
 * its subject.
 */
#ifndef RESPIN_SPLIT_H
#define RESPIN_SPLIT_H

#include "states/checkout.h"
#include "send/mail.h"
#include "send/maintainers.h"

enum split_by { SPLIT_TREE, SPLIT_SECTION, SPLIT_FOLDER };

/* The files of one patch with the same key. */
struct part {
	size_t from;		/* number of its patch, from 1 */
	const char *key;	/* tree, section or folder, "" for the rest;
				   borrowed */
	size_t piece;		/* that it is in */
};

/* One new patch: a part, or several that need each other. */
struct piece {
	size_t from;
	char *key;		/* of the part, or all of them: "a + b" */
};

struct split {
	const struct tree *tree;	/* these are borrowed, the caller's to set */
	const struct patchset *ps;
	const struct checkout *co;	/* with all patches applied */
	enum split_by by;
	int depth;			/* how many folders of a path */

	struct strvec keys;		/* one for each touched file of CO */
	struct part *part;		/* those of a patch together */
	size_t n_parts, alloc_parts;
	struct piece *v;		/* in order */
	size_t n, alloc;
	struct strvec joined;		/* why parts are one piece, a line each */
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

/*
 * split_list: append a line for each piece, those that were joined, and files
 * without a section.
 */
void split_list(const struct split *s, const struct strvec *files,
		struct strbuf *out);

#endif
