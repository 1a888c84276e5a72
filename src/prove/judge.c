// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "base/word.h"
#include "prove/int.h"

bool judge_declared(const struct judge *j, const char *name)
{
	return name && has_word(j->text, strlen(j->text), name);
}

/* --- the way that makes one ----------------------------------------------- */

/* Is it freed as one of another size than SIZE, if both are known? */
static bool judge_size(struct row *row, const struct own_outcome *o, int size)
{
	if (!o->counts[OWN_FREE] || size < 0 || o->freed_size < 0 ||
	    o->freed_size == size)
		return false;
	row_set(row, PROVE_SIZE, o,
		xstrfmt("made as one of size %d, freed as one of size %d",
			size, o->freed_size));
	return true;
}

static void take_made(const struct judge *j, struct made *m,
		      const struct own_outcome *o)
{
	int acquired = o->counts[OWN_ACQUIRE], released = o->counts[OWN_RELEASE];
	int freed = o->counts[OWN_FREE];
	bool differs = m->any && acquired - released != m->count;
	const char *reason = !differs ? NULL :
			     judge_reason(j, j->level->name, o, true);

	m->row.paths++;
	if (row_broken(&m->row, o) || judge_size(&m->row, o, o->size))
		return;
	if (o->unsure) {
		row_set(&m->row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	} else if (!o->counts[OWN_SOURCE]) {
		return;
	} else if (freed) {
		if (freed > 1 || released > acquired)
			row_set(&m->row, PROVE_DOUBLE, o,
				xstrfmt("released or freed twice when it cannot be made"));
		else if (acquired > released)
			row_set(&m->row, PROVE_LEAK, o,
				xstrfmt("freed and not released when it cannot be made"));
	} else if (!o->returned) {
		row_set(&m->row, o->stored ? PROVE_UNPROVED : PROVE_LEAK, o,
			xstrfmt("it is made, and neither freed nor returned"));
	} else if (differs &&
		   (m->other < 0 || acquired - released == m->other) &&
		   (reason || (o->source && m->source &&
			       strcmp(o->source, m->source)))) {
		m->other = acquired - released;
		m->size = m->size != o->size ? -1 : o->size;
		row_set(&m->row, PROVE_KEPT, o, reason ? xstrdup(reason) :
			xstrfmt("what %s() gives is acquired %d times, what %s() gives %d times",
				m->source, m->count, o->source, m->other));
	} else if (differs) {
		row_set(&m->row, PROVE_UNPROVED, o,
			xstrfmt("acquired %d times on this path, %d times on another",
				acquired - released, m->count));
	} else {
		m->size = m->any && m->size != o->size ? -1 : o->size;
		m->any = true;
		m->count = acquired - released;
		m->source = o->source;
		row_set(&m->row, PROVE_OK, o, NULL);
	}
}

static char *not_known(const struct made *m)
{
	return xstrfmt("what making one does is not known: %s", m->row.why);
}

static void judge_made(const struct judge *j, struct made *m)
{
	struct own_outcomes out;

	memset(m, 0, sizeof(*m));
	m->size = m->other = -1;
	if (judge_declared(j, j->level->absent))
		return;
	own_made(j->own, j->level->make, NULL, &out);
	if (!out.found)
		row_set(&m->row, PROVE_UNPROVED, NULL,
			xstrfmt("%s() is not there", j->level->make));
	else if (!out.n)
		row_set(&m->row, PROVE_UNPROVED, NULL, xstrfmt("no path returns"));
	for (size_t i = 0; i < out.n; i++)
		take_made(j, m, &out.v[i]);
	free(out.v);
}

/* --- functions that put one in --------------------------------------------- */

/*
 * COUNT: how often it was acquired before. A path on which it is not put in
 * here is of no object of this level.
 */
static void take_put(const struct judge *j, const char *function, int count,
		     struct row *row, const struct own_outcome *o)
{
	int acquired = count + o->counts[OWN_ACQUIRE];
	int left = acquired - o->counts[OWN_RELEASE];
	int want = j->m->count;

	row->paths++;
	if (row_broken(row, o) || judge_size(row, o, o->size))
		return;
	if (o->unsure)
		row_set(row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	else if (!o->counts[OWN_SOURCE])
		return;
	else if (o->counts[OWN_PUT] > 1 || (o->counts[OWN_PUT] && o->counts[OWN_FREE]))
		row_set(row, PROVE_DOUBLE, o, xstrfmt("%s() puts it in and frees it, or puts it in twice",
						      function));
	else if (o->counts[OWN_PUT] && left != want)
		row_set(row, left > want ? PROVE_LEAK : PROVE_DOUBLE, o,
			xstrfmt("%s() puts in one that is acquired %d times; it goes the way of those of %s(), acquired %d times",
				function, left, j->level->make, want));
	else if (o->counts[OWN_FREE] && left)
		row_set(row, left > 0 ? PROVE_LEAK : PROVE_DOUBLE, o,
			xstrfmt("%s() frees it, acquired %d times and released %d times",
				function, acquired, o->counts[OWN_RELEASE]));
	else if (o->counts[OWN_PUT])
		row_set(row, PROVE_OK, o, NULL);
}

/* Returns whether any of the paths puts one in. */
static bool each_put(const struct judge *j, const char *function, int count,
		     struct row *row, struct own_outcomes *out)
{
	bool any = false;

	for (size_t i = 0; i < out->n; i++) {
		take_put(j, function, count, row, &out->v[i]);
		any |= out->v[i].counts[OWN_PUT] > 0;
	}
	free(out->v);
	return any;
}

/* It may be one that FUNCTION makes, or one that it finds, of another level. */
static void judge_also(const struct judge *j, const struct made *all,
		       const char *function, struct row *row)
{
	const struct prove_level *l = j->level;
	const struct made *was;
	struct own_outcomes out;
	bool any = false;

	memset(row, 0, sizeof(*row));
	own_made(j->own, function, &l->put, &out);
	if (!out.found || judge_declared(j, l->absent)) {
		free(out.v);
		return;
	}
	if (j->m->row.verdict == PROVE_UNPROVED)
		row_set(row, PROVE_UNPROVED, NULL, not_known(j->m));
	any = each_put(j, function, 0, row, &out);
	if (l->found) {
		was = &all[prove_level(j->r, l->found)];
		if (was->row.verdict == PROVE_UNPROVED)
			row_set(row, PROVE_UNPROVED, NULL, not_known(was));
		own_found(j->own, function, &l->put, &out);
		any = each_put(j, function, was->count, row, &out);
	}
	if (!any)
		row_set(row, PROVE_UNPROVED, NULL,
			xstrfmt("%s() is there, and no path of it calls %s() with one that it %s",
				function, l->put.function,
				l->found ? "found" : "made"));
}

/* --- the ways out ---------------------------------------------------------- */

static void take_given(const struct judge *j, struct row *row,
		       const struct own_outcome *o)
{
	const struct made *m = j->m;
	int left = m->count + o->counts[OWN_ACQUIRE] - o->counts[OWN_RELEASE];
	int freed = o->counts[OWN_FREE];
	const char *reason;

	row->paths++;
	if (row_broken(row, o) || judge_size(row, o, m->size))
		return;
	if (o->unsure) {
		row_set(row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	} else if (freed > 1) {
		row_set(row, PROVE_DOUBLE, o, xstrfmt("freed %d times", freed));
	} else if (freed && m->other >= 0 &&
		   (!left || m->other - m->count + left == 0)) {
		row_set(row, PROVE_KEPT, o, xstrdup(m->row.why));
	} else if (freed && left) {
		row_set(row, left > 0 ? PROVE_LEAK : PROVE_DOUBLE, o,
			xstrfmt("freed, acquired %d times and released %d times",
				m->count + o->counts[OWN_ACQUIRE],
				o->counts[OWN_RELEASE]));
	} else if (freed) {
		row_set(row, PROVE_OK, o, NULL);
	} else if (left != m->count) {
		row_set(row, PROVE_UNPROVED, o,
			xstrfmt("released, and not freed on this path"));
	} else {
		reason = judge_reason(j, j->level->name, o, true);
		row_set(row, reason ? PROVE_KEPT : PROVE_UNPROVED, o,
			reason ? xstrdup(reason) :
			xstrfmt("not freed on this path, and no reason is stated"));
	}
}

/* How many of an address's lowest bits are zero. */
static int bits_of(const struct judge *j, const struct prove_way *w)
{
	for (size_t i = 0; i < j->g->n; i++) {
		const struct gfunc *f = &j->g->funcs[i];

		if (!strcmp(f->name, w->function) &&
		    (size_t)w->arg <= f->n_params)
			return own_bits(&j->r->own, f->types[w->arg - 1]);
	}
	return 0;
}

static void judge_given(const struct judge *j, const struct prove_way *w,
			struct row *row)
{
	const struct made *m = j->m;
	struct own_outcomes out;
	bool freed = false;

	memset(row, 0, sizeof(*row));
	if (judge_declared(j, w->absent) || judge_declared(j, j->level->absent))
		return;
	own_given(j->own, w->function, w->arg, bits_of(j, w), m->size, &out);
	if (!out.found && w->tree)
		return;
	if (m->row.verdict == PROVE_UNPROVED)
		row_set(row, PROVE_UNPROVED, NULL, not_known(m));
	else if (!out.found)
		row_set(row, PROVE_UNPROVED, NULL,
			xstrfmt("%s() is not there", w->function));
	else if (!out.n)
		row_set(row, PROVE_UNPROVED, NULL, xstrfmt("no path returns"));
	for (size_t i = 0; i < out.n && m->row.verdict != PROVE_UNPROVED; i++) {
		/* Of what is never made nothing has to be freed. */
		if (!m->any && !out.v[i].counts[OWN_FREE] &&
		    !out.v[i].counts[OWN_RELEASE] && !out.v[i].unsure)
			continue;
		take_given(j, row, &out.v[i]);
		freed |= out.v[i].counts[OWN_FREE] > 0;
	}
	/* That each path keeps it says nothing of those that free it. */
	if (row->verdict == PROVE_KEPT && !freed)
		row_set(row, PROVE_UNPROVED, NULL,
			xstrfmt("each path that was found keeps it: %s", row->why));
	free(out.v);
}

/* --- all of it -------------------------------------------------------- */

static void judge_level(const struct judge *j, const struct made *all,
			json_t *rows)
{
	const struct prove_level *l = j->level;
	struct row row;

	if (l->within.n) {
		judge_within(j, rows);
		return;
	}
	row_add(j->r, rows, l->name, "make", &j->m->row);
	for (size_t k = 0; k < l->also.n; k++) {
		judge_also(j, all, l->also.v[k], &row);
		row_add(j->r, rows, l->name, l->also.v[k], &row);
		free(row.why);
	}
	for (size_t k = 0; k < l->n; k++) {
		judge_given(j, &l->ways[k], &row);
		row_add(j->r, rows, l->name, l->ways[k].name, &row);
		free(row.why);
	}
}

json_t *prove_judge(const struct prove_rules *r, const struct gdump *g,
		    const char *text)
{
	struct judge j = { .r = r, .own = own_open(g, &r->own), .g = g,
			   .text = text };
	struct made *all = xcalloc(r->n, sizeof(*all));
	json_t *rows = json_array(), *said;

	/* An object of one level may be put in as one of another. */
	for (size_t i = 0; i < r->n; i++) {
		j.level = &r->levels[i];
		if (!j.level->within.n)
			judge_made(&j, &all[i]);
	}
	for (size_t i = 0; i < r->n; i++) {
		j.level = &r->levels[i];
		j.m = &all[i];
		judge_level(&j, all, rows);
	}
	judge_found(&j, all, rows);
	for (size_t i = 0; i < r->n; i++)
		free(all[i].row.why);
	free(all);
	said = json_pack("{s:o, s:o, s:o}", "rows", rows, "places",
			 jstrings(own_places(j.own)), "strange",
			 jstrings(own_strange(j.own)));
	own_close(j.own);
	return said;
}

/* --- without dumps ------------------------------------------------------- */

static void add_cannot(json_t *rows, const char *level, const char *way,
		       const char *why)
{
	json_array_append_new(rows, json_pack(
		"{s:o, s:o, s:s, s:o, s:i, s:[]}", "level", jtext(level),
		"way", jtext(way), "verdict", "unproved", "why", jtext(why),
		"paths", 0, "path"));
}

json_t *prove_cannot(const struct prove_rules *r, const char *why)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < r->n; i++) {
		const struct prove_level *l = &r->levels[i];

		add_cannot(rows, l->name, l->within.n ? "all" : "make", why);
		for (size_t k = 0; k < l->also.n; k++)
			add_cannot(rows, l->name, l->also.v[k], why);
		for (size_t k = 0; k < l->n; k++)
			add_cannot(rows, l->name, l->ways[k].name, why);
	}
	return json_pack("{s:o, s:[], s:[]}", "rows", rows, "places", "strange");
}

void prove_unread(const struct prove_rules *r, json_t *said,
		  const char *source, const char *why)
{
	json_t *rows = json_object_get(said, "rows");

	for (size_t i = 0; i < r->n; i++)
		add_cannot(rows, r->levels[i].name, source, why);
}
