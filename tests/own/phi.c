// SPDX-License-Identifier: GPL-2.0-only
// given picked 1: 0.0.1 0.1.1
// given same_test 1: 0.1.1
#include "own.h"

ENTRY void picked(struct page *p)
{
	struct page *q = flag ? p : NULL;

	if (q)
		dtor(q);	/* M */
	give_back(p);	/* M */
}

/* A flag that was tested and not changed is what it was. */
ENTRY void same_test(struct page *p, int n)
{
	_Bool done = n == 3;

	if (done)
		dtor(p);	/* M */
	flush(NULL);
	if (!done)
		dtor(p);	/* M */
	give_back(p);
}
