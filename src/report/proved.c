// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "base/shell.h"
#include "report/proved.h"

/*
 * A report that somebody made up must take neither all memory nor all day: no
 * series has so many patches, no tree so many configurations, and no run that
 * ends so many functions, cells, or things to look at.
 */
#define STATES_MAX (1 << 12)
#define CONFIGS_MAX (1 << 11)
#define WAYS_MAX (1 << 15)
#define CELLS_MAX (1 << 16)
#define VERDICTS_MAX (1 << 20)
#define FOUND_MAX (1 << 15)

/* --- the file ---------------------------------------------------------- */

/* Of these, JSON alone is kept: they are looked at, and handed on. */
JSHAPE(step_shape, char,
	{ "at", J_STR }, { "what", J_STR }, { "depth", J_COUNT }
);

JSHAPE(maker_shape, char,
	{ "function", J_STR }, { "acquired", J_COUNT }
);

JSHAPE(row_shape, char,
	{ "level", J_STR }, { "way", J_STR }, { "verdict", J_STR },
	{ "paths", J_COUNT }, { "why", J_STR }, { "acquired", J_COUNT },
	{ "released", J_COUNT }, { "freed", J_COUNT },
	{ "makers", J_ANY, .of = &maker_shape }, { "releases", J_ANY },
	{ "by_makers", J_BOOL }, { "was", J_ANY },
	{ "path", J_ANY, .of = &step_shape }
);

JSHAPE(state_shape, struct proved_state,
	JF(J_COUNT, struct proved_state, "state", state),
	JF(J_STR, struct proved_state, "verdict", verdict),
	JF_OF(J_ANY, struct proved_state, "rows", rows, &row_shape)
);

JSHAPE(config_shape, struct proved_config,
	JF(J_STR, struct proved_config, "configuration", id),
	JF(J_STR, struct proved_config, "compiler", compiler),
	JF(J_ANY, struct proved_config, "options", options),
	JF(J_STR, struct proved_config, "nothing_to_prove", nothing, J_IF),
	JF(J_STR, struct proved_config, "not_looked_at", not_looked, J_IF),
	JF_LIST(J_LIST, struct proved_config, "states", states, n_states, &state_shape),
	JF(J_COUNT, struct proved_config, "compiled", compiled, J_TIMED),
	JF(J_SECONDS, struct proved_config, "seconds", seconds)
);

JSHAPE(places_shape, struct prove_places,
	JF(J_STRINGS, struct prove_places, "on_a_path", seen),
	JF(J_STRINGS, struct prove_places, "on_no_path", missed),
	JF(J_COUNT, struct prove_places, "in_macros", in_macros),
	JF(J_COUNT, struct prove_places, "unread", unread),
	JF(J_STRINGS, struct prove_places, "not_compiled", not_compiled, J_IF)
);

JSHAPE(proved_shape, struct proved,
	JF(J_STR, struct proved, "tree", tree),
	JF(J_STR, struct proved, "base", base, J_IF),
	JF(J_STR, struct proved, "command", command),
	JF_LIST(J_LIST, struct proved, "patches", patches, n_patches, &report_patch_shape, J_MUST),
	JF(J_ANY, struct proved, "verdicts", verdicts),
	JF(J_ANY, struct proved, "findings", findings),
	JF_OF(J_OBJECT, struct proved, "places", places, &places_shape, J_IF),
	JF_LIST(J_LIST, struct proved, "configurations", v, n, &config_shape, J_MUST),
	JF(J_SECONDS, struct proved, "seconds", seconds)
);

static const struct jfile file = { &proved_shape, 1, "respin prove" };

static int check_configs(const struct proved *p, const char *path)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct proved_config *c = &p->v[i];

		if (c->options && !json_is_object(c->options))
			return error_user("%s: configurations[%zu].options: not an object (respin prove writes it)",
					  path, i);
		for (size_t k = 0; k < c->n_states; k++)
			if (c->states[k].state > p->n_patches)
				return error_user("%s: configurations[%zu].states[%zu].state: there are %zu patches (respin prove writes it)",
						  path, i, k, p->n_patches);
	}
	return 0;
}

