// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "csrc/lines.h"
#include "base/fs.h"
#include "verify/int.h"

/* The digest of U's inputs in STATE, by its known deps. */
static void unit_inputs(const struct vrun *r, const struct vunit *u,
			size_t state, struct oid *id)
{
	const struct checkout *co = r->v->co;
	struct strbuf all = STRBUF_INIT;

	strbuf_addf(&all, "%s\n", u->command);
	for (size_t i = 0; i < u->deps.n; i++) {
		ssize_t f = checkout_index(co, u->deps.v[i]);
		const struct file_state *fs = checkout_state(co, state, f);

		strbuf_addf(&all, "%s %d ", u->deps.v[i], fs->there);
		strbuf_add(&all, fs->id.b, sizeof(fs->id.b));
	}
	hash_of(id, all.buf, all.len);
	strbuf_release(&all);
}

struct pp_jobs {
	struct vrun *r;
	size_t state;
	size_t *todo;		/* units */
	size_t n, next, ended;
};

static int pp_next(void *data, struct job *job)
{
	struct pp_jobs *j = data;
	struct proc *p = &job->proc;
	const struct kunit *k;
	char *i_file, *d_file;

	if (j->next == j->n)
		return JOB_NONE;
	job->id = j->next++;
	k = j->r->units[j->todo[job->id]].k;
	i_file = vrun_scratch(j->r, job->id, "i");
	d_file = vrun_scratch(j->r, job->id, "d");
	for (size_t i = 0; i < k->cc.n; i++)
		strvec_push(&p->argv, k->cc.v[i]);
	cc_preprocess(j->r->c->compiler, &p->argv);
	/*
	 * Code that only moved to other lines is the same: BUG() and its kin
	 * put __LINE__ into tables. What is hashed is not compiled, so that
	 * names made of these may meet.
	 */
	strvec_pushl(&p->argv, "-MMD", "-MF", d_file, "-MT", "x", "-o",
		     i_file, "-Wno-builtin-macro-redefined", "-D__LINE__=1",
		     "-D__COUNTER__=1", NULL);
	if (j->r->gcc)
		strvec_push(&p->argv, "-dU");
	free(i_file);
	free(d_file);
	return vrun_start(j->r, job);
}

/* The touched files among what the dependency file names. 0 or -errno. */
static int read_deps(struct vrun *r, struct vunit *u, const char *d_file)
{
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, d_file);

	if (!err) {
		checkout_deps(r->v->co, &text, &u->deps);
		u->deps_known = true;
	}
	strbuf_release(&text);
	return err;
}

static char *join(const struct strvec *sv)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < sv->n; i++)
		strbuf_addf(&sb, "%s\n", sv->v[i]);
	return strbuf_detach(&sb);
}

/*
 * Declarations that a patch may have changed, or pulled the ground from under,
 * one by one; of all others a digest: they change when an include comes, goes
 * or moves.
 */
static void note_decls(const struct checkout *co, const struct chash *c,
		       struct stored_pp *pp)
{
	struct strbuf listed = STRBUF_INIT, others = STRBUF_INIT;
	bool *touched = xcalloc(c->files.n, sizeof(*touched));
	char hex[41];

	for (size_t i = 0; i < c->files.n; i++)
		touched[i] = checkout_index(co, c->files.v[i]) >= 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct chash_decl *d = &c->decls[i];

		if (d->names || touched[d->file]) {
			oid_hex(&d->env, hex);
			strbuf_addf(&listed, "%.16s %d", hex, d->kept);
			oid_hex(&d->slice, hex);
			strbuf_addf(&listed, " %.16s\n", hex);
		} else {
			strbuf_add(&others, d->env.b, sizeof(d->env.b));
		}
	}
	hash_of(&pp->others, others.buf, others.len);
	pp->decls = strbuf_detach(&listed);
	strbuf_release(&others);
	free(touched);
}

static int add_macros(struct vrun *r, size_t state, size_t f,
		      const struct chash *c, struct lines *l)
{
	struct macro_ranges m = { 0 };
	struct strbuf text = STRBUF_INIT;
	int there = checkout_text(r->v->co, state, f, &text);

	if (there > 0) {
		macro_lines(&m, text.buf, text.len, &c->macros);
		for (size_t i = 0; i < m.n; i++)
			lines_add(l, m.v[i].first, m.v[i].last);
		lines_spread(l, text.buf, text.len);
	}
	macro_ranges_release(&m);
	strbuf_release(&text);
	return there < 0 ? there : 0;
}

