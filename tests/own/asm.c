// SPDX-License-Identifier: GPL-2.0-only
// given last 1: 0.0.0 0.1.1
// given last_long 1: 0.0.0 0.1.1
// given handed 1: 0.1.1
#include "own.h"

/* What is loaded from the object is not its address, whatever its type is. */
static inline int dec(unsigned long *p)
{
	int t;

	__asm__ volatile("" : "=r" (t) : "r" (p) : "memory");
	return t;
}

static inline unsigned long fetch(unsigned long *p)
{
	unsigned long t;

	__asm__ volatile("" : "=r" (t) : "r" (p) : "memory");
	return t;
}

static inline void *hide(void *p)
{
	void *q;

	__asm__("" : "=r" (q) : "0" (p));
	return q;
}

/* Two variables t: gcc's text does not say which is which. */
ENTRY void last(struct page *p)
{
	if (dec(&p->flags))
		return;
	if (fetch(&p->flags) & 256)
		flag = 1;
	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void last_long(struct page *p)
{
	if (fetch(&p->flags))
		return;
	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void handed(struct page *p)
{
	struct page *q = hide(p);

	if (!q)
		return;
	dtor(q);	/* M */
	give_back(q);	/* M */
}
