/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * git-diff: the line difference of two texts, as libgit2 (xdiff) sees it,
 * with the indent heuristic that git diff uses by default.
 */
#ifndef RESPIN_GIT_DIFF_H
#define RESPIN_GIT_DIFF_H

#include "base/strbuf.h"

/* Lines [old, old + old_n) became [new, new + new_n). Lines count from 0. */
struct hunk {
	size_t old, old_n;
	size_t new, new_n;
};

struct hunks {
	struct hunk *v;	/* in order, not touching each other */
	size_t n, alloc;
};

/* diff_lines: fills H (cleared first). Returns 0 or < 0, reported. */
int diff_lines(const struct strbuf *a, const struct strbuf *b,
	       struct hunks *h);
/* diff_unified: append a unified diff with PATH in its headers. */
int diff_unified(const char *path, const struct strbuf *a,
		 const struct strbuf *b, struct strbuf *out);
void hunks_release(struct hunks *h);

#endif
