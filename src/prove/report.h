/* SPDX-License-Identifier: GPL-2.0-only */
/* report: what prove found, for a person and, by report/proved.h, as JSON. */
#ifndef RESPIN_PROVE_REPORT_H
#define RESPIN_PROVE_REPORT_H

#include "prove/prove.h"

struct prove_report {
	const struct prove *v;
	const struct tree *tree;
	const struct proof *proofs;
	size_t n;
	const char *command;	/* as in struct report of verify */
	double seconds;
	const char *path;	/* where it was written, or NULL */
	bool details;		/* what is kept and why, too */
	struct proved out;	/* what is written; borrows of all of the above,
				   but for places and the arrays */
};

/* prove_sum: fill in R->out, but its places. Returns 0 or < 0, reported. */
int prove_sum(struct prove_report *r);
void prove_report_release(struct prove_report *r);

/*
 * prove_places: look for calls in the tree T, with the patches up to the last
 * state, that acquire or release. Returns 0 or < 0, reported, or
 * ERR_INTERRUPTED.
 */
int prove_places(const struct prove *v, const struct tree *t,
		 const struct proof *proofs, size_t n,
		 struct prove_places *out);

/* For a person, in this order; a configuration as soon as it is done. */
void print_prove_head(const struct prove_report *r);
void print_proof(const struct prove_report *r, const struct proof *p);
void print_prove_end(const struct prove_report *r);

#endif
