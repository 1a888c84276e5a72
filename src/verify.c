// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"
#include "verify-unit.h"

char *vrun_scratch(const struct vrun *r, size_t id, const char *ext)
{
	return xstrfmt("%s/u%zu.%s", r->v->scratch, id, ext);
}

/* --- the units of a configuration -------------------------------------- */

/* All that decides what a unit's results are, but for its inputs. */
static void config_digest(struct vrun *r)
{
	const struct checkout *co = r->v->co;
	struct strbuf all = STRBUF_INIT;
	struct oid id;
	char hex[41];

	strbuf_addf(&all, "5 %s\n", r->c->kb.key);
	for (size_t i = 0; i < co->touched.n; i++)
		strbuf_addf(&all, "%s\n", co->touched.v[i]);
	/* Of each unit is known which of these it reaches. */
	for (size_t i = 0; i < r->v->us->names.n; i++)
		strbuf_addf(&all, "%s ", r->v->us->names.v[i]);
	oid_of(&id, all.buf, all.len);
	oid_hex(&id, hex);
	r->config = xstrdup(hex);
	strbuf_release(&all);
}

/* What the results of compiling by it depend on, next to the code. */
static void command_digest(const struct verify *v, const struct kbuild *kb,
			   const struct kunit *k, char hex[41])
{
	struct strbuf all = STRBUF_INIT;
	struct oid id;

	strbuf_addf(&all, "%s\n%s\n", kb->compiler, v->sparse);
	for (size_t i = 0; i < k->cc.n; i++)
		strbuf_addf(&all, "%s\n", k->cc.v[i]);
	for (size_t i = 0; i < k->sparse.n; i++)
		strbuf_addf(&all, "%s\n", k->sparse.v[i]);
	oid_of(&id, all.buf, all.len);
	oid_hex(&id, hex);
	strbuf_release(&all);
}

/* Take the list from kbuild, and keep it. */
static int list_units(struct verify *v, struct column *c)
{
	const struct kbuild *kb = &c->kb;
	struct strbuf text = STRBUF_INIT;
	char hex[41];
	int err;

	for (size_t i = 0; i < kb->not_set.n; i++) {
		strvec_push(&c->not_set, kb->not_set.v[i]);
		strbuf_addf(&text, "- %s\n", kb->not_set.v[i]);
	}
	for (size_t i = 0; i < kb->n; i++) {
		if (!kb->units[i].cc.n)
			continue;
		command_digest(v, kb, &kb->units[i], hex);
		strvec_push(&c->sources, kb->units[i].source);
		strvec_push(&c->commands, hex);
		if (kb->units[i].generator)
			strvec_push(&c->generators, kb->units[i].source);
		strbuf_addf(&text, "%s %s\n", hex, kb->units[i].source);
	}
	for (size_t i = 0; i < c->generators.n; i++)
		strbuf_addf(&text, "g %s\n", c->generators.v[i]);
	err = store_put_text(v->store, "units", kb->key, text.buf);
	strbuf_release(&text);
	c->listed = !err;
	return err;
}

/* The same from the store: 1, 0 if it is not there, < 0 on an error. */
static int stored_units(struct verify *v, struct column *c)
{
	char *text;
	int got = store_get_text(v->store, "units", c->kb.key, &text);

	for (char *p = text; got > 0 && *p;) {
		size_t n = strcspn(p, "\n"), at = strcspn(p, " ");
		struct strvec *to = at > 1 ? &c->sources :
				    *p == 'g' ? &c->generators : &c->not_set;

		if (at > 1)
			strvec_take(&c->commands, xstrndup(p, at));
		strvec_take(to, xstrndup(p + at + 1, n - at - 1));
		p += n + (p[n] == '\n');
	}
	c->listed = got > 0;
	free(text);
	return got;
}

static int open_column(struct verify *v, struct column *c)
{
	char *obj = xstrfmt("%s/%s", v->work, c->config->id);
	int got = kbuild_init(&c->kb, c->config, v->co->base_id, v->sparse,
			      v->co->dir, obj);

	free(obj);
	c->compiler = xstrdup(c->kb.compiler ?: "");
	c->fallback = c->kb.tc == &c->config->arch->fallback;
	if (!got && c->kb.result == KBUILD_OK)
		got = stored_units(v, c);
	return got < 0 ? got : 0;
}

