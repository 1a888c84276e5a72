// SPDX-License-Identifier: GPL-2.0-only
// given first 1: 0.1.1
// given second 2: 0.1.1
// given neither 1: 0.0.0 ?0.0.1
// made of_another: 0.0.1 0.1.0 N
#include "own.h"

ENTRY void first(struct page *p, void *owner)
{
	dtor_of(p, owner);	/* M */
	give_back(p);	/* M */
}

ENTRY void second(void *owner, struct page *p)
{
	dtor_of(owner, p);	/* M */
	give_back(p);	/* M */
}

ENTRY void neither(struct page *p, struct page *q)
{
	if (flag)
		return;
	dtor_of(q, q->next);
	give_back(p);
}

ENTRY void of_another(void *owner)
{
	struct page *p = get(), *q = get();

	dtor_of(owner, q);
	give_back(p);
}
