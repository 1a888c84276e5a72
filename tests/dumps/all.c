// SPDX-License-Identifier: GPL-2.0-only
/* A little of all that a dump can hold: see make here. */
struct list {
	struct list *next;
	unsigned long word;
	char name[8];
};

struct list *take(struct list *l, const char *why);
void put(struct list *l);
void hook(void (*fn)(struct list *), int n);
extern int flag;

/* A value that comes from two blocks. */
int count(struct list *l, int most)
{
	int n = 0;

	for (; l && n < most; l = l->next)
		n++;
	return n;
}

/* A call whose result is used, a string with all that parts operands. */
struct list *named(struct list *l)
{
	struct list *got = take(l, "a, \"b\" <c> ;; (d\n");

	if (!got)
		return 0;
	got->word |= 4;
	got->name[0] = 'x';
	return got;
}

/* Outputs and inputs, and text that looks like the end. */
unsigned long mixed(unsigned long *at, unsigned long by)
{
	unsigned long old;

	__asm__ volatile("# > one, %0\n\t# \"two\""
			 : "=&r" (old), "+m" (*at) : "r" (by) : "memory");
	return old + by;
}

/* A function pointer, a constant, an early end. */
void hooked(struct list *l)
{
	if (flag)
		return;
	hook(put, 3);
	put(l);
}
