/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * git-repo: the scratch repository for the commits of a series. It has its own
 * object database; the user's is a read-only alternate. Commits are built from
 * texts in memory, without an index or work tree.
 */
#ifndef RESPIN_GIT_REPO_H
#define RESPIN_GIT_REPO_H

#include "git/tree.h"

struct change {
	const char *path;
	const struct strbuf *text;	/* NULL: the file is deleted */
	bool exec;
	bool link;			/* TEXT is its target */
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

/* repo_init: make it at DIR, with T's objects as alternates. 0 or < 0, reported. */
int __must_check repo_init(struct repo *r, const char *dir, const struct tree *t);
/*
 * repo_init_plain: the same with a work tree, and with the folder OBJECTS of
 * another repository (or NULL) as alternates.
 */
int __must_check repo_init_plain(struct repo *r, const char *dir,
				 const char *objects);
void repo_release(struct repo *r);

/*
 * repo_commit: make a commit on top of PARENT (40 hex digits, or NULL for a
 * root commit that holds only the changes). Writes its id to COMMIT.
 * Returns 0 or < 0, reported.
 */
int __must_check repo_commit(struct repo *r, const char *parent, const char *message,
		const struct ident *who, const struct change *changes,
		size_t n, char commit[41]);

/* repo_commit_by: the same, of an AUTHOR who is not who commits it. */
int __must_check repo_commit_by(struct repo *r, const char *parent,
				const char *message, const struct ident *author,
				const struct ident *who,
				const struct change *changes, size_t n,
				char commit[41]);

/* repo_ref: make refs/heads/NAME point to COMMIT. */
int __must_check repo_ref(struct repo *r, const char *name, const char *commit);

/* repo_tree_id: the id of COMMIT's tree. */
int __must_check repo_tree_id(struct repo *r, const char *commit, char id[41]);

/*
 * repo_holds: does COMMIT's tree have exactly these N files, with these texts
 * and modes? Returns 1; 0 with a path that differs in *path, which the caller
 * frees; or < 0, reported.
 */
int __must_check repo_holds(struct repo *r, const char *commit,
			    const struct change *files, size_t n, char **path);

/*
 * tree_branch_check: could tree_branch() make branch NAME in the user's
 * repository? Call it before the work begins. Returns 0; ERR_USER if the name
 * is not valid; ERR_ENV if the branch exists and FORCE is not given, or if it
 * is checked out. Both are reported.
 */
int __must_check tree_branch_check(const struct tree *t, const char *name, bool force);

/*
 * repo_read: read the file PATH of COMMIT into OUT (cleared first). Returns 1;
 * 2 for a symbolic link, with its target in OUT; 0 if there is neither; < 0 on
 * an error, reported.
 */
int __must_check repo_read(struct repo *r, const char *commit, const char *path,
	      struct strbuf *out);

/*
 * tree_branch: make or, with FORCE, move branch NAME in the user's repository
 * to COMMIT, and copy all objects that it needs from R. This is the only
 * function that writes to the user's repository.
 */
int __must_check tree_branch(const struct tree *t, struct repo *r, const char *name,
		const char *commit, bool force);

#endif
