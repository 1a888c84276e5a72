// SPDX-License-Identifier: GPL-2.0-only
#include "own/int.h"

/* So many different states at one block's start or ways out: it is given up. */
#define TOO_MANY 2000

/* Of a state alone, in what OWN_KEPT counts. */
#define STATE_SIZE 6

/* One with room for more names is not kept for the next. */
#define SPARE_MOST 64

/* --- states ------------------------------------------------------------ */

/* Millions come and go: those that nobody needs, and their memory, are used again. */
static struct state *state_new(const struct walk *w)
{
	struct own *o = w->own;
	struct state *st = o->spare;

	if (st) {
		o->spare = st->spare;
		*st = (struct state){ .env = st->env,
				      .alloc_env = st->alloc_env };
	} else {
		st = xcalloc(1, sizeof(*st));
		o->kept += STATE_SIZE;
	}
	st->own = o;
	return st;
}

struct state *state_copy(const struct walk *w, const struct state *st)
{
	struct state *copy = state_new(w);
	struct known *env = copy->env;
	size_t alloc = copy->alloc_env;

	*copy = *st;
	copy->env = env;
	copy->alloc_env = alloc;
	env_copy(copy, st);
	own_spend(w->own, 1 + st->n_env / 4);
	return copy;
}

void state_free(struct state *st)
{
	if (!st)
		return;
	if (st->own->kept > OWN_KEPT / 2 || st->alloc_env > SPARE_MOST) {
		st->own->kept -= STATE_SIZE + st->alloc_env;
		free(st->env);
		free(st);
		return;
	}
	st->spare = st->own->spare;
	st->own->spare = st;
}

void states_release(struct own *o)
{
	struct state *next;

	for (struct state *st = o->spare; st; st = next) {
		next = st->spare;
		free(st->env);
		free(st);
	}
	o->spare = NULL;
}

void own_count(struct state *st, enum own_marks mark, int count)
{
	int n = st->counts[mark] + count;

	st->counts[mark] = n > OWN_MANY ? OWN_MANY : n;
}

void own_settle(const struct walk *w, struct state *st, const struct gstmt *s)
{
	uint8_t *up = &st->counts[OWN_ACQUIRE], *down = &st->counts[OWN_RELEASE];
	uint8_t both = *up < *down ? *up : *down;

	if (!w->a->q.each)
		return;
	if (*up == OWN_MANY || *down == OWN_MANY)
		own_unsure(w->own, st, s, "acquired or released too often to be counted");
	*up -= both;
	*down -= both;
}

static bool same_held(const struct state *a, const struct state *b)
{
	if (!a->held_in || !b->held_in)
		return a->held_in == b->held_in;
	return !strcmp(a->held_in, b->held_in) &&
	       value_same(&a->held, &b->held);
}

static bool state_same(const struct state *a, const struct state *b)
{
	if (memcmp(a->counts, b->counts, sizeof(a->counts)) ||
	    memcmp(a->asked, b->asked, sizeof(a->asked)) ||
	    a->born != b->born || a->size != b->size ||
	    !same_held(a, b) || a->stored != b->stored ||
	    !own_same_field(a->field, b->field) ||
	    a->loose != b->loose || a->gone != b->gone || a->placed != b->placed ||
	    a->freed_size != b->freed_size || a->shared != b->shared ||
	    a->source != b->source ||
	    a->dead != b->dead || a->after != b->after ||
	    !a->unsure != !b->unsure || !a->broken != !b->broken ||
	    a->failed != b->failed)
		return false;
	return env_same(a, b);
}

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

/* Equal states have equal hashes; most others do not. */
static uint64_t state_hash(const struct state *st)
{
	uint64_t h = 0;

	for (size_t i = 0; i < OWN_MARKS; i++)
		h = mix(h, st->counts[i]);
	for (size_t i = 0; i < OWN_ASKS; i++)
		h = mix(h, st->asked[i]);
	h = mix(mix(mix(h, (uint64_t)st->size), (uint64_t)st->freed_size),
		(uint64_t)st->placed);
	h = mix(h, st->born | st->failed << 1 | st->dead << 2 | st->stored << 3);
	for (size_t i = 0; i < st->n_env; i++) {
		const struct known *k = &st->env[i];

		h = mix(mix(mix(h, k->name), k->v.kind), (uint64_t)k->v.n);
	}
	return h;
}

