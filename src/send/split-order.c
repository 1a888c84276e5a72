// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/provide.h"
#include "send/split-order.h"
#include "send/split-part.h"

/* What a part does to a name. */
struct event {
	char *name;
	bool member;
	size_t part;		/* from 0 */
	bool adds, removes, changes;
	bool body;		/* added with a body */
	char *unless;		/* ... that others may have: see provide.h */
};

struct order {
	struct split *s;
	size_t from, lo, n;	/* its parts: N of S->part from LO on */
	struct event *v;	/* sorted by name, member, part */
	size_t n_events, alloc;
	struct use *before, *after;	/* one a name, sorted */
	size_t n_uses;
	uint32_t *edge;		/* [a * n + b]: a before b, since event - 1 */
	uint32_t *group;	/* the first part that is one with it */
};

static bool is_source(const char *path)
{
	static const char *const ends[] = { ".c", ".h", ".S", ".dtsi" };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (ends_with(path, ends[i]))
			return true;
	return false;
}

/* --- a file before and after ------------------------------------------- */

struct sides {
	struct strbuf text[2];
	struct provides has[2];
};

static int read_side(const struct order *o, size_t state, const char *path,
		     struct strbuf *out)
{
	ssize_t i = path ? checkout_index(o->s->co, path) : -1;
	int there = 0;

	if (i >= 0)
		there = checkout_text((struct checkout *)o->s->co, state,
				      (size_t)i, out);
	/* A link shows no code. */
	if (there == 2)
		strbuf_clear(out);
	return there < 0 ? there : 0;
}

static int sides_open(struct sides *sd, const struct order *o,
		      const struct pfile *f)
{
	int err;

	memset(sd, 0, sizeof(*sd));
	strbuf_init(&sd->text[0]);
	strbuf_init(&sd->text[1]);
	/* A copy adds all that is in it. */
	err = read_side(o, o->from - 1,
			f->kind == PFILE_COPIED ? NULL : f->old_path,
			&sd->text[0]);
	if (!err && f->kind != PFILE_DELETED)
		err = read_side(o, o->from, f->path, &sd->text[1]);
	for (int k = 0; k < 2 && !err; k++)
		provides_find(&sd->has[k], sd->text[k].buf, sd->text[k].len,
			      !ends_with(f->path, ".c"));
	return err;
}

static void sides_release(struct sides *sd)
{
	for (int k = 0; k < 2; k++) {
		strbuf_release(&sd->text[k]);
		provides_release(&sd->has[k]);
	}
}

/* --- what the parts do to names ---------------------------------------- */

static struct event *add_event(struct order *o, size_t part,
			       const struct provide *p)
{
	GROW(o->v, o->n_events + 1, o->alloc);
	o->v[o->n_events] = (struct event){ xstrdup(p->name), p->member, part };
	return &o->v[o->n_events++];
}

