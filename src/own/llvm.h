/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * llvm: a translation unit as clang has it after its optimisation, read from
 * the output of -S -emit-llvm -g into the form of gimple.h, so that what
 * follows paths need not know which compiler it was. The LLVM Language
 * Reference Manual describes the text; written for LLVM 19, and read as well as
 * LLVM 14 writes it. An unknown instruction or form is an error and never
 * skipped; an unknown intrinsic is a function that is not known.
 *
 * What differs is rewritten: "select", "switch", and the "and" and "or" of truth
 * values become blocks with conditions; what an address is computed from is named where
 * memory is read or written ("p_0->tables[i_0]"); a variable in memory has a
 * name that no value has. Values keep their names: %x is "x_0", %12 is "_12".
 *
 * LLVM's text names no fields. A field that matters is declared with
 * __attribute__((annotate("respin:NAME"))): clang then marks each access, and
 * no pass loses the mark. See prove/clang.h, which writes these.
 */
#ifndef RESPIN_LLVM_H
#define RESPIN_LLVM_H

#include "own/gimple.h"

/* What the annotation of a field begins with. */
#define LLVM_FIELD "respin:"

/* llvm_read: the same as gdump_read(), for a text of clang's. */
int llvm_read(struct gdump *g, const char *unit, const char *text,
	      const char *root);

#endif
