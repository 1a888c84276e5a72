/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * setup: what verify and prove begin with: a tree, patches on it, in a source
 * folder of our own, the configurations to look at, and the store of results.
 */
#ifndef RESPIN_SETUP_H
#define RESPIN_SETUP_H

#include "arch.h"
#include "checkout.h"
#include "store.h"

struct setup_options {
	const char *base, *store, *work, *arch_data;
	const struct strvec *archs;	/* names or ids; empty: all */
	const struct strvec *fewer;	/* not empty: no configuration at all */
	bool progress;
};

struct setup {
	struct tree tree;
	struct patchset patches;
	struct checkout co;
	struct arches arches;
	const struct arch_config **configs;
	size_t n;
	struct store *store;
	char *series;		/* the folder that the patches came from; NULL
				   for a range, or what is no folder's name */
	char *scratch, *work, *obj;
};

/*
 * setup_open: KERNEL is a tree; PATCHES a folder, an mbox, a patch file, a
 * range of KERNEL's commits, or NULL for what generate wrote for this tree.
 * Returns 0 or < 0, reported. setup_release() in both cases.
 */
int setup_open(struct setup *s, const struct setup_options *o,
	       const char *kernel, const char *patches);
void setup_release(struct setup *s);

/*
 * setup_command: "respin NAME ..." with those options of O that are not the
 * default and ARGS, for a shell. The caller frees it.
 */
char *setup_command(const char *name, const struct setup_options *o,
		    char **args, int n);

#endif
