/* SPDX-License-Identifier: GPL-2.0-only */
/* progress: a line on stderr, if that is a terminal, which updates in place. */
#ifndef RESPIN_PROGRESS_H
#define RESPIN_PROGRESS_H

#include "base/util.h"

/* want_progress: is stderr a terminal that wants such a line? */
bool want_progress(bool quiet);

/* progress_line: show this text, on one line. */
void progress_line(const char *fmt, ...) PRINTF(1, 2);

/*
 * progress_show: show DONE of TOTAL since START (of now()), the rate, the time
 * left, and WHAT is being done. progress_clear: remove the line.
 */
void progress_show(size_t done, size_t total, double start, const char *what);
void progress_clear(void);

#endif
