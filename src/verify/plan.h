/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * plan: a run of verify as jobs for several machines. A job is a configuration,
 * or every Nth of its units from the Kth on, if it may have many. The same tree,
 * patches and configurations give the same plan, whatever is stored or
 * installed. Each job writes a store; merged, they are what one machine would
 * have written. Of the units of a configuration that are apart, a few that no
 * job has looked at may be left for the last run, which sees them all: which
 * unit stands for others is decided there.
 */
#ifndef RESPIN_PLAN_H
#define RESPIN_PLAN_H

#include "kbuild/arch.h"
#include "verify/verify.h"

/* Candidate files that make a job. A configuration has fewer of them as units. */
#define PLAN_UNITS 1000

struct plan_job {
	const struct arch_config *config;
	struct verify_part part;
};

struct plan {
	struct plan_job *v;	/* by configuration, as given */
	size_t n, alloc;
};

/*
 * plan_make: plan the N CONFIGS. Units are counted by text, without kbuild: those
 * that the tree has for the architecture, whether they are configured or not.
 * More than UNITS of them make more than one job; 0: none is cut.
 */
void plan_make(struct plan *p, const struct arch_config **configs, size_t n,
	       const struct unitset *us, const struct checkout *co,
	       size_t units);
void plan_release(struct plan *p);

/* plan_text: append a line for each job: "ID" or "ID:K/N". */
void plan_text(const struct plan *p, struct strbuf *out);
/* plan_job_name: append that line, without its end. */
void plan_job_name(const struct plan_job *j, struct strbuf *out);

/*
 * plan_find: the job that NAME means: its line, or its number from 1 on.
 * Returns 0, or ERR_USER after reporting.
 */
int __must_check plan_find(const struct plan *p, const char *name,
			   struct plan_job *out);

#endif
