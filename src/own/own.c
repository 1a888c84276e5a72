// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>
#include <limits.h>

#include "base/word.h"
#include "own/int.h"

/* A step is kept to the end. */
#define STEP_WORK 64

/* --- texts and steps ---------------------------------------------------- */

const char *own_text(struct own *o, const char *fmt, ...)
{
	va_list ap;
	char *s = NULL;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		s = xstrdup("?");
	va_end(ap);
	strvec_take(&o->texts, s);
	return s;
}

bool own_spend(struct own *o, size_t n)
{
	if (n > OWN_WORK - o->work)
		n = OWN_WORK - o->work;
	o->work += n;
	return o->work < OWN_WORK && o->all_work < OWN_ALL_WORK &&
	       o->kept < OWN_KEPT;
}

void own_step(struct own *o, struct state *st, const struct gstmt *s,
	      const struct own_step *inside, const char *text)
{
	size_t block = o->n_steps / OWN_BLOCK, at = o->n_steps++ % OWN_BLOCK;
	struct own_step *step;

	own_spend(o, STEP_WORK);
	if (!at) {
		GROW(o->steps, block + 1, o->alloc_steps);
		o->steps[block] = xcalloc(OWN_BLOCK, sizeof(**o->steps));
	}
	step = &o->steps[block][at];
	step->prev = st->path;
	step->depth = st->path ? st->path->depth + 1 : 1;
	step->s = s;
	step->inside = (struct own_step *)inside;
	step->file = s ? s->file : NULL;
	step->line = s ? s->line : 0;
	step->text = text;
	st->path = step;
}

void own_unsure(struct own *o, struct state *st, const struct gstmt *s,
		const char *what)
{
	if (st->unsure)
		return;
	st->unsure = s->file ? own_text(o, "%s (%s:%d)", what, s->file, s->line) :
		     what;
	own_step(o, st, s, NULL, what);
}

void own_broken(struct own *o, struct state *st, const struct gstmt *s,
		const char *what)
{
	if (st->broken)
		return;
	st->broken = s->file ? own_text(o, "%s (%s:%d)", what, s->file, s->line) :
		     what;
	own_step(o, st, s, NULL, what);
}

/* --- names -------------------------------------------------------------- */

const struct own_marker *own_marker(const struct own *o, const char *name)
{
	for (size_t i = 0; i < o->rules->n; i++)
		if (!strcmp(o->rules->markers[i].name, name))
			return &o->rules->markers[i];
	return NULL;
}

bool own_harmless(const struct own *o, const char *name)
{
	const struct strvec *list = &o->rules->harmless;

	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], name) ||
		    (strpbrk(list->v[i], "*?[") &&
		     !fnmatch(list->v[i], name, 0)))
			return true;
	return false;
}

const char *word_in(const struct strvec *words, const char *text)
{
	for (size_t i = 0; i < words->n; i++)
		if (has_word(text, strlen(text), words->v[i]))
			return words->v[i];
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	const struct own_func *x = a, *y = b;
	int c = strcmp(x->g->name, y->g->name);

	return c ?: strcmp(x->g->unit, y->g->unit);
}

/* Asked once: the text of the unit is searched. */
static bool is_static(const struct own *o, struct own_func *f)
{
	const struct gdump *g = o->dump;

	if (!f->linkage)
		f->linkage = g->is_static &&
			     g->is_static(g->looks_data, f->g->unit, f->g->name) ?
			     's' : 'e';
	return f->linkage == 's';
}

/*
 * The unit's own function comes first: it may be static. Of other units, which have
 * names, static ones are not meant. *SEVERAL: more than one is left.
 */
