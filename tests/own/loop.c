// SPDX-License-Identifier: GPL-2.0-only
// given retried 1: 0.1.1
// given in_loop 1: 0.0.1 0.1.1 0.2.1 0.3.1
// given recursive 1: 0.1.1
// made until: - 1.0.0+ N
#include "own.h"

ENTRY void retried(struct page *p)
{
	while (flag)
		flush(NULL);
	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void in_loop(struct page *p, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		dtor(p);	/* M */
		flush(NULL);
	}
	give_back(p);
}

static __attribute__((__noinline__)) void down(struct page *p, int n)
{
	if (n <= 0) {
		dtor(p);	/* M */
		return;
	}
	flush(NULL);
	down(p, n - 1);
	note(p);
}

ENTRY void recursive(struct page *p, int n)
{
	down(p, n);
	give_back(p);	/* M */
}

ENTRY struct page *until(void)
{
	struct page *p;

	do {
		p = get();
	} while (!p && flag);
	if (p)
		ctor(p);	/* M */
	return p;
}
