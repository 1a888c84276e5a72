/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * setup: what verify and prove start from: a tree with patches, in a source
 * folder of our own, the configurations to use, and the store of results.
 */
#ifndef RESPIN_SETUP_H
#define RESPIN_SETUP_H

#include "kbuild/arch.h"
#include "states/checkout.h"
#include "states/store.h"

struct setup_options {
	const char *base, *store, *work, *arch_data;
	const struct strvec *archs;	/* names or ids; empty: all */
	const struct strvec *with;	/* arches_with(); or NULL */
	const struct strvec *make;	/* arches_make(); or NULL */
	const struct strvec *fewer;	/* not empty: no configuration at all */
	bool alone;			/* the tree as it is: no patches */
	bool solved;			/* with the configurations that verify made
					   for the patches */
	bool plan;			/* nothing is compiled: neither store nor
					   source folder */
	bool find;			/* setup_pick() follows: it says
					   which names of ARCHS there are not */
	bool progress;
};

struct setup {
	struct tree tree;
	struct patchset patches;
	struct checkout co;
	struct arches arches;
	const struct arch_config **configs;
	size_t n;
	struct store *store;	/* NULL if only planned */
	char *series;		/* the folder of the patches; NULL for a range,
				   or if PATCHES is not a folder */
	char *made_by;		/* the series that made them, or NULL */
	char *scratch, *work, *obj;
};

/*
 * setup_open: KERNEL is a tree. PATCHES is a folder, an mbox, a patch file or a
 * range of KERNEL's commits; NULL means what generate wrote for this tree, or
 * no patches with `alone`. Returns 0 or < 0, reported. Call setup_release() in
 * both cases.
 */
int setup_open(struct setup *s, const struct setup_options *o,
	       const char *kernel, const char *patches);
void setup_release(struct setup *s);

/*
 * setup_pick: what --configs says, WHICH: "default" or NULL, the configurations
 * that setup_open() picked; "all", every defconfig of the tree
 * (kbuild/defconfig.h), too; "classes", of these, one of each class, those that
 * the verify.json beside the patches says were compiled; else the one with that
 * id or make target. A name in O->archs that no data file has may be a defconfig of
 * the tree. Uses JOBS processes. Returns 0 or < 0, reported, or
 * ERR_INTERRUPTED.
 */
int __must_check setup_pick(struct setup *s, const struct setup_options *o,
			    const char *which, int jobs);

/* setup_many: is WHICH default, all, classes or NULL, not a name? */
bool setup_many(const char *which);

/*
 * For pick.c. setup_knows: is there something for each name in O->archs?
 * setup_find: pick again from all that the tree has: those called NAME, or all
 * (NULL). Returns as setup_pick().
 */
bool setup_knows(const struct setup *s, const struct setup_options *o);
int __must_check setup_find(struct setup *s, const struct setup_options *o,
			    const char *name, int jobs);

/* An option of a command, and its value; NULL: it was not given. */
struct setup_option {
	const char *name, *value;
};

/*
 * setup_command: "respin NAME ...", quoted for a shell, with ARGS and those
 * options of O and of the N_MORE others that were given, but without options
 * that narrow it down. The caller frees it.
 */
char *setup_command(const char *name, const struct setup_options *o,
		    const struct setup_option *more, size_t n_more,
		    char **args, int n);

/*
 * setup_portable: the same for reports, which are read on other machines: a git
 * tree's commit is given by --base, an absolute path is "$LINUX", "$PATCHES" or
 * a variable named for its option, and options that change no result are left
 * out. S is open.
 */
char *setup_portable(const struct setup *s, const char *name,
		     const struct setup_options *o,
		     const struct setup_option *more, size_t n_more,
		     char **args, int n);

/*
 * setup_report: the path of a report: GIVEN, unless it is NULL; otherwise, with
 * WHOLE and if respin made the folder of the patches, NAME in that folder; or
 * NULL for no report. The caller frees it.
 */
char *setup_report(const struct setup *s, const char *given, bool whole,
		   const char *name);

/*
 * setup_series_path: PATH in the folder of the series that made the patches,
 * whether it exists or not; NULL if the patches do not name their series. The
 * caller frees it.
 */
char *setup_series_path(const struct setup *s, const char *path);

#endif
