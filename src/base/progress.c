// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/progress.h"

bool want_progress(bool quiet)
{
	const char *term = getenv("TERM");

	return !quiet && isatty(2) && term && strcmp(term, "dumb");
}

void progress_line(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputc('\r', stderr);
	vfprintf(stderr, fmt, ap);
	fputs("\033[K", stderr);
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
	fprintf(stderr, "\r\033[K");
	fflush(stderr);
}