int proved_read(struct proved *p, const char *path)
{
	json_t *root = NULL;
	int err;

	memset(p, 0, sizeof(*p));
	err = jfile_read(&file, path, p, &root);
	p->root = root;
	if (!err)
		err = check_configs(p, path);
	if (!err && proved_sum(p, PROVE_UNPROVED))
		err = error_user("%s has more configurations, levels and ways than possible (respin prove writes it)",
				 path);
	return err;
}

void proved_release(struct proved *p)
{
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; p->v[i].tracks && k < p->n_ways; k++)
			free(p->v[i].tracks[k].v);
		free(p->v[i].tracks);
	}
	for (size_t i = 0; i < p->n_proofs; i++)
		strvec_release(&p->proofs[i].configs);
	for (size_t i = 0; i < p->n_found; i++)
		strvec_release(&p->found[i].configs);
	free(p->ways);
	intern_release(&p->way_names);
	free(p->proofs);
	free(p->found);
	json_decref(p->root);
	jshape_release(&proved_shape, p);
}

static json_t *finding_json(const struct proved *p,
			    const struct rproof_found *f)
{
	json_t *o = json_deep_copy((json_t *)f->run->row);
	struct strbuf options = STRBUF_INIT;

	proved_options(p, &f->configs, &options);
	json_object_set_new(o, "configurations", jstrings(&f->configs));
	json_object_set_new(o, "options", json_string(options.buf));
	json_object_set_new(o, "first", json_integer((json_int_t)f->run->first));
	json_object_set_new(o, "last", json_integer((json_int_t)f->run->last));
	strbuf_release(&options);
	return o;
}

char *proved_text(struct proved *p, bool with_times)
{
	char *text;

	p->verdicts = json_object();
	p->findings = json_array();
	for (int v = PROVE_OK; v < PROVE_VERDICTS; v++)
		json_object_set_new(p->verdicts, prove_word(v),
				    json_integer((json_int_t)p->rows[v]));
	json_object_set_new(p->verdicts, "not_looked_at",
			    json_integer((json_int_t)p->not_looked));
	json_object_set_new(p->verdicts, "nothing_to_prove",
			    json_integer((json_int_t)p->no_objects));
	for (size_t i = 0; i < p->n_found; i++)
		json_array_append_new(p->findings,
				      finding_json(p, &p->found[i]));
	text = jfile_text(&file, p, with_times, 0);
	json_decref(p->verdicts);
	json_decref(p->findings);
	p->verdicts = p->findings = NULL;
	return text;
}

/* --- verdicts ---------------------------------------------------------- */

static const char *const WORDS[] = {
	"none", "ok", "kept", "unproved", "unchecked", "size", "leak", "after", "double",
};

const char *prove_word(enum prove_verdict v)
{
	return WORDS[v];
}

static enum prove_verdict verdict_of(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(WORDS); i++)
		if (!strcmp(word, WORDS[i]))
			return i;
	return PROVE_UNPROVED;
}

char prove_symbol(enum prove_verdict v)
{
	return " +k?USLAD"[v];
}

const char *prove_fault(enum prove_verdict v, bool several)
{
	static const char *const FAULTS[PROVE_VERDICTS][2] = {
		[PROVE_UNCHECKED] = { "unchecked use", "unchecked uses" },
		[PROVE_SIZE] = { "wrong size", "wrong sizes" },
		[PROVE_LEAK] = { "leak", "leaks" },
		[PROVE_AFTER] = { "use after free", "uses after free" },
		[PROVE_DOUBLE] = { "double release", "double releases" },
	};

	return FAULTS[v][several] ?: "";
}

static bool row_alike(const json_t *a, const json_t *b)
{
	if (!a || !b)
		return a == b;
	return !strcmp(jstr(a, "verdict"), jstr(b, "verdict")) &&
	       !strcmp(jstr(a, "why"), jstr(b, "why"));
}

/* The least number of times above AFTER that one of MAKERS acquires, or AFTER. */
static long next_count(const json_t *makers, long after)
{
	long least = after;
	const json_t *m;
	size_t i;

	json_array_foreach(makers, i, m) {
		long n = jlong(m, "acquired");

		if (n > after && (least == after || n < least))
			least = n;
	}
	return least;
}

