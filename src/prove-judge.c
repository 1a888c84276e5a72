// SPDX-License-Identifier: GPL-2.0-only
#include "json.h"
#include "prove.h"
#include "wordset.h"

static const char *const WORDS[] = {
	"none", "ok", "kept", "unproved", "leak", "double",
};

const char *prove_word(enum prove_verdict v)
{
	return WORDS[v];
}

enum prove_verdict prove_verdict(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(WORDS); i++)
		if (!strcmp(word, WORDS[i]))
			return i;
	return PROVE_UNPROVED;
}

/* What is said of one way: the worst of its paths. */
struct row {
	enum prove_verdict verdict;
	char *why;
	const struct own_step *path;
	int acquired, released, freed;
	size_t paths;
};

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
	struct own *own;
	const struct gdump *g;
	const char *text;
};

static void set_row(struct row *row, enum prove_verdict v,
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
		set_row(&m->row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	} else if (!o->counts[OWN_SOURCE]) {
		return;
	} else if (freed) {
		if (freed > 1 || released > acquired)
			set_row(&m->row, PROVE_DOUBLE, o,
				xstrfmt("released or freed twice when it cannot be made"));
		else if (acquired > released)
			set_row(&m->row, PROVE_LEAK, o,
				xstrfmt("freed and not released when it cannot be made"));
	} else if (!o->returned) {
		set_row(&m->row, PROVE_UNPROVED, o,
			xstrfmt("it is made, and neither freed nor returned"));
	} else if (m->any && acquired - released != m->count) {
		set_row(&m->row, PROVE_UNPROVED, o,
			xstrfmt("acquired %d times on this path, %d times on another",
				acquired - released, m->count));
	} else {
		m->size = m->any && m->size != o->size ? -1 : o->size;
		m->any = true;
		m->count = acquired - released;
		set_row(&m->row, PROVE_OK, o, NULL);
	}
}

static void judge_made(const struct judge *j, struct made *m)
{
	struct own_outcomes out;

	memset(m, 0, sizeof(*m));
	m->size = -1;
	if (declared(j, j->level->absent))
		return;
	own_made(j->own, j->level->make, &out);
	if (!out.found)
		set_row(&m->row, PROVE_UNPROVED, NULL,
			xstrfmt("%s() is not there", j->level->make));
	else if (!out.n)
		set_row(&m->row, PROVE_UNPROVED, NULL, xstrfmt("no path returns"));
	for (size_t i = 0; i < out.n; i++)
		take_made(m, &out.v[i]);
	free(out.v);
}

/*
 * Another function that makes one: it goes by the same ways, and has to be
 * acquired as often. Where it is put is not followed.
 */
static void judge_also(const struct judge *j, const struct made *m,
		       const char *function, struct row *row)
{
	struct own_outcomes out;

	memset(row, 0, sizeof(*row));
	own_made(j->own, function, &out);
	for (size_t i = 0; i < out.n && m->any; i++) {
		const struct own_outcome *o = &out.v[i];
		int left = o->counts[OWN_ACQUIRE] - o->counts[OWN_RELEASE];

		row->paths++;
		if (o->unsure)
			set_row(row, PROVE_UNPROVED, o, xstrdup(o->unsure));
		else if (!o->counts[OWN_SOURCE])
			continue;
		else if (o->counts[OWN_FREE] ? !left : left == m->count)
			set_row(row, PROVE_OK, o, NULL);
		else
			set_row(row, left > m->count ? PROVE_LEAK : PROVE_DOUBLE,
				o, xstrfmt("%s() acquires it %d times, and %s() %d times: it is released as if by that",
					   function, left, j->level->make,
					   m->count));
	}
	free(out.v);
}

/* --- the ways out ---------------------------------------------------------- */

static void take_given(const struct judge *j, const struct made *m,
		       struct row *row, const struct own_outcome *o)
{
	int left = m->count + o->counts[OWN_ACQUIRE] - o->counts[OWN_RELEASE];
	int freed = o->counts[OWN_FREE];
	const char *reason;

