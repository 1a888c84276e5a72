// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sizes that different paths state for one object. Code that frees a page may
 * first ask where it came from: the allocator, or memory reserved at boot. The
 * answer decides who gets the page back; it does not change its size. So both
 * branches of such a test have to agree on the size.
 *
 * A size is recorded as soon as a path states it, not compared at the end of the
 * path: by then, paths in the same state have been merged. Only paths of one
 * walk through a function are compared: what they have in common is known there.
 */
#include "own/int.h"

void own_say(const struct walk *w, const struct state *st,
	     const struct gstmt *s, int size, bool freed)
{
	struct own *o = w->own;

	if (!w->a->q.at || size < 0)
		return;
	GROW(o->said, o->n_said + 1, o->alloc_said);
	o->said[o->n_said++] = (struct own_said){
		.walk = w->id, .q = &w->a->q, .s = s, .path = st->path,
		.size = size, .freed = freed,
	};
}

/* The last test before S is done. */
static const struct own_step *last_test(const struct own_step *s)
{
	while (s && !s->test)
		s = s->prev;
	return s;
}

/* The step of the path that ends in S that is as far from the start as LIKE. */
static const struct own_step *step_like(const struct own_step *s,
					const struct own_step *like)
{
	while (s && s->depth > like->depth)
		s = s->prev;
	return s && s->depth == like->depth ? s : NULL;
}

/* --- what is done for each page by itself ---------------------------------- */

static size_t block_of(const struct gfunc *g, const struct gstmt *s)
{
	size_t b = 0;

	while (b < g->n && !(s >= g->blocks[b].stmts &&
			     s < g->blocks[b].stmts + g->blocks[b].n))
		b++;
	return b;
}

/* Can control come from block FROM back to it, and not by block BUT? */
static bool returns_to(const struct gfunc *g, size_t from, size_t but)
{
	bool *seen = xcalloc(g->n, sizeof(*seen));
	size_t *todo = xcalloc(g->n + 1, sizeof(*todo)), n = 1;

	*todo = from;
	while (n && !seen[from]) {
		const struct gblock *b = &g->blocks[todo[--n]];

		for (size_t k = 0; k < b->n_succ; k++) {
			size_t next = own_block(g, b->succ[k]);

			if (next == but || seen[next])
				continue;
			seen[next] = true;
			todo[n++] = next;
		}
	}
	n = seen[from];
	free(seen);
	free(todo);
	return n;
}

/* Is a size stated again and again after one TEST? It is of a part, then. */
static bool repeats(struct own *o, const struct own_said *d,
		    const struct own_step *test)
{
	const struct gfunc *g = d->q->f->g;
	size_t from = block_of(g, d->s), but = block_of(g, test->s);

	own_spend(o, 2 * g->n);
	return from == g->n || but == g->n || returns_to(g, from, but);
}

/* --- comparing -------------------------------------------------------------- */

/*
 * Does A's last test part it from B, which states another size? B's side of the
 * test has the same path up to it.
 */
static bool differ(struct own *o, const struct own_said *a,
		   const struct own_said *b, const struct own_step *test)
{
	const struct own_step *other;

	if (b->walk != a->walk || b->size == a->size)
		return false;
	other = step_like(b->path, test);
	return other && other != test && other->prev == test->prev &&
	       other->test && !repeats(o, b, test);
}

/* Compare A with all others. Returns 1 and *with, 0, or -1: given up. */
static int compare(struct own *o, const struct own_said *a,
		   const struct own_said **with)
{
	const struct own_step *test = last_test(a->path);

	if (!test || !test->asks || repeats(o, a, test))
		return 0;
	for (size_t i = 0; i < o->n_said; i++) {
		*with = &o->said[i];
		if (!own_spend(o, 1 + (o->said[i].path ?
				       o->said[i].path->depth : 0)))
			return -1;
		if (differ(o, a, *with, test))
			return 1;
	}
	return 0;
}

int own_odd_size(struct own *o, const struct own_root *root, int size,
		 const struct own_step **path, const char **why)
{
	int odd = 0;

	o->all_work += o->work;
	o->work = 0;
	for (size_t i = 0; i < o->n_said && !odd; i++) {
		const struct own_said *a = &o->said[i], *b;

		if (!a->freed || a->q->at != root->at || a->q->size != size)
			continue;
		odd = compare(o, a, &b);
		*path = a->path;
		if (odd > 0)
			*why = own_text(o, "freed with size %d; where the test before goes the other way, the size is %d (%s:%d)",
					a->size, b->size, b->path->file ?: "?",
					b->path->line);
	}
	if (odd < 0)
		*why = own_text(o, "too many sizes are stated for it");
	return odd;
}
