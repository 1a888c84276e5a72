// SPDX-License-Identifier: GPL-2.0-only
#include "own/gimple-int.h"

/* From one block to another, both by their index. */
struct edge {
	size_t to, from;
};

struct edges {
	struct edge *v;		/* by to, then from */
	size_t n, alloc;
};

static int by_place(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

static int by_id(const void *a, const void *b, void *data)
{
	const struct gblock *blocks = data;
	int x = blocks[*(const size_t *)a].id;
	int y = blocks[*(const size_t *)b].id;

	return x < y ? -1 : x > y;
}

/* Put the blocks in order, for gfunc_find(). */
static const char *order_blocks(struct gfunc *f)
{
	f->by_id = xcalloc(f->n + 1, sizeof(*f->by_id));
	for (size_t i = 0; i < f->n; i++)
		f->by_id[i] = i;
	qsort_r(f->by_id, f->n, sizeof(*f->by_id), by_id, f->blocks);
	for (size_t i = 1; i < f->n; i++)
		if (f->blocks[f->by_id[i]].id == f->blocks[f->by_id[i - 1]].id)
			return "a block that is there twice";
	return NULL;
}

static bool goes_to(const struct gblock *b, int id)
{
	for (size_t i = 0; i < b->n_succ; i++)
		if (b->succ[i] == id)
			return true;
	return false;
}

/* A condition's ways are its block's. */
static const char *check_conds(const struct gfunc *f)
{
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->blocks[i].n; k++) {
			const struct gblock *b = &f->blocks[i];
			const struct gstmt *s = &b->stmts[k];

			if (s->kind != G_COND || s->then_at < 0 ||
			    s->else_at < 0)
				continue;
			if (!goes_to(b, s->then_at) || !goes_to(b, s->else_at))
				return "a condition that leads elsewhere";
		}
	return NULL;
}

/* Without a goto it is the next one. */
static void find_falls(struct gfunc *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct gblock *b = &f->blocks[i];

		if (b->falls <= 0 && i + 1 < f->n)
			b->falls = f->blocks[i + 1].id;
		if (b->falls <= 0 || !goes_to(b, b->falls))
			b->falls = 0;
	}
}

static const char *list_edges(const struct gfunc *f, struct edges *e)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->blocks[i].n_succ; k++) {
			ssize_t to = gfunc_find(f, f->blocks[i].succ[k]);

			if (to < 0)
				return "a block that is not there";
			GROW(e->v, e->n + 1, e->alloc);
			e->v[e->n++] = (struct edge){ (size_t)to, i };
		}
	if (e->n)
		qsort(e->v, e->n, sizeof(*e->v), by_place);
	for (size_t i = 0; i < e->n; i++)
		if (!n || by_place(&e->v[n - 1], &e->v[i]))
			e->v[n++] = e->v[i];
	e->n = n;
	return NULL;
}

/* Does PHI, of block TO, say of each of the N ways into it, and of no other? */
static bool phi_fits(const struct gfunc *f, const struct gphi *phi, size_t to,
		     const struct edge *in, size_t n)
{
	struct edge *from = xcalloc(phi->n + 1, sizeof(*from));
	bool fits = phi->n == n;

	for (size_t i = 0; i < phi->n; i++)
		from[i] = (struct edge){
			to, (size_t)gfunc_find(f, phi->from[i]) };
	qsort(from, phi->n, sizeof(*from), by_place);
	for (size_t i = 0; i < n && fits; i++)
		fits = !by_place(&from[i], &in[i]);
	free(from);
	return fits;
}

/* A value that a phi does not name would be the one from the way before. */
static const char *check_phis(const struct gfunc *f, const struct edges *e)
{
	size_t at = 0, n;

	for (size_t i = 0; i < f->n; i++, at += n) {
		for (n = 0; at + n < e->n && e->v[at + n].to == i; n++)
			;
		for (size_t k = 0; k < f->blocks[i].n_phis; k++)
			if (!phi_fits(f, &f->blocks[i].phis[k], i,
				      n ? &e->v[at] : NULL, n))
				return "a phi that does not fit the ways to it";
	}
	return NULL;
}

const char *gread_check(struct gfunc *f)
{
	struct edges e = { 0 };
	const char *why = f->n ? NULL : "a function without a block";

	if (!why)
		why = order_blocks(f);
	if (!why)
		why = list_edges(f, &e);
	if (!why)
		why = check_conds(f);
	if (!why)
		find_falls(f);
	if (!why)
		why = check_phis(f, &e);
	free(e.v);
	return why;
}
