/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * split-order: the order of the pieces of a patch, so that the tree compiles
 * after each of them. By tokens (csrc/provide.h), a piece
 *   - that adds a name comes before those that begin to use it;
 *   - that removes a name comes behind those that stop using it, and behind
 *     one that adds the same name elsewhere;
 *   - that changes the parameters of a function or a macro is one with those
 *     that change how they call it, and so is one that moves the body of a
 *     function or type away with the one that gets it, unless the new
 *     body stands under #ifndef X, and the old file has defined X so far;
 *   - that gives up a static name for one that all get is one with the piece
 *     that adds it, and the other way round.
 * Pieces that all need to come before each other are joined. Apart from that,
 * the order stays.
 */
#ifndef RESPIN_SPLIT_ORDER_H
#define RESPIN_SPLIT_ORDER_H

#include "send/split.h"

/*
 * split_order: S->part[LO, HI) are those of the patch FROM, in the order that
 * they are to have if nothing speaks against it. Append their pieces to S->v,
 * and to S->joined a line for each joined piece. Returns 0 or < 0, reported.
 */
int split_order(struct split *s, size_t from, size_t lo, size_t hi);

#endif
