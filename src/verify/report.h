/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report: everything that a run of verify found, in three forms: for a person,
 * as JSON, and in the form that b4 expects from a check.
 */
#ifndef RESPIN_VERIFY_REPORT_H
#define RESPIN_VERIFY_REPORT_H

#include "verify/check.h"
#include "verify/solved.h"
#include "verify/verify.h"

/* The result of one check for one patch, or for the series. */
struct verdict {
	const struct check *check;
	size_t patch;		/* counted from 1; 0: the series */
	struct check_result result;
};

struct verdicts {
	struct verdict *v;	/* by check, then by patch */
	size_t n, alloc;
};

/*
 * verify_checks: run the checks CS (check.h), and store their results by
 * content: the check's files, the base, and the patches up to the one checked.
 * They run on the patches V->from + 1 to V->to; those with the scope of a
 * series run only if that is all patches. SERIES is the folder that the user
 * gave, or NULL. Returns 0 or < 0, reported, or ERR_INTERRUPTED; finished
 * results are in the store. Call verdicts_release() in all cases.
 */
int verify_checks(struct verify *v, const struct checks *cs,
		  const char *series, struct verdicts *out);
void verdicts_release(struct verdicts *vs);

struct verify_sum {
	size_t failed, warned;		/* cells */
	size_t skipped_columns;		/* no compiler, no such config, ... */
	size_t fallback_columns;	/* with the compiler of [fallback] */
	size_t checks_failed, checks_warned, checks_skipped;
	size_t compiled, sparsed;
	size_t elsewhere;		/* changed lines that the few that
					   --arch named do not compile */
	size_t broken;			/* did not compile at the parent either */
};

struct report {
	const struct verify *v;
	const struct tree *tree;
	const struct column *columns;
	size_t n;
	const struct verdicts *verdicts;
	const struct solved *solved;	/* or NULL: nothing was solved */
	const struct strvec *archs;	/* what --arch named; or NULL */
	const char *command;	/* "respin verify ... TREE PATCHES"; options to
				   narrow it down can follow */
	const char *portable;	/* the same for other machines */
	bool lines;		/* the run was complete enough to say which
				   lines no configuration compiled */
	bool functions;		/* print which functions changed, not only how
				   many */
	double seconds;
	const char *path;	/* where the report was written, or NULL */
	struct verify_sum sum;
	struct verified out;	/* what is written; borrows from all of the
				   above, except lines, macros and the arrays */
};

/* report_sum: fill in R->sum and R->out. Returns 0 or < 0, reported. */
int report_sum(struct report *r);
void report_release(struct report *r);
/*
 * report_found: does anything need a look? What was skipped does, if --arch named
 * it.
 */
bool report_found(const struct report *r);

/* For a person, in this order; print a column as soon as it is done. */
void print_verify_head(const struct report *r, const struct unitset *us);
void print_verdicts(const struct report *r);
void print_column(const struct report *r, const struct column *c);
/* print_solved: what a configuration is that was made for this run. */
void print_solved(const struct arch_config *c);
void print_verify_end(const struct report *r);

/* report_b4: a list of {tool, status, summary, url, details}; free it. */
char *report_b4(const struct report *r);

#endif
