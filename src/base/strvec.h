/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * strvec: a list of strings that it owns, NULL-terminated so that it can
 * be an argv.
 */
#ifndef RESPIN_STRVEC_H
#define RESPIN_STRVEC_H

#include "base/util.h"

struct strvec {
	char **v;	/* n strings and a NULL; NULL while empty */
	size_t n;
	size_t alloc;
};

#define STRVEC_INIT { 0 }

/* strvec_push: append a copy of S. Returns the copy, owned by the list. */
char *strvec_push(struct strvec *sv, const char *s);
void strvec_pushf(struct strvec *sv, const char *fmt, ...) PRINTF(2, 3);
/* strvec_pushl: append every argument up to a NULL. */
void strvec_pushl(struct strvec *sv, ...) __attribute__((sentinel));
/* strvec_add: append copies of all of MORE. */
void strvec_add(struct strvec *sv, const struct strvec *more);
/* strvec_take: append S itself; the list frees it. */
void strvec_take(struct strvec *sv, char *s);
bool strvec_has(const struct strvec *sv, const char *s);
/* strvec_sort: by strcmp(); strvec_uniq: drop repeats of a sorted list. */
void strvec_sort(struct strvec *sv);
void strvec_uniq(struct strvec *sv);
/* strvec_split: append the words of S, which white space separates. */
void strvec_split(struct strvec *sv, const char *s);
void strvec_clear(struct strvec *sv);
/* strvec_release: free everything; the list may be used again. */
void strvec_release(struct strvec *sv);

#endif
