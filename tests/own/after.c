// SPDX-License-Identifier: GPL-2.0-only
// given writes 1: A
// given reads 1: A
// given before 1: 0.0.1
// given deferred 1: 0.0.1
// given hands_on 1: A
// given next_one 1: A
// given compares 1: 0.0.1
#include "own.h"

ENTRY void writes(struct page *p)
{
	give_back(p);	/* L */
	p->flags = 1;	/* L */
}

ENTRY unsigned long reads(struct page *p)
{
	give_back(p);	/* L */
	return p->flags;	/* L */
}

ENTRY void before(struct page *p)
{
	p->flags = 1;
	give_back(p);	/* M */
}

static void free_head(struct head *h)
{
	give_back((struct page *)((char *)h - __builtin_offsetof(struct page, head)));	/* M */
}

/* Until the callback runs, it is there. */
ENTRY void deferred(struct page *p)
{
	later(&p->head, free_head);	/* L */
	p->flags = 1;
}

ENTRY static void look(struct page *p)
{
	p->flags |= 2;	/* L */
}

ENTRY void hands_on(struct page *p)
{
	give_back(p);
	look(p);	/* L */
}

/* As a loop does that needs the safe one. */
ENTRY void next_one(struct page *p)
{
	give_back(p);	/* L */
	map = p->next;	/* L */
}

/* An address is an address still. */
ENTRY void compares(struct page *p)
{
	give_back(p);	/* M */
	if (p == map)
		map = NULL;
}
