// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>

#include "verify/crew.h"

enum want { NOTHING, JOBS, PREPARE, ALONE, ENDED };

struct member {
	struct crew *crew;
	size_t id;
	pthread_t thread;
	pthread_cond_t go;
	bool runs;		/* it has the turn, and not the crew */

	enum want want;		/* what it waits for */
	size_t state;		/* JOBS, PREPARE: in this state of the source */
	int result;		/* of what it asked for; ENDED: of its function */
	double cpu;

	job_next_fn next;	/* JOBS */
	job_done_fn done;
	void *data;
	size_t running;
	bool no_more;		/* NEXT has no job left */
	struct kbuild *kb;	/* PREPARE */
};

struct crew {
	struct verify *v;
	int (*fn)(struct member *m, void *data, size_t i);
	void *data;
	pthread_mutex_t lock;
	pthread_cond_t go;	/* the turn is the crew's again */
	struct member *m;
	size_t n;
	size_t running;		/* jobs of the pool */
	size_t state;		/* that the pool's jobs see */
	int err;		/* no more than ending is left to do */
};

/* --- whose turn it is ---------------------------------------------------- */

/* Let M run until it wants something or has ended. */
static void resume(struct member *m)
{
	struct crew *c = m->crew;

	m->want = NOTHING;
	m->runs = true;
	pthread_cond_signal(&m->go);
	while (m->runs)
		pthread_cond_wait(&c->go, &c->lock);
}

static void resume_with(struct member *m, int result)
{
	m->result = result;
	resume(m);
}

/* Hand the turn back. */
static void give_back(struct member *m, enum want want)
{
	m->want = want;
	m->runs = false;
	pthread_cond_signal(&m->crew->go);
}

static int ask(struct member *m, enum want want)
{
	if (m->crew->err)
		return m->crew->err;
	give_back(m, want);
	while (!m->runs)
		pthread_cond_wait(&m->go, &m->crew->lock);
	return m->result;
}

static void *member_main(void *data)
{
	struct member *m = data;
	struct crew *c = m->crew;

	pthread_mutex_lock(&c->lock);
	while (!m->runs)
		pthread_cond_wait(&m->go, &c->lock);
	m->result = c->err ?: c->fn(m, c->data, m->id);
	give_back(m, ENDED);
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* --- what members want --------------------------------------------------- */

int crew_jobs(struct member *m, size_t state, job_next_fn next,
	      job_done_fn done, void *data)
{
	m->state = state;
	m->next = next;
	m->done = done;
	m->data = data;
	m->running = 0;
	m->no_more = false;
	m->result = 0;
	return ask(m, JOBS);
}

int crew_prepare(struct member *m, size_t state, struct kbuild *kb)
{
	m->state = state;
	m->kb = kb;
	return ask(m, PREPARE);
}

int crew_alone(struct member *m)
{
	return ask(m, ALONE);
}

size_t crew_id(const struct member *m)
{
	return m->id;
}

double crew_cpu(const struct member *m)
{
	return m->cpu;
}

/* --- the pool ------------------------------------------------------------ */

static bool in_pool(const struct member *m)
{
	return m->want == JOBS && m->state == m->crew->state;
}

/* Its jobs have ended: it goes on, and may want more of the pool. */
static bool went_on(struct member *m)
{
	if (!m->no_more || m->running)
		return false;
	resume_with(m, m->result);
	return true;
}

static int pool_next(void *data, struct job *job)
{
	struct crew *c = data;

	for (size_t i = 0; i < c->n;) {
		struct member *m = &c->m[i];
		int ret = JOB_NONE;

		if (in_pool(m) && !m->no_more)
			ret = m->next(m->data, job);
		if (ret == JOB_READY) {
			job->owner = m;
			m->running++;
			c->running++;
			return JOB_READY;
		}
		if (in_pool(m) && ret == JOB_NONE) {
			m->no_more = true;
			if (went_on(m))
				continue;	/* what it wants now */
		}
		i++;
	}
	/* One that runs may let a member go on, who wants something. */
	return c->running ? JOB_LATER : JOB_NONE;
}

static int pool_done(void *data, struct job *job)
{
	struct crew *c = data;
	struct member *m = job->owner;
	int err = 0;

	m->running--;
	c->running--;
	m->cpu += job->proc.cpu;
	if (!m->result)
		err = m->done(m->data, job);
	if (err == ERR_TOOL) {
		m->result = err;
		m->no_more = true;
		err = 0;
	}
	if (!err && went_on(m) && m->want == ENDED)
		err = m->result;
	return err;
}

/* --- turn by turn -------------------------------------------------------- */

static bool any_wants(const struct crew *c, enum want want)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->m[i].want == want)
			return true;
	return false;
}

