/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * crew: go through several configurations side by side, so that all processors
 * have work. One configuration has few units that a patch changes, and its
 * steps wait for each other; and there is one source folder, which is in one
 * state at a time.
 *
 * Each configuration is a member: a function that reads from top to bottom, in
 * a thread of its own. Only one of them runs at any time, so nothing needs a
 * lock: a thread just keeps the place in its function (as coroutines do in
 * QEMU) until what it asked for below is done. Once all members wait, the crew
 * puts the source into the lowest state that is asked for and starts the jobs
 * of all members that want that state in one pool. A member whose jobs have
 * ended goes on at once; what it then wants of the same state joins the pool.
 *
 * Outside of these three calls a member must not change the state of the
 * source, or start processes that read it.
 */
#ifndef RESPIN_CREW_H
#define RESPIN_CREW_H

#include "base/job.h"
#include "verify/verify.h"

struct member;

/*
 * crew_run: call FN(M, DATA, I) for each I below N and wait for all. Returns 0,
 * or the first error by order of I.
 */
int __must_check crew_run(struct verify *v, size_t n,
			  int (*fn)(struct member *m, void *data, size_t i),
			  void *data);

/*
 * crew_jobs: with the source in STATE, run the jobs that NEXT supplies and DONE
 * takes, as job_run() does. ERR_TOOL from DONE ends the jobs of this member
 * only. Returns 0 or < 0.
 */
int __must_check crew_jobs(struct member *m, size_t state, job_next_fn next,
			   job_done_fn done, void *data);

/*
 * crew_prepare: kbuild_prepare() for KB, with the source in STATE, together with
 * others that wait for the same. Returns 0 or < 0.
 */
int __must_check crew_prepare(struct member *m, size_t state,
			      struct kbuild *kb);

/*
 * crew_alone: until its next call of the crew, no job of another member runs,
 * and M may put the source into any state. Returns 0 or < 0.
 */
int __must_check crew_alone(struct member *m);

/* crew_id: tells M's scratch files from those of others. */
size_t crew_id(const struct member *m);
/* crew_cpu: seconds of processor time of M's jobs so far. */
double crew_cpu(const struct member *m);

#endif