/* States to go on from, and those seen, by block. */
struct front {
	struct state **v;
	uint64_t *hash;		/* of each of v */
	size_t n, alloc, alloc_hash, next;
	uint32_t *table;	/* by hash: 1 + the index in v, or 0 */
	size_t n_table;		/* a power of 2, more than n; or 0 */
};

/* A state, and the operation of the block that it comes to next. */
struct todo {
	struct state *st;
	size_t at;
};

struct flow {
	struct walk w;
	struct front *at;	/* by block */
	struct todo *todo;	/* within one block; the last one is next */
	size_t n_todo, alloc_todo;
	bool given_up;
	bool none;		/* an argument is what was not made */
};

/* Is there no end to it? Then it is given up. */
static bool spend(struct flow *fl, size_t n)
{
	fl->given_up |= !own_spend(fl->w.own, n);
	return !fl->given_up;
}

static void table_add(struct front *fr, size_t i)
{
	size_t at = fr->hash[i] & (fr->n_table - 1);

	while (fr->table[at])
		at = (at + 1) & (fr->n_table - 1);
	fr->table[at] = i + 1;
}

static void table_grow(struct front *fr)
{
	free(fr->table);
	fr->n_table = fr->n_table ? fr->n_table * 4 : 8;
	fr->table = xcalloc(fr->n_table, sizeof(*fr->table));
	for (size_t i = 0; i < fr->n; i++)
		table_add(fr, i);
}

static bool was_there(struct flow *fl, const struct front *fr,
		      const struct state *st, uint64_t hash)
{
	size_t at = hash & (fr->n_table - 1);

	for (; fr->n_table && fr->table[at] && spend(fl, 1);
	     at = (at + 1) & (fr->n_table - 1)) {
		size_t i = fr->table[at] - 1;

		if (fr->hash[i] == hash && state_same(fr->v[i], st))
			return true;
	}
	return false;
}

static void keep(struct flow *fl, struct front *fr, struct state *st,
		 uint64_t hash)
{
	if (fr->n * 2 >= fr->n_table)
		table_grow(fr);
	GROW(fr->v, fr->n + 1, fr->alloc);
	GROW(fr->hash, fr->n + 1, fr->alloc_hash);
	fr->hash[fr->n] = hash;
	fr->v[fr->n++] = st;
	table_add(fr, fr->n - 1);
	fl->given_up |= fr->n > TOO_MANY;
}

/* --- from block to block ----------------------------------------------- */

/* What callers learn of their arguments is kept to the end. */
static bool is_param(const struct flow *fl, size_t name)
{
	for (size_t i = 0; i < OWN_ARGS && fl->w.a->q.each; i++)
		if (fl->w.f->params[i] == (ssize_t)name)
			return true;
	return false;
}

/* Names that block B does not need are as good as unknown there. */
static void forget(const struct flow *fl, struct state *st, size_t b)
{
	const struct own_func *f = fl->w.f;
	size_t left = 0;

	for (size_t i = 0; i < st->n_env; i++) {
		size_t at = st->env[i].name;

		if (f->live[b][at / 64] & 1ULL << at % 64 || is_param(fl, at))
			st->env[left++] = st->env[i];
	}
	st->n_env = left;
}

