/* SPDX-License-Identifier: GPL-2.0-only */
/* prove-report: what prove found, for a person and as JSON. */
#ifndef RESPIN_PROVE_REPORT_H
#define RESPIN_PROVE_REPORT_H

#include "prove/prove-places.h"

/*
 * Something to look at: all rows alike of one level and way, from a state on
 * up to another, on one or more configurations.
 */
struct prove_finding {
	const char *level, *way, *verdict, *why;	/* borrowed */
	size_t first, last;		/* states */
	const json_t *row;		/* of the first configuration */
	struct strvec configs;
	char *options;		/* what these have alike, "A=y B=n" */
};

struct prove_report {
	const struct prove *v;
	const struct tree *tree;
	const struct proof *proofs;
	size_t n;
	const char *command;	/* as in struct report of verify */
	double seconds;
	const char *path;	/* where it was written, or NULL */
	bool details;		/* what is kept and why, too */
	struct prove_finding *findings;
	size_t n_findings, alloc_findings;
	size_t rows[6];		/* by verdict, all configurations and states */
	size_t not_looked;	/* configurations */
	size_t nothing;		/* configurations without such objects */
	struct prove_places places;	/* after the last patch */
};

/* prove_sum: fill in findings and counts. */
void prove_sum(struct prove_report *r);
void prove_report_release(struct prove_report *r);
/*
 * prove_found: does a patch bring a leak or a double release, is something
 * unproved, was a configuration not looked at?
 */
bool prove_found(const struct prove_report *r);

/* prove_alike: do two states have the same verdicts, for the same reasons? */
bool prove_alike(const json_t *a, const json_t *b);

void print_prove_head(const struct prove_report *r);
void print_proof(const struct prove_report *r, const struct proof *p);
void print_prove_end(const struct prove_report *r);

/* prove_json: as text, to be freed. WITH_TIMES: as report_json(). */
char *prove_json(const struct prove_report *r, bool with_times);

#endif
