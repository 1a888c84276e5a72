// SPDX-License-Identifier: GPL-2.0-only
// given in_struct 1: 0.1.1
// given orphan 1: ?0.0.1
// made beside: - 0.0.0+
// made shows: - ?0.0.0+
// made stows: - ?0.0.0+
// made keeps: - 0.0.0+
// made lends: - ?0.0.0+
#include "own.h"

struct pair {
	struct page *a;
	int n;
};

ENTRY void in_struct(struct page *p)
{
	struct pair x = { p, flag };

	dtor(x.a);	/* M */
	give_back(x.a);	/* M */
}

/* A destructor of what nobody followed may be this one's. */
ENTRY void orphan(struct page *p)
{
	dtor(map);
	give_back(p);
}

/* One that was made, and that nobody has been told of, is in no memory. */
ENTRY struct page *beside(void)
{
	struct page *p = get();

	if (p)
		dtor(map);
	return p;
}

ENTRY struct page *shows(void)
{
	struct page *p = get();

	if (p) {
		map->next = p;	/* L */
		dtor(map->next->next);	/* L */
	}
	return p;
}

ENTRY static void stow(struct page *p)
{
	map->next = p;	/* L */
}

/* Somebody who is called may tell. */
ENTRY struct page *stows(void)
{
	struct page *p = get();

	if (p) {
		stow(p);	/* L */
		dtor(map->next);	/* L */
	}
	return p;
}

/* What is in a field is in no other one, nor in a variable. */
ENTRY struct page *keeps(void)
{
	struct page *p = get();

	if (p) {
		map->next = p;
		dtor(map->virtual);
		dtor(map);
	}
	return p;
}

ENTRY static void end_of_map(void)
{
	dtor(map->next);	/* L */
}

/* What somebody is told before the call may be what he uses. */
ENTRY struct page *lends(void)
{
	struct page *p = get();

	if (p) {
		map->next = p;	/* L */
		end_of_map();	/* L */
	}
	return p;
}
