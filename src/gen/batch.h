/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * batch: one rule file on many source files. A start of spatch costs as much as
 * a handful of files, so a process gets many; each is a group of its own, of
 * which no other can see anything. A file that brings a process down, or that
 * takes too long, is tried once more alone, and fails alone.
 *
 * What was known before (gen/kept.h) runs no spatch. The results do not depend
 * on how files are put together, nor on the number of processes.
 */
#ifndef RESPIN_BATCH_H
#define RESPIN_BATCH_H

#include "gen/headers.h"
#include "gen/kept.h"
#include "gen/spatch.h"

enum unit_state {
	UNIT_OPEN,	/* not run */
	UNIT_DONE,	/* spatch answered: said and after */
	UNIT_REFUSED,	/* it complained: why */
	UNIT_NO_ANSWER,	/* it crashed, was killed, took too long: why */
};

/* One source file. */
struct unit {
	const char *path;		/* in the tree; borrowed */
	const struct strbuf *text;	/* what it holds; borrowed */
	char *macros;			/* more definitions for it, or NULL; owned */
	enum unit_state state;
	bool changed;
	struct strbuf after;		/* what spatch made of it, if changed */
	struct spatch_log said;
	struct strbuf told;		/* if the batch tells */
	char *why;			/* "exited with status 1: ..." */
	bool known;			/* from before */
	struct oid key;			/* private */
	char *name;			/* private: what spatch knows it by */
};

struct batch {
	const struct rule *rule;
	const char *scratch;	/* an empty folder, absolute */
	char *macros, *late;	/* macro definitions for spatch, builtin and late
				   (gen/macros.h): their texts, or NULL; owned */
	const struct headers *headers;	/* that the rule reads, or NULL; borrowed */
	struct kept *kept;	/* or NULL */
	bool tell;		/* no results: what the rule prints of each file */
	int jobs;
	bool alone;		/* one file a process: see struct spatch */
	double timeout;		/* seconds for one file */
	bool progress;
	struct unit *units;
	size_t n, alloc;
	unsigned int processes;	/* out: that were started */
	char *why;		/* out: why the rule cannot run at all, or NULL */
};

/* batch_add: one more file; PATH and TEXT must live as long as B. */
void batch_add(struct batch *b, const char *path, const struct strbuf *text);

/*
 * batch_run: run the rule on all units that are open. Returns 0, also if some
 * failed; ERR_FINDING with B->why set if spatch refuses the rule itself; or
 * another error, reported, or ERR_INTERRUPTED.
 */
int __must_check batch_run(struct batch *b);
void batch_release(struct batch *b);

#endif