/* Phis take effect together: their values are from before. */
static void set_phis(struct flow *fl, struct state *st, int from, size_t b)
{
	const struct gblock *bl = &fl->w.f->g->blocks[b];
	struct value *v = xcalloc(bl->n_phis + 1, sizeof(*v));
	ssize_t *way = xcalloc(bl->n_phis + 1, sizeof(*way));

	for (size_t p = 0; p < bl->n_phis; p++) {
		way[p] = -1;
		for (size_t k = 0; k < bl->phis[p].n; k++)
			if (bl->phis[p].from[k] == from)
				way[p] = (ssize_t)k;
		if (way[p] >= 0)
			v[p] = value_of(&fl->w, st, bl->phis[p].v[way[p]]);
	}
	forget(fl, st, b);
	for (size_t p = 0; p < bl->n_phis; p++)
		if (way[p] >= 0)
			value_set(&fl->w, st, bl->phis[p].to, v[p]);
	free(v);
	free(way);
}

/* ST, which is used up, comes from the block FROM to the block ID. */
static void enter(struct flow *fl, struct state *st, int from, int id)
{
	size_t b = own_block(fl->w.f->g, id);
	struct front *fr = &fl->at[b];
	uint64_t hash;

	if (fl->w.f->g->blocks[b].n_phis)
		set_phis(fl, st, from, b);
	else
		forget(fl, st, b);
	hash = state_hash(st);
	spend(fl, 1);
	if (was_there(fl, fr, st, hash))
		state_free(st);
	else
		keep(fl, fr, st, hash);
}

/* Each is there once: a question that asks itself ends when no new one comes. */
static void add_result(struct answer *a, const struct result *r)
{
	for (size_t i = 0; i < a->n; i++)
		if (!memcmp(a->v[i].o.counts, r->o.counts,
			    sizeof(r->o.counts)) &&
		    a->v[i].born == r->born && a->v[i].failed == r->failed &&
		    a->v[i].o.stored == r->o.stored &&
		    own_same_field(a->v[i].field, r->field) &&
		    a->v[i].o.size == r->o.size &&
		    a->v[i].o.placed == r->o.placed &&
		    a->v[i].o.freed_size == r->o.freed_size &&
		    a->v[i].o.shared == r->o.shared &&
		    a->v[i].o.gone == r->o.gone &&
		    a->v[i].zero == r->zero && a->v[i].set == r->set &&
		    a->v[i].object == r->object &&
		    a->v[i].o.source == r->o.source &&
		    !a->v[i].o.unsure == !r->o.unsure &&
		    !a->v[i].o.broken == !r->o.broken &&
		    a->v[i].o.after == r->o.after && a->v[i].dead == r->dead &&
		    value_same(&a->v[i].ret, &r->ret))
			return;
	GROW(a->v, a->n + 1, a->alloc);
	a->v[a->n++] = *r;
}

static void leave(struct flow *fl, struct state *st, const struct gstmt *s)
{
	struct result r = { .born = st->born, .failed = st->failed,
			    .dead = st->dead,
			    .field = st->field };

	if (s->n)
		r.ret = value_of(&fl->w, st, s->v[0]);
	/* Whoever asks whether it is 0 is told that it is not. */
	if (r.ret.kind == V_NONE && !r.ret.whole)
		own_broken(fl->w.own, st, s,
			   own_text(fl->w.own, "%s() returns an address in what was not made",
				    fl->w.f->g->name));
	memcpy(r.o.counts, st->counts, sizeof(st->counts));
	r.o.unsure = st->unsure;
	r.o.broken = st->broken;
	r.o.after = st->after;
	r.o.path = st->path;
	r.o.size = st->size;
	r.o.freed_size = st->freed_size;
	r.o.placed = st->placed;
	r.o.shared = st->shared;
	r.o.stored = st->stored || st->field;
	r.o.gone = st->gone;
	r.o.source = st->source;
	r.o.returned = r.ret.kind == V_OBJ;
	/* Of those that go into entries, what is returned says nothing. */
	if (r.ret.kind == V_STRANGE && !r.o.unsure && !fl->w.a->q.entries)
		r.o.unsure = own_text(fl->w.own,
				      "what %s() returns is not followed",
				      fl->w.f->g->name);
	for (size_t i = 0; i < OWN_ARGS && fl->w.a->q.each; i++) {
		ssize_t at = fl->w.f->params[i];
		struct value v = at < 0 ? (struct value){ 0 } : env_get(st, at);

		r.zero |= (v.told && v.kind == V_INT && !v.n) << i;
		r.set |= (v.told && v.kind == V_ANY) << i;
		r.object |= (v.kind == V_OBJ) << i;
	}
	spend(fl, fl->w.a->n);
	add_result(fl->w.a, &r);
	fl->given_up |= fl->w.a->n > TOO_MANY;
}