/* "1: g(), h()": those of MAKERS that acquire so often. */
static void add_makers(const json_t *makers, long acquired, struct strbuf *sb)
{
	const char *between = "";
	const json_t *m;
	size_t i;

	strbuf_addf(sb, "%ld: ", acquired);
	json_array_foreach(makers, i, m) {
		if (jlong(m, "acquired") != acquired)
			continue;
		strbuf_addf(sb, "%s%s()", between, jstr(m, "function"));
		between = ", ";
	}
}

void proved_why(const json_t *row, struct strbuf *sb)
{
	const json_t *makers = json_object_get(row, "makers");
	const char *between = " (";
	long last = -1, n;

	strbuf_addstr(sb, jstr(row, "why"));
	if (!json_is_true(json_object_get(row, "by_makers")))
		return;
	for (; (n = next_count(makers, last)) != last; last = n) {
		strbuf_addstr(sb, between);
		add_makers(makers, n, sb);
		between = "; ";
	}
	if (last != -1)
		strbuf_addch(sb, ')');
}

static bool same_way(const json_t *a, const json_t *b)
{
	return !strcmp(jstr(a, "way"), jstr(b, "way")) &&
	       !strcmp(jstr(a, "level"), jstr(b, "level"));
}

json_t *prove_row_like(const json_t *rows, const json_t *like)
{
	json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		if (same_way(row, like))
			return row;
	return NULL;
}

bool prove_rows_alike(const json_t *a, const json_t *b)
{
	const json_t *row;
	size_t i;

	json_array_foreach(a, i, row) {
		const json_t *other = json_array_get(b, i);

		/* Nearly always they are in the same order. */
		if (!other || !same_way(row, other))
			other = prove_row_like(b, row);
		if (!row_alike(row, other))
			return false;
	}
	return true;
}

enum prove_verdict prove_worst(const json_t *rows)
{
	enum prove_verdict worst = PROVE_NONE;
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		enum prove_verdict v = verdict_of(jstr(row, "verdict"));

		if (v > worst)
			worst = v;
	}
	return worst;
}

/* --- runs -------------------------------------------------------------- */

