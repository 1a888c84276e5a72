/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * output: standard output. Names, subjects and messages come from trees, mails
 * and compilers, and may hold sequences that a terminal obeys. Text printed to
 * stdout is for people: hidden characters become visible on the way out.
 * output_raw() bypasses this, for programs.
 */
#ifndef RESPIN_OUTPUT_H
#define RESPIN_OUTPUT_H

#include "base/strbuf.h"

/* output_start: once, in main(), before anything is printed. */
void output_start(void);

/*
 * output_raw: print exactly these bytes, such as JSON or a patch. As with
 * stdio, output_failed() tells of failures at the end.
 */
void output_raw(const void *p, size_t n);

/* output_text: output_raw() of a text and a line end. */
void output_text(const char *text);

/*
 * output_failed: flush; did any write fail? A reader that has gone ("| head") is
 * no failure: what is left to do is done without printing.
 */
bool output_failed(void);

/* output_colour: is stdout a terminal that wants colours? (NO_COLOR) */
bool output_colour(void);
/*
 * output_cell: print the SYMBOL of a cell of a matrix behind GAP blanks, in
 * colour if stdout wants that: red for F, L and D, yellow for w and ?, green for
 * + and k.
 */
void output_cell(int gap, char symbol);
/* output_width: columns of the terminal; 80 if stdout is not one. */
int output_width(void);

#endif
