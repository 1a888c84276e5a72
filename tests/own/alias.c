// SPDX-License-Identifier: GPL-2.0-only
// given converted 1: 0.1.1
// given returned 1: 0.1.1
// given loaded 1: 0.1.1
// given lost 1: ?0.0.0
// given apart 1: 0.1.1
// given masked 1: 0.1.1
#include "own.h"

ENTRY void converted(void *table)
{
	struct page *p = to_page(table);

	dtor(p);	/* M */
	give_back(p);	/* M */
}

static __attribute__((__noinline__)) struct page *through(struct page *p)
{
	note(p);
	return p;
}

ENTRY void returned(struct page *p)
{
	struct page *q = through(p);

	dtor(address(q));	/* M */
	give_back(q);
}

ENTRY void loaded(struct page *p)
{
	dtor(p->virtual);	/* M */
	give_back(p);
}

/* What is loaded from it, in general, is something else. */
ENTRY void lost(struct page *p)
{
	dtor(p->next);
}

/* The difference of two addresses is a number that may be 0. */
ENTRY void apart(void *table)
{
	unsigned long start = (unsigned long)table & -4096UL;

	if ((unsigned long)table - start)
		note(table);
	dtor(to_page((void *)start));	/* M */
	give_back(to_page(table));
}

/* As an architecture has it whose lowest addresses are mapped. */
ENTRY void masked(void *table)
{
	struct page *p = map + (((unsigned long)table >> 12) & 0x1ffff);

	dtor(p);	/* M */
	give_back(p);	/* M */
}
