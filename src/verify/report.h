/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify-report: all that a run of verify found, and its three forms: for a
 * person, as JSON, and as b4 wants to have it from a check.
 */
#ifndef RESPIN_VERIFY_REPORT_H
#define RESPIN_VERIFY_REPORT_H

#include "verify/verify-checks.h"

struct verify_sum {
	size_t failed, warned;		/* cells */
	size_t skipped_columns;		/* no compiler, no such config, ... */
	size_t fallback_columns;	/* ran with a compiler that serves in part */
	size_t checks;			/* verdicts of checks that are folders */
	size_t checks_failed, checks_warned, checks_skipped;
	size_t pairs;			/* (patch, unit), all configurations */
	size_t skipped;			/* of those: unchanged, or the same */
	size_t compiled, sparsed;
	size_t broken;			/* did not compile at the parent either */
	size_t changed_lines;		/* of C that patches add or change */
	size_t not_compiled;		/* of those: by no configuration */
	size_t in_macros;		/* of those: read, in a #define that no unit
					   is known to use */
	struct strvec lines;		/* "PATCH PATH:LINE: CONDITIONALS" */
	struct strvec macros;		/* "PATCH PATH:LINE: NAME" */
};

struct report {
	const struct verify *v;
	const struct tree *tree;
	const struct column *columns;
	size_t n;
	const struct verdicts *verdicts;
	const struct strvec *archs;	/* what --arch named */
	const char *command;	/* "respin verify ... TREE PATCHES", to which
				   options that narrow it down can be added */
	bool lines;		/* the run was whole enough to say which lines
				   no configuration compiled */
	bool functions;		/* print which functions changed, not how many
				   alone */
	double seconds;
	const char *path;	/* where the report was written, or NULL */
	struct verify_sum sum;
};

/* verify_sum: fill in R->sum. Returns 0 or < 0, reported. */
int verify_sum(struct report *r);
void verify_sum_release(struct verify_sum *s);
/* verify_found: is there anything to look at, but for what was skipped? */
bool verify_found(const struct report *r);

/* For a person, in this order; a column as soon as it is done. */
void print_verify_head(const struct report *r, const struct unitset *us);
void print_verdicts(const struct report *r);
void print_column(const struct report *r, const struct column *c);
void print_verify_end(const struct report *r);
/* Of which: one line a patch on the machine code that changed. */
void print_code(const struct report *r);
void print_code_list(const char *config, const struct code *c);

/*
 * report_json: as text, to be freed. WITH_TIMES: else the same input gives
 * the same bytes.
 */
char *report_json(const struct report *r, bool with_times);
/* report_write: write it without times to PATH. 0 or < 0, reported. */
int report_write(const struct report *r, const char *path);
/* report_b4: a list of {tool, status, summary, url, details}, likewise. */
char *report_b4(const struct report *r);

#endif
