// SPDX-License-Identifier: GPL-2.0-only
// made sure: 0.0.1
// made asks_anyway: 0.0.1
// each loses_it: - 0.0.0
#include "own.h"

ENTRY void sure(void)
{
	struct page *p = take_sure();

	p->flags = 1;
	give_back(p);	/* M */
}

ENTRY void asks_anyway(void)
{
	struct page *p = take_sure();

	if (p)
		give_back(p);	/* M */
}

ENTRY void loses_it(void)
{
	struct page *p = take_sure();

	p->flags = 1;
}
