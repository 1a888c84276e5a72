/* SPDX-License-Identifier: GPL-2.0-only */
/* report: what prove found, for a person and, with report/proved.h, as JSON. */
#ifndef RESPIN_PROVE_REPORT_H
#define RESPIN_PROVE_REPORT_H

#include "prove/prove.h"

struct prove_report {
	const struct prove *v;
	const struct tree *tree;
	const struct proof *proofs;
	size_t n;
	const char *command, *portable;	/* as in struct report of verify */
	double seconds;
	const char *path;	/* where it was written, or NULL */
	bool details;		/* show also what is kept, and why */
	struct proved out;	/* what is written; borrows from all of the
				   above, except places and the arrays */
};

/* prove_sum: fill in R->out except its places. Returns 0 or < 0, reported. */
int prove_sum(struct prove_report *r);
void prove_report_release(struct prove_report *r);

/*
 * prove_places: find the calls that acquire or release in the tree T, with the
 * patches up to the last state. Returns 0 or < 0, reported, or ERR_INTERRUPTED.
 */
int prove_places(const struct prove *v, const struct tree *t,
		 const struct proof *proofs, size_t n,
		 struct prove_places *out);

/* For a person, in this order; print a configuration as soon as it is done. */
void print_prove_head(const struct prove_report *r);
void print_proof(const struct prove_report *r, const struct proof *p);
void print_prove_end(const struct prove_report *r);

#endif
