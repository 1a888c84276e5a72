/* SPDX-License-Identifier: GPL-2.0-only */
/* utf8: characters of a text that may not be valid UTF-8. */
#ifndef RESPIN_UTF8_H
#define RESPIN_UTF8_H

#include "base/strbuf.h"

/*
 * utf8_decode: returns the length of the character at S (N > 0 bytes), and
 * stores it in *C; 0 if it is not UTF-8: overlong, a surrogate, too large or
 * cut off.
 */
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

/*
 * utf8_is_hidden: is the character itself invisible, but changes how others
 * look: controls except tab and newline, direction marks, zero-width blanks?
 */
bool utf8_is_hidden(uint32_t c);

/*
 * utf8_show: append TEXT for a person: hidden characters and invalid bytes
 * become visible ("^[", "<U+202E>", "<ff>"). With COLOURS, the escape sequences
 * that this program uses stay.
 */
void utf8_show(struct strbuf *out, const char *text, size_t n, bool colours);

#endif
