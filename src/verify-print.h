/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verify-print: the matrix of patches by configurations, what is new in it,
 * and the changed lines that no configuration compiled.
 */
#ifndef RESPIN_VERIFY_PRINT_H
#define RESPIN_VERIFY_PRINT_H

#include "verify.h"

struct verify_sum {
	size_t failed, warned;		/* cells */
	size_t skipped_columns;		/* no compiler, no such config, ... */
	size_t pairs;			/* (patch, unit), all configurations */
	size_t skipped;			/* of those: unchanged, or the same */
	size_t compiled, sparsed;
	size_t changed_lines;		/* of C that patches add or change */
	size_t not_compiled;		/* of those: by no configuration */
	struct strvec lines;		/* "PATCH PATH:LINE: CONDITIONALS" */
};

/* verify_sum: add up. Returns 0 or < 0, reported. */
int verify_sum(struct verify_sum *s, const struct verify *v,
	       const struct column *c, size_t n);
void verify_sum_release(struct verify_sum *s);

void print_verify_head(const struct tree *t, const struct checkout *co,
		       const struct unitset *us);
/* print_column: the line of one configuration. */
void print_column(const struct verify *v, const struct column *c);
void print_verify_end(const struct verify *v, const struct column *c,
		      size_t n, const struct verify_sum *s, double seconds);
void print_verify_json(const struct verify *v, const struct column *c,
		       size_t n, const struct verify_sum *s);

#endif
