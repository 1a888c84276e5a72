// SPDX-License-Identifier: GPL-2.0-only
// given changed 1: 0.0.1 0.1.1
// given filled 1: 0.0.1 0.1.1
// given indexed 1: 0.0.1 0.1.1
// given pointed 1: 0.0.1 0.1.1
// given overlaid 1: 0.0.1 0.1.1
#include "own.h"

void set(int *n);
void fill(void *to);

/* What a function gets the address of is not what it was. */
ENTRY void changed(struct page *p)
{
	int n = 0;

	set(&n);
	if (n)
		dtor(p);	/* M */
	give_back(p);	/* M */
}

struct flags {
	int first, second;
};

ENTRY void filled(struct page *p)
{
	struct flags f = { 1, 0 };

	fill(&f.first);
	if (f.second)
		dtor(p);	/* M */
	give_back(p);
}

/* What is stored to by an index may be any of them. */
ENTRY void indexed(struct page *p, int i)
{
	volatile int n[2] = { 0, 0 };

	n[i & 1] = flag;
	if (n[0])
		dtor(p);	/* M */
	give_back(p);
}

/* A pointer may lead to a variable. */
ENTRY void pointed(struct page *p)
{
	volatile int a = 0, b = 0, *to = flag ? &a : &b;

	*to = 1;
	if (a)
		dtor(p);	/* M */
	give_back(p);
}

union both {
	volatile unsigned long all;
	volatile unsigned char bytes[sizeof(unsigned long)];
};

/* A part that is stored to is one of the whole. */
ENTRY void overlaid(struct page *p)
{
	union both x;

	x.all = 0;
	x.bytes[0] = flag;
	x.bytes[sizeof(unsigned long) - 1] = flag;
	if (x.all)
		dtor(p);	/* M */
	give_back(p);
}
