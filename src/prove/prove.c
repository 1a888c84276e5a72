// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fnmatch.h>
#include <unistd.h>

#include "base/jail.h"
#include "base/job.h"
#include "base/json.h"
#include "base/tool.h"
#include "base/pathspec.h"
#include "base/strset.h"
#include "csrc/lang.h"
#include "prove/clang.h"
#include "prove/int.h"
#include "prove/trial.h"
#include "base/fs.h"

/* Seconds for one preprocessor or compiler. */
#define UNIT_TIMEOUT 300

/* Changes with what is put into the store, and with what own.h finds. */
#define PROVE_VERSION "31"

/* One unit to look into. */
struct punit {
	const struct kunit *k;
	const char *source;	/* as reports have it */
	const char *file;	/* absolute, or NULL: the unit's own */
	char *text;		/* preprocessed, with our lines; or NULL */
	char *digest;		/* of text */
	struct strvec deps;	/* touched files that it reads */
	char *dumped;		/* digest of the text that dump is of, or NULL */
	char *dump;
	char *why;		/* it could not be preprocessed or compiled */
};

/* Where the verdicts of one state come from. */
struct pstate {
	char *key;		/* of its units; or NULL: see `as` */
	size_t as;		/* the state that has the same verdicts, or itself */
	bool whole;		/* all units were compiled */
	bool done;		/* they are there */
	struct trial trial;
};

struct prun {
	const struct prove *v;
	const struct kbuild *kb;
	struct proof *p;
	struct punit *units;
	size_t n;
	bool compile;		/* what the jobs are */
	size_t next;
	const bool *todo;	/* units to preprocess */
	struct pstate *states;
	size_t ended;		/* all states before this one */
	struct strvec leaves;	/* those of p->more that are compiled here */
};

/*
 * So that calls of these are still there when all else has been made one
 * function: no pass looks into them. Said behind their definitions, which are
 * the tree's; those that a unit does not have are left out. What else is
 * switched off would split or merge functions, or hide which path is which.
 */
static const char *const FLAGS[] = {
	"-O2", "-w", "-fpreprocessed", "-fno-ipa-sra", "-fno-ipa-cp",
	"-fno-partial-inlining", "-fno-ipa-icf", "-fno-tree-tail-merge",
	"-fno-tree-vectorize", "-fno-ivopts", "-S", "-o", "/dev/null",
	/* Without what comes after the dump, which takes a third of the time. */
	"-g0", "-dx",
};

static char *scratch(const struct prun *r, size_t i, const char *ext)
{
	return xstrfmt("%s/p%zu.%s", r->v->scratch, i, ext);
}

static void want_function(struct strvec *names, const char *name)
{
	if (name && !strvec_has(names, name))
		strvec_push(names, name);
}

static void add_attributes(const struct prove_rules *rules, struct strbuf *text)
{
	struct strvec names = STRVEC_INIT, declared = STRVEC_INIT;

	for (size_t i = 0; i < rules->own.n; i++)
		want_function(&names, rules->own.markers[i].name);
	for (size_t i = 0; i < rules->n; i++) {
		const struct prove_level *l = &rules->levels[i];

		if (l->also.n)
			want_function(&names, l->put.function);
		for (size_t k = 0; k < l->n; k++)
			if (l->ways[k].tree)
				want_function(&names, l->ways[k].function);
	}
	prove_declared(text, &names, &declared);
	for (size_t i = 0; i < declared.n; i++)
		strbuf_addf(text,
			    "\nextern __typeof__(%s) %s __attribute__((__noipa__));",
			    declared.v[i], declared.v[i]);
	strbuf_addch(text, '\n');
	strvec_release(&names);
	strvec_release(&declared);
}

/* For clang: it knows no noipa, and its dump names no fields. */
static void add_marks(const struct prove_rules *rules, struct strbuf *text)
{
	struct clang_marks m = { 0 };

	clang_add_rules(&m, &rules->own);
	for (size_t i = 0; i < rules->n; i++) {
		const struct prove_level *l = &rules->levels[i];

		if (l->also.n)
			strvec_push(&m.kept, l->put.function);
		if (l->put.field)
			clang_add_words(&m.fields, l->put.field);
		for (size_t k = 0; k < l->n; k++)
			if (l->ways[k].tree)
				strvec_push(&m.kept, l->ways[k].function);
	}
	clang_mark(&m, text);
	clang_marks_release(&m);
}

