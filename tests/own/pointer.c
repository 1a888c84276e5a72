// SPDX-License-Identifier: GPL-2.0-only
// given through_ops 1: 0.1.1 0.2.1
// given unknown 1: ?0.0.0
// given by_asm 1: 0.1.1 0.2.1
// given by_argument 1: 0.1.1
// given to_stranger 1: ?0.0.0
// made by_slot: - 0.0.0+ 1.0.0+
#include "own.h"

struct ops {
	void (*free)(struct page *p);
	void (*else_free)(struct page *p);
};
extern struct ops ops;

ENTRY void plain_free(struct page *p)
{
	dtor(p);	/* M */
	give_back(p);
}

ENTRY void counted_free(struct page *p)
{
	dtor(p);
	dtor(p);
	give_back(p);	/* M */
}

ENTRY void through_ops(struct page *p)
{
	ops.free(p);	/* M */
}

ENTRY void unknown(struct page *p)
{
	ops.else_free(p);
}

ENTRY void by_asm(struct page *p)
{
	asm volatile("" : : "r" (p), "i" (&ops.free) : "memory");	/* M */
}

static __attribute__((__noinline__)) void with(void (*f)(struct page *), struct page *p)
{
	flush(NULL);
	f(p);	/* M */
}

ENTRY void by_argument(struct page *p)
{
	with(plain_free, p);
}

ENTRY void to_stranger(struct page *p)
{
	stranger(p);
}

struct makers {
	int flags;
	struct page *(*make_it)(void);
};

extern struct makers makers;

ENTRY static struct page *slow(void)
{
	struct page *p = get();

	if (p && !ctor(p))
		die();
	return p;
}

ENTRY static struct page *fast(void)
{
	return get();	/* L */
}

void choose(void);
void choose(void)
{
	makers.make_it = flag ? slow : fast;
}

/* What somebody stored there. */
ENTRY struct page *by_slot(void)
{
	return makers.make_it();	/* L */
}
