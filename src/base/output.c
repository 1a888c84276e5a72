// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/output.h"
#include "base/utf8.h"

/* Bytes of a character or sequence whose end has not been printed yet. */
#define TAIL 8

static struct {
	bool failed;
	bool closed;		/* whoever read it has seen enough */
	char tail[TAIL];
	size_t n;
} output;

static bool put(const char *p, size_t n)
{
	int err = output.closed ? 0 : write_all(1, p, n);

	output.closed |= err == -EPIPE;
	output.failed |= err && err != -EPIPE;
	return !output.failed;
}

/* How many bytes at the end of P may be the beginning of something longer. */
static size_t open_end(const char *p, size_t n)
{
	for (size_t k = 1; k < TAIL && k <= n; k++) {
		unsigned char c = p[n - k];

		if (c == '\033')
			return memchr(p + n - k, 'm', k) ? 0 : k;
		if (c >= 0xc0)
			return k < (c >= 0xf0 ? 4U : c >= 0xe0 ? 3U : 2U) ? k : 0;
		if (c == '\n')
			return 0;
	}
	return 0;
}

/* For fopencookie(): all N bytes are taken, or none. */
static ssize_t show(void *cookie, const char *p, size_t n)
{
	struct strbuf all = STRBUF_INIT, out = STRBUF_INIT;
	size_t open;
	bool good;

	(void)cookie;
	strbuf_add(&all, output.tail, output.n);
	strbuf_add(&all, p, n);
	open = open_end(all.buf, all.len);
	output.n = open;
	memcpy(output.tail, all.buf + all.len - open, open);
	utf8_show(&out, all.buf, all.len - open, output_colour());
	good = put(out.buf, out.len);
	strbuf_release(&all);
	strbuf_release(&out);
	return good ? (ssize_t)n : 0;
}

/* What was kept back was the beginning of nothing. */
static void end_tail(void)
{
	struct strbuf out = STRBUF_INIT;

	fflush(stdout);
	utf8_show(&out, output.tail, output.n, false);
	output.n = 0;
	if (!put(out.buf, out.len))
		errno = EIO;
	strbuf_release(&out);
}

void output_start(void)
{
	cookie_io_functions_t io = { .write = show };
	FILE *f = fopencookie(NULL, "w", io);

	/* A reader that goes is an error of write(2), see put(). */
	signal(SIGPIPE, SIG_IGN);
	if (!f)
		return;
	setvbuf(f, NULL, isatty(1) ? _IOLBF : _IOFBF, BUFSIZ);
	stdout = f;
}

void output_raw(const void *p, size_t n)
{
	end_tail();
	if (!put(p, n))
		errno = EIO;
}

void output_text(const char *text)
{
	output_raw(text, strlen(text));
	output_raw("\n", 1);
}

bool output_failed(void)
{
	end_tail();
	return output.failed || ferror(stdout);
}

bool output_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(1) && !(no && *no) && term && strcmp(term, "dumb");
}

void output_cell(int gap, char symbol)
{
	const char *on = !output_colour() ? "" :
			 strchr("FLD", symbol) ? "\033[31;1m" :
			 strchr("w?", symbol) ? "\033[33m" :
			 strchr("+k", symbol) ? "\033[32m" : "";

	printf("%*s%s%c%s", gap, "", on, symbol, *on ? "\033[m" : "");
}

int output_width(void)
{
	struct winsize ws;

	return isatty(1) && !ioctl(1, TIOCGWINSZ, &ws) && ws.ws_col ?
	       ws.ws_col : 80;
}
