// SPDX-License-Identifier: GPL-2.0-only
// made grow put_lower 2 top: - 0.0.0 0.0.1 1.0.0! N
// found grow put_lower 2 top: - 1.0.0! N
// made twice put_lower 2 top: - 1.0.0 1.0.0! N
// made lost put_lower 2 top: - 1.0.0! ?1.0.0 N
// found same put_lower 2 top: 1.0.0! N
// found reloaded put_lower 2 top: ?1.0.0 N
#include "own.h"

struct tree {
	struct page *top;
	int levels;
};

void put_lower(struct page *upper, struct page *lower);
struct page *search(struct page *p);

/* One level more: what was on top is put into what is made, or what was made. */
ENTRY int grow(struct tree *t, int by)
{
	struct page *mid = NULL, *top = get();

	if (!top)
		return -1;
	if (by > 1) {
		mid = get();
		if (!mid) {
			give_back(top);	/* M */
			return -1;
		}
		ctor(t->top);	/* M */
		put_lower(mid, t->top);	/* M */
		t->top = mid;
	}
	if (by > 1 || flag) {
		ctor(t->top);	/* M */
		put_lower(top, t->top);	/* M */
	}
	t->top = top;
	return 0;
}

/* Both are followed, one after the other. */
ENTRY void twice(void)
{
	struct page *a = get(), *b = get();

	if (!a || !b)
		die();
	ctor(b);	/* M */
	ctor(a);
	put_lower(b, a);	/* M */
}

/* It may be the one that was made. */
ENTRY void lost(struct page *upper)
{
	struct page *p = get();

	if (!p)
		return;
	ctor(p);
	put_lower(upper, flag ? p : search(upper));
}

/* Nothing that is called in between stores. */
ENTRY void same(struct tree *t, struct page *upper)
{
	ctor(t->top);	/* M */
	put_lower(upper, t->top);	/* M */
}

ENTRY void reloaded(struct tree *t, struct page *upper)
{
	ctor(t->top);
	stranger(t);
	put_lower(upper, t->top);
}
