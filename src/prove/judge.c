// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "base/word.h"
#include "prove/prove.h"

/* --- a row --------------------------------------------------------------- */

/* What is said of one way: the worst of its paths. */
struct row {
	enum prove_verdict verdict;
	char *why;
	const struct own_step *path;
	int acquired, released, freed;
	size_t paths;
};

/*
 * Say V for the reason WHY, which is taken over, of the path O, or of none
 * (NULL), unless something worse has been said of another one.
 */
static void row_set(struct row *row, enum prove_verdict v,
		    const struct own_outcome *o, char *why)
{
	if (v <= row->verdict) {
		free(why);
		return;
	}
	free(row->why);
	row->verdict = v;
	row->why = why;
	row->path = o ? o->path : NULL;
	if (o) {
		row->acquired = o->counts[OWN_ACQUIRE];
		row->released = o->counts[OWN_RELEASE];
		row->freed = o->counts[OWN_FREE];
	}
}

static void add_steps(const struct prove_rules *r, json_t *list,
		      const struct own_step *s, int depth)
{
	const struct own_step *chain[64];
	size_t n = 0;

	/* The last ones say most. */
	for (; s && n < ARRAY_SIZE(chain); s = s->prev)
		chain[n++] = s;
	while (n--) {
		json_t *o = json_object();

		if (chain[n]->file) {
			/* The probe's place differs from clone to clone. */
			const char *file = strcmp(chain[n]->file, r->probe) ?
				chain[n]->file : "probe.c";
			char *at = xstrfmt("%s:%d", file, chain[n]->line);

			json_object_set_new(o, "at", json_string(at));
			free(at);
		}
		json_object_set_new(o, "what", json_string(chain[n]->text));
		if (depth)
			json_object_set_new(o, "depth", json_integer(depth));
		json_array_append_new(list, o);
		if (depth < 16)
			add_steps(r, list, chain[n]->inside, depth + 1);
	}
}

/* Append ROW to ROWS, as of prove_judge(). */
static void row_add(const struct prove_rules *r, json_t *rows,
		    const char *level, const char *way, const struct row *row)
{
	json_t *o = json_object();

	json_object_set_new(o, "level", json_string(level));
	json_object_set_new(o, "way", json_string(way));
	json_object_set_new(o, "verdict", json_string(prove_word(row->verdict)));
	json_object_set_new(o, "paths", json_integer(row->paths));
	if (row->verdict > PROVE_OK) {
		json_t *path = json_array();

		json_object_set_new(o, "why", json_string(row->why ?: ""));
		json_object_set_new(o, "acquired", json_integer(row->acquired));
		json_object_set_new(o, "released", json_integer(row->released));
		json_object_set_new(o, "freed", json_integer(row->freed));
		add_steps(r, path, row->path, 0);
		json_object_set_new(o, "path", path);
	}
	json_array_append_new(rows, o);
}

/* How often the level's constructor acquires, found on the way that makes. */
struct made {
	bool any;		/* an object comes out */
	int count;
	int size;		/* -1: not known, or not always the same */
	struct row row;
};

struct judge {
	const struct prove_rules *r;
	const struct prove_level *level;
	const struct made *m;	/* of the level */
	struct own *own;
	const struct gdump *g;
	const char *text;
};

static bool declared(const struct judge *j, const char *name)
{
	return name && has_word(j->text, strlen(j->text), name);
}

/* --- objects that are kept ------------------------------------------------ */

static bool step_in(const struct own_step *s, const struct strvec *in)
{
	for (; s; s = s->prev) {
		if (s->file && strvec_has(in, s->file))
			return true;
		if (strvec_has(in, s->text) || step_in(s->inside, in))
			return true;
	}
	return false;
}

static const char *reason_of(const struct judge *j,
			     const struct own_outcome *o)
{
	for (size_t i = 0; i < j->r->n_kept; i++) {
		const struct prove_kept *k = &j->r->kept[i];

		if (k->levels.n && !strvec_has(&k->levels, j->level->name))
			continue;
		if (step_in(o->path, &k->in))
			return k->reason;
	}
	return NULL;
}

/* --- the way that makes one ----------------------------------------------- */

static void take_made(struct made *m, const struct own_outcome *o)
{
	int acquired = o->counts[OWN_ACQUIRE], released = o->counts[OWN_RELEASE];
	int freed = o->counts[OWN_FREE];

	m->row.paths++;
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
		row_set(&m->row, PROVE_UNPROVED, o,
			xstrfmt("it is made, and neither freed nor returned"));
	} else if (m->any && acquired - released != m->count) {
		row_set(&m->row, PROVE_UNPROVED, o,
			xstrfmt("acquired %d times on this path, %d times on another",
				acquired - released, m->count));
	} else {
		m->size = m->any && m->size != o->size ? -1 : o->size;
		m->any = true;
		m->count = acquired - released;
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
	m->size = -1;
	if (declared(j, j->level->absent))
		return;
	own_made(j->own, j->level->make, NULL, &out);
	if (!out.found)
		row_set(&m->row, PROVE_UNPROVED, NULL,
			xstrfmt("%s() is not there", j->level->make));
	else if (!out.n)
		row_set(&m->row, PROVE_UNPROVED, NULL, xstrfmt("no path returns"));
	for (size_t i = 0; i < out.n; i++)
		take_made(m, &out.v[i]);
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
	if (!out.found || declared(j, l->absent)) {
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
	if (o->unsure) {
		row_set(row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	} else if (freed > 1) {
		row_set(row, PROVE_DOUBLE, o, xstrfmt("freed %d times", freed));
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
		reason = reason_of(j, o);
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
			return strvec_has(&j->r->narrow, f->types[w->arg - 1]) ?
			       2 : 6;
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
	if (declared(j, w->absent) || declared(j, j->level->absent))
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
		judge_made(&j, &all[i]);
	}
	for (size_t i = 0; i < r->n; i++) {
		j.level = &r->levels[i];
		j.m = &all[i];
		judge_level(&j, all, rows);
	}
	for (size_t i = 0; i < r->n; i++)
		free(all[i].row.why);
	free(all);
	said = json_pack("{s:o, s:o}", "rows", rows, "places",
			 jstrings(own_places(j.own)));
	own_close(j.own);
	return said;
}

/* --- without dumps ------------------------------------------------------- */

static void add_cannot(json_t *rows, const char *level, const char *way,
		       const char *why)
{
	json_array_append_new(rows, json_pack(
		"{s:s, s:s, s:s, s:s, s:i, s:[]}", "level", level, "way", way,
		"verdict", "unproved", "why", why, "paths", 0, "path"));
}

json_t *prove_cannot(const struct prove_rules *r, const char *why)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < r->n; i++) {
		const struct prove_level *l = &r->levels[i];

		add_cannot(rows, l->name, "make", why);
		for (size_t k = 0; k < l->also.n; k++)
			add_cannot(rows, l->name, l->also.v[k], why);
		for (size_t k = 0; k < l->n; k++)
			add_cannot(rows, l->name, l->ways[k].name, why);
	}
	return json_pack("{s:o, s:[]}", "rows", rows, "places");
}