int verify_prepare(struct verify *v, struct column *c, size_t n)
{
	struct kbuild **todo = xcalloc(n, sizeof(*todo));
	size_t n_todo = 0;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		err = open_column(v, &c[i]);
		if (!err && !c[i].listed && c[i].kb.result == KBUILD_OK)
			todo[n_todo++] = &c[i].kb;
	}
	if (!err && n_todo) {
		if (v->progress)
			v->progress(v->data, c, v->from, "configured", 0, 0);
		err = checkout_go(v->co, 0);
		if (!err)
			err = kbuild_prepare(todo, n_todo, v->jobs);
	}
	for (size_t i = 0; i < n && !err; i++) {
		if (!c[i].listed && c[i].kb.prepared)
			err = list_units(v, &c[i]);
		c[i].result = c[i].kb.result;
		c[i].why = c[i].kb.why ? xstrdup(c[i].kb.why) : NULL;
	}
	free(todo);
	return err;
}

static void pick_units(struct vrun *r)
{
	const struct strvec *all = &r->c->sources;
	bool *picked = xcalloc(all->n, sizeof(*picked));

	unitset_pick(r->v->us, r->v->co, r->c->config->arch->name, all,
		     r->v->full, picked);
	r->units = xcalloc(all->n, sizeof(*r->units));
	for (size_t i = 0; i < all->n; i++) {
		struct vunit *u = &r->units[r->n];

		u->generator = strvec_has(&r->c->generators, all->v[i]);
		if (r->v->only ? !strvec_has(r->v->only, all->v[i]) :
		    !picked[i] && !u->generator)
			continue;
		u->source = all->v[i];
		u->command = r->c->commands.v[i];
		u->k = kbuild_find(&r->c->kb, u->source);
		r->n++;
	}
	free(picked);
}

int vrun_prepared(struct vrun *r)
{
	struct checkout *co = r->v->co;
	struct kbuild *kb = &r->c->kb;
	size_t at = co->at;
	int err;

	if (kb->prepared)
		return 0;
	err = checkout_go(co, 0);
	if (!err)
		err = kbuild_prepare(&kb, 1, r->v->jobs);
	if (!err && !kb->prepared)
		err = error("%s: %s", r->c->config->id, kb->why);
	if (!err)
		err = checkout_go(co, at);
	for (size_t i = 0; i < r->n && !err; i++) {
		r->units[i].k = kbuild_find(kb, r->units[i].source);
		if (!r->units[i].k)
			err = error("%s: %s is no unit any more; remove %s and %s.key, and start again",
				    r->c->config->id, r->units[i].source,
				    kb->obj, kb->obj);
	}
	return err;
}

/* --- what to compile --------------------------------------------------- */

static bool affected(const struct vunit *u)
{
	return u->now.known && u->prev.known;
}

/* The ids in DECLS ("ID KEPT" lines), with KEPT lines only or all. */
static void decl_ids(const char *decls, bool kept_only, struct strvec *out)
{
	for (const char *p = decls; p && *p;) {
		size_t n = strcspn(p, "\n");

		if (n > 17 && (!kept_only || p[17] == '1'))
			strvec_take(out, xstrndup(p, 16));
		p += n + (p[n] == '\n');
	}
}

