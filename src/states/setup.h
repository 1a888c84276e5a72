/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * setup: what verify and prove begin with: a tree, patches on it, in a source
 * folder of our own, the configurations to look at, and the store of results.
 */
#ifndef RESPIN_SETUP_H
#define RESPIN_SETUP_H

#include "kbuild/arch.h"
#include "states/checkout.h"
#include "states/store.h"

struct setup_options {
	const char *base, *store, *work, *arch_data;
	const struct strvec *archs;	/* names or ids; empty: all */
	const struct strvec *fewer;	/* not empty: no configuration at all */
	bool alone;			/* the tree as it is: no patches */
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
	char *made_by;		/* the series that made them, or NULL */
	char *scratch, *work, *obj;
};

/*
 * setup_open: KERNEL is a tree; PATCHES a folder, an mbox, a patch file, a
 * range of KERNEL's commits, or NULL for what generate wrote for this tree, or
 * for none if the tree is ALONE.
 * Returns 0 or < 0, reported. setup_release() in both cases.
 */
int setup_open(struct setup *s, const struct setup_options *o,
	       const char *kernel, const char *patches);
void setup_release(struct setup *s);

/* An option of a command, and its value; NULL: it was not given. */
struct setup_option {
	const char *name, *value;
};

/*
 * setup_command: "respin NAME ..." with those options of O, and of the N_MORE,
 * that were given, and ARGS, for a shell: the command without what narrows it
 * down. The caller frees it.
 */
char *setup_command(const char *name, const struct setup_options *o,
		    const struct setup_option *more, size_t n_more,
		    char **args, int n);

/*
 * setup_report: where a report goes: GIVEN, if it is not NULL; else, if the
 * patches are a folder that respin made, and WHOLE, NAME of that folder. NULL:
 * nowhere. The caller frees it.
 */
char *setup_report(const struct setup *s, const char *given, bool whole,
		   const char *name);

/*
 * setup_series_path: PATH in the folder of the series that made the patches,
 * whether it is there or not; NULL if they do not say which did. The caller
 * frees it.
 */
char *setup_series_path(const struct setup *s, const char *path);

#endif
