// SPDX-License-Identifier: GPL-2.0-only
// each forgets: - 0.0.0 0.1.0
// each second: - 0.1.0
// each hands_back: - 0.0.0+
// each drops_back: - 0.1.0+
// each twice: - 0.2.0
// each tells: - 0.0.0=
// each looped: - 0.0.0 0.1.0
// each no_error: - 0.1.0
// each to_itself: - 0.1.0
// each often: - 0.1.0
// each loses: - 0.0.0
// each calls: -
// each asks_again: - 0.1.0
// each looks: - 0.1.0 N
// each quiet: - 0.1.0
// each just_gets: - 0.0.0+
// each discards: - 0.0.0
// each as_number: - 0.0.0+
// each from_number: - 0.0.1
#include "own.h"

ENTRY int forgets(void)
{
	struct page *p = ref_take(map);

	if (!p)
		return -1;
	if (flag)	/* L */
		return -2;
	ref_drop(p);	/* M */
	return 0;
}

/* Whichever it is of the two. */
ENTRY void second(void)
{
	struct page *p = ref_take(map), *q = ref_take(map->next);

	ref_drop(p);	/* M */
	ref_drop(q);	/* M */
}

ENTRY struct page *hands_back(void)
{
	return ref_take(map);
}

ENTRY struct page *drops_back(void)
{
	struct page *p = ref_take(map);

	if (p)
		ref_drop(p);	/* M */
	return p;
}

ENTRY void twice(void)
{
	struct page *p = ref_take(map);

	if (!p)
		return;
	ref_drop(p);	/* L */
	ref_drop(p);	/* L */
}

ENTRY void tells(void)
{
	struct page *p = ref_take(map);

	if (p)
		stranger(p);	/* L */
}

ENTRY void looped(void)
{
	for (struct page *p = ref_next(map, NULL); p; p = ref_next(map, p))
		if (p->flags && flag)
			return;	/* L */
}

ENTRY void no_error(void)
{
	struct page *p = ref_take(map);

	if ((unsigned long)p >= -4095UL)
		return;
	ref_drop(p);	/* M */
}

ENTRY void to_itself(void)
{
	struct page *p = ref_take(map);

	if (!p)
		return;
	p->next = p;
	ref_drop(p);	/* M */
}

/* More often than counts go. */
ENTRY void often(void)
{
	struct page *p = ref_take(map);

	if (!p)
		return;
	ref_take(p);	/* M */
	ref_drop(p);	/* M */
	ref_take(p);
	ref_take(p);
	ref_drop(p);
	ref_drop(p);
	ref_take(p);
	ref_drop(p);
	ref_drop(p);	/* M */
}

ENTRY static unsigned long loses(void)
{
	return ref_take(map) ? 1 : 0;	/* L */
}

/* It is said of loses(). */
ENTRY unsigned long calls(void)
{
	return loses() + 1;	/* L */
}

ENTRY static struct page *first_in(struct page *in)
{
	return in ? ref_take(in) : NULL;
}

ENTRY static void drop_in(struct page *in, struct page *p)
{
	if (in)
		ref_drop(p);	/* M */
}

/* What is not NULL for the one is not NULL for the other. */
ENTRY void asks_again(struct page *in)
{
	struct page *p = first_in(in);

	if (p)
		drop_in(in, p);	/* M */
}

ENTRY void looks(void)
{
	struct page *p = ref_take(map);

	p->flags = 1;	/* L */
	ref_drop(p);
}

struct hooks {
	void (*run)(struct page *in);
};
extern struct hooks hooks;

ENTRY static void tries(struct page *in)
{
	struct page *p = ref_take(in);

	if (p)
		ref_drop(p);
}

ENTRY void set_hooks(void)
{
	hooks.run = tries;
}

/* What fails behind the pointer is not what is NULL here. */
ENTRY unsigned long quiet(struct page *in)
{
	struct page *own = flag ? NULL : in, *p;

	hooks.run(in);
	if (!flag)
		return own->flags;
	p = ref_take(map);
	if (p)
		ref_drop(p);	/* M */
	return 0;
}

ENTRY struct page *just_gets(void)
{
	return get();
}

ENTRY void discards(void)
{
	just_gets();	/* L */
}

ENTRY unsigned long as_number(void)
{
	return (unsigned long)get();
}

ENTRY void from_number(void)
{
	unsigned long n = as_number();

	if (n)
		give_back((struct page *)n);	/* M */
}
