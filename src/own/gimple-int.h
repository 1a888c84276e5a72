/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gimple-int: between gimple.c (functions and their blocks), gimple-stmt.c
 * (operations and their operands) and gimple-check.c (does all of it fit?).
 */
#ifndef RESPIN_GIMPLE_INT_H
#define RESPIN_GIMPLE_INT_H

#include "own/gimple.h"

struct reader {
	struct gdump *g;
	const char *unit, *root;
	struct gfunc *f;	/* the one at hand, or NULL */
	struct gblock *b;
	const char *next;	/* rest of the text */
	int line;		/* of the dump */
	bool in_succ;		/* a list of successors goes on */
	bool in_else;		/* the next goto is a condition's else */
	int in_type;		/* braces of a type without a name, open */
	struct strbuf head;	/* what of the line stands in front of it */
};

/* gread_odd: report that LINE is not understood. */
int gread_odd(const struct reader *r, const char *what, const char *line);
/* gread_keep: a copy of N bytes of S, the dump's. */
const char *gread_keep(struct reader *r, const char *s, size_t n);
/* gread_line: the next line, up to r->next, or NULL. */
const char *gread_line(struct reader *r);
/*
 * gread_place: the length of "[file.c:12:3 discrim 4] " at S, or 0. *COLON is
 * the one behind the file. "[0:0]" stands for none, and has no *COLON.
 */
size_t gread_place(const char *s, const char **colon);
/* gread_plain: the text without its places, the caller's to free. */
char *gread_plain(const char *s, size_t n);
/* gread_split: the operands of P, at commas that stand in no brackets. */
void gread_split(struct reader *r, struct gstmt *s, const char *p);
/* gread_stmt, gread_phi: take LINE, or what stands behind "# gimple_phi ". */
int gread_stmt(struct reader *r, const char *line);
int gread_phi(struct reader *r, const char *p);

/*
 * gread_check: is F, which has been read to its end, whole: each block there
 * once, and each that is named; the ways of conditions and phis those of their
 * blocks? Fills in F->by_id. Returns NULL, or what is odd.
 */
const char *gread_check(struct gfunc *f);

#endif
