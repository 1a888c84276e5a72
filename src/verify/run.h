/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * run: the columns one after the other, in batches. Before or after them come
 * columns for configurations that are made for lines that no other compiles.
 */
#ifndef RESPIN_VERIFY_RUN_H
#define RESPIN_VERIFY_RUN_H

#include "states/setup.h"
#include "verify/classes.h"
#include "verify/report.h"

struct run {
	struct setup *s;	/* its configurations; run_all() adds to them */
	struct verify *v;
	struct unitset *us;
	struct column *columns;	/* one for each configuration of S, and room
				   for SOLVE_MAX more, and 1 */
	int jobs;
	bool all;		/* every defconfig: one of each class is compiled */
	bool few, one_job;	/* somebody wants only some, or one job: no
				   configuration is made */
	size_t solve_max;	/* configurations that may be made */
	bool solve_only;	/* those only */
	bool text, progress;	/* print the matrix; show what goes on */

	struct classes classes;
	struct solved solved;
	size_t found;		/* cells to look at so far */
};

/*
 * run_all: fill in all columns of RUN, which R is the report of, and print each
 * as soon as it is done. run_columns: only those FROM to TO, and no
 * others. Returns 0 or < 0, reported, or ERR_INTERRUPTED. Call run_release() in
 * both cases.
 */
int __must_check run_all(struct run *run, struct report *r);
int __must_check run_columns(struct run *run, const struct report *r,
			     size_t from, size_t to);
void run_release(struct run *run);

#endif
