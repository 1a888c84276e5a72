// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "base/datadir.h"
#include "base/json.h"
#include "report/outdir.h"
#include "report/series-json.h"
#include "report/proved.h"
#include "base/shell.h"

#define PROVE_FORMAT 1

/*
 * Tracks: no matrix that a person could read has so many, and a report that
 * somebody made up must not take all memory.
 */
#define TOO_MANY (1 << 14)

/* --- runs -------------------------------------------------------------- */

static void add_state(struct rtrack *t, size_t state, const json_t *row)
{
	struct rrun *last = t->n ? &t->v[t->n - 1] : NULL;
	enum prove_verdict v = row ? prove_verdict(jstr(row, "verdict")) :
			       PROVE_NONE;

	if (last && prove_row_alike(last->row, row)) {
		last->last = state;
		return;
	}
	if (last && last->verdict != v)
		t->changed = state;
	GROW(t->v, t->n + 1, t->alloc);
	t->v[t->n++] = (struct rrun){ state, state, v, row };
}

static bool track_alike(const struct rtrack *a, const struct rtrack *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].first != b->v[i].first ||
		    a->v[i].last != b->v[i].last ||
		    !(a->v[i].row == b->v[i].row ||
		      json_equal(a->v[i].row, b->v[i].row)))
			return false;
	return true;
}

/* --- configurations ---------------------------------------------------- */

static size_t way_of(struct rprove *p, const json_t *row)
{
	for (size_t i = 0; i < p->n_ways; i++)
		if (!strcmp(p->ways[i].level, jstr(row, "level")) &&
		    !strcmp(p->ways[i].way, jstr(row, "way")))
			return i;
	if (p->n_ways > TOO_MANY)
		return p->n_ways;
	GROW(p->ways, p->n_ways + 1, p->alloc_ways);
	p->ways[p->n_ways] = (struct rway){ jstr(row, "level"),
					    jstr(row, "way") };
	return p->n_ways++;
}

/* All ways, and the first and last state that anything is said of. */
static void read_extent(struct rprove *p, const json_t *configs)
{
	json_t *c, *s, *row;
	size_t i, j, k, n;

	p->from = p->patches;
	json_array_foreach(configs, i, c) {
		json_array_foreach(json_object_get(c, "states"), j, s) {
			n = (size_t)jlong(s, "state");
			if (n > p->patches)
				continue;
			p->from = n < p->from ? n : p->from;
			p->to = n > p->to ? n : p->to;
			json_array_foreach(json_object_get(s, "rows"), k, row)
				way_of(p, row);
		}
	}
	if (p->from > p->to)
		p->from = p->to;
}

/*
 * The rows of each state; one without has those of the state before. What
 * lacks a state was not looked at: no cell may stand for what is not said.
 */
static void read_states(struct rprove *p, struct rproved *c, const json_t *o)
{
	const json_t **rows = xcalloc(p->patches + 1, sizeof(*rows));
	const json_t **at = xcalloc(p->n_ways + 1, sizeof(*at));
	const json_t *before = NULL, *s, *row;
	size_t i, n;

	json_array_foreach(json_object_get(o, "states"), i, s) {
		n = (size_t)jlong(s, "state");
		if (json_is_array(json_object_get(s, "rows")))
			before = json_object_get(s, "rows");
		if (n <= p->patches)
			rows[n] = before;
	}
	for (size_t k = p->from; k <= p->to; k++)
		if (!rows[k])
			c->why = "the report does not say all of it";
	if (*c->why)
		goto done;
	c->tracks = xcalloc(p->n_ways + 1, sizeof(*c->tracks));
	for (size_t k = p->from; k <= p->to; k++) {
		memset(at, 0, p->n_ways * sizeof(*at));
		json_array_foreach(rows[k], i, row)
			at[way_of(p, row)] = row;
		for (i = 0; i < p->n_ways; i++) {
			add_state(&c->tracks[i], k, at[i]);
			p->rows[rtrack_last(&c->tracks[i])->verdict]++;
		}
	}
done:
	free(at);
	free(rows);
}