static bool has_todo(struct prun *r)
{
	for (; r->next < r->n; r->next++) {
		const struct punit *u = &r->units[r->next];

		if (r->compile ? u->text && (!u->dumped ||
		    strcmp(u->dumped, u->digest)) : r->todo[r->next])
			return true;
	}
	return false;
}

static int next_job(void *data, struct job *job)
{
	struct prun *r = data;
	struct proc *p = &job->proc;
	const struct punit *u;
	const struct strvec *cc;
	char *i_file, *other;

	if (!has_todo(r))
		return JOB_NONE;
	job->id = r->next++;
	u = &r->units[job->id];
	cc = &u->k->cc;
	i_file = scratch(r, job->id, "i");
	other = scratch(r, job->id, r->compile ? "dump" : "d");
	for (size_t i = 0; i + 1 < cc->n; i++)
		strvec_push(&p->argv, cc->v[i]);
	if (r->compile && is_clang(r->kb->compiler)) {
		clang_compile(&p->argv);
		strvec_pushl(&p->argv, "-o", other, i_file, NULL);
	} else if (r->compile) {
		for (size_t i = 0; i < ARRAY_SIZE(FLAGS); i++)
			strvec_push(&p->argv, FLAGS[i]);
		strvec_pushf(&p->argv,
			     "-fdump-tree-optimized-raw-blocks-lineno=%s", other);
		strvec_push(&p->argv, i_file);
	} else {
		if (is_clang(r->kb->compiler))
			clang_preprocess(&p->argv);
		cc_preprocess(r->kb->compiler, &p->argv);
		strvec_pushl(&p->argv, "-w", "-MMD", "-MF", other, "-MT",
			     "x", "-o", i_file, u->file ?: cc->v[cc->n - 1],
			     NULL);
	}
	free(i_file);
	free(other);
	other = scratch(r, job->id, "log");
	strvec_push(&p->env, "LC_ALL=C");
	/* What a compiler that is killed leaves there goes with the rest. */
	strvec_pushf(&p->env, "TMPDIR=%s", r->v->scratch);
	p->out = strvec_push(&job->keep, other);
	free(other);
	p->dir = r->kb->obj;
	p->timeout = UNIT_TIMEOUT;
	jail_proc(p, r->v->scratch, NULL);
	return JOB_READY;
}

/* Why a unit does not compile: the first error, or how the compiler ended. */
static char *failure(const struct prun *r, const struct punit *u,
		     const struct job *job, const struct strbuf *log)
{
	const char *p = strstr(log->buf, "error: ");
	struct strbuf sb = STRBUF_INIT, neutral = STRBUF_INIT;

	strbuf_addf(&sb, "%s: ", u->source);
	if (p)
		strbuf_add(&sb, p, strcspn(p, "\n"));
	else
		proc_describe(&job->proc, &sb);
	kbuild_neutral(r->kb, sb.buf, &neutral);
	strbuf_release(&sb);
	return strbuf_detach(&neutral);
}

/* A job gave no answer: the configuration is not proved, and says why. */
static int tool_failed(struct prun *r, const struct punit *u,
		       const struct job *job, const struct strbuf *log)
{
	struct strbuf why = STRBUF_INIT;

	if (r->p->why)
		return ERR_TOOL;
	strbuf_addf(&why, "%s: the compiler ", u->source);
	if (tool_end(&job->proc, log->buf) == TOOL_FAILED)
		tool_why(&job->proc, log->buf, &why);
	else
		strbuf_addstr(&why, "left no output that can be read");
	r->p->why = strbuf_detach(&why);
	r->p->failed = true;
	return ERR_TOOL;
}

/* Read the job's file EXT, which then goes. 0 or -errno. */
static int take_file(const struct prun *r, size_t id, const char *ext,
		     struct strbuf *text)
{
	char *path = scratch(r, id, ext);
	int err = strbuf_read_file(text, path);

	unlink(path);
	free(path);
	return err;
}

