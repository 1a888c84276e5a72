/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * job: run many child processes, at most n at a time. It knows nothing about
 * what they do: one callback supplies jobs, another takes the results (as in
 * git's run_processes_parallel()).
 */
#ifndef RESPIN_JOB_H
#define RESPIN_JOB_H

#include "base/proc.h"

struct job {
	struct proc proc;	/* filled in by next() */
	size_t id;		/* the caller's, untouched here */
	void *owner;		/* the same */
	struct strvec keep;	/* strings that proc borrows; freed with it */
};

enum job_next {
	JOB_NONE,	/* there is none left */
	JOB_READY,	/* filled in */
	JOB_LATER,	/* no job until one of the running ones has ended */
};

/*
 * next: fill in the next job. Returns an enum job_next.
 * done: a job ended (or could not start: proc.state says so). Returns 0 to
 * go on, or < 0 to stop: job_run() then starts no more jobs, ends the running
 * ones and returns that number.
 */
typedef int (*job_next_fn)(void *data, struct job *job);
typedef int (*job_done_fn)(void *data, struct job *job);

/*
 * job_run: returns 0, what done() returned, or ERR_INTERRUPTED. No child is
 * left when it returns. n < 1 counts as 1.
 */
int __must_check job_run(int n, job_next_fn next, job_done_fn done, void *data);

/* job_cpus: how many processors this process may use. */
int job_cpus(void);

#endif
