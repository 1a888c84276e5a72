// SPDX-License-Identifier: GPL-2.0-only
// each equal: - 0.0.0 0.1.0
#include "own.h"

/* Which of two equal names is dropped, says nobody. */
ENTRY void equal(struct page *other)
{
	struct page *p = ref_take(map);

	if (!p)
		return;
	note(p);
	if (p == other)	/* L */
		ref_drop(other);	/* M */
}
