// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>
#include <signal.h>

#include "base/job.h"

int job_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return CPU_COUNT(&set);
}

struct pool {
	struct job **jobs;	/* the running ones */
	struct proc **procs;	/* the same, as proc_wait_any() wants them */
	size_t n;
	size_t max;
};

static void job_free(struct job *job)
{
	proc_release(&job->proc);
	strvec_release(&job->keep);
	free(job);
}

static void pool_drop(struct pool *pool, size_t i)
{
	job_free(pool->jobs[i]);
	pool->n--;
	pool->jobs[i] = pool->jobs[pool->n];
	pool->procs[i] = pool->procs[pool->n];
}

static int pool_fill(struct pool *pool, job_next_fn next, job_done_fn done,
		     void *data, bool *more)
{
	while (*more && pool->n < pool->max) {
		struct job *job = xcalloc(1, sizeof(*job));
		int ret = 0;

		ret = next(data, job);
		if (ret != JOB_READY) {
			*more = ret == JOB_LATER;
			if (*more && !pool->n)
				BUG("a job to wait for, and none that runs");
			job_free(job);
			return 0;
		}
		ret = 0;
		if (proc_start(&job->proc) < 0) {
			ret = done(data, job);
			job_free(job);
			if (ret < 0)
				return ret;
			continue;
		}
		pool->jobs[pool->n] = job;
		pool->procs[pool->n++] = &job->proc;
	}
	return 0;
}

static void pool_kill(struct pool *pool)
{
	for (size_t i = 0; i < pool->n; i++)
		kill(-pool->procs[i]->pid, SIGKILL);
	while (pool->n) {
		int i = proc_wait_any(pool->procs, pool->n, 0);

		if (i >= 0)
			pool_drop(pool, i);
	}
}

int job_run(int n, job_next_fn next, job_done_fn done, void *data)
{
	struct pool pool = { .max = n < 1 ? 1 : n };
	bool more = true;
	int ret = 0;

	pool.jobs = xcalloc(pool.max, sizeof(*pool.jobs));
	pool.procs = xcalloc(pool.max, sizeof(*pool.procs));
	for (;;) {
		int i;

		if (proc_interrupted())
			ret = ERR_INTERRUPTED;
		else
			ret = pool_fill(&pool, next, done, data, &more);
		if (ret < 0 || !pool.n)
			break;
		i = proc_wait_any(pool.procs, pool.n, 0);
		if (i < 0)
			continue;
		if (pool.jobs[i]->proc.state == PROC_INTERRUPTED)
			ret = ERR_INTERRUPTED;
		else
			ret = done(data, pool.jobs[i]);
		pool_drop(&pool, i);
		if (ret < 0)
			break;
	}
	pool_kill(&pool);
	free(pool.jobs);
	free(pool.procs);
	return ret;
}
