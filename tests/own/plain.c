// SPDX-License-Identifier: GPL-2.0-only
// given both 1: 0.1.1
// given nothing 1: 0.0.0
// given only_freed 1: 0.0.1
// given twice 1: 0.2.1
#include "own.h"

ENTRY void both(struct page *p)
{
	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void nothing(struct page *p)
{
	note(p);
}

ENTRY void only_freed(struct page *p)
{
	give_back(p);
}

ENTRY void twice(struct page *p)
{
	dtor(p);
	dtor(p);
	give_back(p);
}