/* Which touched files it reads: they are named with the source folder. */
static int read_deps(const struct prun *r, struct punit *u, size_t id)
{
	const struct checkout *co = r->v->co;
	struct strbuf text = STRBUF_INIT;
	int err = take_file(r, id, "d", &text) || !text.len ? ERR_TOOL : 0;

	strvec_clear(&u->deps);
	for (size_t i = 0; i < co->touched.n && !err; i++) {
		char *name = xstrfmt("%s/%s", co->dir, co->touched.v[i]);

		if (strstr(text.buf, name))
			strvec_push(&u->deps, co->touched.v[i]);
		free(name);
	}
	strbuf_release(&text);
	return err;
}

static int take_text(struct prun *r, struct punit *u, size_t id)
{
	struct strbuf text = STRBUF_INIT, neutral = STRBUF_INIT;
	char *path = scratch(r, id, "i");
	int err = take_file(r, id, "i", &text) || !text.len ? ERR_TOOL : 0;

	if (!err) {
		(is_clang(r->kb->compiler) ? add_marks :
		 add_attributes)(r->v->rules, &text);
		err = write_file(path, text.buf, text.len) ? ERR_TOOL :
		      read_deps(r, u, id);
	}
	free(u->digest);
	free(u->text);
	kbuild_neutral(r->kb, text.buf, &neutral);
	u->digest = hash_hex(neutral.buf, neutral.len);
	strbuf_release(&neutral);
	u->text = strbuf_detach(&text);
	free(path);
	return err;
}

static int take_dump(struct prun *r, struct punit *u, size_t id)
{
	struct strbuf text = STRBUF_INIT;
	int err = take_file(r, id, "dump", &text);

	/* A unit without functions has none. */
	err = !err || err == -ENOENT ? 0 : ERR_TOOL;
	free(u->dump);
	free(u->dumped);
	u->dump = strbuf_detach(&text);
	u->dumped = err ? NULL : xstrdup(u->digest);
	r->p->compiled++;
	return err;
}

static int take_job(struct prun *r, struct punit *u, const struct job *job,
		    const struct strbuf *log)
{
	switch (tool_end(&job->proc, log->buf)) {
	case TOOL_YES:
		return r->compile ? take_dump(r, u, job->id) :
				    take_text(r, u, job->id);
	case TOOL_NO:
		u->why = failure(r, u, job, log);
		free(u->text);
		free(u->digest);
		u->text = NULL;
		u->digest = xstrdup(u->why);
		return 0;
	case TOOL_FAILED:
		break;
	}
	return ERR_TOOL;
}

static int job_done(void *data, struct job *job)
{
	struct prun *r = data;
	struct punit *u = &r->units[job->id];
	char *path = scratch(r, job->id, "log");
	struct strbuf log = STRBUF_INIT;
	int err = strbuf_read_file(&log, path) ? ERR_TOOL : 0;

	free(u->why);
	u->why = NULL;
	if (!err)
		err = take_job(r, u, job, &log);
	if (err == ERR_TOOL)
		err = tool_failed(r, u, job, &log);
	strbuf_release(&log);
	free(path);
	return err;
}

/* --- one state ------------------------------------------------------------ */

static void begin_key(const struct prove *v, const struct proof *p,
		      const struct kbuild *kb, struct strbuf *all)
{
	strbuf_addf(all, PROVE_VERSION " %s\n%s\n", v->rules->digest, kb->key);
	for (size_t i = 0; i < v->units.n; i++)
		strbuf_addf(all, "%s\n", v->units.v[i]);
	for (size_t i = 0; i < p->more.units.n; i++)
		strbuf_addf(all, "+ %s\n", p->more.units.v[i]);
	for (size_t i = 0; i < p->more.leaves.n; i++)
		strbuf_addf(all, "- %s\n", p->more.leaves.v[i]);
}

/* Everything that the verdicts of a state are made of. */
static char *state_key(const struct prun *r)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	begin_key(r->v, r->p, r->kb, &all);
	for (size_t i = 0; i < r->n; i++)
		strbuf_addf(&all, "%s %s\n", r->units[i].source,
			    r->units[i].digest);
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

/*
 * The same without a look at the units: what the base and the touched files
 * hold decides what they read. Other patches with the same effect on the units
 * are found by state_key().
 */
