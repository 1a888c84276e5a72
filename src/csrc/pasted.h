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
 * pasted_words: append to WORDS with what NAME may begin in such a macro: as much as
 * half of it, up to where a word of it ends. Names that begin with a parameter are
 * not found.
 */
void pasted_words(const char *name, struct strvec *words);

/*
 * pasted_defines: does SRC make the function NAME in this way? EXTERNAL: static ones
 * do not count.
 */
bool pasted_defines(const struct source *src, const char *name, bool external);

#endif
