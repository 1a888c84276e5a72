/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ktests: what a tree's Kconfig files ask of a compiler, and what it says. See
 * verify/kconfig/tests.c, which asks. Answers are kept in the cache, for one tree
 * and one way to call make: a tree can only mislead itself.
 */
#ifndef RESPIN_KTESTS_H
#define RESPIN_KTESTS_H

#include "base/proc.h"
#include "base/strvec.h"

struct ktests {
	char *path;		/* beside it are .new and .said */
	char *key;		/* NULL: keep nothing */
};

/*
 * ktests_begin: let P, a run of query with VARS for make, find what is known of the
 * tree that BASE names (NULL: keep nothing), and note what it asks. It writes PATH
 * and files beside it. The caller calls ktests_end().
 */
void ktests_begin(struct ktests *kt, const char *base,
		  const struct strvec *vars, const char *path, struct proc *p);

/*
 * ktests_end: if P went WELL, keep its answers. A test that got none (no room, a
 * killed compiler) is asked again.
 */
void ktests_end(struct ktests *kt, bool well);

#endif