static void add_state(struct rtrack *t, size_t state, const json_t *row)
{
	struct rrun *last = t->n ? &t->v[t->n - 1] : NULL;
	enum prove_verdict v = row ? verdict_of(jstr(row, "verdict")) :
			       PROVE_NONE;

	if (last && row_alike(last->row, row)) {
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

static size_t way_of(struct proved *p, const json_t *row)
{
	const char *level = jstr(row, "level"), *way = jstr(row, "way");
	struct strbuf name = STRBUF_INIT;
	size_t at;

	if (p->n_ways > WAYS_MAX)
		return p->n_ways;
	/* Its length in front: two ways must not spell the same name. */
	strbuf_addf(&name, "%zu %s%s", strlen(level), level, way);
	at = intern_add(&p->way_names, name.buf, name.len);
	strbuf_release(&name);
	if (at < p->n_ways)
		return at;
	GROW(p->ways, p->n_ways + 1, p->alloc_ways);
	p->ways[p->n_ways] = (struct rway){ level, way };
	return p->n_ways++;
}

/* All ways, and the first and last state that anything is said of. */
static bool read_extent(struct proved *p)
{
	const json_t *row;
	size_t k, rows = 0;

	p->from = p->n_patches;
	for (size_t i = 0; i < p->n; i++)
		for (size_t j = 0; j < p->v[i].n_states; j++) {
			const struct proved_state *s = &p->v[i].states[j];

			rows += json_array_size(s->rows);
			if (s->state > p->n_patches || rows > VERDICTS_MAX ||
			    p->n_ways > WAYS_MAX)
				return false;
			p->from = s->state < p->from ? s->state : p->from;
			p->to = s->state > p->to ? s->state : p->to;
			json_array_foreach(s->rows, k, row)
				way_of(p, row);
		}
	if (p->from > p->to)
		p->from = p->to;
	return p->n <= CONFIGS_MAX && p->n_ways <= WAYS_MAX &&
	       p->n_patches < STATES_MAX &&
	       p->n * (p->n_ways + 1) <= CELLS_MAX &&
	       p->n * (p->n_ways + 1) * (p->to - p->from + 1) <= VERDICTS_MAX;
}

/* What is said of state K, of N patches. */
static void one_state(struct proved *p, struct proved_config *c, size_t k,
		      const json_t *rows, const json_t **at)
{
	const json_t *row;
	size_t i;

	memset(at, 0, p->n_ways * sizeof(*at));
	json_array_foreach(rows, i, row)
		at[way_of(p, row)] = row;
	for (i = 0; i < p->n_ways; i++) {
		add_state(&c->tracks[i], k, at[i]);
		p->rows[rtrack_last(&c->tracks[i])->verdict]++;
	}
}

/*
 * The rows of each state; one without has those of the state before. What
 * lacks a state was not looked at: no cell may stand for what is not said.
 */
static void read_states(struct proved *p, struct proved_config *c)
{
	const json_t **rows = xcalloc(p->n_patches + 1, sizeof(*rows));
	const json_t **at = xcalloc(p->n_ways + 1, sizeof(*at));
	const json_t *before = NULL;

	for (size_t i = 0; i < c->n_states; i++) {
		before = c->states[i].rows ?: before;
		rows[c->states[i].state] = before;
	}
	for (size_t k = p->from; k <= p->to; k++)
		if (!rows[k])
			c->why = "the report does not say all of it";
	if (!*c->why)
		c->tracks = xcalloc(p->n_ways + 1, sizeof(*c->tracks));
	for (size_t k = p->from; k <= p->to && c->tracks; k++)
		one_state(p, c, k, rows[k], at);
	free(at);
	free(rows);
}

/* BEGIN is the first proof of that way. */
static void share(struct proved *p, size_t config, size_t way, size_t begin)
{
	struct rtrack *t = &p->v[config].tracks[way];
	size_t i;

	for (i = begin; i < p->n_proofs; i++)
		if (track_alike(p->proofs[i].track, t))
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

/* --- what was found ---------------------------------------------------- */

/* BEGIN is the first one of that way. */
static void find_run(struct proved *p, size_t begin, size_t config,
		     const struct rtrack *t, const struct rrun *run)
{
	struct rproof_found *f = NULL;

	for (size_t i = begin; i < p->n_found && !f; i++)
		if (p->found[i].run->first == run->first &&
		    p->found[i].run->last == run->last &&
		    row_alike(p->found[i].run->row, run->row))
			f = &p->found[i];
	if (!f) {
		GROW(p->found, p->n_found + 1, p->alloc_found);
		f = &p->found[p->n_found++];
		*f = (struct rproof_found){
			.way = p->proofs[t->proof].way, .run = run,
			.proof = t->proof,
		};
	}
	strvec_push(&f->configs, p->v[config].id);
}

static bool find(struct proved *p, size_t way, enum prove_verdict least)
{
	size_t begin = p->n_found;

	for (size_t i = 0; i < p->n; i++) {
		const struct rtrack *t = p->v[i].tracks ?
					 &p->v[i].tracks[way] : NULL;

		for (size_t k = 0; t && k < t->n; k++)
			if (t->v[k].verdict >= least)
				find_run(p, begin, i, t, &t->v[k]);
		if (p->n_found > FOUND_MAX)
			return false;
	}
	return true;
}

/* What a patch brings comes before what was there, and the unproved last. */
static int by_weight(const void *a, const void *b)
{
	const struct rproof_found *x = a, *y = b;
	const struct rrun *v = x->run, *w = y->run;

	return prove_is_fault(w->verdict) - prove_is_fault(v->verdict) ?:
	       (w->first > 0) - (v->first > 0) ?:
	       (int)w->verdict - (int)v->verdict ?:
	       (v->first > w->first) - (v->first < w->first) ?:
	       (x->proof > y->proof) - (x->proof < y->proof);
}

int proved_sum(struct proved *p, enum prove_verdict least)
{
	bool good = read_extent(p);

	for (size_t i = 0; i < p->n; i++) {
		struct proved_config *c = &p->v[i];
		const char *nothing = c->nothing ?: "";

		c->why = *nothing ? nothing : c->not_looked ?: "";
		if (!*c->why && good)
			read_states(p, c);
		p->not_looked += *c->why && !*nothing;
		p->no_objects += *nothing != 0;
	}
	for (size_t w = 0; w < p->n_ways && good; w++) {
		size_t begin = p->n_proofs;

		for (size_t i = 0; i < p->n; i++)
			if (p->v[i].tracks)
				share(p, i, w, begin);
		good = find(p, w, least);
	}
	if (p->n_found)
		qsort(p->found, p->n_found, sizeof(*p->found), by_weight);
	return good ? 0 : -1;
}

bool proved_bad(const struct proved *p)
{
	for (size_t i = 0; i < p->n_found; i++) {
		const struct rrun *run = p->found[i].run;

		if (run->verdict == PROVE_UNPROVED ||
		    (prove_is_fault(run->verdict) && run->first > p->from))
			return true;
	}
	return p->not_looked > 0;
}

/* --- as text ----------------------------------------------------------- */

void proved_states(const struct proved *p, const struct rrun *run,
		   struct strbuf *out)
{
	if (run->first > p->from)
		strbuf_addf(out, "from patch %02zu on", run->first);
	else if (p->from)
		strbuf_addf(out, "before patch %02zu", p->from + 1);
	else
		strbuf_addstr(out, "in the tree");
	if (run->last < p->to)
		strbuf_addf(out, ", until patch %02zu", run->last + 1);
	else if (run->first == p->from && p->to > p->from)
		strbuf_addstr(out, p->from ? " and after it" :
			      " and after every patch");
}

/* A fault is one finding, however many verdicts tell of it. */
void proved_counts(const struct proved *p, struct strbuf *out)
{
	size_t all = 0, bad = 0, faults[PROVE_VERDICTS] = { 0 };
	const char *between = "; these are of ";

	for (int v = PROVE_OK; v < PROVE_VERDICTS; v++) {
		all += p->rows[v];
		bad += prove_is_fault(v) ? p->rows[v] : 0;
	}
	for (size_t i = 0; i < p->n_found; i++)
		faults[p->found[i].run->verdict]++;
	strbuf_addf(out, "%zu verdicts on %zu of %zu configurations: %zu ok, %zu kept as stated, %zu unproved, %zu bad",
		    all, p->n - p->not_looked - p->no_objects,
		    p->n - p->no_objects, p->rows[PROVE_OK],
		    p->rows[PROVE_KEPT], p->rows[PROVE_UNPROVED], bad);
	for (int v = PROVE_VERDICTS; --v > PROVE_UNPROVED;) {
		if (!faults[v])
			continue;
		strbuf_addf(out, "%s%zu %s", between, faults[v],
			    prove_fault(v, faults[v] != 1));
		between = ", ";
	}
}

void proved_options(const struct proved *p, const struct strvec *configs,
		    struct strbuf *out)
{
	const json_t **v = xcalloc(p->n + 1, sizeof(*v));
	size_t n = 0, begin = out->len;
	const char *name;
	json_t *value;

	for (size_t i = 0; i < p->n; i++)
		if (configs ? strvec_has(configs, p->v[i].id) : !*p->v[i].why)
			v[n++] = p->v[i].options;
	json_object_foreach(n ? (json_t *)v[0] : NULL, name, value) {
		bool same = json_is_string(value);

		for (size_t i = 1; i < n && same; i++)
			same = json_equal(json_object_get(v[i], name), value);
		if (same)
			strbuf_addf(out, "%s%s=%s", out->len > begin ? " " : "",
				    name, json_string_value(value));
	}
	free(v);
}

void proved_again(const struct proved *p, const struct rrun *run,
		  const char *config, struct strbuf *out)
{
	strbuf_addstr(out, *p->command ? p->command : "respin prove");
	strbuf_addstr(out, " --arch ");
	shell_quote(out, config);
	if (run->first)
		strbuf_addf(out, " --patch %zu", run->first);
	if (run->verdict == PROVE_KEPT)
		strbuf_addstr(out, " -d");
}
