/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bools: formulas over named variables. Equal formulas are the same number: a
 * formula is built from "and" and "not" with structural hashing, as in the
 * and-inverter graphs of Kuehlmann and Krohm (Equivalence checking using cuts
 * and heaps, DAC 1997).
 *
 * Nothing here knows what a name stands for. Nothing fails.
 */
#ifndef RESPIN_BOOLS_H
#define RESPIN_BOOLS_H

#include "base/util.h"

/* A formula: twice the number of a node, plus 1 if negated. */
typedef uint32_t blit;

#define B_FALSE ((blit)0)
#define B_TRUE ((blit)1)

struct bnode {
	blit a, b;		/* a < b: their conjunction */
	const char *name;	/* or a variable */
};

struct bools {
	struct bnode *v;	/* operands come before; v[0] is false */
	size_t n, alloc;
	uint32_t *hash;		/* open addressing; 0: free */
	size_t hash_size;
};

void bools_init(struct bools *bs);
void bools_release(struct bools *bs);

blit bool_var(struct bools *bs, const char *name);
/* bool_known: the variable NAME if there is one, else B_FALSE. */
blit bool_known(const struct bools *bs, const char *name);
blit bool_and(struct bools *bs, blit a, blit b);

static inline blit bool_not(blit a)
{
	return a ^ 1;
}

static inline blit bool_or(struct bools *bs, blit a, blit b)
{
	return bool_not(bool_and(bs, bool_not(a), bool_not(b)));
}

static inline blit bool_same(struct bools *bs, blit a, blit b)
{
	return bool_and(bs, bool_or(bs, bool_not(a), b),
			bool_or(bs, a, bool_not(b)));
}

/* bool_if: A where COND, else B. */
static inline blit bool_if(struct bools *bs, blit cond, blit a, blit b)
{
	return bool_or(bs, bool_and(bs, cond, a),
		       bool_and(bs, bool_not(cond), b));
}

/* bool_name: the name of a variable, negated or not; NULL: it is none. */
static inline const char *bool_name(const struct bools *bs, blit a)
{
	return bs->v[a >> 1].name;
}

/*
 * bools_eval: the value of each node from FROM on, given the value that VALUE
 * tells for each name; BITS has those of the nodes before, and room for all.
 */
typedef bool (*bool_value_fn)(void *data, const char *name);
void bools_eval(const struct bools *bs, bool_value_fn value, void *data,
		bool *bits, size_t from);

static inline bool bool_value(const bool *bits, blit a)
{
	return bits[a >> 1] != (a & 1);
}

/* bool_vars: call FN for each variable in A, once each, in order. */
typedef void (*bool_var_fn)(void *data, const char *name);
void bool_vars(const struct bools *bs, blit a, bool_var_fn fn, void *data);

#endif
