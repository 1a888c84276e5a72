// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "diag.h"
#include "tmpfile.h"
#include "verify-unit.h"

#define UNIT_TIMEOUT 600

void unit_inputs(const struct vrun *r, const struct vunit *u, size_t state,
		 struct oid *id)
{
	const struct checkout *co = r->v->co;
	struct strbuf all = STRBUF_INIT;

	strbuf_add(&all, u->command.b, sizeof(u->command.b));
	for (size_t i = 0; i < u->deps.n; i++) {
		ssize_t f = checkout_index(co, u->deps.v[i]);
		const struct file_state *fs = checkout_state(co, state, f);

		strbuf_addf(&all, "%s %d ", u->deps.v[i], fs->there);
		strbuf_add(&all, fs->id.b, sizeof(fs->id.b));
	}
	oid_of(id, all.buf, all.len);
	strbuf_release(&all);
}

/* --- preprocessing ----------------------------------------------------- */

struct pp_jobs {
	struct vrun *r;
	size_t state;
	size_t *todo;		/* units */
	size_t n, next, ended;
	int err;
};

static char *scratch_file(const struct vrun *r, size_t id, const char *ext)
{
	return xstrfmt("%s/u%zu.%s", r->v->scratch, id, ext);
}

static int pp_next(void *data, struct job *job)
{
	struct pp_jobs *j = data;
	struct proc *p = &job->proc;
	const struct kunit *k;
	char *i_file, *d_file;

	if (j->next == j->n)
		return 0;
	job->id = j->next++;
	k = j->r->units[j->todo[job->id]].k;
	i_file = scratch_file(j->r, job->id, "i");
	d_file = scratch_file(j->r, job->id, "d");
	for (size_t i = 0; i < k->cc.n; i++)
		strvec_push(&p->argv, k->cc.v[i]);
	/*
	 * Code that only moved to other lines is the same: BUG() and its kin
	 * put __LINE__ into tables. What is hashed is not compiled, so that
	 * names made of these may meet.
	 */
	strvec_pushl(&p->argv, "-E", "-MMD", "-MF", d_file, "-MT", "x", "-o",
		     i_file, "-Wno-builtin-macro-redefined", "-D__LINE__=1",
		     "-D__COUNTER__=1", NULL);
	if (j->r->gcc)
		strvec_push(&p->argv, "-dU");
	strvec_push(&p->env, "LC_ALL=C");
	p->dir = j->r->kb.obj;
	p->timeout = UNIT_TIMEOUT;
	free(i_file);
	free(d_file);
	j->r->c->ran++;
	return 1;
}

/* The touched files among what the dependency file names. */
static void read_deps(struct vrun *r, struct vunit *u, const char *d_file)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;

	strbuf_read_file(&text, d_file);
	for (char *p = text.buf; (p = strstr(p, "\\\n"));)
		*p = ' ';
	strvec_split(&words, text.buf);
	strvec_clear(&u->deps);
	for (size_t i = 0; i < words.n; i++) {
		char *path = chash_path(words.v[i], r->kb.src);

		if (checkout_index(r->v->co, path) >= 0)
			strvec_push(&u->deps, path);
		free(path);
	}
	strvec_sort(&u->deps);
	strvec_uniq(&u->deps);
	u->deps_known = true;
	strvec_release(&words);
	strbuf_release(&text);
}

static char *join(const struct strvec *sv)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < sv->n; i++)
		strbuf_addf(&sb, "%s\n", sv->v[i]);
	return strbuf_detach(&sb);
}

/* Declarations in touched files: what a patch can have changed. */
static char *decl_text(const struct checkout *co, const struct chash *c)
{
	struct strbuf sb = STRBUF_INIT;
	char hex[41];

	for (size_t i = 0; i < c->n; i++) {
		const struct chash_decl *d = &c->decls[i];

		if (checkout_index(co, c->files.v[d->file]) < 0)
			continue;
		oid_hex(&d->id, hex);
		strbuf_addf(&sb, "%s %d\n", hex, d->kept);
	}
	return strbuf_detach(&sb);
}

static void add_macros(struct vrun *r, size_t state, size_t f,
		       const struct chash *c, struct lines *l)
{
	struct macro_ranges m = { 0 };
	struct strbuf text = STRBUF_INIT;

	if (checkout_text(r->v->co, state, f, &text) > 0) {
		macro_lines(&m, text.buf, text.len, &c->macros);
		for (size_t i = 0; i < m.n; i++)
			lines_add(l, m.v[i].first, m.v[i].last);
		lines_spread(l, text.buf, text.len);
	}
	macro_ranges_release(&m);
	strbuf_release(&text);
}

