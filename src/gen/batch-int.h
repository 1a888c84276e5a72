/* SPDX-License-Identifier: GPL-2.0-only */
/* batch-int: what the files of batch share. */
#ifndef RESPIN_BATCH_INT_H
#define RESPIN_BATCH_INT_H

#include "gen/batch.h"

/* Files that one process gets: indexes into the batch's units. */
struct group {
	size_t *v;
	size_t n;
	unsigned int number;
	char *dir;	/* where it works */
};

struct groups {
	struct group *v;
	size_t n, alloc;
	size_t next;	/* the first that was not started */
	unsigned int running;
};

/*
 * groups_plan: put the N units (indexes V) into groups: few enough for the
 * start of a process not to count, enough to keep all JOBS busy. No two files
 * of a group have the same base name, by which spatch names its results.
 */
void groups_plan(struct groups *g, const struct batch *b, size_t *v, size_t n);
void groups_release(struct groups *g);

/* unit_key: of everything that the result of U depends on. */
void unit_keys(struct batch *b);
/* unit_load, unit_keep: from and to what is kept. */
bool unit_load(struct batch *b, struct unit *u);
void unit_keep(struct batch *b, const struct unit *u);

/*
 * told_take: SAID is what a process with the files of G printed: hand each line
 * to the unit that it names, or else the line before it does, if that is done.
 */
void told_take(struct batch *b, const struct group *g,
	       const struct strbuf *said);

#endif
