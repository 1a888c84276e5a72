// SPDX-License-Identifier: GPL-2.0-only
// at odd: 0.0.0 0.0.1 S
// at called: 0.0.0 0.0.1 S
// at even: 0.0.0 0.0.1
// at leaf: 0.0.0 0.0.1
// at asked_again: 0.0.0 0.0.1
// at not_a_power: 0.0.0 0.0.1
// at both_sizes: 0.0.0 0.0.1 0.0.1/9
// at helpers: 0.0.0 0.0.1 0.0.1/9
// at piece_by_piece: 0.0.0 0.0.1/9
// at by_number: 0.0.0 0.0.1
// at own_size 0: 0.0.0 0.0.1 S
// at own_size 9: 0.0.0 0.0.1
#include "own.h"

static inline struct page *entry_page(entry_t e)
{
	return map + (e.e >> 12);
}

/* Boot memory goes back page by page, all of it. */
static inline void put_back(struct page *p, int order)
{
	if (p->flags & 4)
		set_aside(p, 1 << order);	/* L */
	else
		give_back_sized(p, 0);	/* L */
}

ENTRY void odd(entry_t *e)
{
	put_back(entry_page(*e), 9);
}

ENTRY static void drop(struct page *p, int order)
{
	put_back(p, order);
}

ENTRY void called(entry_t *e)
{
	drop(entry_page(*e), 9);	/* L */
}

ENTRY void even(entry_t *e)
{
	put_back(entry_page(*e), 0);
}

/* The entry says what it leads to: the two kinds of memory differ in size. */
ENTRY void leaf(entry_t *e)
{
	unsigned long v = e->e;

	if (v & 2)
		set_aside(map + (v >> 12), 512);
	else
		give_back_sized(map + (v >> 12), 0);	/* L */
}

/* The later test may decide the size. */
ENTRY void asked_again(entry_t *e)
{
	struct page *p = entry_page(*e);

	if (p->flags & 4)
		set_aside(p, 512);
	else if (flag)
		give_back_sized(p, 0);	/* L */
}

/* 3 pages are no order. */
ENTRY void not_a_power(entry_t *e)
{
	struct page *p = entry_page(*e);

	if (p->flags & 4)
		set_aside(p, 3);
	else
		give_back_sized(p, 0);	/* L */
}

/* One function, called for two kinds of memory: each time, both sides agree. */
ENTRY static void give(struct page *p, int order)
{
	if (p->flags & 4)
		set_aside(p, 1 << order);
	else
		give_back_sized(p, order);	/* L */
}

ENTRY void both_sizes(entry_t *e)
{
	unsigned long v = e->e;

	if (v & 2)
		give(map + (v >> 12), 9);	/* L */
	else
		give(map + (v >> 12), 0);	/* L */
}

ENTRY static void large(struct page *p)
{
	if (p->flags & 4)
		set_aside(p, 512);
	else
		give_back_sized(p, 9);	/* L */
}

ENTRY static void small(struct page *p)
{
	if (p->flags & 4)
		set_aside(p, 1);
	else
		give_back_sized(p, 0);	/* L */
}

ENTRY void helpers(entry_t *e)
{
	unsigned long v = e->e;

	if (v & 2)
		large(map + (v >> 12));	/* L */
	else
		small(map + (v >> 12));	/* L */
}

/* All of its pages, one after the other. */
ENTRY void piece_by_piece(entry_t *e)
{
	struct page *p = entry_page(*e);

	if (p->flags & 4) {
		for (int i = 0; i < 512; i++)
			set_aside(p + i, 1);
	} else {
		give_back_sized(p, 9);	/* L */
	}
}

/* A table of something else, by its number: nothing of its memory is read. */
ENTRY void by_number(entry_t *e)
{
	unsigned long v = e->e;

	if (sections[v >> 12])
		set_aside(map + (v >> 12), 512);
	else
		give_back_sized(map + (v >> 12), 0);	/* L */
}

/* Only objects of the level go this way: they have its size. */
ENTRY void own_size(entry_t *e)
{
	struct page *p = entry_page(*e);

	if (p->flags & 4)
		set_aside(p, 512);	/* L */
	else
		give_back_own(p);	/* L */
}