static size_t lowest_state(const struct crew *c, enum want want)
{
	size_t state = SIZE_MAX;

	for (size_t i = 0; i < c->n; i++)
		if (c->m[i].want == want && c->m[i].state < state)
			state = c->m[i].state;
	return state;
}

static int prepare(struct crew *c)
{
	struct kbuild **kbs = xcalloc(c->n, sizeof(*kbs));
	size_t state = lowest_state(c, PREPARE), n = 0;
	int err = checkout_go(c->v->co, state);

	for (size_t i = 0; i < c->n; i++)
		if (c->m[i].want == PREPARE && c->m[i].state == state)
			kbs[n++] = c->m[i].kb;
	if (!err)
		err = kbuild_prepare(kbs, n, c->v->jobs);
	free(kbs);
	for (size_t i = 0; i < c->n && !err; i++)
		if (c->m[i].want == PREPARE && c->m[i].state == state)
			resume_with(&c->m[i], 0);
	return err;
}

static int run_pool(struct crew *c)
{
	int err;

	c->state = lowest_state(c, JOBS);
	c->running = 0;
	err = checkout_go(c->v->co, c->state);
	/* One more than processors: this process reads what they wrote. */
	return err ?: job_run(c->v->jobs + 1, pool_next, pool_done, c);
}

static int let_one_alone(struct crew *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->m[i].want == ALONE) {
			resume_with(&c->m[i], 0);
			break;
		}
	return 0;
}

/* An error that is not of one tool is everyone's. */
static void note_ended(struct crew *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->m[i].want == ENDED && c->m[i].result && !c->err)
			c->err = c->m[i].result;
}

/* With an error, each member gets it as the answer, until all have ended. */
static void end_all(struct crew *c)
{
	for (size_t i = 0; i < c->n; i++)
		while (c->m[i].want != ENDED)
			resume_with(&c->m[i], c->err);
}

static void take_turns(struct crew *c)
{
	for (size_t i = 0; i < c->n; i++)
		resume(&c->m[i]);
	for (;;) {
		note_ended(c);
		if (c->err)
			break;
		if (any_wants(c, PREPARE))
			c->err = prepare(c);
		else if (any_wants(c, JOBS))
			c->err = run_pool(c);
		else if (any_wants(c, ALONE))
			c->err = let_one_alone(c);
		else
			break;
	}
	end_all(c);
}

int crew_run(struct verify *v, size_t n,
	     int (*fn)(struct member *m, void *data, size_t i), void *data)
{
	struct crew c = { .v = v, .fn = fn, .data = data };
	int err = 0;

	pthread_mutex_init(&c.lock, NULL);
	pthread_cond_init(&c.go, NULL);
	c.m = xcalloc(n, sizeof(*c.m));
	pthread_mutex_lock(&c.lock);
	for (size_t i = 0; i < n && !err; i++) {
		struct member *m = &c.m[i];

		m->crew = &c;
		m->id = i;
		pthread_cond_init(&m->go, NULL);
		err = pthread_create(&m->thread, NULL, member_main, m);
		c.n += !err;
	}
	if (err)
		c.err = error("cannot start a thread: %s", strerror(err));
	take_turns(&c);
	pthread_mutex_unlock(&c.lock);
	for (size_t i = 0; i < c.n; i++) {
		pthread_join(c.m[i].thread, NULL);
		pthread_cond_destroy(&c.m[i].go);
	}
	err = c.err;
	free(c.m);
	pthread_cond_destroy(&c.go);
	pthread_mutex_destroy(&c.lock);
	return err;
}
