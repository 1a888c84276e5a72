// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sizes that are said of one object on several paths. Whoever frees a page may
 * ask it first where it came from: from the allocator, or from memory that was
 * set aside at boot. That decides who gets it back, and not how large it is. So
 * the sizes on both sides of such a question have to be equal.
 *
 * Each path is written down when it says a size, and not compared where it ends:
 * paths that come to the same are joined until then.
 */
#include "own/int.h"

void own_say(const struct walk *w, const struct state *st, int size, bool freed)
{
	struct own *o = w->own;
	const struct gstmt *at = w->a->q.at;

	if (!at || size < 0)
		return;
	GROW(o->said, o->n_said + 1, o->alloc_said);
	o->said[o->n_said++] = (struct own_said){ at, st->path, size, freed };
}

/* The step of B's path with which it leaves that of A; NULL: there is none. */
static const struct own_step *leaves(const struct own_step *b,
				     const struct own_step *a)
{
	for (; b; b = b->prev)
		for (const struct own_step *s = a; s; s = s->prev)
			if (s->prev == b->prev)
				return s != b ? b : NULL;
	return NULL;
}

/* Do they part at a question to the object, the last one before A frees it? */
static bool asks_only(struct own *o, const struct own_said *a,
		      const struct own_said *b)
{
	const struct own_step *part = leaves(a->path, b->path);

	own_spend(o, 1);
	if (!part || !part->asks || !leaves(b->path, a->path))
		return false;
	for (const struct own_step *s = a->path; s != part; s = s->prev)
		if (s->test)
			return false;
	return true;
}

const char *own_odd_size(struct own *o, const struct own_root *root,
			 const struct own_step **path)
{
	for (size_t i = 0; i < o->n_said; i++)
		for (size_t k = 0; k < o->n_said; k++) {
			const struct own_said *a = &o->said[i], *b = &o->said[k];

			if (!a->freed || a->at != root->at ||
			    b->at != root->at || a->size == b->size ||
			    !asks_only(o, a, b))
				continue;
			*path = a->path;
			return own_text(o, "freed as one of size %d; if the test before says the opposite, it is one of size %d (%s:%d)",
					a->size, b->size, b->path->file ?: "?",
					b->path->line);
		}
	return NULL;
}
