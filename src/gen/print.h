/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * print: what a person sees of a run: one line a patch, the details under
 * -d, misses and leftovers, progress on a terminal. Plain text, 80 columns;
 * colour only on a terminal and without NO_COLOR.
 */
#ifndef RESPIN_PRINT_H
#define RESPIN_PRINT_H

#include "gen/apply.h"
#include "gen/leftovers.h"
#include "send/mail.h"
#include "git/scan.h"

/* print_tree: "on linux-6.12 (5f2e0c1a9b3d)". */
void print_tree(const struct tree *t);
/* print_patch: the line of patch I. WITH_TIME adds the seconds it took. */
void print_patch(const struct apply *a, size_t i, bool with_time);
/* print_steps: what every operation of patch I looked at and hit. */
void print_steps(const struct apply *a, size_t i);
/* print_diff: patch I as a unified diff. */
int print_diff(const struct apply *a, size_t i);
/* print_misses: leftovers, relevant parse errors, unread files. */
void print_misses(const struct lefts *l, const struct scan *s, FILE *to);

/*
 * print_trailers: how many were put on patches, which of them were given for
 * another content, and which are for no patch of the series.
 */
void print_trailers(const struct mail *m);

/* print_people: how many the mails go to, or why to nobody. */
void print_people(const struct mail *m);

/* progress_show, progress_clear: a line on stderr that comes and goes. */
void progress_show(size_t done, size_t total, double start, const char *what);
void progress_clear(void);

/* want_progress: is stderr a terminal that wants such a line? */
bool want_progress(bool quiet);

#endif
