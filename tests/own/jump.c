// SPDX-License-Identifier: GPL-2.0-only
// given by_label 1: 0.0.1 0.1.1
// given one_label 1: 0.1.1
#include "own.h"

/* A jump to an address in a table, as interpreters use it: any of its labels. */
ENTRY void by_label(struct page *p, int op)
{
	static const void *const to[] = { &&release, &&give, &&release };

	goto *to[op];
release:
	dtor(p);	/* M */
give:
	give_back(p);	/* M */
}

ENTRY void one_label(struct page *p)
{
	int n = flag;
	static const void *const to[] = { &&next, &&out };
next:
	if (n-- > 0)
		goto *to[other_flag];
out:
	dtor(p);	/* M */
	give_back(p);	/* M */
}