static const struct own_func *find(const struct own *o, const char *name,
				   const char *unit, bool *several)
{
	const struct own_func *other = NULL;
	size_t lo = 0, hi = o->n;

	*several = false;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(o->funcs[mid].g->name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (size_t i = lo; i < o->n && !strcmp(o->funcs[i].g->name, name); i++)
		if (!strcmp(o->funcs[i].g->unit, unit))
			return &o->funcs[i];
	for (; lo < o->n && !strcmp(o->funcs[lo].g->name, name); lo++) {
		if (*unit && is_static(o, &o->funcs[lo]))
			continue;
		*several |= other != NULL;
		other = other ?: &o->funcs[lo];
	}
	return other;
}

const struct own_func *own_find(const struct own *o, const char *name,
				const char *unit)
{
	bool several;

	return find(o, name, unit, &several);
}

const struct own_func *own_find_one(const struct own *o, const char *name,
				    const char *unit)
{
	bool several;
	const struct own_func *f = find(o, name, unit, &several);

	return several ? NULL : f;
}

int own_deref(const char *text, const char *entry)
{
	char word[64];
	size_t n = strlen(entry), at;
	int stars = 0;

	while (n && strchr(" *", entry[n - 1]))
		n--;
	if (!n || n >= sizeof(word))
		return -1;
	memcpy(word, entry, n);
	word[n] = '\0';
	at = word_find(text, strlen(text), 0, word);
	if (at == WORD_NONE)
		return -1;
	for (const char *p = text + at + n; *p && *p != ')'; p++)
		stars += *p == '*';
	for (const char *p = entry + n; *p; p++)
		stars -= *p == '*';
	return stars;
}

int own_entry(const struct own *o, const struct own_func *f, const char *text)
{
	const struct strvec *entries = &o->rules->entries;
	const char *ssa, *type;
	size_t n = own_base(text, &ssa);

	if (!n)
		return -1;
	for (size_t i = 0; i < entries->n; i++)
		if (own_deref(text, entries->v[i]) == 1)
			return i;
	/* A pointer that is loaded is no entry, whatever its own is to. */
	if (strstr(text, "* *)"))
		return -1;
	type = entries->n ? own_type(f, ssa) : "";
	for (size_t i = 0; i < entries->n; i++)
		if (own_deref(type, entries->v[i]) == 1)
			return i;
	return -1;
}

bool own_may_hold(const struct own *o, const char *type)
{
	static const char *const SMALL[] = {
		"void", "_Bool", "char", "signed char", "unsigned char", "short int",
		"short unsigned int",
	};

	for (size_t i = 0; i < ARRAY_SIZE(SMALL); i++)
		if (!strcmp(type, SMALL[i]))
			return false;
	return o->long_bits == 32 ||
	       (strcmp(type, "int") && strcmp(type, "unsigned int"));
}

/* --- questions ------------------------------------------------------------ */

static bool same_question(const struct question *a, const struct question *b)
{
	if (a->f != b->f || a->mode != b->mode || a->born != b->born ||
	    a->stored != b->stored || a->dead != b->dead ||
	    !own_same_field(a->in_field, b->in_field) ||
	    a->size != b->size || a->put != b->put ||
	    a->at != b->at || a->entries != b->entries ||
	    a->each != b->each ||
	    a->field != b->field || !value_same(&a->loaded, &b->loaded))
		return false;
	for (size_t i = 0; i < OWN_ARGS; i++)
		if (!value_same(&a->args[i], &b->args[i]))
			return false;
	return true;
}

static struct answer *find_answer(struct own *o, const struct question *q)
{
	struct answer *a;

	for (a = o->answers; a; a = a->next) {
		own_spend(o, 1);
		if (same_question(&a->q, q))
			return a;
	}
	a = xcalloc(1, sizeof(*a));
	a->q = *q;
	a->next = o->answers;
	o->answers = a;
	return a;
}

struct answer *own_ask(struct own *o, const struct question *q)
{
	struct answer *a = find_answer(o, q);
	int low = o->low;
	size_t before;

	if (a->running) {
		a->used = true;
		if (a->depth < o->low)
			o->low = a->depth;
		return a;
	}
	if (a->done)
		return a;
	if (o->depth == OWN_DEPTH || o->cut_short) {
		own_give_up(o, a, o->cut_short ? "is among too many functions" :
			    "is called by too many, one in the other");
		a->done = true;
		return a;
	}
	a->running = true;
	a->depth = ++o->depth;
	o->low = INT_MAX;
	/* Recursion: until nothing new comes of it. */
	do {
		before = a->n;
		a->used = false;
		a->panics = 0;
		own_walk(o, a);
	} while (a->used && a->n > before);
	o->depth--;
	a->running = false;
	/* One that used a question still running has to be asked again. */
	a->done = o->low >= a->depth;
	if (a->done || low < o->low)
		o->low = low;
	return a;
}

static void give(struct own *o, const struct question *q,
		 struct own_outcomes *out)
{
	struct answer *a;

	o->all_work += o->work;
	o->work = 0;
	a = own_ask(o, q);
	out->found = true;
	out->panics = a->panics;
	for (size_t i = 0; i < a->n; i++) {
		GROW(out->v, out->n + 1, out->alloc);
		out->v[out->n++] = a->v[i].o;
	}
}

void own_given(struct own *o, const char *function, int arg, int bits,
	       int size, struct own_outcomes *out)
{
	struct question q = { .f = own_find(o, function, ""),
			      .mode = OWN_GIVEN, .born = true,
			      .size = size };

	memset(out, 0, sizeof(*out));
	if (!q.f || arg < 1 || arg > OWN_ARGS ||
	    (size_t)arg > q.f->g->n_params)
		return;
	q.args[arg - 1] = (struct value){ .kind = V_OBJ, .whole = true,
					    .bits = bits };
	give(o, &q, out);
}

void own_made(struct own *o, const char *function, const struct own_put *put,
	      struct own_outcomes *out)
{
	struct question q = { .f = own_find(o, function, ""), .put = put,
			      .mode = OWN_MADE, .size = -1 };

	memset(out, 0, sizeof(*out));
	if (q.f)
		give(o, &q, out);
}

void own_found(struct own *o, const char *function, const struct own_put *put,
	       struct own_outcomes *out)
{
	struct question q = { .f = own_find(o, function, ""), .put = put,
			      .mode = OWN_FOUND, .size = -1 };

	memset(out, 0, sizeof(*out));
	q.loaded = (struct value){ .kind = V_OBJ, .whole = true };
	if (q.f)
		give(o, &q, out);
}

void own_at(struct own *o, const struct own_root *root, int size,
	    struct own_outcomes *out)
{
	struct question q = { .f = own_find(o, root->function, root->unit),
			      .mode = OWN_AT, .at = root->at, .size = size,
			      .entries = true };

	memset(out, 0, sizeof(*out));
	q.at_in = q.f;
	if (q.f)
		give(o, &q, out);
}

void own_placed(struct own *o, const struct own_root *root,
		struct own_outcomes *out)
{
	struct question q = { .f = own_find(o, root->function, root->unit),
			      .mode = OWN_MADE, .size = -1, .entries = true };

	memset(out, 0, sizeof(*out));
	if (q.f)
		give(o, &q, out);
}

void own_each(struct own *o, const struct own_root *root,
	      struct own_outcomes *out)
{
	struct question q = { .f = own_find(o, root->function, root->unit),
			      .mode = OWN_MADE, .size = -1, .entries = true,
			      .each = true };

	memset(out, 0, sizeof(*out));
	if (q.f)
		give(o, &q, out);
}

const struct strvec *own_places(const struct own *o)
{
	return &o->places;
}

const struct strvec *own_strange(const struct own *o)
{
	return &o->strange;
}

/* --- the program ----------------------------------------------------------- */

struct own *own_open(const struct gdump *g, const struct own_rules *r)
{
	struct own *o = xcalloc(1, sizeof(*o));

	o->rules = r;
	o->dump = g;
	o->long_bits = g->long_bits;
	o->low = INT_MAX;
	o->funcs = xcalloc(g->n + 1, sizeof(*o->funcs));
	for (size_t i = 0; i < g->n; i++)
		if (g->funcs[i].n)
			o->funcs[o->n++].g = &g->funcs[i];
	qsort(o->funcs, o->n, sizeof(*o->funcs), by_name);
	own_slots_read(o);
	own_flags_find(o);
	return o;
}

void own_close(struct own *o)
{
	struct answer *next;

	if (!o)
		return;
	for (struct answer *a = o->answers; a; a = next) {
		next = a->next;
		free(a->v);
		free(a);
	}
	for (size_t i = 0; i < o->n; i++)
		own_func_release(&o->funcs[i]);
	for (size_t i = 0; i < o->n_steps; i += OWN_BLOCK)
		free(o->steps[i / OWN_BLOCK]);
	free(o->steps);
	states_release(o);
	free(o->said);
	free(o->slots);
	free(o->funcs);
	strvec_release(&o->texts);
	strvec_release(&o->places);
	strvec_release(&o->strange);
	free(o);
}
