// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which functions matter at all: what each does by itself, and then, from callee
 * to caller, what it does through others.
 */
#include <ctype.h>

#include "own/int.h"

enum how {
	BY_CALL,
	BY_NAME,	/* an argument: whoever gets it may call it */
	BY_SLOT,	/* it may be in a field that is read */
};

/* What FROM does, TO does as well. Both are indices. */
struct link {
	uint32_t from, to;
	enum how how;
};

/* A link takes so much of OWN_WORK: millions of them are no kernel's. */
#define LINK_WORK 64

struct links {
	struct link *v;		/* by from */
	size_t n, alloc;
	size_t *first;		/* [from] the first one, and one more for the end */
};

/* --- what a function does by itself ---------------------------------------- */

/*
 * May a caller get an object as the result of F? What F stores instead, it has
 * handed on. gcc does not hand on an address as an int; LLVM's reader calls no
 * type so.
 */
static bool returns_any(const struct own *o, const struct gfunc *f)
{
	for (size_t b = 0; b < f->n; b++)
		for (size_t k = 0; k < f->blocks[b].n; k++) {
			const struct gstmt *s = &f->blocks[b].stmts[k];
			const char *v = s->n ? s->v[0] : "NULL", *type;

			if (s->kind != G_RETURN || !strcmp(v, "NULL") ||
			    *v == '-' || *v == '&' || isdigit((unsigned char)*v))
				continue;
			type = gword_ssa(v) ? gfunc_type(f, v) : "";
			if (strcmp(type, "int") && own_may_hold(o, type))
				return true;
		}
	return false;
}

static bool reads_gather(const struct own *o, const struct gstmt *s)
{
	for (size_t i = 1; i < s->n; i++)
		if (word_in(&o->rules->gathers, s->v[i]) &&
		    s->v[i][0] != '&')
			return true;
	return false;
}

/* A function may have several: to give back one object, and make another. */
static void take_marks(const struct own *o, struct own_func *f,
		       const char *name)
{
	for (size_t i = 0; i < o->rules->n; i++) {
		const struct own_marker *m = &o->rules->markers[i];

		if (strcmp(m->name, name))
			continue;
		f->makes |= m->mark == OWN_SOURCE;
		f->gets |= m->mark == OWN_SOURCE;
		f->marks |= m->mark < OWN_SOURCE;
	}
}

static void add_link(struct own *o, struct links *l, const struct own_func *from,
		     const struct own_func *to, enum how how)
{
	if (!from || from == to || !own_spend(o, LINK_WORK))
		return;
	GROW(l->v, l->n + 1, l->alloc);
	l->v[l->n++] = (struct link){ (uint32_t)(from - o->funcs),
				      (uint32_t)(to - o->funcs), how };
}

static void take_call(struct own *o, struct links *l, struct own_func *f,
		      const struct gstmt *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct own_marker *m = own_marker(o, s->v[i]);

		if (m)
			take_marks(o, f, m->name);
		else if (i != 1 && !strvec_has(&o->rules->others, s->v[i]))
			add_link(o, l, own_find(o, s->v[i], f->g->unit), f,
				 i ? BY_NAME : BY_CALL);
	}
}

static void take_assign(struct own *o, struct links *l, struct own_func *f,
			const struct gstmt *s)
{
	const struct own_func *g;
	size_t at = 0;

	f->loads |= reads_gather(o, s);
	f->stores |= word_in(&o->rules->gathers, s->v[0]) ||
		     word_in(&o->rules->frees, s->v[0]);
	while (s->n > 1 && (g = own_slot_next(o, s->v[1], &at)))
		add_link(o, l, g, f, BY_SLOT);
}

static void take_function(struct own *o, struct links *l, struct own_func *f)
{
	f->returns = returns_any(o, f->g);
	for (size_t b = 0; b < f->g->n; b++)
		for (size_t k = 0; k < f->g->blocks[b].n; k++) {
			const struct gstmt *s = &f->g->blocks[b].stmts[k];

			own_spend(o, s->n);
			if (s->kind == G_CALL)
				take_call(o, l, f, s);
			else if (s->kind == G_ASSIGN)
				take_assign(o, l, f, s);
		}
}

/* --- what it does through others ------------------------------------------- */

static int by_from(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (int)x->how - (int)y->how;
}

static void sort_links(struct links *l, size_t n_funcs)
{
	size_t n = 0;

	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), by_from);
	for (size_t i = 0; i < l->n; i++)
		if (!n || by_from(&l->v[n - 1], &l->v[i]))
			l->v[n++] = l->v[i];
	l->n = n;
	l->first = xcalloc(n_funcs + 1, sizeof(*l->first));
	for (size_t f = 0, at = 0; f <= n_funcs; f++) {
		while (at < n && l->v[at].from < f)
			at++;
		l->first[f] = at;
	}
}

/* Returns whether TO does more than before. */
static bool hand_up(const struct own_func *from, struct own_func *to, enum how how)
{
	bool makes = to->makes, gets = to->gets, marks = to->marks;
	bool loads = to->loads, stores = to->stores;

	to->makes |= from->makes;
	to->gets |= own_brings(from);
	if (how != BY_SLOT) {
		to->marks |= from->marks;
		to->stores |= from->stores;
	}
	to->loads |= from->loads && how == BY_CALL;
	return makes != to->makes || gets != to->gets || marks != to->marks ||
	       loads != to->loads || stores != to->stores;
}

/* From each function that does something to all that do so through it. */
static void spread(struct own *o, const struct links *l)
{
	size_t *todo = xcalloc(o->n + 1, sizeof(*todo)), n = 0;
	bool *waits = xcalloc(o->n + 1, sizeof(*waits));

	for (size_t i = 0; i < o->n; i++) {
		const struct own_func *f = &o->funcs[i];

		waits[i] = f->makes || f->marks || f->loads || f->stores;
		if (waits[i])
			todo[n++] = i;
	}
	while (n && own_spend(o, 1)) {
		size_t from = todo[--n];

		waits[from] = false;
		for (size_t i = l->first[from]; i < l->first[from + 1]; i++) {
			const struct link *k = &l->v[i];

			own_spend(o, 1);
			if (!hand_up(&o->funcs[from], &o->funcs[k->to], k->how) ||
			    waits[k->to])
				continue;
			waits[k->to] = true;
			todo[n++] = k->to;
		}
	}
	free(todo);
	free(waits);
}

void own_flags_find(struct own *o)
{
	struct links l = { 0 };

	for (size_t i = 0; i < o->n; i++)
		take_function(o, &l, &o->funcs[i]);
	sort_links(&l, o->n);
	spread(o, &l);
	/* Links that are missing, or functions that were not looked at. */
	o->cut_short = !own_spend(o, 1);
	free(l.v);
	free(l.first);
}
