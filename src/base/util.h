/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * util: error reporting, memory that does not fail, and small helpers that
 * every other file may use. Nothing here knows about kernels or patches.
 *
 * Errors come in three tiers. A library function reports what went wrong
 * once, with error(), and returns a negative number. A command turns that
 * into an exit code. What cannot happen is BUG().
 */
#ifndef RESPIN_UTIL_H
#define RESPIN_UTIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))
/* Whoever calls it has to look at what it returns. */
#define __must_check __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Exit codes; the manual page lists them. */
enum {
	EXIT_OK = 0,
	EXIT_FINDINGS = 1,	/* done, and something needs a look */
	EXIT_ENVIRONMENT = 128,	/* could not be done: tree, tool, disk */
	EXIT_USAGE = 129,	/* the command line or a manifest is wrong */
	EXIT_INTERRUPTED = 130,	/* SIGINT or SIGTERM; nothing was written */
};

/*
 * What a library function returns when it fails. The command picks its exit
 * code from it: ERR_USER is the caller's to mend (a typing mistake, a bad
 * manifest), ERR_FINDING is a result (a rule missed), ERR_INTERRUPTED a
 * signal; all others are the environment's.
 */
enum {
	ERR_ENV = -1,
	ERR_USER = -2,
	ERR_FINDING = -3,
	ERR_INTERRUPTED = -4,
	ERR_TOOL = -5,	/* a tool gave no answer (base/tool.h); not reported:
			   whoever started it keeps what it was about */
};

/* exit_code: the exit code that belongs to a library function's result. */
int exit_code(int err);

/* error: print "respin: MESSAGE" on stderr, one line. Returns ERR_ENV. */
int error(const char *fmt, ...) PRINTF(1, 2);
/* error_user, error_finding: the same, for the other tiers. */
int error_user(const char *fmt, ...) PRINTF(1, 2);
int error_finding(const char *fmt, ...) PRINTF(1, 2);
/* warning: print "respin: warning: MESSAGE" on stderr. */
void warning(const char *fmt, ...) PRINTF(1, 2);

/* BUG: a state that the code rules out. Prints its place and aborts. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *fmt, ...)
	PRINTF(3, 4);

/*
 * Allocation. Running out of memory ends the program with exit code 128:
 * the one exit below the commands.
 */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xstrfmt(const char *fmt, ...) PRINTF(1, 2);

/* GROW: make room for entry number n of array p with capacity alloc. */
#define GROW(p, n, alloc) do {						\
	if ((size_t)(n) > (size_t)(alloc)) {				\
		(alloc) = (alloc) < 8 ? 16 : (alloc) * 2;		\
		if ((size_t)(alloc) < (size_t)(n))			\
			(alloc) = (n);					\
		(p) = xrealloc((p), (alloc) * sizeof(*(p)));		\
	}								\
} while (0)

/* starts_with, ends_with: plain string tests. */
bool starts_with(const char *s, const char *prefix);
bool ends_with(const char *s, const char *suffix);

/* is_word: may C stand inside a C identifier? */
static inline bool is_word(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* now: monotonic time in seconds. */
double now(void);

/* plural: "" for one, "s" else. */
static inline const char *plural(long n)
{
	return n == 1 ? "" : "s";
}

#endif
