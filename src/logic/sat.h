/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sat: is there an assignment that makes formulas true? The work is done by
 * CaDiCaL (Biere et al.), here only.
 *
 * Each variable has a preferred value, and the solver decides by it, so that
 * what it finds differs little from these. It is deterministic.
 */
#ifndef RESPIN_SAT_H
#define RESPIN_SAT_H

#include "logic/bools.h"

struct sat;

enum sat_answer {
	SAT_YES,
	SAT_NO,			/* proved: there is none */
	SAT_UNKNOWN,		/* gave up after too many conflicts */
};

/* sat_new: PREFER tells the preferred value of each variable. */
struct sat *sat_new(const struct bools *bs, bool_value_fn prefer, void *data);
void sat_free(struct sat *s);

/* sat_require: A must be true from now on. */
void sat_require(struct sat *s, blit a);

/* sat_know: A's value will be asked for. */
void sat_know(struct sat *s, blit a);

/* sat_solve: with what is required, and the N formulas of ASSUME. */
enum sat_answer sat_solve(struct sat *s, const blit *assume, size_t n);
/*
 * sat_value: after SAT_YES, the value of A; the preferred one if nothing that
 * was asked or required depends on A.
 */
bool sat_value(struct sat *s, blit a);
/*
 * sat_failed: after SAT_NO, is A, which was assumed, one of those that cannot
 * hold together?
 */
bool sat_failed(struct sat *s, blit a);

#endif
