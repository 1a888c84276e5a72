/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lines: sets of line numbers of a C source text, and which lines hold code,
 * are under an #if, or define a macro.
 */
#ifndef RESPIN_LINES_H
#define RESPIN_LINES_H

#include "base/strvec.h"

/* No file has more lines. A line marker may claim more, which costs memory. */
#define MAX_LINE (1U << 24)

/* A set of line numbers, counted from 1. */
struct lines {
	uint64_t *bits;	/* owned; NULL while empty */
	size_t n;	/* words in it */
};

void lines_add(struct lines *l, uint32_t first, uint32_t last);
bool lines_has(const struct lines *l, uint32_t line);
size_t lines_count(const struct lines *l);
/* lines_merge: add all of OTHER. */
void lines_merge(struct lines *l, const struct lines *other);
void lines_release(struct lines *l);

/*
 * lines_spread: for each word and "(" on a line of L, add the lines up to the
 * closing bracket, as for a macro use over many lines. SRC is the source text
 * that L is about. Lines under a conditional that begins between the brackets
 * are not added. Nothing is removed.
 */
void lines_spread(struct lines *l, const char *src, size_t len);

/*
 * lines_active: add to OUT the lines of SRC, with code or a directive, that are
 * under the same #if, #else, ... as a line of L, or around one. The
 * preprocessor read those, but may have made nothing from them: neither the use
 * of an empty macro nor a #define gives a token. Line 0 in L says that the file
 * was read: the preprocessor then saw all lines that are under no conditional,
 * apart from the include guard.
 */
void lines_active(struct lines *out, const struct lines *l, const char *src,
		  size_t len);

/* lines_code: add the lines of SRC that hold code outside directives. */
void lines_code(struct lines *l, const char *src, size_t len);

/* One #define of a source text. */
struct macro_range {
	char *name;		/* owned */
	uint32_t first, last;	/* lines, with those that a backslash joins */
};

struct macro_ranges {
	struct macro_range *v;	/* in the order of the text; owned */
	size_t n, alloc;
};

/*
 * macro_lines: append where SRC defines the macros NAMES (NULL: all). A macro
 * that two branches define is listed twice, since it is not known which #define
 * was in force.
 */
void macro_lines(struct macro_ranges *m, const char *src, size_t len,
		 const struct strvec *names);
void macro_ranges_release(struct macro_ranges *m);

#endif