/* The name TEXT is equal to V. */
static void same_object(struct flow *fl, struct state *st, const char *text,
			struct value v)
{
	ssize_t at = own_name(fl->w.f, text);

	if (at >= 0 && env_get(st, at).kind == V_ANY && v.kind == V_OBJ &&
	    v.whole)
		env_set(st, at, v);
}

/* What the code of a condition says about the value that was tested. */
static void learn(struct flow *fl, struct state *st, const struct gstmt *s,
		  bool holds)
{
	struct value b = value_of(&fl->w, st, s->v[1]), a;
	ssize_t at = own_name(fl->w.f, s->v[0]);
	bool eq = !strcmp(s->op, "eq_expr"), ne = !strcmp(s->op, "ne_expr");

	/* What has the object's address is the object: gcc takes either. */
	if (fl->w.a->q.each && (eq || ne) && eq == holds) {
		same_object(fl, st, s->v[0], b);
		same_object(fl, st, s->v[1], value_of(&fl->w, st, s->v[0]));
	}
	if (at < 0 || b.kind != V_INT || (!eq && !ne))
		return;
	a = env_get(st, at);
	if (a.kind != V_ANY)
		return;
	/* That it is 0 says nothing of what failed: the code only asks. */
	if (eq == holds)
		a = (struct value){ .kind = V_INT, .n = b.n,
				    .told = st->failed || fl->w.a->q.each };
	else if (fl->w.a->q.each && !b.n)
		a.told = true;
	else if (!strcmp(own_type(fl->w.f, s->v[0]), "_Bool"))
		a = (struct value){ .kind = V_INT, .n = !b.n };
	env_set(st, at, a);
}

