// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/progress.h"

#define PLAIN_SECONDS 30	/* between two lines of a log */

static bool plain;		/* stderr is no terminal */
static double last;		/* when a plain line was printed */

bool want_progress(bool quiet)
{
	const char *term = getenv("TERM");

	plain = !isatty(2) || !term || !strcmp(term, "dumb");
	last = now();
	return !quiet;
}

/* In a log, most lines are too many. */
static bool too_soon(void)
{
	if (!plain)
		return false;
	if (now() - last < PLAIN_SECONDS)
		return true;
	last = now();
	return false;
}

void progress_line(const char *fmt, ...)
{
	va_list ap;

	if (too_soon())
		return;
	va_start(ap, fmt);
	fputs(plain ? "respin: " : "\r", stderr);
	vfprintf(stderr, fmt, ap);
	fputs(plain ? "\n" : "\033[K", stderr);
	fflush(stderr);
	va_end(ap);
}

void progress_show(size_t done, size_t total, double start, const char *what)
{
	double t = now() - start, rate = t > 0 ? (double)done / t : 0;

	if (done)
		progress_line("[%zu/%zu] %.1f a second, %.0f s left, %.40s",
			      done, total, rate,
			      t * (double)(total - done) / (double)done, what);
	else
		progress_line("[%zu/%zu] %.40s", done, total, what);
}

void progress_clear(void)
{
	if (plain)
		return;
	fprintf(stderr, "\r\033[K");
	fflush(stderr);
}
