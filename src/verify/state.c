// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "csrc/lines.h"
#include "verify/diag.h"
#include "verify/int.h"

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
			wanted = !strset_has(&old, new.v[k]) &&
				 !strset_has(&seen, new.v[k]);
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
		bool others;

		cell->unreached += u->unreached;
		if (!affected(u)) {
			cell->unchanged += !u->unreached;
			continue;
		}
		others = memcmp(&u->now.pp.others, &u->prev.pp.others,
				sizeof(u->now.pp.others));
		cell->forced += u->hidden || others;
		which[i] = r->v->no_skip || u->hidden || others ||
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

/* What NOW has and neither BEFORE nor GOOD (or NULL) has. */
static void new_diags(const char *unit, const char *before, const char *good,
		      const char *now, struct strvec *out)
{
	struct strvec fresh = STRVEC_INIT;
	struct diags a, b, c = { 0 };

	diags_from_text(&a, before ?: "");
	diags_from_text(&b, now ?: "");
	diags_new(&a, &b, &c.v);
	diags_release(&a);
	diags_from_text(&a, good ?: "");
	diags_new(&a, &c, &fresh);
	for (size_t i = 0; i < fresh.n; i++) {
		char *s = xstrfmt("%s: %s", unit, fresh.v[i]);

		/* The preprocessor and the compiler may say the same. */
		if (strvec_has(out, s))
			free(s);
		else
			strvec_take(out, s);
	}
	strvec_release(&fresh);
	diags_release(&a);
	diags_release(&b);
	diags_release(&c);
}

/* After an error, what else there was to say is not all said. */
static bool cut_short(const struct stored_cc *cc)
{
	return cc->status || (cc->sparse && strstr(cc->sparse, "error:"));
}

void unit_judge(struct vunit *u, struct stored_cc *before,
		const struct stored_cc *now, struct cell *cell)
{
	bool was_cut = cut_short(before);
	const struct stored_cc *good = was_cut ? &u->good : NULL;

	if (now->status && before->status) {
		cell->broken++;
	} else if (now->status) {
		cell->failed++;
		strvec_push(&cell->failures, u->source);
	}
	cell->sparsed += now->sparse != NULL;
	new_diags(u->source, before->diags, good ? good->diags : NULL,
		  now->diags, &cell->cc);
	if (now->sparse && before->sparse)
		new_diags(u->source, before->sparse, good ? good->sparse : NULL,
			  now->sparse, &cell->sparse);
	/* A later patch that mends it is judged against what was before. */
	if (cut_short(now) && !was_cut) {
		stored_cc_release(&u->good);
		u->good = *before;
		memset(before, 0, sizeof(*before));
	}
}

/*
 * What U's compiler said at the parent and now, to be released in all cases.
 * Returns 0 or < 0, reported: that they are there has been seen to.
 */
static int get_results(struct vrun *r, const struct vunit *u,
		       struct stored_cc *before, struct stored_cc *now)
{
	int a = store_get_cc(r->v->store, unit_command(u), u->source,
			     unit_code(u, false), before);
	int b = store_get_cc(r->v->store, unit_command(u), u->source,
			     unit_code(u, true), now);

	if (a >= 0 && b >= 0 && !(a && b))
		BUG("%s has no result to judge", u->source);
	return a < 0 ? a : b < 0 ? b : 0;
}

static int judge_unit(struct vrun *r, struct vunit *u, struct cell *cell)
{
	struct stored_cc before, now;
	int err = get_results(r, u, &before, &now);

	if (!err)
		unit_judge(u, &before, &now, cell);
	/* Its header was made once, at the base, and is what units include. */
	if (!err && u->generator && memcmp(&u->now.pp.digest, &u->prev.pp.digest,
					   sizeof(u->now.pp.digest)))
		err = made_judge(r, u, cell);
	stored_cc_release(&before);
	stored_cc_release(&now);
	return err;
}

static void judge_pp(const struct vunit *u, struct cell *cell)
{
	if (affected(u) && !*u->prev.pp.error && !*u->now.pp.error)
		new_diags(u->source, u->prev.pp.diags, NULL, u->now.pp.diags,
			  &cell->cc);
}

/* Touched files that U read: line 0 of each stands for that. */
static void note_read(struct vrun *r, const struct vunit *u, size_t state)
{
	const struct checkout *co = r->v->co;
	struct strvec deps = STRVEC_INIT;

	strvec_split(&deps, u->now.pp.deps);
	for (size_t i = 0; i < deps.n; i++) {
		ssize_t f = checkout_index(co, deps.v[i]);

		if (f >= 0)
			lines_add(&r->seen[state * co->touched.n + f], 0, 0);
	}
	strvec_release(&deps);
}

