// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/fs.h"
#include "verify/int.h"

/* A unit to compile. */
struct cc_unit {
	size_t unit;
	struct stored_cc cc;
	bool sparse;		/* has a second job */
	int left;		/* jobs that have not ended */
};

struct cc_jobs {
	struct vrun *r;
	size_t state;
	bool now;
	struct cc_unit *v;
	size_t n, next;		/* next: 2 * unit + (0 compiler, 1 sparse) */
	size_t ended;
};

/*
 * Where the object goes: objects/CONFIG/PATCH/parent|same|changed/UNIT.o. A
 * generator has none.
 */
static char *object_file(const struct cc_jobs *j, size_t id)
{
	const struct vrun *r = j->r;
	const struct vunit *u = &r->units[j->v[id / 2].unit];
	const char *kind = "changed";
	char *path;

	if (!r->v->objects || u->generator)
		return vrun_scratch(r, id, "o");
	if (!j->now)
		kind = "parent";
	else if (u->unreached || !memcmp(&u->now.pp.digest, &u->prev.pp.digest,
					 sizeof(u->now.pp.digest)))
		kind = "same";
	path = xstrfmt("%s/%s/%zu/%s/%.*s.o", r->v->objects, r->c->config->id,
		       j->state + !j->now, kind, (int)strlen(u->source) - 2,
		       u->source);
	/* The compiler says so if there is no folder. */
	if (make_parent(path))
		return path;
	return path;
}

static int cc_next(void *data, struct job *job)
{
	struct cc_jobs *j = data;
	struct proc *p = &job->proc;
	const struct vunit *u;
	const struct kunit *k;
	const struct strvec *argv;
	char *file;

	/* Units without sparse have one job. */
	while (j->next < 2 * j->n && j->next % 2 &&
	       !j->v[j->next / 2].sparse)
		j->next++;
	if (j->next >= 2 * j->n)
		return JOB_NONE;
	job->id = j->next++;
	u = &j->r->units[j->v[job->id / 2].unit];
	k = u->k;
	argv = job->id % 2 ? &k->sparse : &k->cc;
	for (size_t i = 0; i < argv->n; i++)
		strvec_push(&p->argv, !i && job->id % 2 ?
			    j->r->v->sparse_program : argv->v[i]);
	if (!(job->id % 2)) {
		if (!u->exact && !u->generator)
			code_flags(&p->argv, false);
		file = object_file(j, job->id);
		strvec_pushl(&p->argv, u->generator ? "-S" : "-c", "-o", file,
			     NULL);
		free(file);
	}
	return vrun_start(j->r, job);
}

static int cc_put(struct cc_jobs *j, struct cc_unit *cu)
{
	const struct vunit *u = &j->r->units[cu->unit];
	int err = store_put_cc(j->r->v->store, unit_command(u), u->source,
			       unit_code(u, j->now), &cu->cc);

	stored_cc_release(&cu->cc);
	return err;
}

/* With --again, what the compiler printed is what the user is after. */
static void echo(const struct cc_jobs *j, const struct job *job,
		 const struct strbuf *log)
{
	const struct vunit *u = &j->r->units[j->v[job->id / 2].unit];

	if (!j->r->v->again || j->r->v->objects || !log->len)
		return;
	printf("  %s of %s, patch %02zu%s:\n%s", job->id % 2 ? "sparse" :
	       "compiler", u->source, j->state + !j->now,
	       j->now ? "" : " (its parent)", log->buf);
}

/* What is compared later, while there is an object that has it. */
static int keep_code(const struct cc_jobs *j, const struct vunit *u,
		     const char *object)
{
	struct codelist l = { 0 };
	int err = 0;

	if (u->generator)
		return made_keep(j->r, u, j->now, object);
	if (!u->exact && unit_changes(j->r, u))
		err = code_keep(j->r, u, j->now, false, object, &l);
	codelist_release(&l);
	return err;
}

static int take_cc(struct cc_jobs *j, struct job *job, struct cc_unit *cu,
		   const char *object)
{
	const struct vunit *u = &j->r->units[cu->unit];
	struct strbuf log = STRBUF_INIT;
	bool sparse = job->id % 2;
	int err = 0;

	if (vrun_log(j->r, job, &log) == TOOL_FAILED) {
		err = vrun_failed(j->r, u, sparse ? "checker sparse" :
				  "compiler", job, &log);
		goto done;
	}
	echo(j, job, &log);
	if (sparse) {
		cu->cc.sparse = vrun_diags(j->r, &log);
	} else {
		cu->cc.status = job->proc.code;
		cu->cc.diags = vrun_diags(j->r, &log);
		if (!cu->cc.status)
			err = keep_code(j, u, object);
	}
done:
	strbuf_release(&log);
	return err;
}

static int cc_done(void *data, struct job *job)
{
	struct cc_jobs *j = data;
	struct cc_unit *cu = &j->v[job->id / 2];
	char *o_file = vrun_scratch(j->r, job->id, "o");
	int err = take_cc(j, job, cu, o_file);

	unlink(o_file);
	free(o_file);
	if (!err && !--cu->left)
		err = cc_put(j, cu);
	if (j->r->v->progress && !(job->id % 2))
		j->r->v->progress(j->r->v->data, j->r->main, j->state, "compiled",
				  ++j->ended, j->n);
	return err;
}

/* Is there a result, with sparse's if that is wanted? 1, 0 or < 0. */
static int known(struct vrun *r, const struct vunit *u, bool now)
{
	struct stored_cc cc;
	int got;

	if (r->v->again)
		return 0;
	got = store_get_cc(r->v->store, unit_command(u), u->source,
			   unit_code(u, now), &cc);
	stored_cc_release(&cc);
	return got;
}

int units_compile(struct vrun *r, const bool *which, bool now, size_t state)
{
	struct cc_jobs j = { .r = r, .state = state, .now = now };
	int got = 0, err = 0;

	j.v = xcalloc(r->n, sizeof(*j.v));
	for (size_t i = 0; i < r->n && got >= 0; i++) {
		if (!which[i])
			continue;
		got = known(r, &r->units[i], now);
		if (!got)
			j.v[j.n++].unit = i;
	}
	err = got < 0 ? got : j.n ? vrun_prepared(r) : 0;
	for (size_t i = 0; i < j.n && !err; i++) {
		j.v[i].sparse = *r->v->sparse &&
				r->units[j.v[i].unit].k->sparse.n;
		j.v[i].left = 1 + j.v[i].sparse;
	}
	if (!err && j.n)
		err = crew_jobs(r->m, state, cc_next, cc_done, &j);
	for (size_t i = 0; i < j.n; i++)
		stored_cc_release(&j.v[i].cc);
	free(j.v);
	return err;
}