static bool in_sorted(const struct strvec *sorted, const char *s)
{
	size_t lo = 0, hi = sorted->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(sorted->v[mid], s);

		if (!c)
			return true;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

/*
 * Declarations that the patch changed, and that no unit to be compiled
 * keeps: have the first unit that holds one compiled for them.
 */
static void force_new_decls(struct vrun *r, bool *which, struct cell *cell)
{
	struct strvec seen = STRVEC_INIT;

	for (size_t i = 0; i < r->n; i++)
		if (which[i])
			decl_ids(r->units[i].now.pp.decls, false, &seen);
	strvec_sort(&seen);
	strvec_uniq(&seen);
	for (size_t i = 0; i < r->n; i++) {
		const struct vunit *u = &r->units[i];
		struct strvec old = STRVEC_INIT, new = STRVEC_INIT;
		bool wanted = false;

		if (which[i] || !affected(u))
			continue;
		decl_ids(u->prev.pp.decls, false, &old);
		decl_ids(u->now.pp.decls, false, &new);
		strvec_sort(&old);
		for (size_t k = 0; k < new.n && !wanted; k++)
			wanted = !in_sorted(&old, new.v[k]) &&
				 !in_sorted(&seen, new.v[k]);
		if (wanted) {
			which[i] = true;
			cell->forced++;
			decl_ids(u->now.pp.decls, false, &seen);
			strvec_sort(&seen);
			strvec_uniq(&seen);
		}
		strvec_release(&old);
		strvec_release(&new);
	}
	strvec_release(&seen);
}

static void choose(struct vrun *r, bool *which, struct cell *cell)
{
	cell->units = r->n;
	for (size_t i = 0; i < r->n; i++) {
		const struct vunit *u = &r->units[i];

		cell->unreached += u->unreached;
		if (!affected(u)) {
			cell->unchanged += !u->unreached;
			continue;
		}
		cell->forced += u->forced;
		which[i] = r->v->no_skip || u->forced ||
			   memcmp(&u->now.pp.digest, &u->prev.pp.digest,
				  sizeof(u->now.pp.digest));
	}
	force_new_decls(r, which, cell);
	for (size_t i = 0; i < r->n; i++) {
		cell->compiled += which[i];
		cell->same += affected(&r->units[i]) && !which[i] &&
			      !r->units[i].unreached;
		cell->unreached -= r->units[i].unreached && which[i];
	}
}

/* --- judging ----------------------------------------------------------- */

static void new_diags(const char *unit, const char *before, const char *now,
		      struct strvec *out)
{
	struct strvec fresh = STRVEC_INIT;
	struct diags a, b;

	diags_from_text(&a, before ?: "");
	diags_from_text(&b, now ?: "");
	diags_new(&a, &b, &fresh);
	for (size_t i = 0; i < fresh.n; i++)
		strvec_pushf(out, "%s: %s", unit, fresh.v[i]);
	strvec_release(&fresh);
	diags_release(&a);
	diags_release(&b);
}

static int judge_unit(struct vrun *r, const struct vunit *u,
		      struct cell *cell)
{
	struct stored_cc before, now;
	int a, b;

	a = store_get_cc(r->v->store, u->command, u->source, &u->prev.pp.all,
			 &before);
	b = store_get_cc(r->v->store, u->command, u->source, &u->now.pp.all,
			 &now);
	if (a > 0 && b > 0) {
		if (now.status && before.status) {
			cell->broken++;
		} else if (now.status) {
			cell->failed++;
			strvec_push(&cell->failures, u->source);
		}
		cell->sparsed += now.sparse != NULL;
		new_diags(u->source, before.diags, now.diags, &cell->cc);
		if (now.sparse && before.sparse)
			new_diags(u->source, before.sparse, now.sparse,
				  &cell->sparse);
	}
	/* Its header was made once, at the base, and is what units include. */
	if (u->generator && memcmp(&u->now.pp.digest, &u->prev.pp.digest,
				   sizeof(u->now.pp.digest)))
		strvec_pushf(&cell->cc, "%s: what is generated from it may change, and units are compiled with what the base gives",
			     u->source);
	if (a >= 0 && b >= 0 && !(a && b))
		BUG("%s has no result to judge", u->source);
	stored_cc_release(&before);
	stored_cc_release(&now);
	return a < 0 ? a : b < 0 ? b : 0;
}

/* Lines of touched files that this state's units took code from. */
static void note_seen(struct vrun *r, size_t state)
{
	const struct checkout *co = r->v->co;

	for (size_t i = 0; i < r->n; i++) {
		const struct vunit *u = &r->units[i];

		for (const char *p = u->now.known ? u->now.pp.cover : NULL;
		     p && *p;) {
			size_t n = strcspn(p, "\n"), at = strcspn(p, " \n");
			char *path = xstrndup(p, at);
			ssize_t f = checkout_index(co, path);
			unsigned int from, to;
			int used;

			free(path);
			while (f >= 0 && at < n &&
			       sscanf(p + at, " %u-%u%n", &from, &to, &used) == 2) {
				lines_add(&r->v->seen[state * co->touched.n + f],
					  from, to);
				at += used;
			}
			p += n + (p[n] == '\n');
		}
	}
}

/* What linking says that it did not say of the parent. */
static int judge_link(struct vrun *r, const bool *which, size_t state)
{
	struct cell *cell = &r->c->cells[state];
	struct link_result now = { 0 };
	int err = units_link(r, which, state, &now);

	if (!err && state > r->v->from) {
		cell->linked = now.ok;
		if (!now.ok && r->link.ok) {
			cell->failed++;
			strvec_push(&cell->failures, "vmlinux");
		}
		cell->broken += !now.ok && !r->link.ok;
		for (size_t i = 0; i < now.said.n; i++)
			if (!strvec_has(&r->link.said, now.said.v[i]))
				strvec_pushf(&cell->cc, "vmlinux: %s",
					     now.said.v[i]);
	}
	strvec_release(&r->link.said);
	r->link = now;
	return err;
}

static int run_state(struct vrun *r, size_t state)
{
	struct cell *cell = &r->c->cells[state];
	bool *which = xcalloc(r->n, sizeof(*which));
	int err = units_preprocess(r, state);

	cell->units = r->n;
	if (!err)
		note_seen(r, state);
	if (!err && state > r->v->from) {
		choose(r, which, cell);
		err = units_compile(r, which, false, state - 1);
		if (!err)
			err = units_compile(r, which, true, state);
		for (size_t i = 0; i < r->n && !err; i++)
			if (which[i])
				err = judge_unit(r, &r->units[i], cell);
	}
	if (!err && r->v->full && !r->v->only)
		err = judge_link(r, which, state);
	free(which);
	return err;
}

static void next_state(struct vrun *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct vunit *u = &r->units[i];

		/* An unchanged unit's prev stays what it was. */
		if (!u->now.known)
			continue;
		stored_pp_release(&u->prev.pp);
		u->prev = u->now;
		memset(&u->now, 0, sizeof(u->now));
	}
}

