// SPDX-License-Identifier: GPL-2.0-only
// given changed 1: 0.0.1 0.1.1
// given filled 1: 0.0.1 0.1.1
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
