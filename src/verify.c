// SPDX-License-Identifier: GPL-2.0-only
#include "diag.h"
#include "tmpfile.h"
#include "verify-unit.h"

/* All that decides what a unit's results are, but for its inputs. */
static void config_digest(struct vrun *r)
{
	char *path = xstrfmt("%s/.config", r->kb.obj);
	const struct checkout *co = r->v->co;
	struct strbuf all = STRBUF_INIT;
	struct oid id;
	char hex[41];

	strbuf_addf(&all, "2 %s\n%s\n%s\n", co->base_id, r->c->config->id,
		    r->kb.compiler);
	for (size_t i = 0; i < co->touched.n; i++)
		strbuf_addf(&all, "%s\n", co->touched.v[i]);
	strbuf_read_file(&all, path);
	oid_of(&id, all.buf, all.len);
	oid_hex(&id, hex);
	r->config = xstrdup(hex);
	strbuf_release(&all);
	free(path);
}

static void command_digest(const struct kunit *k, struct oid *id)
{
	struct strbuf all = STRBUF_INIT;

	for (size_t i = 0; i < k->cc.n; i++)
		strbuf_addf(&all, "%s\n", k->cc.v[i]);
	for (size_t i = 0; i < k->sparse.n; i++)
		strbuf_addf(&all, "%s\n", k->sparse.v[i]);
	oid_of(id, all.buf, all.len);
	strbuf_release(&all);
}

static void pick_units(struct vrun *r)
{
	bool *picked = xcalloc(r->kb.n, sizeof(*picked));

	unitset_pick(r->v->us, r->v->co, &r->kb, r->v->full, picked);
	r->units = xcalloc(r->kb.n, sizeof(*r->units));
	for (size_t i = 0; i < r->kb.n; i++) {
		if (!picked[i] || !r->kb.units[i].cc.n)
			continue;
		r->units[r->n].k = &r->kb.units[i];
		command_digest(&r->kb.units[i], &r->units[r->n].command);
		r->n++;
	}
	free(picked);
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

		if (n > 41 && (!kept_only || p[41] == '1'))
			strvec_take(out, xstrndup(p, 40));
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

		if (!affected(u)) {
			cell->unchanged++;
			continue;
		}
		which[i] = r->v->no_skip ||
			   memcmp(&u->now.pp.digest, &u->prev.pp.digest,
				  sizeof(u->now.pp.digest));
	}
	force_new_decls(r, which, cell);
	for (size_t i = 0; i < r->n; i++) {
		cell->compiled += which[i];
		cell->same += affected(&r->units[i]) && !which[i];
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

	a = store_get_cc(r->v->store, r->config, u->k->source,
			 &u->prev.inputs, &before);
	b = store_get_cc(r->v->store, r->config, u->k->source, &u->now.inputs,
			 &now);
	if (a > 0 && b > 0) {
		if (now.status && before.status) {
			cell->broken++;
		} else if (now.status) {
			cell->failed++;
			strvec_push(&cell->failures, u->k->source);
		}
		cell->sparsed += now.sparse != NULL;
		new_diags(u->k->source, before.diags, now.diags, &cell->cc);
		if (now.sparse && before.sparse)
			new_diags(u->k->source, before.sparse, now.sparse,
				  &cell->sparse);
	}
	if (a >= 0 && b >= 0 && !(a && b))
		BUG("%s has no result to judge", u->k->source);
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

static int run_state(struct vrun *r, size_t state)
{
	struct cell *cell = &r->c->cells[state];
	bool *which = xcalloc(r->n, sizeof(*which));
	int err = checkout_go(r->v->co, state);

	if (!err)
		err = units_preprocess(r, state);
	if (!err)
		note_seen(r, state);
	if (!err && state) {
		choose(r, which, cell);
		err = units_compile(r, which, false, state - 1);
		if (!err)
			err = units_compile(r, which, true, state);
		for (size_t i = 0; i < r->n && !err; i++)
			if (which[i])
				err = judge_unit(r, &r->units[i], cell);
	} else if (!err) {
		cell->units = r->n;
	}
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
	free(r->units);
	free(r->config);
	kbuild_release(&r->kb);
}

int verify_column(struct verify *v, struct column *c)
{
	struct vrun r = { .v = v, .c = c };
	char *obj = xstrfmt("%s/%s", v->work, c->config->id);
	double start = now();
	int err, got;

	if (v->progress)
		v->progress(v->data, c, 0, "configured", 0, 0);
	c->cells = xcalloc(v->co->states, sizeof(*c->cells));
	err = checkout_go(v->co, 0);
	got = err ? err : kbuild_open(&r.kb, c->config, v->co->dir, obj,
				      v->jobs, &c->why);
	if (got < 0) {
		err = got;
	} else {
		c->result = got;
		c->compiler = xstrdup(r.kb.compiler);
		c->fallback = r.kb.tc == &c->config->arch->fallback;
		for (size_t i = 0; i < r.kb.not_set.n; i++)
			strvec_push(&c->not_set, r.kb.not_set.v[i]);
	}
	if (!err && got == KBUILD_OK) {
		r.gcc = !strstr(c->compiler, "clang");
		config_digest(&r);
		pick_units(&r);
		for (size_t k = 0; k < v->co->states && !err; k++) {
			err = run_state(&r, k);
			if (!err)
				next_state(&r);
		}
	}
	if (!v->keep_objects)
		remove_tree(obj);
	release_run(&r);
	free(obj);
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
	strvec_release(&c->not_set);
	memset(c, 0, sizeof(*c));
}
