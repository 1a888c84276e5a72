// SPDX-License-Identifier: GPL-2.0-only
// at remove_one: 0.1.1
// at remove_all: - 0.0.0 0.1.1
// at through: 0.1.1
// at twice: 0.1.1
// at leaf: 0.0.1/9 0.1.1
// at merged: 0.1.1
// at other: - 0.1.1
// placed fill: - 1.0.0@
// placed hand_out: - 1.0.0
// placed no_room: - 0.0.0@ 0.1.1
#include "own.h"

static inline struct page *entry_page(entry_t e)
{
	return map + (e.e >> 12);
}

ENTRY void remove_one(entry_t *e)
{
	struct page *p = entry_page(*e);

	e->e = 0;
	dtor(p);	/* M */
	give_back(p);	/* M */
}

/* One after the other: the first is followed, the rest are others. */
ENTRY void remove_all(entry_t *e, int n)
{
	for (int i = 0; i < n; i++, e++) {
		struct page *p = entry_page(*e);

		if (!(e->e & 1))
			continue;
		dtor(p);	/* M */
		give_back(p);	/* M */
	}
}

ENTRY static void drop(struct page *p, int how)
{
	dtor(p);	/* M */
	if (how)
		other_flag = how;
	give_back(p);	/* M */
}

/* The one that frees gets it from the one that finds it. */
ENTRY void through(entry_t *e)
{
	drop(entry_page(*e), flag);	/* L */
}

/* Whoever looks again finds the same, as long as nothing is stored there. */
ENTRY void twice(volatile entry_t *e)
{
	dtor(map + (e->e >> 12));	/* M */
	give_back(map + (e->e >> 12));	/* M */
}

/* An entry may lead to other memory: what is freed has another size. */
ENTRY void leaf(entry_t *e)
{
	struct page *p = entry_page(*e);

	if (flag) {
		give_back_sized(p, size_of_bytes(2 << 20));	/* L */
		return;
	}
	dtor(p);	/* M */
	give_back(p);	/* M */
}

/* Where it was found depends; it is the same all the same. */
ENTRY void merged(entry_t *e)
{
	unsigned long v = e->e;

	if (flag)
		v &= ~1ul << 12;
	dtor(map + (v >> 12));	/* M */
	give_back(map + (v >> 12));	/* M */
}

/* Two entries lead to two. */
ENTRY void other(entry_t *a, entry_t *b)
{
	struct page *p = entry_page(*a), *q = entry_page(*b);

	if (flag)
		return;
	dtor(p);	/* M */
	give_back(p);	/* M */
	dtor(q);	/* M */
	give_back(q);	/* M */
}

ENTRY int fill(entry_t *e)
{
	struct page *p = get();

	if (!p)
		return -1;
	if (!ctor(p))
		die();
	e->e = (unsigned long)(p - map) << 12 | 1;	/* L */
	return 0;
}

ENTRY void hand_out(struct page **to)
{
	struct page *p = get();

	if (!p)
		return;
	if (!ctor(p))
		die();
	*to = p;
}

/* Somebody else was faster. */
ENTRY void no_room(entry_t *e)
{
	struct page *p = get();

	if (!p)
		return;
	if (e->e) {
		dtor(p);	/* M */
		give_back(p);	/* M */
	} else {
		e->e = (unsigned long)(p - map) << 12 | 1;	/* L */
	}
}
