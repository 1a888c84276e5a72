/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tap: the Test Anything Protocol for unit tests in C. A test calls ok() and
 * its kind, one line each, and returns tap_done() from main(): the plan, and
 * exit code 0 if nothing failed, else 1.
 */
#ifndef RESPIN_TAP_H
#define RESPIN_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

/* ok: "ok N - NAME" if GOOD, else "not ok N - NAME". Returns GOOD. */
__attribute__((format(printf, 2, 3), unused))
static bool ok(bool good, const char *name, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_count);
	va_start(ap, name);
	vprintf(name, ap);
	va_end(ap);
	putchar('\n');
	tap_failed += !good;
	return good;
}

/* tap_lines: print TEXT as a comment, each line after WHAT. */
__attribute__((unused))
static void tap_lines(const char *what, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		printf("# %s|%.*s\n", what, (int)n, text);
		text += n + (text[n] == '\n');
	}
}

/* is_str: are the texts the same? Shows both if not. */
__attribute__((unused))
static bool is_str(const char *got, const char *want, const char *name)
{
	if (ok(!strcmp(got, want), "%s", name))
		return true;
	tap_lines("want", want);
	tap_lines("got ", got);
	return false;
}

/* is_int: are the numbers the same? Shows both if not. */
__attribute__((unused))
static bool is_int(long got, long want, const char *name)
{
	if (ok(got == want, "%s", name))
		return true;
	printf("# want %ld, got %ld\n", want, got);
	return false;
}

/* tap_done: print the plan; what main() returns. */
__attribute__((unused))
static int tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif
