// SPDX-License-Identifier: GPL-2.0-only
// made cannot: - 1.0.0+
// made asks: - 1.0.0+
#include "own.h"

/* With this one, nobody has to ask. */
ENTRY int sure_ctor(struct page *p)
{
	p->flags = 0;
	return 1;	/* L */
}

ENTRY struct page *cannot(void)
{
	struct page *p = get();

	if (p)
		sure_ctor(p);	/* M */
	return p;
}

ENTRY struct page *asks(void)
{
	struct page *p = get();

	if (p && !sure_ctor(p)) {	/* L */
		give_back(p);
		return NULL;
	}
	return p;
}
