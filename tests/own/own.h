/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the programs here call. Each says in "// given FUNCTION ARG [SIZE]: ...",
 * "// made FUNCTION: ...", "// at FUNCTION [SIZE]: ..." for what it finds in entries,
 * "// placed FUNCTION: ..." for what it puts there, or "// each FUNCTION: ..." for what any
 * source gives it, what its paths come to: acquired, released and
 * freed, "+" if the object is returned, "=" if somebody else has it,
 * "@" if it was stored in an entry, "/9" if it was freed as one of size 9, "S" if a test of
 * the object's memory changes its size, "-" where none was made, "?" if it is
 * not known, "N" if what failed is used as if it had not, "A" if
 * what was freed is. Lines with M are left out and doubled by the test, lines with L
 * are left out: the answer must change.
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

/* What leads to an object in memory: the rules name it. */
typedef struct {
	unsigned long e;
} entry_t;

int ctor(struct page *p);
void dtor(struct page *p);
/* The object is one of the arguments: the rules name both. */
void dtor_of(void *a, void *b);
void give_back(struct page *p);
void give_back_sized(struct page *p, int size);
/* Only objects of the level go this way. */
void give_back_own(struct page *p);
/* The object has PAGES pages; they go back one by one. */
void set_aside(struct page *p, unsigned long pages);
struct page *get(void);
struct page *get_sized(int flags, int size);
/* It fails with an error pointer; this one may be given to close_page(). */
struct page *open_page(void);
void close_page(struct page *p);
/* It never fails. */
struct page *take_sure(void);
int size_of(struct page *p);
void later(struct head *h, void (*func)(struct head *));
void flush(struct gather *g);
/* Counted: it returns what it is given. The next one, in place of this one. */
struct page *ref_take(struct page *p);
struct page *ref_next(struct page *in, struct page *p);
void ref_drop(struct page *p);
void note(void *p);
void stranger(void *p);
void *address(struct page *p);
void die(void) __attribute__((__noreturn__));

extern struct page *map;
extern unsigned char sections[];
extern unsigned long offset;
extern int flag, other_flag;

/* As get_order() does it. */
static inline int size_of_bytes(unsigned long n)
{
	n = (n - 1) >> 12;
	return n ? (int)(8 * sizeof(n)) - __builtin_clzl(n) : 0;
}

static inline struct page *to_page(void *table)
{
	return map + (((unsigned long)table - offset) >> 12);
}
