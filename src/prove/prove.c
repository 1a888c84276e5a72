// SPDX-License-Identifier: GPL-2.0-only
#include "base/pathspec.h"
#include "base/strset.h"
#include "csrc/lang.h"
#include "prove/dump.h"
#include "prove/int.h"
#include "prove/trial.h"

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
	struct units units;
	struct pstate *states;
	size_t ended;		/* all states before this one */
	struct strvec leaves;	/* those of p->more that are compiled here */
	int err;		/* so far */
};

/* --- one state ------------------------------------------------------------ */

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

	for (size_t i = 0; i < r->units.n; i++)
		if (!r->units.v[i].file)
			json_array_append_new(units,
					      json_string(r->units.v[i].source));
	json_object_set_new(said, "units", units);
}

/* The units that read what the patch that makes STATE changes. */
static bool outdated(const struct prun *r, size_t state, bool *todo)
{
	const struct checkout *co = r->v->co;
	bool any = false;

	for (size_t i = 0; i < r->units.n; i++) {
		const struct punit *u = &r->units.v[i];

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
	for (size_t i = 0; i < r->units.n; i++)
		if (r->units.v[i].why)
			return false;
	return true;
}

static int keep_content(const struct prun *r, size_t state)
{
	char *key = known_content_key(r->v, r->p, r->kb, state);
	int err = r->states[state].whole ? known_put(r->v, r->p, key, state) : 0;

	free(key);
	return err;
}

/*
 * Another round needs these as well: patches often change headers that all units read, so
 * that the last state's dumps are of no use for the first.
 */
static void lend_dumps(const struct trial *t, struct prove_dumps *d)
{
	for (size_t i = 0; i < t->sources.n; i++)
		dumps_add(d, t->sources.v[i], t->digests.v[i], t->dumps.v[i]);
}

/* The verdicts of STATE; those of all before it are there. */
static int end_state(struct prun *r, size_t state)
{
	struct pstate *ps = &r->states[state];
	int err = 0;

	if (ps->as != state) {
		proof_say(r->p, state, json_incref(r->p->said[ps->as]));
		ps->whole = r->states[ps->as].whole;
	} else if (!ps->done) {
		proof_say(r->p, state, trial_end(&ps->trial));
		add_units(r, r->p->said[state]);
		if (state == r->v->from)
			lend_dumps(&ps->trial, &r->p->dumps);
		if (ps->whole)
			err = known_put(r->v, r->p, ps->key, state);
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
	int err = units_run(&r->units, true, NULL);

	/*
	 * No more threads than processes, and one of the configuration before: each
	 * has the dumps of all units.
	 */
	while (!err && n_running(r, state) >= (size_t)r->v->jobs)
		err = end_state(r, r->ended++);
	if (err)
		return err;
	*t = (struct trial){ .rules = r->v->rules, .root = r->v->co->dir,
			     .clang = is_clang(r->kb->compiler),
			     .leaves = &r->leaves,
			     .long_bits = long_bits(r->kb) };
	for (size_t i = 0; i < r->units.n; i++) {
		const struct punit *u = &r->units.v[i];

		trial_add(t, u->source, u->text ?: "", u->dumped ?: "",
			  u->dump ?: "", u->why ?: "");
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
	bool *todo = xcalloc(r->units.n, sizeof(*todo));
	int err = 0;

	ps->as = state - 1;
	if (!outdated(r, state, todo) && state > r->v->from)
		goto out;
	if (r->v->progress)
		r->v->progress(r->v->data, r->p->config->id, state);
	err = checkout_go(r->v->co, state);
	r->units.state = state;
	if (!err)
		err = units_run(&r->units, false, todo);
	if (err)
		goto out;
	ps->key = known_state_key(&r->units);
	ps->as = same_units(r, state);
	if (ps->as != state)
		goto out;
	ps->done = known_take(r->v, ps->key, r->p, state, &err);
	ps->whole = all_there(r);
	if (!ps->done && !err)
		err = compile_state(r, state);
out:
	free(todo);
	return err;
}

/* A thread may still judge the last one. */
static int begin_states(struct prun *r)
{
	const struct prove *v = r->v;
	int err = 0;

	r->states = xcalloc(v->co->states, sizeof(*r->states));
	r->ended = v->from;
	for (size_t k = v->from; k <= v->to && !err; k++)
		err = one_state(r, k);
	return err ? err : end_states(r, v->to);
}

static void release_states(struct prun *r)
{
	for (size_t k = 0; r->states && k < r->v->co->states; k++) {
		trial_release(&r->states[k].trial);
		free(r->states[k].key);
	}
	free(r->states);
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
	struct units *us = &r->units;
	const struct kunit *in = rules->in ? kbuild_find(r->kb, rules->in) :
				 NULL;
	bool any = false;

	if (rules->in && !in) {
		r->p->why = xstrfmt("%s is not compiled here", rules->in);
		return;
	}
	us->v = xcalloc(r->kb->n + 1, sizeof(*us->v));
	if (in)
		us->v[us->n++] = (struct punit){ .k = in,
						 .file = rules->probe,
						 .source = "the probe" };
	for (size_t i = 0; i < r->kb->n; i++) {
		const struct kunit *k = &r->kb->units[i];

		if (k->cc.n && !k->generator && takes_part(r->v, r->p, r->kb, k->source))
			us->v[us->n++] = (struct punit){ .k = k,
							 .source = k->source };
	}
	pick_leaves(r);
	for (size_t i = 0; i < us->n; i++)
		any |= in || prove_within(rules, us->v[i].source);
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
		char *key = known_content_key(v, p, kb, k);

		p->known = known_take(v, key, p, k, &err);
		free(key);
	}
	for (size_t k = v->from; k <= v->to && !p->known; k++)
		proof_say(p, k, NULL);
	if (p->known && !p->why)
		prove_mark_changes(p, v->from, v->to);
	return err;
}

int prove_begin(const struct prove *v, const struct kbuild *kb,
		struct proof *p, struct prun **run)
{
	double start = now();
	struct prun *r;

	*run = NULL;
	if (p->known) {
		dumps_release(&p->dumps);
		return 0;
	}
	*run = r = xcalloc(1, sizeof(*r));
	*r = (struct prun){ .v = v, .kb = kb, .p = p,
			    .units = { .run = v, .kb = kb, .p = p } };
	p->failed = kb->result == KBUILD_TOOL_FAILED;
	if (kb->result != KBUILD_OK)
		p->why = xstrdup(kb->why ?: "it cannot be built");
	else
		r->err = prove_options(v, kb, p);
	if (!r->err && !p->why)
		pick_units(r);
	if (!r->err && !p->why)
		r->err = begin_states(r);
	p->seconds += now() - start;
	return r->err == ERR_TOOL ? 0 : r->err;
}

int prove_end(struct prun *r)
{
	const struct prove *v = r->v;
	struct proof *p = r->p;
	double start = now();
	int err = r->err;

	if (!err && r->states)
		err = end_states(r, v->to + 1);
	release_states(r);
	/* Without one answer the others say nothing of the configuration. */
	for (size_t k = v->from; k <= v->to && err == ERR_TOOL; k++)
		proof_say(p, k, NULL);
	if (!err && !p->why)
		prove_mark_changes(p, v->from, v->to);
	if (err == ERR_TOOL)
		err = 0;
	if (!err && prove_lacks(v, p))
		units_lend(&r->units);
	else
		dumps_release(&p->dumps);
	units_release(&r->units);
	strvec_release(&r->leaves);
	p->seconds += now() - start;
	free(r);
	return err;
}
