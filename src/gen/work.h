/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * work: the candidate files of a series, in memory, as the patches so far left
 * them. For each patch, work also records which operation made or removed each
 * line.
 */
#ifndef RESPIN_WORK_H
#define RESPIN_WORK_H

#include "git/diff.h"
#include "git/tree.h"

/* A line's origin while a patch is being made. */
struct origin {
	int32_t from;	/* the line it was before the patch, -1 if new */
	int32_t op;	/* the operation that made it, -1 if not new */
};

/* Lines [line, line + n) that operation op of the patch added or removed. */
struct span {
	uint32_t line, n;	/* lines count from 1 */
	int op;
};

struct spans {
	struct span *v;
	size_t n, alloc;
};

/* What one patch did to one file. */
struct file_change {
	size_t patch;		/* index in the series */
	struct strbuf before;
	struct strbuf given_after;	/* only if someone else filled it in: ask
				   change_after() */
	bool was_there;		/* the file existed before */
	bool gone;		/* it does not exist after */
	bool exec;		/* is executable after */
	struct spans added;	/* lines of after */
	struct spans removed;	/* lines of before */
	int plus, minus;	/* lines, as the patch's diff counts them */
};

struct work_file {
	char *path;
	bool exec;
	bool there;		/* false: does not exist (yet, or any more) */
	struct strbuf given_base;	/* as in the tree, only if someone else filled it
				   in: ask work_base() */
	bool base_there;
	struct strbuf text;	/* as it is now */
	struct strbuf start;	/* as it was when the current patch began */
	bool start_there;
	struct origin *lines;	/* for each line of text; NULL: untouched */
	size_t n_lines;
	int32_t *removed_by;	/* for each line of start: op, or -1 */
	size_t n_start;
	struct file_change *changes;	/* one for each patch that changed it */
	size_t n_changes, alloc_changes;
};

struct work {
	struct work_file **files;	/* sorted by path */
	size_t n, alloc;
};

/* work_add: read F of the tree and add it. Returns 0 or < 0, reported. */
int work_add(struct work *w, struct tree_reader *r, const struct tree_file *f);
/* work_sort: once, after the last work_add(). */
void work_sort(struct work *w);
struct work_file *work_find(const struct work *w, const char *path);
void work_release(struct work *w);

/*
 * work_update: note that operation OP of the current patch changed F's text to
 * TEXT, which this takes over (TEXT is then empty). Returns 0 or < 0, reported.
 */
int work_update(struct work_file *f, struct strbuf *text, int op);

/*
 * work_commit: note what the current patch, which is complete, has changed.
 * Returns the number of files, or < 0, reported.
 */
int work_commit(struct work *w, size_t patch);
/* work_rollback: forget what the current patch did. */
void work_rollback(struct work *w);

/*
 * Most files of a large series change once: a text that stands elsewhere is
 * not kept twice.
 * work_base: what F was in the tree. change_after: what it was after change C,
 * one of its own.
 */
const struct strbuf *work_base(const struct work_file *f);
const struct strbuf *change_after(const struct work_file *f,
				  const struct file_change *c);

/* file_change_of: what PATCH did to F, or NULL. */
const struct file_change *file_change_of(const struct work_file *f,
					 size_t patch);

#endif
