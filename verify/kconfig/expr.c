// SPDX-License-Identifier: GPL-2.0-only
/*
 * expr: a kernel's scripts/kconfig/expr.c, with a table that suits it.
 *
 * Since 6.12, conf looks up each expression by the addresses of its two parts.
 * The tree's hash_ptr() multiplies, and the table takes the low bits of the
 * product: they depend on the low bits of the addresses alone, four of which are
 * always zero. Hundreds of thousands of expressions end up in a few long chains.
 *
 * src/kbuild/kconfig.c compiles this file in place of the tree's expr.c, if the
 * tree has scripts/include/hash.h. Should another file of the tree use the table,
 * query does not link, and the tree's own serves.
 */
#include <stdint.h>

/* The tree's guard: its own hash.h then says nothing. */
#define HASH_H

/*
 * Multiply by 2^64 / golden ratio (Knuth, volume 3, 6.4): the upper half of the
 * product is well mixed.
 */
static inline unsigned int hash_ptr(const void *p)
{
	return (uint64_t)(uintptr_t)p * 0x9e3779b97f4a7c15 >> 32;
}

static inline unsigned int hash_32(unsigned int v)
{
	return (uint64_t)v * 0x9e3779b97f4a7c15 >> 32;
}

#include "internal.h"

#define expr_hashtable respin_expr_hashtable
#undef EXPR_HASHSIZE
#define EXPR_HASHSIZE (1U << 18)

#include EXPR_C
