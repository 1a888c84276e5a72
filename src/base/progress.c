// SPDX-License-Identifier: GPL-2.0-only
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/progress.h"

#define PLAIN_SECONDS 30	/* between two lines of a log */

static bool plain;		/* stderr is no terminal */
static double last;		/* when a line was printed, or a plain one */
static char shown[400];		/* the line that is there */
static double since;		/* ... from when on */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;	/* of all that */

/* Not wider than the terminal: a line that wraps cannot be taken back. */
static void draw(const char *more)
{
	struct winsize ws;
	int room = 79;

	if (!ioctl(2, TIOCGWINSZ, &ws) && ws.ws_col > 20)
		room = ws.ws_col - 1;
	room -= (int)strlen(more);
	if (plain)
		fprintf(stderr, "respin: %s%s\n", shown, more);
	else
		fprintf(stderr, "\r%.*s%s\033[K", room, shown, more);
	fflush(stderr);
	last = now();
}

static void tick(void)
{
	char waited[32] = "";

	pthread_mutex_lock(&lock);
	if (*shown && now() - last >= (plain ? PLAIN_SECONDS : 1)) {
		if (now() - since >= 1)
			snprintf(waited, sizeof(waited), " (%.0f s)",
				 now() - since);
		draw(waited);
	}
	pthread_mutex_unlock(&lock);
}

/*
 * Update the line during long steps, too: somebody may be watching, or reading
 * the log.
 */
static void *ticker(void *arg)
{
	(void)arg;
	for (;;) {
		usleep(250000);
		tick();
	}
	return NULL;
}

static void start_ticker(void)
{
	static bool started;
	sigset_t all, old;
	pthread_t thread;

	if (started)
		return;
	/* Other threads wait for signals. Without this one, the line does not count. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	started = !pthread_create(&thread, NULL, ticker, NULL);
	if (started)
		pthread_detach(thread);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

bool want_progress(bool quiet)
{
	const char *term = getenv("TERM");

	plain = !isatty(2) || !term || !strcmp(term, "dumb");
	last = now();
	if (!quiet)
		start_ticker();
	return !quiet;
}

/* In a log, most lines are too many. */
static bool too_soon(void)
{
	if (!plain)
		return false;
	return now() - last < PLAIN_SECONDS;
}

void progress_line(const char *fmt, ...)
{
	va_list ap;

	pthread_mutex_lock(&lock);
	va_start(ap, fmt);
	vsnprintf(shown, sizeof(shown), fmt, ap);
	va_end(ap);
	since = now();
	if (!too_soon())
		draw("");
	pthread_mutex_unlock(&lock);
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
	pthread_mutex_lock(&lock);
	*shown = '\0';
	if (!plain) {
		fprintf(stderr, "\r\033[K");
		fflush(stderr);
	}
	pthread_mutex_unlock(&lock);
}
