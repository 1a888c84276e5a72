// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/progress.h"

bool want_progress(bool quiet)
{
	const char *term = getenv("TERM");

	return !quiet && isatty(2) && term && strcmp(term, "dumb");
}

void progress_show(size_t done, size_t total, double start, const char *what)
{
	double t = now() - start;

	fprintf(stderr, "\r[%zu/%zu] %.1f a second, ", done, total,
		t > 0 ? (double)done / t : 0);
	if (done)
		fprintf(stderr, "%.0f s left, ",
			t * (double)(total - done) / (double)done);
	fprintf(stderr, "%.40s\033[K", what);
	fflush(stderr);
}

void progress_clear(void)
{
	fprintf(stderr, "\r\033[K");
	fflush(stderr);
}
