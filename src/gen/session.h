/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * session: what generate, status and test have in common: a series, a tree,
 * the scan, the candidate files.
 */
#ifndef RESPIN_SESSION_H
#define RESPIN_SESSION_H

#include "gen/apply.h"
#include "git/scan.h"

struct session {
	struct series series;
	struct tree tree;
	struct scan scan;
	struct work work;
	struct apply apply;
};

struct session_options {
	const char *series;	/* name or folder; NULL: the only one */
	const char *base;	/* commit-ish, or NULL */
	struct strvec with;	/* optional patches to add */
	struct strvec only;	/* patches to keep, if any */
	bool fixes;		/* also the patches that fix the series */
	int jobs;
	bool no_cache;
	bool trust;		/* scripts in rules may run */
	bool any_tree;		/* need not be a kernel (rule tests) */
	bool progress;
};

/*
 * session_open: read the series, open the tree at PATH, scan it, read the
 * candidates. Returns 0 or < 0, reported. Call session_close() in both cases.
 */
int session_open(struct session *s, const struct session_options *o,
		 const char *path);
void session_close(struct session *s);

#endif
