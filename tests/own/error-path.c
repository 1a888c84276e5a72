// SPDX-License-Identifier: GPL-2.0-only
// made make: - 0.0.1 1.0.0+
// made forgets: - 0.0.0 1.0.0+
// made cannot_fail: - 1.0.0+ N
// made elsewhere: ?0.0.0
#include "own.h"

ENTRY struct page *make(void)
{
	struct page *p = get();

	if (!p)
		return NULL;
	if (!ctor(p)) {	/* M */
		give_back(p);	/* M */
		return NULL;
	}
	return p;
}

ENTRY struct page *forgets(void)
{
	struct page *p = get();

	if (!p || !ctor(p))
		return NULL;
	return p;
}

ENTRY struct page *cannot_fail(void)
{
	struct page *p = get();

	if (p)
		ctor(p);
	return p;
}

struct page *unheard_of(void);

ENTRY struct page *elsewhere(void)
{
	return unheard_of();
}