static void share(struct rprove *p, size_t config, size_t way)
{
	struct rtrack *t = &p->v[config].tracks[way];
	size_t i;

	for (i = 0; i < p->n_proofs; i++)
		if (p->proofs[i].way == way &&
		    track_alike(p->proofs[i].track, t))
			break;
	if (i == p->n_proofs) {
		GROW(p->proofs, p->n_proofs + 1, p->alloc_proofs);
		p->proofs[p->n_proofs++] = (struct rproof){
			.way = way, .track = t, .config = config,
		};
	}
	strvec_push(&p->proofs[i].configs, p->v[config].id);
	t->proof = i;
}

static int read_configs(struct rprove *p)
{
	const json_t *list = json_object_get(p->report, "configurations"), *e;
	size_t i;

	read_extent(p, list);
	if (json_array_size(list) * (p->n_ways + 1) > TOO_MANY)
		return error_user("%s has more configurations, levels and ways than can be",
				  p->path);
	p->v = xcalloc(json_array_size(list) + 1, sizeof(*p->v));
	json_array_foreach(list, i, e) {
		struct rproved *c = &p->v[p->n++];

		*c = (struct rproved){
			.id = jstr(e, "configuration"),
			.compiler = jstr(e, "compiler"),
			.why = jstr(e, "nothing_to_prove"),
			.options = json_object_get(e, "options"),
		};
		c->nothing = *c->why;
		if (!c->nothing)
			c->why = jstr(e, "not_looked_at");
		if (!*c->why)
			read_states(p, c, e);
		p->not_looked += *c->why && !c->nothing;
		p->nothing += c->nothing;
	}
	for (size_t w = 0; w < p->n_ways; w++)
		for (i = 0; i < p->n; i++)
			if (p->v[i].tracks)
				share(p, i, w);
	return 0;
}

/* --- what was found ---------------------------------------------------- */

static void find_run(struct rprove *p, size_t proof, const struct rrun *run)
{
	const struct rproof *pr = &p->proofs[proof];
	struct rproof_found *f = NULL;

	for (size_t i = 0; i < p->n_found && !f; i++)
		if (p->found[i].way == pr->way &&
		    p->found[i].run->first == run->first &&
		    p->found[i].run->last == run->last &&
		    prove_row_alike(p->found[i].run->row, run->row))
			f = &p->found[i];
	if (!f) {
		GROW(p->found, p->n_found + 1, p->alloc_found);
		f = &p->found[p->n_found++];
		*f = (struct rproof_found){
			.way = pr->way, .run = run, .proof = proof,
		};
	}
	for (size_t i = 0; i < pr->configs.n; i++)
		strvec_push(&f->configs, pr->configs.v[i]);
}

/* What a patch brings comes before what was there, and the unproved last. */
static int by_weight(const void *a, const void *b)
{
	const struct rproof_found *x = a, *y = b;
	const struct rrun *v = x->run, *w = y->run;

	return (w->verdict > PROVE_UNPROVED) - (v->verdict > PROVE_UNPROVED) ?:
	       (w->first > 0) - (v->first > 0) ?:
	       (int)w->verdict - (int)v->verdict ?:
	       (v->first > w->first) - (v->first < w->first) ?:
	       (x->proof > y->proof) - (x->proof < y->proof);
}

static void find(struct rprove *p)
{
	for (size_t i = 0; i < p->n_proofs; i++) {
		const struct rtrack *t = p->proofs[i].track;

		for (size_t k = 0; k < t->n; k++)
			if (t->v[k].verdict >= PROVE_UNPROVED)
				find_run(p, i, &t->v[k]);
	}
	if (p->n_found)
		qsort(p->found, p->n_found, sizeof(*p->found), by_weight);
}