	row->paths++;
	if (o->unsure) {
		set_row(row, PROVE_UNPROVED, o, xstrdup(o->unsure));
	} else if (freed > 1) {
		set_row(row, PROVE_DOUBLE, o, xstrfmt("freed %d times", freed));
	} else if (freed && left) {
		set_row(row, left > 0 ? PROVE_LEAK : PROVE_DOUBLE, o,
			xstrfmt("freed, acquired %d times and released %d times",
				m->count + o->counts[OWN_ACQUIRE],
				o->counts[OWN_RELEASE]));
	} else if (freed) {
		set_row(row, PROVE_OK, o, NULL);
	} else if (left != m->count) {
		set_row(row, PROVE_UNPROVED, o,
			xstrfmt("released, and not freed on this path"));
	} else {
		reason = reason_of(j, o);
		set_row(row, reason ? PROVE_KEPT : PROVE_UNPROVED, o,
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

static void judge_given(const struct judge *j, const struct made *m,
			const struct prove_way *w, struct row *row)
{
	struct own_outcomes out;

	memset(row, 0, sizeof(*row));
	if (declared(j, w->absent) || declared(j, j->level->absent))
		return;
	own_given(j->own, w->function, w->arg, bits_of(j, w), m->size, &out);
	if (m->row.verdict == PROVE_UNPROVED)
		set_row(row, PROVE_UNPROVED, NULL,
			xstrfmt("what making one does is not known: %s",
				m->row.why));
	else if (!out.found)
		set_row(row, PROVE_UNPROVED, NULL,
			xstrfmt("%s() is not there", w->function));
	else if (!out.n)
		set_row(row, PROVE_UNPROVED, NULL, xstrfmt("no path returns"));
	for (size_t i = 0; i < out.n && m->row.verdict != PROVE_UNPROVED; i++) {
		/* Of what is never made nothing has to be freed. */
		if (!m->any && !out.v[i].counts[OWN_FREE] &&
		    !out.v[i].counts[OWN_RELEASE] && !out.v[i].unsure)
			continue;
		take_given(j, m, row, &out.v[i]);
	}
	free(out.v);
}

/* --- as JSON ------------------------------------------------------------- */

static void add_steps(const struct judge *j, json_t *list,
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
			const char *file = strcmp(chain[n]->file, j->r->probe) ?
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
			add_steps(j, list, chain[n]->inside, depth + 1);
	}
}

static void add_row(const struct judge *j, json_t *rows, const char *way,
		    const struct row *row)
{
	json_t *o = json_object();

	json_object_set_new(o, "level", json_string(j->level->name));
	json_object_set_new(o, "way", json_string(way));
	json_object_set_new(o, "verdict", json_string(WORDS[row->verdict]));
	json_object_set_new(o, "paths", json_integer(row->paths));
	if (row->verdict > PROVE_OK) {
		json_t *path = json_array();

		json_object_set_new(o, "why", json_string(row->why ?: ""));
		json_object_set_new(o, "acquired", json_integer(row->acquired));
		json_object_set_new(o, "released", json_integer(row->released));
		json_object_set_new(o, "freed", json_integer(row->freed));
		add_steps(j, path, row->path, 0);
		json_object_set_new(o, "path", path);
	}
	json_array_append_new(rows, o);
}

json_t *prove_judge(const struct prove_rules *r, const struct gdump *g,
		    const char *text)
{
	struct judge j = { .r = r, .own = own_open(g, &r->own), .g = g,
			   .text = text };
	json_t *rows = json_array();

	for (size_t i = 0; i < r->n; i++) {
		struct made m;
		struct row row;

		j.level = &r->levels[i];
		judge_made(&j, &m);
		add_row(&j, rows, "make", &m.row);
		for (size_t k = 0; k < j.level->also.n; k++) {
			judge_also(&j, &m, j.level->also.v[k], &row);
			add_row(&j, rows, j.level->also.v[k], &row);
			free(row.why);
		}
		for (size_t k = 0; k < j.level->n; k++) {
			judge_given(&j, &m, &j.level->ways[k], &row);
			add_row(&j, rows, j.level->ways[k].name, &row);
			free(row.why);
		}
		free(m.row.why);
	}
	own_close(j.own);
	return rows;
}

bool prove_row_alike(const json_t *a, const json_t *b)
{
	if (!a || !b)
		return a == b;
	return !strcmp(jstr(a, "verdict"), jstr(b, "verdict")) &&
	       !strcmp(jstr(a, "why"), jstr(b, "why"));
}

enum prove_verdict prove_worst(const json_t *rows)
{
	enum prove_verdict worst = PROVE_NONE;
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		enum prove_verdict v = prove_verdict(jstr(row, "verdict"));

		if (v > worst)
			worst = v;
	}
	return worst;
}
