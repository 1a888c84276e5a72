/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * output: standard output. Names, subjects and messages come from trees, mails
 * and compilers, and may hold sequences that a terminal obeys. What is printed
 * to stdout is for people: hidden characters are made visible on the way out.
 * What is for programs goes past that.
 */
#ifndef RESPIN_OUTPUT_H
#define RESPIN_OUTPUT_H

#include "base/strbuf.h"

/* output_start: once, in main(), before anything is printed. */
void output_start(void);

/*
 * output_raw: print these very bytes: JSON, a patch. Failures show as they do
 * with stdio, at the end.
 */
void output_raw(const void *p, size_t n);

/* output_text: output_raw() of a text and a line end. */
void output_text(const char *text);

/* output_failed: could some of it not be written? Flushes. */
bool output_failed(void);

/* output_colour: is stdout a terminal that wants colours? (NO_COLOR) */
bool output_colour(void);
/* output_width: columns of the terminal, 80 if it is none. */
int output_width(void);

#endif
