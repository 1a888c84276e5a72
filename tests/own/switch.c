// SPDX-License-Identifier: GPL-2.0-only
// given by_order 1: 0.1.1
// given some 1: 0.0.1 0.1.1
#include "own.h"

static __attribute__((__noinline__)) void of(struct page *p, int order)
{
	switch (order) {
	case 0:
		dtor(p);	/* M */
		break;
	case 1:
		note(p);
		break;
	case 5 ... 9:
		flush(NULL);
		break;
	default:
		die();
	}
	give_back(p);	/* M */
}

ENTRY void by_order(struct page *p)
{
	if (flag)
		dtor(p), give_back(p);
	else
		of(p, 0);
}

ENTRY void some(struct page *p, int n)
{
	of(p, n);
}