void rprove_options(const struct rprove *p, const struct strvec *configs,
		    struct strbuf *out)
{
	const json_t **v = xcalloc(configs->n + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < configs->n; i++)
		for (size_t k = 0; k < p->n; k++)
			if (!strcmp(p->v[k].id, configs->v[i])) {
				v[n++] = p->v[k].options;
				break;
			}
	prove_options_alike(v, n, out);
	free(v);
}

bool review_prove_found(const struct rprove *p)
{
	if (!p->report)
		return p->wanted;
	for (size_t i = 0; i < p->n_found; i++)
		if (p->found[i].run->verdict == PROVE_UNPROVED ||
		    p->found[i].run->first > p->from)
			return true;
	return p->stale || p->not_looked;
}

/* --- the file ---------------------------------------------------------- */

static void match(struct review *r, struct rprove *p)
{
	const json_t *list = json_object_get(p->report, "patches");
	bool same = true;

	p->patches = json_array_size(list);
	p->tree = jstr(p->report, "tree");
	p->base = jstr(p->report, "base");
	p->command = jstr(p->report, "command");
	p->off = json_object_get(json_object_get(p->report, "places"),
				 "on_no_path");
	p->other_tree = review_other_tree(r, p->tree, p->base);
	for (size_t k = 1; k <= r->set.n && same; k++) {
		char *id = review_id(review_mail(r, k)->mail);

		same = !strcmp(jstr(json_array_get(list, k - 1), "id"), id);
		p->same += same;
		free(id);
	}
	p->stale = p->other_tree || !same || p->patches != r->set.n;
}

/* Does the series that made the patches say what is to be proved? */
static bool has_rules(const struct review *r)
{
	char *name = record_series(r->dir);
	char *path = name && *name != '.' && !strchr(name, '/') ?
		     xstrfmt("cocci/%s/prove", name) : NULL;
	char *full = path ? data_path(path) : NULL;
	bool has = full && !access(full, F_OK);

	free(full);
	free(path);
	free(name);
	return has;
}

static int load(struct rprove *p, bool must)
{
	struct strbuf text = STRBUF_INIT;
	json_error_t je = { 0 };
	int err = strbuf_read_file(&text, p->path);

	if (!err)
		p->report = json_loadb(text.buf, text.len, 0, &je);
	if (err == -ENOENT && !must)
		err = 0;
	else if (err)
		err = error("cannot read %s: %s", p->path, strerror(-err));
	else if (!p->report)
		err = error_user("%s, line %d: %s (respin prove writes it)",
				 p->path, je.line, je.text);
	else if (jlong(p->report, "format") != PROVE_FORMAT ||
		 !json_is_array(json_object_get(p->report, "patches")) ||
		 !json_is_array(json_object_get(p->report, "configurations")))
		err = error_user("%s is no report of respin prove, or one of another version",
				 p->path);
	strbuf_release(&text);
	return err;
}

int review_prove(struct review *r, const char *path)
{
	struct rprove *p = xcalloc(1, sizeof(*p));
	int err;

	r->prove = p;
	p->path = path ? xstrdup(path) : outdir_file(r->dir, PROVE_NAME);
	p->wanted = has_rules(r);
	err = load(p, path != NULL);
	if (err || !p->report)
		return err;
	match(r, p);
	err = read_configs(p);
	if (!err)
		find(p);
	return err;
}

void review_prove_release(struct review *r)
{
	struct rprove *p = r->prove;

	if (!p)
		return;
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; p->v[i].tracks && k < p->n_ways; k++)
			free(p->v[i].tracks[k].v);
		free(p->v[i].tracks);
	}
	for (size_t i = 0; i < p->n_proofs; i++)
		strvec_release(&p->proofs[i].configs);
	for (size_t i = 0; i < p->n_found; i++)
		strvec_release(&p->found[i].configs);
	free(p->v);
	free(p->ways);
	free(p->proofs);
	free(p->found);
	free(p->path);
	json_decref(p->report);
	free(p);
	r->prove = NULL;
}
