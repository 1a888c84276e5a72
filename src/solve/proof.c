// SPDX-License-Identifier: GPL-2.0-only
#include "solve/int.h"

/* Leaving out one after the other is done for this many. */
#define MAX_SHRINK 80

/* What is assumed: parts of the goal, and rules of symbols. */
struct premises {
	blit *v;
	kid *sym;		/* whose rule it is; 0: a part of the goal */
	size_t *part;
	size_t n, alloc;
};

static void add(struct premises *p, blit a, kid sym, size_t part)
{
	if (p->n + 1 > p->alloc) {
		p->alloc = p->alloc ? 2 * p->alloc : 64;
		p->v = xrealloc(p->v, p->alloc * sizeof(*p->v));
		p->sym = xrealloc(p->sym, p->alloc * sizeof(*p->sym));
		p->part = xrealloc(p->part, p->alloc * sizeof(*p->part));
	}
	p->v[p->n] = a;
	p->sym[p->n] = sym;
	p->part[p->n++] = part;
}

struct layer {
	struct machine *m;
	struct premises *p;
	bool *in;
};

static void add_symbol(void *data, const char *name)
{
	struct layer *l = data;
	const char *more, *option;
	char *copy;
	size_t n;
	kid id;

	option = kname_cut(name, &n, &more);
	if (!option)
		return;
	copy = xstrndup(option, n);
	id = ksym_find(&l->m->ks, copy);
	free(copy);
	if (!id || l->in[id] || l->m->kf.rule[id] == B_TRUE)
		return;
	l->in[id] = true;
	add(l->p, l->m->kf.rule[id], id, 0);
}

/* Keep those that the solver needed. */
static void keep_failed(struct sat *s, struct premises *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (!sat_failed(s, p->v[i]) && p->v[i] != B_FALSE)
			continue;
		p->v[n] = p->v[i];
		p->sym[n] = p->sym[i];
		p->part[n++] = p->part[i];
	}
	p->n = n;
}

/* Options that the premises speak of, further and further away. */
static bool find(struct sat *s, struct machine *m, struct premises *p)
{
	struct layer l = { .m = m, .p = p,
			   .in = xcalloc(m->ks.n + 1, sizeof(bool)) };
	size_t from = 0;
	bool found;

	while (!(found = sat_solve(s, p->v, p->n) == SAT_NO) && from < p->n) {
		size_t to = p->n;

		for (; from < to; from++)
			bool_vars(&m->bs, p->v[from], add_symbol, &l);
		if (p->n == to)
			break;
	}
	free(l.in);
	return found;
}

static void shrink(struct sat *s, struct premises *p)
{
	for (size_t before = 0; before != p->n;) {
		before = p->n;
		if (sat_solve(s, p->v, p->n) != SAT_NO)
			return;
		keep_failed(s, p);
	}
	for (size_t i = 0; i < p->n && p->n <= MAX_SHRINK;) {
		blit left = p->v[i];

		p->v[i] = B_TRUE;
		if (sat_solve(s, p->v, p->n) != SAT_NO) {
			p->v[i++] = left;
			continue;
		}
		p->n--;
		memmove(p->v + i, p->v + i + 1, (p->n - i) * sizeof(*p->v));
		memmove(p->sym + i, p->sym + i + 1,
			(p->n - i) * sizeof(*p->sym));
		memmove(p->part + i, p->part + i + 1,
			(p->n - i) * sizeof(*p->part));
	}
}

static bool value_false(void *data, const char *name)
{
	(void)data;
	(void)name;
	return false;
}

void proof_of(struct machine *m, const struct goal *g, struct strvec *out)
{
	struct sat *s = sat_new(&m->bs, value_false, NULL);
	struct premises p = { 0 };

	for (size_t i = 0; i < g->n_parts; i++)
		add(&p, g->parts[i], 0, i);
	if (find(s, m, &p))
		shrink(s, &p);
	for (size_t i = 0; i < p.n; i++) {
		const struct ksym *k = &m->ks.syms[p.sym[i]];

		if (!p.sym[i])
			strvec_push(out, g->what.v[p.part[i]]);
		else
			strvec_pushf(out, "%s:%d: config %s", k->file ?: "-",
				     k->line, k->name);
	}
	free(p.v);
	free(p.sym);
	free(p.part);
	sat_free(s);
}
