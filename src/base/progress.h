/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * progress: a line on stderr, which updates in place if that is a terminal.
 * Elsewhere (a log, a pipe) it is a new line now and then.
 */
#ifndef RESPIN_PROGRESS_H
#define RESPIN_PROGRESS_H

#include "base/util.h"

/*
 * want_progress: unless QUIET; finds out what stderr is. A line that stays is
 * printed again with its age: every second on a terminal, every 30 seconds
 * elsewhere. A thread does that.
 */
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
