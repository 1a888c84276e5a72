/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pasted: functions whose names a macro of the same file puts together:
 * "#define DEFINE_MEMSET(bits) void *__memset##bits(...) { ... }", and then
 * "DEFINE_MEMSET(64)".
 */
#ifndef RESPIN_CSRC_PASTED_H
#define RESPIN_CSRC_PASTED_H

#include "base/strvec.h"
#include "csrc/region.h"

/*
 * pasted_words: append to WORDS with what NAME may begin in such a macro: at least
 * half of it, up to where a word of it ends.
 */
void pasted_words(const char *name, struct strvec *words);

/*
 * pasted_defines: does SRC make the function NAME, which is not static, in this way?
 * Not found are names that begin with a parameter, and macros that other macros use. A
 * prototype counts as well: its file then takes part for nothing.
 */
bool pasted_defines(const struct source *src, const char *name);

#endif