static const char *cond_text(struct own *o, const struct gstmt *s, bool holds)
{
	static const struct {
		const char *op, *yes, *no;
	} SIGNS[] = {
		{ "eq_expr", "==", "!=" }, { "ne_expr", "!=", "==" },
		{ "lt_expr", "<", ">=" }, { "ge_expr", ">=", "<" },
		{ "gt_expr", ">", "<=" }, { "le_expr", "<=", ">" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(SIGNS); i++)
		if (!strcmp(s->op, SIGNS[i].op))
			return own_text(o, "if %s %s %s", s->v[0],
					holds ? SIGNS[i].yes : SIGNS[i].no,
					s->v[1]);
	return own_text(o, "if %s%s(%s, %s)", holds ? "" : "not ", s->op,
			s->v[0], s->v[1]);
}

static void branch(struct flow *fl, struct state *st, const struct gblock *b,
		   const struct gstmt *s)
{
	struct value x = value_of(&fl->w, st, s->v[0]);
	struct value y = value_of(&fl->w, st, s->v[1]);
	int known = value_cond(fl->w.f, s, 0, x, y);

	for (int holds = 0; holds < 2; holds++) {
		struct state *to;

		if (known >= 0 && known != holds)
			continue;
		to = state_copy(&fl->w, st);
		if (known < 0) {
			own_step(fl->w.own, to, s, NULL,
				 cond_text(fl->w.own, s, holds));
			to->path->test = true;
			to->path->asks = x.inside || y.inside;
			learn(fl, to, s, holds);
		}
		enter(fl, to, b->id, holds ? s->then_at : s->else_at);
	}
}

/* A switch, or an asm that goes to a label: any of its successors. */
static void fork_ways(struct flow *fl, struct state *st,
		      const struct gblock *b)
{
	const struct gstmt *s = b->n ? &b->stmts[b->n - 1] : NULL;
	int ask = s && s->kind == G_ASM && b->n_succ == 2 && st->born ?
		  own_func_ask(fl->w.f, s) : -1;

	for (size_t k = 0; k < b->n_succ; k++) {
		uint8_t went = b->succ[k] == b->falls ? 1 : 2;
		struct state *to;

		if (ask >= 0 && st->asked[ask] && st->asked[ask] != went)
			continue;
		to = state_copy(&fl->w, st);
		if (ask >= 0)
			to->asked[ask] = went;
		if (b->n_succ > 1) {
			own_step(fl->w.own, to, s, NULL,
				 own_text(fl->w.own, "way %zu of %zu", k + 1,
					  b->n_succ));
			to->path->test = true;
		}
		enter(fl, to, b->id, b->succ[k]);
	}
}

/* A call: what comes of it goes on behind it, the first state first. */
static void run_call(struct flow *fl, struct state *st, const struct gstmt *s,
		     size_t next, const struct value *stored)
{
	struct state **v = NULL;
	size_t n = stored ? own_store(&fl->w, st, s, *stored, &v) :
		   own_call(&fl->w, st, s, &v);

	GROW(fl->todo, fl->n_todo + n, fl->alloc_todo);
	for (size_t k = n; k--;)
		fl->todo[fl->n_todo++] = (struct todo){ v[k], next };
	free(v);
}

/* The block's end. */
static void run_end(struct flow *fl, struct state *st, const struct gblock *b)
{
	const struct gstmt *s = b->n ? &b->stmts[b->n - 1] : NULL;

	if (s && s->kind == G_COND && s->then_at >= 0 && s->else_at >= 0)
		branch(fl, st, b, s);
	else
		fork_ways(fl, st, b);
	if (!b->n_succ && !b->ends)
		fl->w.a->panics++;
	state_free(st);
}

/* Does S read or write where nothing was made, or is any more? */
static void look_inside(struct flow *fl, struct state *st,
			const struct gstmt *s)
{
	size_t from = s->kind == G_CALL || s->kind == G_ASM;

	for (size_t i = from; st->dead && i < s->n && !st->broken; i++)
		if (value_dead(&fl->w, st, s->v[i])) {
			own_broken(fl->w.own, st, s,
				   own_text(fl->w.own, "%s: used after it was freed",
					    s->v[i]));
			st->after = true;
		}
	/* This is asked of each statement on each path. */
	if (!st->failed && !fl->none)
		return;
	for (size_t i = from; i < s->n && !st->broken; i++)
		if (value_none(&fl->w, st, s->v[i]))
			own_broken(fl->w.own, st, s,
				   own_text(fl->w.own, "%s, where nothing was made",
					    s->v[i]));
}

/* Before it is found, any load from the same place finds it. */
static bool is_root(const struct flow *fl, const struct state *st,
		    const struct gstmt *s)
{
	const struct question *q = &fl->w.a->q;
	const struct gstmt *at = q->at;

	return s == at || (at && q->at_in == fl->w.f && !st->born &&
			   s->n > 1 && !strcmp(s->op, at->op) && !strcmp(s->v[1], at->v[1]));
}

/* The first time it is the object; in a loop, another one after that. */
static struct value found_here(struct flow *fl, struct state *st,
			       const struct gstmt *s)
{
	if (st->born)
		return st->held_in && !strcmp(st->held_in, s->v[1]) ?
		       st->held : (struct value){ .kind = V_OTHER };
	st->born = true;
	st->counts[OWN_SOURCE] = 1;
	own_step(fl->w.own, st, s, NULL,
		 own_text(fl->w.own, "found in %s", s->v[1]));
	/* Whoever looks there again finds it again. */
	st->held_in = s->v[1];
	st->held = (struct value){ .kind = V_OBJ, .whole = true };
	return st->held;
}

/* Follow ST, which is used up, from operation I on, up to a call at most. */
static void run(struct flow *fl, struct state *st, const struct gblock *b,
		size_t i)
{
	struct value v;

	for (; i < b->n; i++) {
		const struct gstmt *s = &b->stmts[i];

		if (!spend(fl, 1)) {
			state_free(st);
			return;
		}
		look_inside(fl, st, s);
		if (s->kind == G_CALL || s->kind == G_ASM) {
			own_changed(fl->w.f, st, NULL);
			run_call(fl, st, s, i + 1, NULL);
			return;
		}
		if (s->kind == G_RETURN) {
			leave(fl, st, s);
			state_free(st);
			return;
		}
		if (s->kind != G_ASSIGN)
			continue;
		v = value_assign(&fl->w, st, s);
		if (is_root(fl, st, s))
			v = found_here(fl, st, s);
		if (own_name(fl->w.f, s->v[0]) < 0) {
			own_changed(fl->w.f, st, s->v[0]);
			value_hold(&fl->w, st, s->v[0], v);
		}
		if (own_name(fl->w.f, s->v[0]) < 0 && v.kind != V_ANY) {
			run_call(fl, st, s, i + 1, &v);
			return;
		}
		value_set(&fl->w, st, s->v[0], v);
	}
	run_end(fl, st, b);
}

/* All that comes of ST, which is used up, in block B. */
static void run_block(struct flow *fl, struct state *st, const struct gblock *b)
{
	size_t i = 0;

	while (st) {
		run(fl, st, b, i);
		st = NULL;
		if (fl->n_todo) {
			st = fl->todo[--fl->n_todo].st;
			i = fl->todo[fl->n_todo].at;
		}
	}
}

/* --- one function ------------------------------------------------------ */

static struct state *first_state(struct flow *fl)
{
	const struct question *q = &fl->w.a->q;
	const struct gfunc *g = q->f->g;
	struct state *st = state_new(&fl->w);

	st->born = q->born;
	st->stored = q->stored;
	st->dead = q->dead;
	st->field = q->in_field;
	st->size = q->size;
	st->freed_size = st->placed = -1;
	for (size_t i = 0; i < g->n_params && i < OWN_ARGS; i++) {
		fl->none |= q->args[i].kind == V_NONE;
		if (q->f->params[i] >= 0)
			env_set(st, q->f->params[i], q->args[i]);
	}
	return st;
}

void own_give_up(struct own *o, struct answer *a, const char *why)
{
	struct result r = { .o.unsure = own_text(o, "%s() %s",
						 a->q.f->g->name, why),
			    .o.placed = -1, .o.freed_size = -1 };

	add_result(a, &r);
}

static void flow_release(struct flow *fl)
{
	for (size_t b = 0; b < fl->w.f->g->n; b++) {
		for (size_t i = 0; i < fl->at[b].n; i++)
			state_free(fl->at[b].v[i]);
		free(fl->at[b].v);
		free(fl->at[b].hash);
		free(fl->at[b].table);
	}
	free(fl->at);
	free(fl->todo);
}

void own_walk(struct own *o, struct answer *a)
{
	struct own_func *f = (struct own_func *)a->q.f;
	struct flow fl = { .w = { .own = o, .id = ++o->walks, .a = a, .f = f } };
	size_t n = f->g->n;
	bool more = true;

	if (!own_func_read(o, f)) {
		own_give_up(o, a, "is too large");
		return;
	}
	fl.at = xcalloc(n, sizeof(*fl.at));
	keep(&fl, &fl.at[0], first_state(&fl), 0);
	spend(&fl, 1);
	while (more && !fl.given_up) {
		more = false;
		for (size_t b = 0; b < n; b++) {
			struct front *fr = &fl.at[b];

			while (fr->next < fr->n && !fl.given_up) {
				more = true;
				run_block(&fl, state_copy(&fl.w, fr->v[fr->next++]),
					  &f->g->blocks[b]);
			}
		}
	}
	if (fl.given_up)
		own_give_up(o, a, "has too many paths");
	flow_release(&fl);
}
