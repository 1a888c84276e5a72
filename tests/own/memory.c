// SPDX-License-Identifier: GPL-2.0-only
// given in_struct 1: 0.1.1
// given orphan 1: ?0.0.1
#include "own.h"

struct pair {
	struct page *a;
	int n;
};

ENTRY void in_struct(struct page *p)
{
	struct pair x = { p, flag };

	dtor(x.a);	/* M */
	give_back(x.a);	/* M */
}

/* A destructor of what nobody followed may be this one's. */
ENTRY void orphan(struct page *p)
{
	dtor(map);
	give_back(p);
}