static void release_run(struct vrun *r)
{
	for (size_t i = 0; i < r->n; i++) {
		stored_pp_release(&r->units[i].prev.pp);
		stored_pp_release(&r->units[i].now.pp);
		strvec_release(&r->units[i].deps);
	}
	strvec_release(&r->link.said);
	free(r->units);
	free(r->config);
	kbuild_release(&r->c->kb);
}

int verify_column(struct verify *v, struct column *c)
{
	struct vrun r = { .v = v, .c = c, .linked = SIZE_MAX };
	double start = now();
	int err = 0;

	c->cells = xcalloc(v->co->states, sizeof(*c->cells));
	if (c->result == KBUILD_OK) {
		r.gcc = !strstr(c->compiler, "clang");
		config_digest(&r);
		pick_units(&r);
		for (size_t k = v->from; k <= v->to && !err; k++) {
			err = run_state(&r, k);
			if (!err)
				next_state(&r);
		}
	}
	release_run(&r);
	c->seconds = now() - start;
	c->done = !err;
	return err;
}

void column_release(struct column *c, size_t states)
{
	for (size_t k = 0; c->cells && k < states; k++) {
		strvec_release(&c->cells[k].cc);
		strvec_release(&c->cells[k].sparse);
		strvec_release(&c->cells[k].failures);
	}
	free(c->cells);
	free(c->why);
	free(c->compiler);
	kbuild_release(&c->kb);
	strvec_release(&c->not_set);
	strvec_release(&c->sources);
	strvec_release(&c->commands);
	strvec_release(&c->generators);
	memset(c, 0, sizeof(*c));
}
