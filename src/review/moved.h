/* SPDX-License-Identifier: GPL-2.0-only */
/* moved: lines that a patch removes in one place and adds in another. */
#ifndef RESPIN_MOVED_H
#define RESPIN_MOVED_H

#include "patch/patch.h"

/* A removed or added line. */
struct moved_line {
	const struct pfile *file;
	const struct pline *line;
	bool joined;		/* it continues the line before it */
	struct moved_line *to;	/* where it went to, or came from; or NULL */
};

struct moved {
	struct moved_line *v;	/* as the files, hunks and lines come */
	size_t n, alloc;
};

/*
 * moved_find: the removed and added lines of P, and which of them are the same
 * but for blanks around them, in blocks of at least 20 letters and digits, as in
 * git's --color-moved. P stays where it is. Call moved_release().
 */
void moved_find(struct moved *m, const struct ppatch *p);
void moved_release(struct moved *m);

#endif
