/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the programs here call. Each says in "// given FUNCTION ARG [SIZE]: ..."
 * or "// made FUNCTION: ..." what its paths come to: acquired, released and
 * freed, "+" if the object is returned, "-" where none was made, "?" if it is
 * not known. Lines with M are left out and doubled by the test: the answer
 * must change.
 */
#define NULL ((void *)0)
#define ENTRY __attribute__((__noipa__))

struct head {
	void (*func)(struct head *);
};

struct page {
	unsigned long flags;
	struct head head;
	void *virtual;
	struct page *next;
};

struct batch {
	struct head head;
	unsigned int nr;
	void *tables[8];
	void *pages[8];
};

struct gather {
	struct batch *batch;
	unsigned int full;
};

int ctor(struct page *p);
void dtor(struct page *p);
/* The object is one of the arguments: the rules name both. */
void dtor_of(void *a, void *b);
void give_back(struct page *p);
struct page *get(void);
struct page *get_sized(int flags, int size);
int size_of(struct page *p);
void later(struct head *h, void (*func)(struct head *));
void flush(struct gather *g);
void note(void *p);
void stranger(void *p);
void *address(struct page *p);
void die(void) __attribute__((__noreturn__));

extern struct page *map;
extern unsigned long offset;
extern int flag, other_flag;

static inline struct page *to_page(void *table)
{
	return map + (((unsigned long)table - offset) >> 12);
}
