/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * print: what a person sees of a run: one line for each patch, the details
 * with -d, misses and leftovers. Plain text, 80 columns; colour only on a
 * terminal and without NO_COLOR.
 */
#ifndef RESPIN_PRINT_H
#define RESPIN_PRINT_H

#include "gen/apply.h"
#include "gen/leftovers.h"
#include "git/scan.h"

/*
 * print_number: the number that patch I has in its mail, or will have: "07"; "--" if
 * there is no such mail. What has a number of its own is the folder of the
 * patch, and is always named in full. Points into static memory.
 */
const char *print_number(const struct apply *a, size_t i);
/*
 * print_patch: the line of patch I, by number and subject, with the time it took;
 * or, if NAMED, by its folder, as nothing is mailed.
 */
void print_patch(const struct apply *a, size_t i, bool named);
/* print_steps: the candidates and hits of every operation of patch I. */
void print_steps(const struct apply *a, size_t i);
/* print_diff: patch I as a unified diff. */
int print_diff(const struct apply *a, size_t i);
/* patch_diff: append that to OUT. print_raw: a diff, to stdout. */
int patch_diff(const struct apply *a, size_t i, struct strbuf *out);
void print_raw(const struct strbuf *text);
/* print_left: the places that are left as stated. */
void print_left(const struct apply *a, FILE *to);
/* print_misses: leftovers, relevant parse errors, unread files. */
void print_misses(const struct lefts *l, const struct scan *s, FILE *to);

#endif
