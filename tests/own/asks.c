// SPDX-License-Identifier: GPL-2.0-only
// at odd: 0.0.0 0.0.1 S
// at called: 0.0.0 0.0.1 S
// at even: 0.0.0 0.0.1
// at leaf: 0.0.0 0.0.1
// at asked_again: 0.0.0 0.0.1
// at not_a_power: 0.0.0 0.0.1
#include "own.h"

static inline struct page *entry_page(entry_t e)
{
	return map + (e.e >> 12);
}

/* Memory that was set aside at boot goes back page by page, all of it. */
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

/* The entry says what it leads to: two kinds of memory have two sizes. */
ENTRY void leaf(entry_t *e)
{
	unsigned long v = e->e;

	if (v & 2)
		set_aside(map + (v >> 12), 512);
	else
		give_back_sized(map + (v >> 12), 0);	/* L */
}

/* What is asked after that may be the size. */
ENTRY void asked_again(entry_t *e)
{
	struct page *p = entry_page(*e);

	if (p->flags & 4)
		set_aside(p, 512);
	else if (flag)
		give_back_sized(p, 0);	/* L */
}

/* 3 pages are of no order. */
ENTRY void not_a_power(entry_t *e)
{
	struct page *p = entry_page(*e);

	if (p->flags & 4)
		set_aside(p, 3);
	else
		give_back_sized(p, 0);	/* L */
}
