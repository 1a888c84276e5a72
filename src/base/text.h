/* SPDX-License-Identifier: GPL-2.0-only */
/* text: lines and white space of a text that need not end with a NUL. */
#ifndef RESPIN_TEXT_H
#define RESPIN_TEXT_H

#include "base/util.h"

#define TEXT_NONE ((size_t)-1)

/* text_blank: white space within a line? */
static inline bool text_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

/* text_line_start, text_line_end: the start of POS's line, and the byte
   behind its line end. */
size_t text_line_start(const char *text, size_t pos);
size_t text_line_end(const char *text, size_t len, size_t pos);
/* text_is_blank: nothing but white space in [start, end)? */
bool text_is_blank(const char *text, size_t start, size_t end);

/*
 * text_match: does TEXT (N bytes) begin with PATTERN, where a run of blanks
 * in PATTERN matches any white space of one line? Returns the length of the
 * match, or TEXT_NONE.
 */
size_t text_match(const char *text, size_t n, const char *pattern);

#endif
