/* SPDX-License-Identifier: GPL-2.0-only */
/* tree: filling in a tree, from git or from a plain folder. */
#ifndef RESPIN_GIT_TREE_INT_H
#define RESPIN_GIT_TREE_INT_H

#include "git/tree.h"

/* tree_add: add a file, all zero except its path; call tree_sort() at the end. */
struct tree_file *tree_add(struct tree *t, const char *path);
/* tree_add_link: the same for a symbolic link. */
struct tree_file *tree_add_link(struct tree *t, const char *path);
/* tree_sort: by path, when all are there. */
void tree_sort(struct tree *t);

/*
 * tree_git_open: fill in T from commit REV (NULL: HEAD) of the repository
 * T->path, which the user calls PATH; files are not sorted. Returns 1, 0 if it
 * is not a repository, or < 0 after reporting what is wrong.
 */
int __must_check tree_git_open(struct tree *t, const char *path,
			       const char *rev);
/* tree_git_author: set T->author and committer, if the user has configured them. */
void tree_git_author(struct tree *t);
void tree_git_free(struct tree_git *g);

/*
 * tree_folder_open: the same for the folder T->path. It leaves out .git, what
 * the top .gitignore names, and generated-patches/ at the top: patches that
 * respin wrote there do not belong to the tree. Returns 0, or ERR_ENV after
 * reporting what cannot be read.
 */
int __must_check tree_folder_open(struct tree *t);

#endif
