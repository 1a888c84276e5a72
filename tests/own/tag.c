// SPDX-License-Identifier: GPL-2.0-only
// given tagged 1: 0.1.1
// given untagged 1: 0.0.1
// given truth 1: 0.1.1
#include "own.h"

static __attribute__((__noinline__)) void put(void *p)
{
	unsigned long tag = (unsigned long)p & 0xf;
	void *table = (void *)((unsigned long)p & ~0xfUL);

	if (tag == 3)
		dtor(to_page(table));	/* M */
	give_back(to_page(table));
}

ENTRY void tagged(void *table)
{
	put((void *)((unsigned long)table | 3));
}

ENTRY void untagged(void *table)
{
	put(table);
}

ENTRY void truth(void *table)
{
	_Bool page = (unsigned long)table & 1;

	if (!page)
		dtor(to_page(table));	/* M */
	give_back(to_page(table));
}
