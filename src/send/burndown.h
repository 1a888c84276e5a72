/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * burndown: which pieces of a split series have been taken, over the runs of
 * `respin split` into one folder. The file respin/burndown there holds all runs
 * and all pieces that ever were; docs/formats.md describes it. The new folder
 * gets it before it replaces the old one.
 *
 * A file of a piece has something left to do if the patch of that subject still
 * changes it, or if a line that the piece's mail removes is still there. A line
 * counts if it holds a word and the mail neither adds nor shows the same line in
 * that file. Without a mail, which goes with the folder when the piece is not made
 * again, only a patch of that subject can say that a file is done. So if a patch is
 * missing from the new series by mistake, its pieces stay open. A piece is in if
 * nothing is left in any of its files.
 */
#ifndef RESPIN_BURNDOWN_H
#define RESPIN_BURNDOWN_H

#include "send/split.h"

#define BURNDOWN_NAME "burndown"

struct burn_state {
	size_t run;	/* from 1 */
	size_t left;	/* files with something left to do; 0: it is in */
};

struct burn_piece {
	char *by, *key;		/* how it was cut, for what */
	char *patch;		/* subject of the uncut patch */
	char *mail;		/* its name in the folder; NULL: no more */
	struct strvec done, left;	/* its files */
	struct burn_state *states;	/* in the order of the runs */
	size_t n, alloc;
};

struct burndown {
	struct strvec runs;	/* the tree of each */
	struct burn_piece *v;
	size_t n, alloc;
};

/*
 * burndown_read: the history of the folder DIR; nothing if there is none.
 * Returns 0, or < 0 after reporting a mistake as "FILE:LINE: ...".
 * burndown_release() in both cases.
 */
int burndown_read(struct burndown *b, const char *dir);
void burndown_write(const struct burndown *b, struct strbuf *out);
void burndown_release(struct burndown *b);

/*
 * burndown_run: begin a run on TREE. A run on the tree of the last one takes
 * its place.
 */
void burndown_run(struct burndown *b, const struct tree *t);

/*
 * burndown_judge: what is left of each piece in the tree T, by the patches of
 * PS and the mails in DIR, in which earlier runs left the pieces. Without PS,
 * which does not apply, no name that a mail removes from a file, and neither adds
 * nor shows there, may be left in it; if there is no such name, all lines that it
 * adds must be there. Returns 0 or < 0, reported.
 */
int burndown_judge(struct burndown *b, const struct tree *t,
		   const struct patchset *ps, const char *dir);

/*
 * burndown_add: the pieces of S, cut BY, in the mails FILES, as of this run.
 * Returns 0, or ERR_USER after reporting a name that holds a line end.
 */
int burndown_add(struct burndown *b, const struct split *s, const char *by,
		 const struct strvec *files);

/* burndown_in: are all pieces in? False if there is none. */
bool burndown_in(const struct burndown *b);

/* burndown_print: what is in, open, new since the run before; first: nothing. */
void burndown_print(const struct burndown *b);

#endif