static void find_events(struct order *o, size_t part, const struct sides *sd)
{
	const struct provides *was = &sd->has[0], *is = &sd->has[1];

	for (size_t i = 0; i < is->n; i++) {
		const struct provide *p = &is->v[i];
		const struct provide *old = provides_get(was, p->name, p->member);
		struct event *e;

		if (p->local)
			continue;
		if (!old || old->local) {
			e = add_event(o, part, p);
			e->adds = true;
			e->body = p->body;
			e->unless = p->unless ? xstrdup(p->unless) : NULL;
		} else if (old->form != p->form) {
			add_event(o, part, p)->changes = true;
		}
	}
	for (size_t i = 0; i < was->n; i++) {
		const struct provide *p = &was->v[i];
		const struct provide *new = provides_get(is, p->name, p->member);

		if (!p->local && (!new || new->local))
			add_event(o, part, p)->removes = true;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	c = c ? c : x->member - y->member;
	return c ? c : (x->part > y->part) - (x->part < y->part);
}

/* One event a name and part. What moves within a part is there as before. */
static void unite(struct order *o)
{
	size_t n = 0;

	if (o->n_events)
		qsort(o->v, o->n_events, sizeof(*o->v), by_name);
	for (size_t i = 0; i < o->n_events; i++) {
		struct event *to = n ? &o->v[n - 1] : NULL, *e = &o->v[i];

		if (!to || by_name(to, e)) {
			o->v[n++] = *e;
			continue;
		}
		to->adds = to->adds || e->adds;
		to->removes = to->removes || e->removes;
		to->changes = to->changes || e->changes;
		to->body = to->body || e->body;
		if (!to->unless) {
			to->unless = e->unless;
			e->unless = NULL;
		}
		free(e->name);
		free(e->unless);
	}
	o->n_events = n;
	for (size_t i = 0; i < n; i++)
		if (o->v[i].adds && o->v[i].removes)
			o->v[i].adds = o->v[i].removes = false;
}

static void make_uses(struct order *o)
{
	o->before = xcalloc(o->n_events + 1, sizeof(*o->before));
	o->after = xcalloc(o->n_events + 1, sizeof(*o->after));
	for (size_t i = 0; i < o->n_events; i++) {
		const struct event *e = &o->v[i];

		if (i && !strcmp(e->name, e[-1].name) &&
		    e->member == e[-1].member)
			continue;
		o->before[o->n_uses].name = e->name;
		o->before[o->n_uses].member = e->member;
		o->after[o->n_uses] = o->before[o->n_uses];
		o->n_uses++;
	}
}

/* --- who waits for whom ------------------------------------------------ */

static void put_first(struct order *o, size_t a, size_t b, size_t event)
{
	if (a != b && !o->edge[a * o->n + b])
		o->edge[a * o->n + b] = (uint32_t)event + 1;
}

static void put_together(struct order *o, size_t a, size_t b, size_t event)
{
	put_first(o, a, b, event);
	put_first(o, b, a, event);
}

/* Two parts that do something to one name. */
static void judge_pair(struct order *o, size_t i, size_t k)
{
	const struct event *a = &o->v[i], *b = &o->v[k];

	if (a->adds && b->removes) {
		if (a->body && !a->unless)
			put_together(o, a->part, b->part, i);
		else
			put_first(o, a->part, b->part, i);
	}
	if (a->changes && b->changes)
		put_together(o, a->part, b->part, i);
}

static void judge_pairs(struct order *o)
{
	for (size_t i = 0; i < o->n_events; i++)
		for (size_t k = i + 1; k < o->n_events &&
		     !strcmp(o->v[i].name, o->v[k].name); k++)
			if (o->v[i].member == o->v[k].member) {
				judge_pair(o, i, k);
				judge_pair(o, k, i);
			}
}

/*
 * PART has a file with a static name of its own, which it gives up or gets,
 * and another part does the opposite to the same name for all. A file cannot
 * have both, and it needs one of them as long as it uses the name.
 */
static void judge_own(struct order *o, size_t part, size_t event,
		      const struct provide *was, const struct provide *is,
		      size_t uses)
{
	const struct event *e = &o->v[event];
	bool gives_up = was && was->local && !is;
	bool gets = is && is->local && !was;

	if (!(e->adds && gives_up) && !(e->removes && gets))
		return;
	if (uses)
		put_together(o, part, e->part, event);
	else if (gives_up)
		put_first(o, part, e->part, event);
	else
		put_first(o, e->part, part, event);
}

/*
 * PART has a file that gives up its own body of a name, and another part adds one
 * under #ifndef: join the two, unless this file defined that macro.
 */
static void judge_moved(struct order *o, size_t part, size_t event,
			const struct sides *sd)
{
	const struct event *e = &o->v[event];
	struct strvec words = STRVEC_INIT;
	bool known = false;

	strvec_split(&words, e->unless);
	for (size_t i = 0; i < words.n; i++)
		known |= provides_get(&sd->has[0], words.v[i], false) != NULL;
	if (!known)
		put_together(o, part, e->part, event);
	strvec_release(&words);
}

/* PART has a file that uses names as the sides say. */
static void judge_uses(struct order *o, size_t part, const struct sides *sd)
{
	const struct use *was = o->before, *is = o->after;
	size_t u = 0;

	uses_count(o->before, o->n_uses, sd->text[0].buf, sd->text[0].len);
	uses_count(o->after, o->n_uses, sd->text[1].buf, sd->text[1].len);
	for (size_t i = 0; i < o->n_events; i++) {
		const struct provide *had, *has;
		const struct event *e = &o->v[i];

		while (strcmp(was[u].name, e->name) ||
		       was[u].member != e->member)
			u++;
		had = provides_get(&sd->has[0], e->name, e->member);
		has = provides_get(&sd->has[1], e->name, e->member);
		if (e->adds && e->unless && had && had->body && !had->local && !has)
			judge_moved(o, part, i, sd);
		if (had || has) {
			judge_own(o, part, i, had, has, had ? is[u].n : was[u].n);
			continue;
		}
		if (e->adds && is[u].n > was[u].n)
			put_first(o, e->part, part, i);
		if (e->removes && was[u].n > is[u].n)
			put_first(o, part, e->part, i);
		if (e->changes && was[u].n && is[u].n &&
		    was[u].calls != is[u].calls)
			put_together(o, part, e->part, i);
	}
}

static size_t part_of(const struct order *o, const char *path)
{
	return split_part(o->s, o->from, path) - o->lo;
}

/* All files of the patch: first their events, then with USES who uses them. */
static int scan_files(struct order *o, bool uses)
{
	const struct ppatch *p = &o->s->ps->v[o->from - 1];
	int err = 0;

	for (size_t i = 0; i < p->n && !err; i++) {
		const struct pfile *f = &p->v[i];
		struct sides sd;

		if (!is_source(f->path))
			continue;
		err = sides_open(&sd, o, f);
		if (!err && uses)
			judge_uses(o, part_of(o, f->path), &sd);
		else if (!err)
			find_events(o, part_of(o, f->path), &sd);
		sides_release(&sd);
	}
	return err;
}

/* --- the order --------------------------------------------------------- */

static void reach(const struct order *o, size_t from, bool *seen,
		  size_t *stack)
{
	size_t n = 0;

	stack[n++] = from;
	while (n) {
		size_t a = stack[--n];

		for (size_t b = 0; b < o->n; b++)
			if (o->edge[a * o->n + b] && !seen[b]) {
				seen[b] = true;
				stack[n++] = b;
			}
	}
}

/* Parts that reach each other are one group, named by the first of them. */
static void make_groups(struct order *o)
{
	bool *seen = xcalloc(o->n * o->n + 1, sizeof(*seen));
	size_t *stack = xcalloc(o->n + 1, sizeof(*stack));

	for (size_t a = 0; a < o->n; a++)
		reach(o, a, seen + a * o->n, stack);
	for (size_t a = 0; a < o->n; a++) {
		size_t b = 0;

		while (b < a && !(seen[a * o->n + b] && seen[b * o->n + a]))
			b++;
		o->group[a] = (uint32_t)b;
	}
	free(seen);
	free(stack);
}

/* Nothing outside of group G that is not DONE must come before it. */
static bool is_free(const struct order *o, size_t g, const bool *done)
{
	for (size_t a = 0; a < o->n; a++) {
		if (done[a] || o->group[a] == g)
			continue;
		for (size_t b = g; b < o->n; b++)
			if (o->group[b] == g && o->edge[a * o->n + b])
				return false;
	}
	return true;
}

/* The names that hold group G together, some of them. */
static void add_reason(const struct order *o, size_t g, const char *key)
{
	struct strbuf why = STRBUF_INIT;
	struct strvec names = STRVEC_INIT;

	for (size_t a = g; a < o->n; a++)
		for (size_t b = g; b < o->n; b++) {
			uint32_t e = o->edge[a * o->n + b];

			if (e && o->group[a] == g && o->group[b] == g)
				strvec_push(&names, o->v[e - 1].name);
		}
	strvec_sort(&names);
	strvec_uniq(&names);
	for (size_t i = 0; i < names.n && i < 3; i++)
		strbuf_addf(&why, "%s%s", i ? ", " : "", names.v[i]);
	if (names.n > 3)
		strbuf_addf(&why, " and %zu more", names.n - 3);
	strvec_pushf(&o->s->joined, "%s: each needs the others (%s)", key,
		     why.buf);
	strvec_release(&names);
	strbuf_release(&why);
}

static void add_piece(struct order *o, size_t g, bool *done)
{
	struct split *s = o->s;
	struct strbuf key = STRBUF_INIT;
	size_t members = 0;

	for (size_t a = g; a < o->n; a++) {
		struct part *p = &s->part[o->lo + a];

		if (o->group[a] != g)
			continue;
		done[a] = true;
		p->piece = s->n;
		strbuf_addf(&key, "%s%s", members ? " + " : "",
			    *p->key || !members ? p->key : "the rest");
		members++;
	}
	if (members > 1)
		add_reason(o, g, key.buf);
	GROW(s->v, s->n + 1, s->alloc);
	s->v[s->n++] = (struct piece){ o->from, strbuf_detach(&key) };
}

static void put_in_order(struct order *o)
{
	bool *done = xcalloc(o->n + 1, sizeof(*done));

	for (size_t left = o->n; left;) {
		size_t g = 0;

		while (done[g] || o->group[g] != g || !is_free(o, g, done))
			g++;
		add_piece(o, g, done);
		for (left = 0, g = 0; g < o->n; g++)
			left += !done[g];
	}
	free(done);
}

static void release(struct order *o)
{
	for (size_t i = 0; i < o->n_events; i++) {
		free(o->v[i].name);
		free(o->v[i].unless);
	}
	free(o->v);
	free(o->before);
	free(o->after);
	free(o->edge);
	free(o->group);
}

int split_order(struct split *s, size_t from, size_t lo, size_t hi)
{
	struct order o = { .s = s, .from = from, .lo = lo, .n = hi - lo };
	int err = 0;

	o.edge = xcalloc(o.n * o.n + 1, sizeof(*o.edge));
	o.group = xcalloc(o.n + 1, sizeof(*o.group));
	if (o.n > 1)
		err = scan_files(&o, false);
	unite(&o);
	make_uses(&o);
	if (!err && o.n_events)
		err = scan_files(&o, true);
	if (!err) {
		judge_pairs(&o);
		make_groups(&o);
		put_in_order(&o);
	}
	release(&o);
	return err;
}
