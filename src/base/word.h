/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * word: whole words in a text of any language. A word counts if it is not part
 * of a longer one: where it begins or ends with a letter, digit or underscore,
 * none of these is next to it. Any other end may touch anything.
 */
#ifndef RESPIN_WORD_H
#define RESPIN_WORD_H

#include "base/util.h"

#define WORD_NONE ((size_t)-1)

/* word_find: the first place of WORD at or after byte FROM, or WORD_NONE. */
size_t word_find(const char *text, size_t len, size_t from, const char *word);

/* has_word: does TEXT hold WORD? has_any_of: one of the words of "a|b|c"? */
bool has_word(const char *text, size_t len, const char *word);
bool has_any_of(const char *text, size_t len, const char *alternatives);

#endif
