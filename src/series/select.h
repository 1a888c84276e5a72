/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * select: the files that an operation is for, and what it may miss: the keys
 * Files, Has, Lacks and May-miss of rules and edits.
 */
#ifndef RESPIN_SELECT_H
#define RESPIN_SELECT_H

#include "base/strbuf.h"
#include "base/strvec.h"

enum miss_kind {
	MISS_ALL,	/* the operation may have no candidate */
	MISS_FILE,	/* a file may stay as it is */
	MISS_RULE,	/* a named rule may hit nowhere */
	MISS_PARSE,	/* a place may be in what spatch cannot parse */
	MISS_PLACE,	/* a place may stay */
	MISS_ATTRIBUTE,	/* an attribute may go with its declaration */
};

struct may_miss {
	enum miss_kind kind;
	char *what;	/* pathspec or rule name; NULL for MISS_ALL */
	char *function;	/* MISS_PARSE, MISS_PLACE: only there; or NULL */
	char *reason;
};

/* Files that are left alone. */
struct excluded {
	struct strvec paths;	/* pathspecs */
	char *reason;
};

struct select {
	struct strvec files;	/* pathspecs; empty: every .c and .h file */
	struct strvec has;	/* words, each perhaps a|b; all must be there */
	struct strvec lacks;	/* words of which none may be there */
	struct may_miss *misses;
	size_t n_misses, alloc_misses;
	struct excluded *not;
	size_t n_not, alloc_not;
};

/*
 * select_path, select_text: is the file a candidate, by name, by content?
 * select_excluded: the reason why PATH, which would be one by its name, is none;
 * or NULL.
 */
bool select_path(const struct select *s, const char *path);
const char *select_excluded(const struct select *s, const char *path);
bool select_text(const struct select *s, const struct strbuf *text);

/*
 * select_may_miss: parse the value of a May-miss key ("rule NAME -- REASON")
 * and add it. Returns 0, or ERR_USER with nothing printed.
 */
int select_may_miss(struct select *s, const char *value);

/* select_not: likewise, for a Not key ("PATHSPEC ... -- REASON"). */
int select_not(struct select *s, const char *value);

/*
 * select_allows: the reason why WHAT (a path or the name of a rule) may be
 * missed, or NULL. FUNCTION is where in the file, or NULL.
 */
const char *select_allows(const struct select *s, enum miss_kind kind,
			  const char *what, const char *function);

/* select_words: add every word that Has names, for the scan. */
void select_words(const struct select *s, struct strvec *words);
void select_release(struct select *s);

#endif
