/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tries: what a tree's Makefiles asked of a compiler with try-run (cc-option
 * and the like), and what it said. Each make of a configuration asks some
 * hundred times, at four processes each, which takes half of its time. With the
 * same compiler and the same flags, the answer is the same.
 *
 * Known answers are in WORK/tries.NAME.mk, beside the object folders, for one
 * tree and one compiler: a tree can only mislead itself. make reads this file
 * before the tree's Makefiles (its variable MAKEFILES). Its try-run looks up the
 * answer first, and otherwise runs the tree's own test.
 */
#ifndef RESPIN_TRIES_H
#define RESPIN_TRIES_H

#include "kbuild/kbuild.h"

/*
 * tries_begin: let P, a make of KB, find what is known, and note what it asks.
 * Does nothing if the tree has no try-run that we can wrap.
 */
void tries_begin(const struct kbuild *kb, struct proc *p);

/*
 * tries_keep: the make of tries_begin() went well: keep what it asked. If one
 * of these tests got no answer (no room, a killed compiler), none is kept.
 */
void tries_keep(const struct kbuild *kb);

#endif
