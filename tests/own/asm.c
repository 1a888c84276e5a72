// SPDX-License-Identifier: GPL-2.0-only
// given last 1: 0.0.0 0.1.1
// given last_long 1: 0.0.0 0.1.1
// given handed 1: 0.1.1
// given number 1: 0.1.1
// given swapped 1: 0.0.0 0.1.1
// given next_one 1: 0.0.0 0.1.1
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

/* An address that is a number for a while. Code does not cast other numbers to pointers. */
static inline unsigned long moved(unsigned long n)
{
	unsigned long t;

	__asm__("" : "=r" (t) : "r" (n));
	return t;
}

ENTRY void number(struct page *p)
{
	unsigned long n = moved((unsigned long)p);
	struct page *q;

	if (!n)
		return;
	q = (void *)n;
	dtor(q);	/* M */
	give_back(q);	/* M */
}

/* What was there before comes out, and the object stays. */
ENTRY void swapped(struct page *p)
{
	unsigned long n;
	struct page *q;

	__asm__ volatile("" : "=&r" (n), "+m" (flag) : "r" ((unsigned long)p));
	if (!n)
		return;
	q = (void *)n;
	dtor(q);
	give_back(q);
}

ENTRY void next_one(struct page *p)
{
	unsigned long n = fetch(&p->flags);
	struct page *q;

	if (!n)
		return;
	q = (void *)n;
	dtor(q);
	give_back(q);
}