static int cover_text(struct vrun *r, size_t state, struct chash *c,
		      const struct strvec *deps, char **out)
{
	const struct checkout *co = r->v->co;
	struct strbuf sb = STRBUF_INIT;
	int err = 0;

	for (size_t f = 0; f < c->n_cover && !err; f++) {
		struct lines *l = &c->cover[f];
		size_t max;

		if (!strvec_has(deps, co->touched.v[f]) &&
		    !lines_count(l))
			continue;
		err = add_macros(r, state, f, c, l);
		strbuf_addf(&sb, "%s", co->touched.v[f]);
		max = l->n * 64;
		for (size_t i = 1; i < max; i++) {
			size_t from = i;

			if (!lines_has(l, i))
				continue;
			while (i + 1 < max && lines_has(l, i + 1))
				i++;
			strbuf_addf(&sb, " %zu-%zu", from, i);
		}
		strbuf_addch(&sb, '\n');
	}
	*out = strbuf_detach(&sb);
	return err;
}

/* ERR_TOOL: what the preprocessor wrote cannot be read. */
static int hash_unit(struct vrun *r, size_t state, struct vunit *u,
		     const char *i_file)
{
	const struct chash_opts o = { .root = r->c->kb.src,
				      .files = &r->v->co->touched,
				      .names = &r->v->us->names };
	struct strbuf text = STRBUF_INIT;
	struct stored_pp *pp = &u->now.pp;
	struct chash c;
	int err;

	/* Not even an empty unit gives nothing: there are line markers. */
	if (strbuf_read_file(&text, i_file) || !text.len) {
		strbuf_release(&text);
		return ERR_TOOL;
	}
	err = chash_unit(&c, text.buf, text.len, &o);
	if (!err) {
		pp->digest = c.digest;
		pp->all = c.all;
		pp->reached = join(&c.reached);
		pp->referred = join(&c.referred);
		pp->mentioned = join(&c.mentioned);
		note_decls(r->v->co, &c, pp);
		err = cover_text(r, state, &c, &u->deps, &pp->cover);
		pp->error = xstrdup("");
	}
	chash_release(&c);
	strbuf_release(&text);
	return err;
}

/* The source is wrong: the compiler will say the same, with its reason. */
static void note_broken(struct vrun *r, size_t state, struct vunit *u,
			const struct proc *p)
{
	struct stored_pp *pp = &u->now.pp;
	struct strbuf how = STRBUF_INIT;

	proc_describe(p, &how);
	unit_inputs(r, u, state, &u->now.inputs);
	pp->digest = pp->all = pp->others = u->now.inputs;
	pp->reached = xstrdup("");
	pp->referred = xstrdup("");
	pp->mentioned = xstrdup("");
	pp->decls = xstrdup("");
	pp->cover = xstrdup("");
	pp->error = strbuf_detach(&how);
}

static int take_pp(struct pp_jobs *j, struct job *job, struct vunit *u,
		   const char *i_file, const char *d_file)
{
	struct strbuf log = STRBUF_INIT;
	struct vrun *r = j->r;
	int err = 0;

	switch (vrun_log(r, job, &log)) {
	case TOOL_YES:
		err = read_deps(r, u, d_file) ? ERR_TOOL :
		      hash_unit(r, j->state, u, i_file);
		if (!err)
			unit_inputs(r, u, j->state, &u->now.inputs);
		break;
	case TOOL_NO:
		note_broken(r, j->state, u, &job->proc);
		break;
	case TOOL_FAILED:
		err = ERR_TOOL;
		break;
	}
	if (!err) {
		u->now.pp.deps = join(&u->deps);
		/* -Wundef, -Wcomment: of what no compiler may see. */
		u->now.pp.diags = vrun_diags(r, &log);
		u->now.known = true;
		err = store_put_pp(r->v->store, r->config, u->source,
				   &u->now.inputs, &u->now.pp);
	}
	if (err == ERR_TOOL)
		err = vrun_failed(r, u, "preprocessor", job, &log);
	strbuf_release(&log);
	return err;
}

static int pp_done(void *data, struct job *job)
{
	struct pp_jobs *j = data;
	struct vrun *r = j->r;
	struct vunit *u = &r->units[j->todo[job->id]];
	char *i_file = vrun_scratch(r, job->id, "i");
	char *d_file = vrun_scratch(r, job->id, "d");
	int err;

	stored_pp_release(&u->now.pp);
	err = take_pp(j, job, u, i_file, d_file);
	unlink(i_file);
	unlink(d_file);
	free(i_file);
	free(d_file);
	if (r->v->progress)
		r->v->progress(r->v->data, r->main, j->state, "preprocessed",
			       ++j->ended, j->n);
	return err;
}

/* The touched files that U reads, as the store has them: there is no other. */
static int stored_deps(struct vrun *r, struct vunit *u, const char *text)
{
	strvec_clear(&u->deps);
	strvec_split(&u->deps, text);
	for (size_t i = 0; i < u->deps.n; i++)
		if (checkout_index(r->v->co, u->deps.v[i]) < 0)
			return store_damaged(r->v->store, "a list of files");
	return 0;
}

