/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * git-repo: the scratch repository in which the commits of a series are
 * made. It has an object database of its own; the user's is an alternate,
 * read only. Commits are built from texts in memory, without index or work
 * tree.
 */
#ifndef RESPIN_GIT_REPO_H
#define RESPIN_GIT_REPO_H

#include "git-tree.h"

struct change {
	const char *path;
	const struct strbuf *text;	/* NULL: the file is deleted */
	bool exec;
};

/* Who and when: the same on every commit, so that output is reproducible. */
struct ident {
	char *name;
	char *mail;
	int64_t time;
	int tz;		/* minutes */
};

struct repo {
	char *dir;	/* the bare repository */
	struct repo_git *git;	/* private */
};

/* repo_init: make it at DIR, with T's objects behind it. 0 or < 0, reported. */
int repo_init(struct repo *r, const char *dir, const struct tree *t);
void repo_release(struct repo *r);

/*
 * repo_commit: a commit on top of PARENT (40 hex digits, or NULL for a root
 * commit with nothing in it but the changes). Writes its id to COMMIT.
 * Returns 0 or < 0, reported.
 */
int repo_commit(struct repo *r, const char *parent, const char *message,
		const struct ident *who, const struct change *changes,
		size_t n, char commit[41]);

/* repo_ref: let refs/heads/NAME point to COMMIT. */
int repo_ref(struct repo *r, const char *name, const char *commit);

/* repo_tree_id: the id of COMMIT's tree. */
int repo_tree_id(struct repo *r, const char *commit, char id[41]);

/*
 * tree_branch: make or move branch NAME in the user's repository to COMMIT,
 * with all objects it needs copied from R. Refuses to move a branch that is
 * checked out or that is not an ancestor's, unless FORCE. The one place
 * where the user's repository is written to, and only when asked.
 */
int tree_branch(const struct tree *t, struct repo *r, const char *name,
		const char *commit, bool force);

#endif
