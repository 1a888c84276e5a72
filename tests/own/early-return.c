// SPDX-License-Identifier: GPL-2.0-only
// given early 1: 0.0.0 0.1.1
// given never 1:
// given panics 1: 0.1.1
// given by_goto 1: 0.1.1
#include "own.h"

ENTRY void early(struct page *p)
{
	if (flag)
		return;
	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void never(struct page *p)
{
	give_back(p);
	die();
}

ENTRY void panics(struct page *p)
{
	if (flag)
		die();
	if (other_flag)
		__builtin_trap();
	dtor(p);	/* M */
	give_back(p);	/* M */
}

ENTRY void by_goto(struct page *p)
{
	asm goto("" : : "r" (flag) : : out);
	note(p);
out:
	dtor(p);	/* M */
	give_back(p);	/* M */
}
