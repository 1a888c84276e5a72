// SPDX-License-Identifier: GPL-2.0-only
// given deferred 1: 0.1.1
// given unknown 1: ?0.0.0
#include "own.h"

static void now(struct head *h)
{
	struct page *p = (struct page *)((char *)h - __builtin_offsetof(struct page, head));

	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void deferred(struct page *p)
{
	later(&p->head, now);	/* M */
}

ENTRY void unknown(struct page *p)
{
	later(&p->head, p->head.func);
}
