// SPDX-License-Identifier: GPL-2.0-only
// given wipes 1: 0.1.1
// given returned 1: 0.1.1
// given compares 1: 0.1.1
// given copied_out 1: ?0.1.1
#include "own.h"

/* With -ffreestanding these are no builtins, and nobody's rules have them. */
void *memset(void *p, int c, unsigned long n);
void *memcpy(void *to, const void *from, unsigned long n);
int memcmp(const void *a, const void *b, unsigned long n);

ENTRY void wipes(struct page *p, unsigned long n)
{
	memset(p, 0, n);
	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void returned(struct page *p, const void *from, unsigned long n)
{
	struct page *same = memcpy(p, from, n);

	dtor(same);	/* M */
	give_back(same);	/* M */
}

ENTRY void compares(struct page *p, const void *with, unsigned long n)
{
	if (memcmp(with, p, n))
		note(p);
	dtor(p);	/* M */
	give_back(p);	/* M */
}

/* The address is copied, not the object: somebody else has it now. */
ENTRY void copied_out(struct page *p, void *to, unsigned long n)
{
	struct page *own = p;

	memcpy(to, &own, n);
	dtor(p);
	give_back(p);
}
