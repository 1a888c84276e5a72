/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare: two sets of patches, patch by patch and file by file.
 *
 * Patches are paired by subject first: upper and lower case, blanks, a
 * prefix in brackets and a period at the end do not matter. The others are
 * paired by what they do, the most similar first. Similarity is Dice's
 * coefficient of the sets of words that they remove and add in each file, which
 * counts twice, and of the sets of their files. Below PAIR_ALIKE, or with
 * hardly a word in common, they stay alone, unless each side has only one
 * patch.
 *
 * Two changes of a file have the same content if their tokens are the same;
 * compare/int.h says how that is decided, and its limits. If one patch renames
 * a file, and the other deletes it and creates another, they are compared as a
 * rename. A file that only one of them changes, and only in comments or layout,
 * also has the same content. Messages, authors and line numbers do not count.
 */
#ifndef RESPIN_COMPARE_H
#define RESPIN_COMPARE_H

#include "patch/patch.h"

#define PAIR_ALIKE 0.4

enum verdict {
	SAME_LINES,	/* the same lines removed and added */
	SAME_TOKENS,	/* layout and comments apart */
	DIFFERENT,
	ONLY_OURS,
	ONLY_THEIRS,
	VERDICTS,
};

/* One side of a difference. */
struct excerpt {
	char *text;	/* the line, NULL if there is none on this side */
	char sign;	/* '-', '+' or ' ' */
	uint32_t line;	/* its number: in the old file for '-', else new */
	char *near;	/* moved: a line of context next to it, or NULL */
};

struct file_result {
	const char *path;	/* borrowed from a patch set */
	enum verdict verdict;
	char *note;		/* in words, or NULL */
	bool near_behind;	/* moved: the near lines follow, else precede */
	struct excerpt ours, theirs;	/* the first difference */
};

enum paired {
	PAIRED_NOT,
	PAIRED_SUBJECT,
	PAIRED_CONTENT,
	PAIRED_ONLY,	/* each side has only one patch */
};

struct pair {
	const struct ppatch *ours, *theirs;	/* NULL: only one side has it */
	size_t our_number, their_number;	/* from 1 on; 0: has none */
	enum paired how;
	double alike;		/* paired by content: how much, up to 1 */
	enum verdict verdict;	/* the worst of its files */
	struct file_result *files;
	size_t n, alloc;
};

struct comparison {
	struct pair *v;		/* in our order, theirs alone in between */
	size_t n, alloc;
	int count[VERDICTS];	/* patches */
	bool has_net;		/* compare_net() was here */
	struct pair net;	/* all patches of each side as one */
	struct ppatch our_net, their_net;
};

/*
 * compare_sets: fill in C. Renames in both sets may be joined (see
 * ppatch_join()); they must outlive C. Returns 0 or < 0, reported;
 * compare_release() in both cases.
 */
int compare_sets(struct comparison *c, struct patchset *ours,
		 struct patchset *theirs);
void compare_release(struct comparison *c);

/*
 * compare_net: compare what all patches of a side do together, too, in
 * C->net: the same may be cut into patches otherwise. The sets must outlive
 * C. Returns 0, ERR_USER after reporting a patch that does not fit on those
 * before it, or another error, reported.
 */
int compare_net(struct comparison *c, const struct patchset *ours,
		const struct patchset *theirs);

/* compare_same: has nothing different content, and is nobody alone? */
bool compare_same(const struct comparison *c);

/*
 * compare_pair: compare the two patches of P, file by file. Returns 0 or
 * < 0, reported.
 */
int compare_pair(struct pair *p, struct ppatch *ours, struct ppatch *theirs);

/* compare_verdict_name: "identical", "same tokens", ... */
const char *compare_verdict_name(enum verdict v);

/* compare_subject_key: what makes subjects equal, for the caller to free. */
char *compare_subject_key(const char *subject);

/*
 * rangediff: append what git range-diff prints for THEIRS and OURS, in this
 * order. git compares commits, so commits are made, in a scratch repository,
 * of what the patches themselves show of each file (sparse.h); lines that
 * they do not show hold a number each. The hunks are those of the patches
 * then, without a function's name in their headings. Binary files are left
 * out. Returns 0; ERR_USER after reporting a patch that does not fit on those
 * before it, with nothing appended; or another error, reported.
 */
int rangediff(const struct patchset *theirs, const struct patchset *ours,
	      struct strbuf *out);

#endif
