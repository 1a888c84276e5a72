/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * util: allocation that does not fail, and small helpers that every other file
 * may use. Nothing here knows about kernels or patches.
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

#include "base/error.h"

#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))

/* BUG: a state that the code rules out. Prints its place and aborts. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *fmt, ...)
	PRINTF(3, 4);

/*
 * Allocation. If memory runs out, the program ends with exit code 128. This is
 * the only exit below the commands.
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

/* plural: "" for one, "s" otherwise. */
static inline const char *plural(long n)
{
	return n == 1 ? "" : "s";
}

#endif