static char *content_key(const struct prove *v, const struct proof *p,
			 const struct kbuild *kb, size_t state)
{
	struct strbuf all = STRBUF_INIT;
	char *key;

	begin_key(v, p, kb, &all);
	for (size_t i = 0; i < v->co->touched.n; i++) {
		const struct file_state *fs = checkout_state(v->co, state, i);

		strbuf_addf(&all, "%s %d ", v->co->touched.v[i], fs->there);
		strbuf_add(&all, fs->id.b, sizeof(fs->id.b));
	}
	key = hash_hex(all.buf, all.len);
	strbuf_release(&all);
	return key;
}

/* As Kconfig says; a tree without that option is not known. */
static int long_bits(const struct kbuild *kb)
{
	char *path = xstrfmt("%s/.config", kb->obj);
	struct strbuf text = STRBUF_INIT;
	int bits = 0;

	if (!strbuf_read_file(&text, path))
		bits = strstr(text.buf, "\nCONFIG_64BIT=y\n") ? 64 :
		       strstr(text.buf, "\nCONFIG_") ? 32 : 0;
	strbuf_release(&text);
	free(path);
	return bits;
}

/* What it is said of: files, and not the probe. */
static void add_units(const struct prun *r, json_t *said)
{
	json_t *units = json_array();

	for (size_t i = 0; i < r->n; i++)
		if (!r->units[i].file)
			json_array_append_new(units,
					      json_string(r->units[i].source));
	json_object_set_new(said, "units", units);
}

static void set_said(struct proof *p, size_t state, json_t *said)
{
	json_decref(p->said[state]);
	p->said[state] = said;
	p->rows[state] = json_object_get(said, "rows");
}

/* Is it what prove_judge() gives: a list of rows that say something? */
static bool is_said(const json_t *said)
{
	const json_t *rows = json_object_get(said, "rows");

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		if (!*jstr(row, "level") || !*jstr(row, "way") ||
		    !*jstr(row, "verdict"))
			return false;
	}
	return json_is_array(rows) &&
	       json_is_array(json_object_get(said, "units")) &&
	       json_is_array(json_object_get(said, "strange")) &&
	       json_is_array(json_object_get(said, "places"));
}

/* Take what is known by KEY. Returns whether there is something. */
static bool known(const struct prove *v, const char *key, struct proof *p,
		  size_t state, int *err)
{
	json_t *said = NULL;
	char *text = NULL;
	int got = v->again ? 0 : store_get_text(v->store, "prove", key, &text);

	if (got > 0)
		said = json_loads(text, 0, NULL);
	if (got > 0 && !is_said(said))
		got = store_damaged(v->store, "what was proved");
	if (got < 0) {
		json_decref(said);
		said = NULL;
		*err = got;
	}
	free(text);
	set_said(p, state, said);
	return said;
}

static int put(const struct prun *r, const char *key, size_t state)
{
	char *text = json_dumps(r->p->said[state], JSON_COMPACT);
	int err = store_put_text(r->v->store, "prove", key, text);

	free(text);
	return err;
}

static int run_jobs(struct prun *r, bool compile, const bool *todo)
{
	r->compile = compile;
	r->next = 0;
	r->todo = todo;
	return job_run(r->v->jobs, next_job, job_done, r);
}

/* The units that read what the patch that makes STATE changes. */
static bool outdated(const struct prun *r, size_t state, bool *todo)
{
	const struct checkout *co = r->v->co;
	bool any = false;

	for (size_t i = 0; i < r->n; i++) {
		const struct punit *u = &r->units[i];

		todo[i] = !u->digest || u->why;
		for (size_t k = 0; k < u->deps.n && !todo[i]; k++)
			todo[i] = checkout_changed(co, state,
				checkout_index(co, u->deps.v[k]));
		any |= todo[i];
	}
	return any;
}

/* What could not be compiled may be another time: it is not kept. */
static bool all_there(const struct prun *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->units[i].why)
			return false;
	return true;
}

static int keep_content(const struct prun *r, size_t state)
{
	char *key = content_key(r->v, r->p, r->kb, state);
	int err = r->states[state].whole ? put(r, key, state) : 0;

	free(key);
	return err;
}

