/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tree: the kernel tree that a series is made for, read only.
 *
 * It is a commit of a git repository (with a work tree or bare), or a plain
 * folder such as an unpacked tarball. Nothing in here writes to it. Files are
 * listed once, sorted by path, and symbolic links in a list of their own.
 * Submodules and, in a plain folder, what the tree's top .gitignore names are
 * left out. A tree with a name that no checkout can contain ("..") is refused.
 */
#ifndef RESPIN_GIT_TREE_H
#define RESPIN_GIT_TREE_H

#include "base/hash.h"
#include "base/strbuf.h"
#include "base/strvec.h"

struct tree_file {
	char *path;	/* from the top of the tree */
	struct oid id;	/* git: the blob. Folder: a digest of path and stat */
	bool exec;	/* has the executable bit */
	bool settled;	/* id may be used as a cache key (folder: not too new) */
	bool on_disk;	/* the file on disk has the blob's content */
	bool link;	/* a symbolic link */
};

struct tree {
	char *path;	/* as given, absolute */
	bool is_git;
	char *rev;	/* git: the commit-ish that was asked for */
	char *commit;	/* git: full id of the base commit, else NULL */
	char *name;	/* linux-6.12.117, next-20250107, or the folder's name */
	bool partial;	/* git: a partial clone: objects may be elsewhere */
	bool dirty;	/* git: the work tree differs from what is used */
	int64_t time;	/* base commit's committer time, or the Makefile's mtime */
	int tz;		/* its offset from UTC, minutes */
	char *objects;	/* git: the object folder, for alternates */
	char *work;	/* folder with the files on disk, or NULL (bare) */
	char *author;	/* "Name <mail>" of the user, as git has it for a new
			   commit: GIT_AUTHOR_*, or the configuration; or NULL */
	char *committer;	/* the same, GIT_COMMITTER_* first */
	struct tree_file *files;
	size_t n, alloc;
	struct tree_file *links;	/* symbolic links, sorted; not in `files` */
	size_t n_links, alloc_links;
	struct tree_git *git;	/* private */
};

/*
 * tree_open: PATH is the top folder, REV a commit-ish or NULL for HEAD.
 * With KERNEL, it must look like a Linux tree. Returns 0, or < 0 after
 * reporting what is wrong and what to do. Call tree_release() in both cases.
 */
int __must_check tree_open(struct tree *t, const char *path, const char *rev, bool kernel);
void tree_release(struct tree *t);

/* print_tree: to stdout, "linux-6.12 (5f2e0c1a9b3d)". */
void print_tree(const struct tree *t);

/* tree_find: the entry of PATH, or NULL. */
const struct tree_file *tree_find(const struct tree *t, const char *path);

/* tree_link: the symbolic link PATH, or NULL. */
const struct tree_file *tree_link(const struct tree *t, const char *path);

/*
 * tree_below: a file or link below the folder PATH (N bytes) that is not in BUT
 * (a strset, or NULL for none). Returns NULL if there is none.
 */
const struct tree_file *tree_below(const struct tree *t, const char *path,
				   size_t n, const struct strvec *but);

/* A reader belongs to one thread. */
struct tree_reader {
	const struct tree *tree;
	struct tree_git *git;
};

int __must_check tree_reader_init(struct tree_reader *r, const struct tree *t);
void tree_reader_release(struct tree_reader *r);
/*
 * tree_read: put the content of F (for a link: its target) into OUT. Returns 0
 * or, with nothing printed, < 0: the caller knows whether a missing object
 * matters.
 */
int __must_check tree_read(struct tree_reader *r, const struct tree_file *f,
	      struct strbuf *out);

/*
 * tree_lacks: report that PATH could not be read, with advice if T is a partial
 * clone. Returns ERR_ENV.
 */
int tree_lacks(const struct tree *t, const char *path);

/* tree_has: could F be read? A quick check that reads nothing. */
bool tree_has(struct tree_reader *r, const struct tree_file *f);

/*
 * tree_read_if_there: for those who can do without files that the tree lacks: the
 * export of the base names these. Returns 0, 1 if it lacks F, or < 0, reported.
 */
int __must_check tree_read_if_there(struct tree_reader *r,
				    const struct tree_file *f,
				    struct strbuf *out);

#endif
