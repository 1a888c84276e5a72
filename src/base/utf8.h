/* SPDX-License-Identifier: GPL-2.0-only */
/* utf8: characters of a text that may be none. */
#ifndef RESPIN_UTF8_H
#define RESPIN_UTF8_H

#include "base/strbuf.h"

/*
 * utf8_decode: the bytes of the character at S, of N > 0 that there are, and
 * what it is; 0 if it is no UTF-8: overlong, a surrogate, too large or cut off.
 */
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

/*
 * utf8_is_hidden: is it not seen itself, but changes how others are: controls
 * but tab and newline, marks that turn the direction, blanks without width?
 */
bool utf8_is_hidden(uint32_t c);

/*
 * utf8_show: append TEXT for a person: what is hidden or no UTF-8 is made
 * visible ("^[", "<U+202E>", "<ff>"). With COLOURS, the escape sequences that
 * this program uses stay.
 */
void utf8_show(struct strbuf *out, const char *text, size_t n, bool colours);

#endif