/* The verdicts of STATE; those of all before it are there. */
static int end_state(struct prun *r, size_t state)
{
	struct pstate *ps = &r->states[state];
	int err = 0;

	if (ps->as != state) {
		set_said(r->p, state, json_incref(r->p->said[ps->as]));
		ps->whole = r->states[ps->as].whole;
	} else if (!ps->done) {
		set_said(r->p, state, trial_end(&ps->trial));
		add_units(r, r->p->said[state]);
		if (ps->whole)
			err = put(r, ps->key, state);
	}
	trial_release(&ps->trial);
	ps->done = true;
	return err ? err : keep_content(r, state);
}

static size_t n_running(const struct prun *r, size_t end)
{
	size_t n = 0;

	for (size_t k = r->ended; k < end; k++)
		n += r->states[k].trial.running;
	return n;
}

/* End all states before END. */
static int end_states(struct prun *r, size_t end)
{
	int err = 0;

	while (r->ended < end && !err)
		err = end_state(r, r->ended++);
	return err;
}

static int compile_state(struct prun *r, size_t state)
{
	struct pstate *ps = &r->states[state];
	struct trial *t = &ps->trial;
	int err = run_jobs(r, true, NULL);

	/* No more threads than processes: each has the dumps of all units. */
	while (!err && n_running(r, state) >= (size_t)r->v->jobs)
		err = end_state(r, r->ended++);
	if (err)
		return err;
	*t = (struct trial){ .rules = r->v->rules, .root = r->v->co->dir,
			     .clang = is_clang(r->kb->compiler),
			     .leaves = &r->leaves,
			     .long_bits = long_bits(r->kb) };
	for (size_t i = 0; i < r->n; i++) {
		const struct punit *u = &r->units[i];

		if (u->why && !t->why)
			t->why = xstrdup(u->why);
		trial_add(t, u->source, u->text ?: "", u->dump ?: "");
	}
	ps->whole = all_there(r);
	trial_start(t);
	return r->v->jobs > 1 ? 0 : end_states(r, state + 1);
}

/* The state before STATE whose units are the same, or STATE. */
static size_t same_units(const struct prun *r, size_t state)
{
	for (size_t k = r->v->from; k < state; k++)
		if (r->states[k].key &&
		    !strcmp(r->states[k].key, r->states[state].key))
			return k;
	return state;
}

static int one_state(struct prun *r, size_t state)
{
	struct pstate *ps = &r->states[state];
	bool *todo = xcalloc(r->n, sizeof(*todo));
	int err = 0;

	ps->as = state - 1;
	if (!outdated(r, state, todo) && state > r->v->from)
		goto out;
	if (r->v->progress)
		r->v->progress(r->v->data, r->p->config->id, state);
	err = checkout_go(r->v->co, state);
	if (!err)
		err = run_jobs(r, false, todo);
	if (err)
		goto out;
	ps->key = state_key(r);
	ps->as = same_units(r, state);
	if (ps->as != state)
		goto out;
	ps->done = known(r->v, ps->key, r->p, state, &err);
	ps->whole = all_there(r);
	if (!ps->done && !err)
		err = compile_state(r, state);
out:
	free(todo);
	return err;
}

static int all_states(struct prun *r)
{
	const struct prove *v = r->v;
	int err = 0;

	r->states = xcalloc(v->co->states, sizeof(*r->states));
	r->ended = v->from;
	for (size_t k = v->from; k <= v->to && !err; k++)
		err = one_state(r, k);
	if (!err)
		err = end_states(r, v->to + 1);
	for (size_t k = 0; k < v->co->states; k++) {
		trial_release(&r->states[k].trial);
		free(r->states[k].key);
	}
	free(r->states);
	return err;
}

/* --- one configuration ------------------------------------------------------ */

/* Named by the rules, or found by what it mentions or defines. */
static bool takes_part(const struct prove *v, const struct proof *p,
		       const struct kbuild *kb, const char *source)
{
	if (arch_elsewhere(source, kb->config->arch->name))
		return false;
	return pathspec_match(&v->rules->units, source) ||
	       strset_has(&v->units, source) ||
	       strset_has(&p->more.units, source);
}

static void pick_leaves(struct prun *r)
{
	const struct strvec *all = &r->p->more.leaves;

	for (size_t i = 0; i < all->n; i++) {
		char *file = prove_leaf_file(all->v[i]);

		if (kbuild_find(r->kb, file))
			strvec_push(&r->leaves, all->v[i]);
		free(file);
	}
}