/* " 1-9 12-14" at P, up to END, as cover_text() writes it. */
static void add_ranges(struct lines *l, const char *p, const char *end)
{
	while (p < end && *p == ' ') {
		char *to;
		unsigned long first = strtoul(p + 1, &to, 10), last;

		if (*to != '-')
			return;
		last = strtoul(to + 1, &to, 10);
		if (first > last || last > MAX_LINE)
			return;
		lines_add(l, (uint32_t)first, (uint32_t)last);
		p = to;
	}
}

/* Lines of touched files that this state's units took code from. */
void vrun_note_seen(struct vrun *r, size_t state)
{
	const struct checkout *co = r->v->co;

	for (size_t i = 0; i < r->n; i++) {
		const struct vunit *u = &r->units[i];

		if (u->now.known && u->now.pp.deps)
			note_read(r, u, state);
		for (const char *p = u->now.known ? u->now.pp.cover : NULL;
		     p && *p;) {
			size_t n = strcspn(p, "\n"), at = strcspn(p, " \n");
			char *path = xstrndup(p, at);
			ssize_t f = checkout_index(co, path);

			free(path);
			if (f >= 0)
				add_ranges(&r->seen[state * co->touched.n + f],
					   p + at, p + n);
			p += n + (p[n] == '\n');
		}
	}
}

/* Does U's compiler say nothing new, and did it compile U before and after? */
static int is_clean(struct vrun *r, struct vunit *u, bool *clean)
{
	struct stored_cc before, now;
	struct strvec new = STRVEC_INIT;
	int err = get_results(r, u, &before, &now);

	if (!err)
		new_diags(u->source, before.diags, NULL, now.diags, &new);
	*clean = !err && !before.status && !now.status && !new.n;
	strvec_release(&new);
	stored_cc_release(&before);
	stored_cc_release(&now);
	return err;
}

/* At the parent and now; what that finds, once more by kbuild's command. */
static int compile(struct vrun *r, const bool *which, size_t state)
{
	bool *exact = xcalloc(r->n, sizeof(*exact));
	int err;

	for (size_t i = 0; i < r->n; i++)
		r->units[i].exact = r->v->again;
	err = units_compile(r, which, false, state - 1);
	if (!err)
		err = units_compile(r, which, true, state);
	for (size_t i = 0; i < r->n && !err; i++) {
		struct vunit *u = &r->units[i];
		bool clean = true;

		if (which[i] && !u->exact)
			err = is_clean(r, u, &clean);
		exact[i] = !clean;
		u->exact |= !clean;
	}
	if (!err)
		err = units_compile(r, exact, false, state - 1);
	if (!err)
		err = units_compile(r, exact, true, state);
	free(exact);
	return err;
}

/* The compiler says most, and make least. The caller frees it. */
static char *first_error(const struct strvec *said)
{
	for (size_t i = 0; i < said->n; i++)
		if (strstr(said->v[i], "error: "))
			return xstrdup(said->v[i]);
	for (size_t i = 0; i < said->n; i++)
		if (!strstr(said->v[i], "*** "))
			return xstrdup(said->v[i]);
	return xstrdup(said->n ? said->v[0] : "make failed");
}

/* What linking says that it did not say of the parent. */
int vrun_judge_link(struct vrun *r, const bool *which, size_t state)
{
	struct cell *cell = &r->c->cells[state];
	struct link_result now = { 0 };
	int err = units_link(r, which, state, &now);

	if (!err && state == r->v->from && !now.ok)
		r->c->not_linked = first_error(&now.said);
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

int vrun_state(struct vrun *r, size_t state)
{
	struct cell *cell = &r->c->cells[state];
	bool *which = xcalloc(r->n, sizeof(*which));
	int err = units_preprocess(r, state);

	cell->units = r->n;
	if (!err)
		vrun_note_seen(r, state);
	if (!err && state > r->v->from) {
		choose(r, which, cell);
		err = compile(r, which, state);
		for (size_t i = 0; i < r->n && !err; i++)
			if (which[i])
				err = judge_unit(r, &r->units[i], cell);
		for (size_t i = 0; i < r->n && !err; i++)
			judge_pp(&r->units[i], cell);
		cell->claimed = r->v->same_code[state];
		if (!err)
			err = units_code(r, which, state);
	}
	if (!err && r->v->full && !r->v->only)
		err = vrun_judge_link(r, which, state);
	free(which);
	return err;
}

void vrun_next(struct vrun *r)
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

void vrun_release(struct vrun *r)
{
	for (size_t i = 0; i < r->n; i++) {
		stored_pp_release(&r->units[i].prev.pp);
		stored_pp_release(&r->units[i].now.pp);
		strvec_release(&r->units[i].deps);
		free(r->units[i].with_code);
		stored_cc_release(&r->units[i].good);
	}
	strvec_release(&r->link.said);
	free(r->units);
	free(r->config);
}
