/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asmfunc: where a file in assembly begins functions. Nothing is assembled: it
 * looks for labels, and for names passed to ENTRY(), SYM_FUNC_START() and the like.
 */
#ifndef RESPIN_CSRC_ASMFUNC_H
#define RESPIN_CSRC_ASMFUNC_H

#include "base/strvec.h"
#include "csrc/clex.h"

/* asmfunc_begins: does the function that token I names begin there? */
bool asmfunc_begins(const struct clex *lx, size_t i);

/*
 * asmfunc_made: append to NAMES the functions of TEXT that .macro makes: with
 * "ENTRY(\name)" in the macro bitop, "bitop _set_bit, orr" is _set_bit. TEXT must
 * hold the macros, too. Append to WORDS what else they put together, as "foo_\x" does.
 * Returns false if there may be more of either: macros that use such macros, arguments
 * that are unclear, words that cannot be told, .irp and ##, or a text that takes too
 * long.
 */
bool asmfunc_made(const char *text, size_t len, struct strvec *names,
		  struct strvec *words);

#endif
