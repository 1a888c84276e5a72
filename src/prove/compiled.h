/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compiled: the declarations that the compiler of one configuration took without an
 * error, in any unit. A unit that has no other ones need not be compiled to know
 * that it can be: see chash_decl.env, of which this keeps 64 bits.
 */
#ifndef RESPIN_PROVE_COMPILED_H
#define RESPIN_PROVE_COMPILED_H

#include <stdint.h>

#include "chash/chash.h"

struct compiled {
	uint64_t *v;	/* private: a hash table; 0 is a free place */
	size_t n, size;
};

/* The declarations of one text. */
struct decl_ids {
	uint64_t *v;
	size_t n;
};

/* decl_ids_init: those of C. */
void decl_ids_init(struct decl_ids *ids, const struct chash *c);
void decl_ids_release(struct decl_ids *ids);

void compiled_add(struct compiled *cs, const struct decl_ids *ids);
/* compiled_has: were all of these compiled? */
bool compiled_has(const struct compiled *cs, const struct decl_ids *ids);
void compiled_release(struct compiled *cs);

#endif