static void pick_units(struct prun *r)
{
	const struct prove_rules *rules = r->v->rules;
	const struct kunit *in = rules->in ? kbuild_find(r->kb, rules->in) :
				 NULL;
	bool any = false;

	if (rules->in && !in) {
		r->p->why = xstrfmt("%s is not compiled here", rules->in);
		return;
	}
	r->units = xcalloc(r->kb->n + 1, sizeof(*r->units));
	if (in)
		r->units[r->n++] = (struct punit){ .k = in,
						   .file = rules->probe,
						   .source = "the probe" };
	for (size_t i = 0; i < r->kb->n; i++) {
		const struct kunit *k = &r->kb->units[i];

		if (k->cc.n && !k->generator && takes_part(r->v, r->p, r->kb, k->source))
			r->units[r->n++] = (struct punit){ .k = k,
							   .source = k->source };
	}
	pick_leaves(r);
	for (size_t i = 0; i < r->n; i++)
		any |= in || prove_within(rules, r->units[i].source);
	if (!any)
		r->p->why = xstrfmt("this configuration compiles none of the files");
}

void prove_ask(const struct prove *v, const struct tree *t,
	       const struct proof *p, struct kbuild *kb)
{
	if (v->rules->in)
		kbuild_ask(kb, v->rules->in);
	for (size_t i = 0; i < t->n; i++)
		if (lang_is_unit(t->files[i].path) &&
		    takes_part(v, p, kb, t->files[i].path))
			kbuild_ask(kb, t->files[i].path);
	for (size_t i = 0; i < p->more.leaves.n; i++) {
		char *file = prove_leaf_file(p->more.leaves.v[i]);

		kbuild_ask(kb, file);
		free(file);
	}
}

int prove_known(const struct prove *v, const struct kbuild *kb,
		struct proof *p)
{
	int err = prove_options(v, kb, p);

	p->said = xcalloc(v->co->states, sizeof(*p->said));
	p->rows = xcalloc(v->co->states, sizeof(*p->rows));
	p->compiler = xstrdup(kb->compiler ?: "");
	p->known = p->why || (kb->result == KBUILD_OK && p->options);
	for (size_t k = v->from; k <= v->to && p->known && !p->why && !err;
	     k++) {
		char *key = content_key(v, p, kb, k);

		p->known = known(v, key, p, k, &err);
		free(key);
	}
	for (size_t k = v->from; k <= v->to && !p->known; k++)
		set_said(p, k, NULL);
	if (p->known && !p->why)
		prove_mark_changes(p, v->from, v->to);
	return err;
}

int prove_config(const struct prove *v, const struct kbuild *kb,
		 struct proof *p)
{
	struct prun r = { .v = v, .kb = kb, .p = p };
	double start = now();
	int err = 0;

	if (p->known)
		return 0;
	p->failed = kb->result == KBUILD_TOOL_FAILED;
	if (kb->result != KBUILD_OK)
		p->why = xstrdup(kb->why ?: "it cannot be built");
	else
		err = prove_options(v, kb, p);
	if (!err && !p->why)
		pick_units(&r);
	if (!err && !p->why)
		err = all_states(&r);
	/* Without one answer the others say nothing of the configuration. */
	for (size_t k = v->from; k <= v->to && err == ERR_TOOL; k++)
		set_said(p, k, NULL);
	if (!err && !p->why)
		prove_mark_changes(p, v->from, v->to);
	if (err == ERR_TOOL)
		err = 0;
	for (size_t i = 0; i < r.n; i++) {
		free(r.units[i].text);
		free(r.units[i].digest);
		free(r.units[i].dump);
		free(r.units[i].dumped);
		free(r.units[i].why);
		strvec_release(&r.units[i].deps);
	}
	free(r.units);
	strvec_release(&r.leaves);
	p->seconds += now() - start;
	return err;
}

void proof_release(struct proof *p, size_t states)
{
	for (size_t i = 0; p->said && i < states; i++)
		json_decref(p->said[i]);
	json_decref(p->options);
	free(p->said);
	free(p->rows);
	free(p->compiler);
	free(p->why);
	strvec_release(&p->more.units);
	strvec_release(&p->more.leaves);
}
