// SPDX-License-Identifier: GPL-2.0-only
// made asks: - 0.0.0+
// made asks_null: 0.0.0+ N
// made relies: 0.0.0+ N
// made either: - 0.0.0+
// made number: - 0.0.1
// made which: - 0.0.1
// made hands_error: 0.0.1 N
// made hands_any: - 0.0.1
// made inside: - 0.0.0+ N
// made elsewhere: - 0.0.0+
// made flagged: - 0.0.1
// made not_below: - 0.0.1
// made negated: - 0.0.1
// made part: 0.0.1 N
// made odd: - 0.0.0+ N
// made between: - 0.0.0+ N
#include "own.h"

#define IS_ERR(p) ((unsigned long)(p) >= (unsigned long)-4095)

ENTRY struct page *asks(void)
{
	struct page *p = open_page();

	if (!IS_ERR(p))	/* L */
		p->flags = 1;
	return p;
}

/* What failed is not NULL. */
ENTRY struct page *asks_null(void)
{
	struct page *p = open_page();

	if (!p)
		return NULL;
	p->flags = 1;	/* L */
	return p;
}

ENTRY struct page *relies(void)
{
	struct page *p = open_page();

	p->flags = 1;	/* L */
	return p;
}

ENTRY struct page *either(void)
{
	struct page *p = open_page();

	if (!p || IS_ERR(p))
		return p;
	p->flags = 1;
	return p;
}

/* As PTR_ERR() does it: below 0 in any type. */
ENTRY int number(void)
{
	struct page *p = open_page();
	int err = (long)p;

	if (IS_ERR(p)) {	/* L */
		if (err < 0)
			return err;
		p->flags = 1;
	}
	give_back(p);	/* M */
	return 0;
}

/* No error number is known: it may be this one, or another. */
ENTRY long which(void)
{
	struct page *p = open_page();

	if (IS_ERR(p)) {	/* L */
		if ((long)p == -12)
			return flag;
		return (long)p;
	}
	give_back(p);	/* M */
	return 0;
}

/* NULL may be freed, an error may not. */
ENTRY void hands_error(void)
{
	struct page *p = open_page();

	if (p)
		give_back(p);	/* M */
}

ENTRY void hands_any(void)
{
	close_page(open_page());	/* L */
}

ENTRY struct head *inside(void)
{
	struct page *p = open_page();

	if (flag && IS_ERR(p))
		return NULL;
	return &p->head;
}

static struct page *opens(void)
{
	struct page *p = open_page();

	if (IS_ERR(p))
		return NULL;
	return p;
}

ENTRY struct page *elsewhere(void)
{
	struct page *p = opens();

	if (p)	/* L */
		p->flags = 1;
	return p;
}

ENTRY void flagged(void)
{
	struct page *p = open_page();
	_Bool failed = IS_ERR(p);

	if (failed)	/* L */
		return;
	if (flag)
		p->flags = 1;
	give_back(p);	/* M */
}

/* clang turns this into a comparison with -1. */
ENTRY int not_below(void)
{
	struct page *p = open_page();

	if (IS_ERR(p)) {
		int err = (long)p;

		if (err >= 0)	/* L */
			give_back(p);
		return err;
	}
	give_back(p);	/* M */
	return 0;
}

ENTRY int negated(void)
{
	struct page *p = open_page();
	int err = IS_ERR(p) ? (long)p : 0;

	if (-err > 0)	/* L */
		return err;
	give_back(p);	/* M */
	return 0;
}

/* An address in what was not made is not NULL. */
ENTRY void part(void)
{
	struct page *p = open_page();

	if (p)
		give_back((struct page *)&p->head);	/* M */
}

/* Some errors are odd, some are not. */
ENTRY struct page *odd(void)
{
	struct page *p = open_page();

	if (IS_ERR(p) && !((unsigned long)p & 1))
		p->flags = 1;	/* L */
	return p;
}

ENTRY struct page *between(void)
{
	struct page *p = open_page();

	if (IS_ERR(p) && (long)p < -12)
		p->flags = 1;	/* L */
	return p;
}
