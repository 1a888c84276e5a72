// SPDX-License-Identifier: GPL-2.0-only
// made small: - 1.0.0+ N
// given by_size 1: 0.0.1 0.1.1
// given by_size 1 0: 0.1.1
// given by_size 1 2: 0.0.1
// given below 1 0: 0.1.1
#include "own.h"

ENTRY struct page *small(void)
{
	struct page *p = get_sized(flag, 0);

	if (p)
		ctor(p);	/* M */
	return p;
}

ENTRY void by_size(struct page *p)
{
	if (size_of(p) == 0)
		dtor(p);	/* M */
	give_back(p);	/* M */
}

static __attribute__((__noinline__)) void put(struct page *p)
{
	flush(NULL);
	by_size(p);	/* M */
}

ENTRY void below(struct page *p)
{
	put(p);
}