/* Does the store know U in this state, by any list of files it had? */
static int from_store(struct vrun *r, struct vunit *u, size_t state)
{
	struct strvec each = STRVEC_INIT;
	int got = 0;

	if (u->deps_known) {
		unit_inputs(r, u, state, &u->now.inputs);
		got = store_get_pp(r->v->store, r->config, u->source,
				   &u->now.inputs, &u->now.pp);
	}
	if (!got && store_get_deps(r->v->store, r->config, u->source,
				   &each) < 0)
		got = ERR_ENV;
	for (size_t i = 0; i < each.n && !got; i++) {
		got = stored_deps(r, u, each.v[i]);
		if (got)
			break;
		unit_inputs(r, u, state, &u->now.inputs);
		got = store_get_pp(r->v->store, r->config, u->source,
				   &u->now.inputs, &u->now.pp);
	}
	if (got > 0 && stored_deps(r, u, u->now.pp.deps))
		got = ERR_ENV;
	if (got > 0) {
		u->deps_known = true;
		u->now.known = true;
	}
	strvec_release(&each);
	return got;
}

static bool same_inputs(struct vrun *r, struct vunit *u, size_t state)
{
	struct oid id;

	if (state == r->v->from || !u->prev.known)
		return false;
	unit_inputs(r, u, state, &id);
	return !memcmp(&id, &u->prev.inputs, sizeof(id));
}

static int preprocess(struct vrun *r, size_t state, size_t *todo, size_t n)
{
	struct pp_jobs j = { .r = r, .state = state, .todo = todo, .n = n };
	int err = n ? vrun_prepared(r) : 0;

	return err || !n ? err : crew_jobs(r->m, state, pp_next, pp_done, &j);
}

/* Units whose `prev` is of an earlier state: make it that of STATE. */
static int refresh(struct vrun *r, size_t state, const size_t *units, size_t n)
{
	size_t *todo = xcalloc(n, sizeof(*todo)), n_todo = 0;
	int err = 0;

	for (size_t i = 0; i < n && err >= 0; i++) {
		err = from_store(r, &r->units[units[i]], state);
		if (!err)
			todo[n_todo++] = units[i];
	}
	if (err >= 0)
		err = preprocess(r, state, todo, n_todo);
	for (size_t i = 0; i < n && err >= 0; i++) {
		struct vunit *u = &r->units[units[i]];

		stored_pp_release(&u->prev.pp);
		u->prev = u->now;
		memset(&u->now, 0, sizeof(u->now));
		u->stale = false;
	}
	free(todo);
	return err < 0 ? err : 0;
}

int units_fresh(struct vrun *r, size_t state)
{
	size_t *stale = xcalloc(r->n + 1, sizeof(*stale)), n = 0;
	int err;

	for (size_t i = 0; i < r->n; i++)
		if (r->units[i].stale)
			stale[n++] = i;
	err = refresh(r, state, stale, n);
	free(stale);
	return err;
}

/*
 * Code changed in what U reads, and the compiler is given the same: what it
 * is not given, sparse may be (annotations are empty macros to compilers).
 */
static void note_hidden(struct vrun *r, struct vunit *u, size_t state)
{
	const struct checkout *co = r->v->co;

	u->hidden = false;
	if (!u->now.known || !u->prev.known ||
	    memcmp(&u->now.pp.all, &u->prev.pp.all, sizeof(u->now.pp.all)))
		return;
	for (size_t i = 0; i < u->deps.n && !u->hidden; i++) {
		ssize_t f = checkout_index(co, u->deps.v[i]);
		const struct delta *d =
			&r->v->us->deltas[state * co->touched.n + f];

		u->hidden = d->opaque || d->functions.n || d->macros.n ||
			    d->layout;
	}
}

int units_preprocess(struct vrun *r, size_t state)
{
	size_t *todo = xcalloc(2 * r->n + 1, sizeof(*todo)), n = 0;
	size_t *stale = todo + r->n, n_stale = 0;
	struct strvec seen = STRVEC_INIT;
	int err = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct vunit *u = &r->units[i];

		stored_pp_release(&u->now.pp);
		u->now.known = false;
		u->unreached = false;
		if (same_inputs(r, u, state))
			continue;
		if (unit_skip(r, u, state, &seen)) {
			unit_inputs(r, u, state, &u->prev.inputs);
			u->stale = true;
			continue;
		}
		todo[n++] = i;
		if (u->stale)
			stale[n_stale++] = i;
	}
	err = refresh(r, state - 1, stale, n_stale);
	stale = todo;
	n_stale = n;
	n = 0;
	for (size_t i = 0; i < n_stale && err >= 0; i++) {
		err = from_store(r, &r->units[stale[i]], state);
		if (!err)
			todo[n++] = stale[i];
	}
	if (err >= 0)
		err = preprocess(r, state, todo, n);
	for (size_t i = 0; i < r->n && err >= 0; i++)
		note_hidden(r, &r->units[i], state);
	free(todo);
	strvec_release(&seen);
	return err < 0 ? err : 0;
}