static char *cover_text(struct vrun *r, size_t state, struct chash *c,
			const struct strvec *deps)
{
	const struct checkout *co = r->v->co;
	struct strbuf sb = STRBUF_INIT;

	for (size_t f = 0; f < c->n_cover; f++) {
		struct lines *l = &c->cover[f];
		size_t max;

		if (!strvec_has(deps, co->touched.v[f]) &&
		    !lines_count(l))
			continue;
		add_macros(r, state, f, c, l);
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
	return strbuf_detach(&sb);
}

static int hash_unit(struct vrun *r, size_t state, struct vunit *u,
		     const char *i_file)
{
	const struct chash_opts o = { .root = r->kb.src,
				      .files = &r->v->co->touched };
	struct strbuf text = STRBUF_INIT;
	struct stored_pp *pp = &u->now.pp;
	struct chash c;
	int err;

	strbuf_read_file(&text, i_file);
	err = chash_unit(&c, text.buf, text.len, &o);
	if (!err) {
		pp->digest = c.digest;
		pp->decls = decl_text(r->v->co, &c);
		pp->cover = cover_text(r, state, &c, &u->deps);
		pp->error = xstrdup("");
	}
	chash_release(&c);
	strbuf_release(&text);
	return err;
}

static int pp_done(void *data, struct job *job)
{
	struct pp_jobs *j = data;
	struct vrun *r = j->r;
	struct vunit *u = &r->units[j->todo[job->id]];
	char *i_file = scratch_file(r, job->id, "i");
	char *d_file = scratch_file(r, job->id, "d");
	int err = 0;

	stored_pp_release(&u->now.pp);
	if (job->proc.state == PROC_EXITED && !job->proc.code) {
		read_deps(r, u, d_file);
		err = hash_unit(r, j->state, u, i_file);
		unit_inputs(r, u, j->state, &u->now.inputs);
	} else {
		/* The compiler will say the same, with its reason. */
		struct strbuf how = STRBUF_INIT;

		proc_describe(&job->proc, &how);
		unit_inputs(r, u, j->state, &u->now.inputs);
		u->now.pp.digest = u->now.inputs;
		u->now.pp.decls = xstrdup("");
		u->now.pp.cover = xstrdup("");
		u->now.pp.error = strbuf_detach(&how);
	}
	u->now.pp.deps = join(&u->deps);
	u->now.known = true;
	if (!err)
		err = store_put_pp(r->v->store, r->config, u->k->source,
				   &u->now.inputs, &u->now.pp);
	unlink(i_file);
	unlink(d_file);
	free(i_file);
	free(d_file);
	if (r->v->progress)
		r->v->progress(r->v->data, r->c, j->state, "preprocessed",
			       ++j->ended, j->n);
	return err;
}

/* Does the store know U in this state, by any list of files it had? */
static int from_store(struct vrun *r, struct vunit *u, size_t state)
{
	struct strvec each = STRVEC_INIT;
	int got = 0;

	if (u->deps_known) {
		unit_inputs(r, u, state, &u->now.inputs);
		got = store_get_pp(r->v->store, r->config, u->k->source,
				   &u->now.inputs, &u->now.pp);
	}
	if (!got && store_get_deps(r->v->store, r->config, u->k->source,
				   &each) < 0)
		got = ERR_ENV;
	for (size_t i = 0; i < each.n && !got; i++) {
		strvec_clear(&u->deps);
		strvec_split(&u->deps, each.v[i]);
		unit_inputs(r, u, state, &u->now.inputs);
		got = store_get_pp(r->v->store, r->config, u->k->source,
				   &u->now.inputs, &u->now.pp);
	}
	if (got > 0) {
		u->deps_known = true;
		u->now.known = true;
		strvec_clear(&u->deps);
		strvec_split(&u->deps, u->now.pp.deps);
	}
	strvec_release(&each);
	return got;
}

static bool same_inputs(struct vrun *r, struct vunit *u, size_t state)
{
	struct oid id;

	if (!state || !u->prev.known)
		return false;
	unit_inputs(r, u, state, &id);
	return !memcmp(&id, &u->prev.inputs, sizeof(id));
}

int units_preprocess(struct vrun *r, size_t state)
{
	struct pp_jobs j = { .r = r, .state = state };
	int err = 0;

	j.todo = xcalloc(r->n, sizeof(*j.todo));
	for (size_t i = 0; i < r->n && err >= 0; i++) {
		struct vunit *u = &r->units[i];

		stored_pp_release(&u->now.pp);
		u->now.known = false;
		if (same_inputs(r, u, state)) {
			u->now.inputs = u->prev.inputs;
			continue;
		}
		err = from_store(r, u, state);
		if (!err)
			j.todo[j.n++] = i;
	}
	if (err >= 0 && j.n)
		err = job_run(r->v->jobs, pp_next, pp_done, &j);
	free(j.todo);
	return err < 0 ? err : 0;
}

/* --- compiling --------------------------------------------------------- */

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

static int cc_next(void *data, struct job *job)
{
	struct cc_jobs *j = data;
	struct proc *p = &job->proc;
	const struct kunit *k;
	const struct strvec *argv;
	char *file;

	/* Units without sparse have one job. */
	while (j->next < 2 * j->n && j->next % 2 &&
	       !j->v[j->next / 2].sparse)
		j->next++;
	if (j->next >= 2 * j->n)
		return 0;
	job->id = j->next++;
	k = j->r->units[j->v[job->id / 2].unit].k;
	argv = job->id % 2 ? &k->sparse : &k->cc;
	for (size_t i = 0; i < argv->n; i++)
		strvec_push(&p->argv, argv->v[i]);
	file = scratch_file(j->r, job->id, "o");
	if (!(job->id % 2))
		strvec_pushl(&p->argv, "-c", "-o", file, NULL);
	free(file);
	file = scratch_file(j->r, job->id, "log");
	strvec_push(&p->env, "LC_ALL=C");
	p->out = strvec_push(&job->keep, file);
	free(file);
	p->dir = j->r->kb.obj;
	p->timeout = UNIT_TIMEOUT;
	j->r->c->ran++;
	return 1;
}

static int cc_put(struct cc_jobs *j, struct cc_unit *cu)
{
	struct vunit *u = &j->r->units[cu->unit];
	const struct oid *inputs = j->now ? &u->now.inputs : &u->prev.inputs;
	int err;

	err = store_put_cc(j->r->v->store, j->r->config, u->k->source, inputs,
			   &cu->cc);
	stored_cc_release(&cu->cc);
	return err;
}

static int cc_done(void *data, struct job *job)
{
	struct cc_jobs *j = data;
	struct cc_unit *cu = &j->v[job->id / 2];
	struct strbuf log = STRBUF_INIT, text = STRBUF_INIT;
	char *o_file = scratch_file(j->r, job->id, "o");
	char *l_file = scratch_file(j->r, job->id, "log");
	struct diags d;
	int err = 0;

	strbuf_read_file(&log, l_file);
	diags_read(&d, log.buf, j->r->kb.src);
	if (job->proc.state != PROC_EXITED) {
		/* Killed or out of time: as bad as an error, and told apart. */
		strbuf_addf(&text, "%s: error: ", job->id % 2 ? "sparse" :
			    "compiler");
		proc_describe(&job->proc, &text);
		strbuf_addch(&text, '\n');
	}
	diags_text(&d, &text);
	if (job->id % 2) {
		cu->cc.sparse = strbuf_detach(&text);
	} else {
		cu->cc.status = job->proc.state == PROC_EXITED ?
				job->proc.code : 255;
		cu->cc.diags = strbuf_detach(&text);
		cu->cc.seconds = job->proc.seconds;
	}
	diags_release(&d);
	unlink(o_file);
	unlink(l_file);
	free(o_file);
	free(l_file);
	strbuf_release(&log);
	if (!--cu->left)
		err = cc_put(j, cu);
	if (j->r->v->progress && !(job->id % 2))
		j->r->v->progress(j->r->v->data, j->r->c, j->state, "compiled",
				  ++j->ended, j->n);
	return err;
}

int units_compile(struct vrun *r, const bool *which, bool now, size_t state)
{
	struct cc_jobs j = { .r = r, .state = state, .now = now };
	int got = 0, err = 0;

	j.v = xcalloc(r->n, sizeof(*j.v));
	for (size_t i = 0; i < r->n && got >= 0; i++) {
		struct vunit *u = &r->units[i];
		struct stored_cc cc;

		if (!which[i])
			continue;
		got = store_get_cc(r->v->store, r->config, u->k->source,
				   now ? &u->now.inputs : &u->prev.inputs, &cc);
		stored_cc_release(&cc);
		if (!got) {
			bool sparse = r->v->sparse && u->k->sparse.n;

			j.v[j.n++] = (struct cc_unit){
				.unit = i, .sparse = sparse,
				.left = 1 + sparse,
			};
		}
	}
	if (got < 0) {
		err = got;
	} else if (j.n) {
		err = checkout_go(r->v->co, state);
		if (!err)
			err = job_run(r->v->jobs, cc_next, cc_done, &j);
	}
	for (size_t i = 0; i < j.n; i++)
		stored_cc_release(&j.v[i].cc);
	free(j.v);
	return err;
}
