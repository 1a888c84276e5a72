/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan: which files of a tree hold one of many words? Several threads read each
 * file once. The results are stored by blob id under $XDG_CACHE_HOME/respin, so
 * that the next tree only costs what has changed.
 */
#ifndef RESPIN_SCAN_H
#define RESPIN_SCAN_H

#include "git/tree.h"

struct scan {
	bool *hit;		/* one a file of the tree: holds a word */
	size_t files;		/* looked at */
	size_t cached;		/* known from before */
	uint64_t bytes;		/* read */
	struct strvec unread;	/* files that could not be read */
	double seconds;
};

/*
 * scan_tree: search for WORDS with N threads. USE_CACHE: read and write the
 * cache; without a usable cache, the scan is only slower. Returns 0, or < 0
 * after reporting (ERR_INTERRUPTED with nothing printed).
 */
int __must_check scan_tree(struct scan *s, const struct tree *t, const struct strvec *words,
	      int n, bool use_cache, bool progress);
void scan_release(struct scan *s);

#endif
