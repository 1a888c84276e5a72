// SPDX-License-Identifier: GPL-2.0-only
/* A little of what LLVM's text can hold: see make here. */
#define FIELD(x) __attribute__((annotate("respin:" #x)))

struct page {
	unsigned long flags;
	void *tables[4] FIELD(tables);
	struct {
		int n;
		void (*put)(struct page *p) FIELD(put);
	} ops FIELD(ops);
};

struct page *take(struct page *p, const char *why, unsigned long n);
void drop(struct page *p);
void hook(void (*fn)(struct page *), int n);
void fill(int *n);
extern struct page first;
extern int flag;

/* A choice, and a loop. */
int count(struct page **l, int most)
{
	int n = 0;

	for (; l[n] && n < most; n++)
		drop(l[n]);
	return flag ? n : 5;
}

/* Fields that are marked, and one that is not. */
void *fields(struct page *p, int i)
{
	p->flags = 3;
	p->tables[i] = p->tables[0];
	p->ops.put(p);
	first.ops.put(p);
	return &p->tables[1];
}

/* Cases one after the other. */
void cases(struct page *p, int n)
{
	switch (n) {
	case 1:
		drop(p);
		break;
	case 7:
		drop(p + 1);
		break;
	case 9000:
		take(p, "a, \"b\" \\ }\n", 2);
		break;
	}
}

/* Variables in memory. */
int memory(void)
{
	int n[4] = { 1 }, m;

	fill(&n[2]);
	fill(&m);
	return m + n[3];
}

/* Outputs, inputs, memory, and labels. */
unsigned long mixed(unsigned long *at, unsigned long by)
{
	unsigned long old, two;

	__asm__ volatile("# one, %0 \"" : "=&r" (old), "=r" (two), "+m" (*at) : "r" (by) : "memory");
	__asm__ goto("# two" : : "r" (old) : : other);
	return old + two;
other:
	return by;
}

/* A function pointer, bits, an early end, atomics, what is too large. */
int others(unsigned long x, struct page *p)
{
	long sum;

	if (__builtin_add_overflow((long)x, 5, &sum))
		return -1;
	__atomic_fetch_add(&p->flags, 2, __ATOMIC_RELAXED);
	__sync_val_compare_and_swap(&p->flags, 1, x);
	hook(drop, x & 1 && flag);
	__builtin_memset(p, 0, x);
	if ((unsigned char)x == 7)
		__builtin_trap();
	return x >> 3 > 9;
}
