/* SPDX-License-Identifier: GPL-2.0-only */
/* prove-int: what prove.c, judge.c and row.c share. */
#ifndef RESPIN_PROVE_INT_H
#define RESPIN_PROVE_INT_H

#include "prove/prove.h"

/* What is said of one way: the worst of its paths. */
struct row {
	enum prove_verdict verdict;
	char *why;
	const struct own_step *path;
	int acquired, released, freed;
	size_t paths;
};

/*
 * row_set: say V for the reason WHY, which is taken over, of the path O, or of
 * none (NULL), unless something worse has been said of another one.
 */
void row_set(struct row *row, enum prove_verdict v, const struct own_outcome *o,
	     char *why);

/* row_add: append ROW to ROWS, as of prove_judge(). */
void row_add(const struct prove_rules *r, json_t *rows, const char *level,
	     const char *way, const struct row *row);

#endif
