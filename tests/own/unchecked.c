// SPDX-License-Identifier: GPL-2.0-only
// made looks: - 0.0.0+ N
// made asks: - 0.0.0+
// made fills: 0.0.0+ N
// made inside: 0.0.0+ N
// made sets_up: 1.0.0+ N
// made hopes: - 1.0.0+ N
// made gives_back: - 0.0.1
// made elsewhere: - 0.0.0+ N
// made hands_out: 0.0.0+ N
// made again: - 0.0.0+
// made relies: 1.0.0+ N
// made either: - 0.0.0 0.0.0+
#include "own.h"

/* Asks, and does as if the answer were always yes. */
ENTRY struct page *looks(void)
{
	struct page *p = get();

	if (p || flag)
		p->flags = 1;	/* M */
	return p;
}

ENTRY struct page *asks(void)
{
	struct page *p = get();

	if (p)	/* L */
		p->flags = 1;
	return p;
}

ENTRY void *fills(void)
{
	struct page *p = get();

	__builtin_memset(p, flag, 64);	/* L */
	return p;
}

/* The address of a part of nothing looks like one of something. */
ENTRY struct head *inside(void)
{
	struct page *p = get();

	return &p->head;
}

ENTRY struct page *sets_up(void)
{
	struct page *p = get();

	if (!ctor(p))
		die();
	return p;
}

/* The constructor may fail as well. */
ENTRY struct page *hopes(void)
{
	struct page *p = get();

	if (p)
		ctor(p);	/* M */
	return p;
}

ENTRY void gives_back(void)
{
	give_back(get());	/* L */
}

ENTRY static void mark(struct page *p)
{
	p->flags = 2;	/* L */
}

ENTRY struct page *elsewhere(void)
{
	struct page *p = get();

	if (p || other_flag)
		mark(p);	/* M */
	return p;
}

ENTRY unsigned long hands_out(void)
{
	return (unsigned long)get() - offset;
}

/* Two tries, one answer. */
ENTRY struct page *again(void)
{
	struct page *p = get();

	if (!p)
		p = get();
	return p;
}

/* Somebody else says NULL, and means the same. */
static struct page *tries(void)
{
	struct page *p = get();

	if (!p)
		return NULL;
	if (!ctor(p))
		die();
	return p;
}

ENTRY struct page *relies(void)
{
	struct page *p = tries();

	p->flags = 4;	/* L */
	return p;
}

/* Two questions, which gcc puts into one condition. */
ENTRY struct page *either(void)
{
	struct page *p = get();

	if (!p || !other_flag)	/* L */
		return NULL;
	p->flags = 1;
	return p;
}
