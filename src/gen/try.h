/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * try: one semantic patch on a kernel tree, as it is: without a series, without
 * a header that says which files it is for. The tree is only read.
 *
 * Candidates are the files with one of the words that spatch itself asks for
 * before it looks at a file (spatch_query()): no other can match. The rule runs
 * as an operation of a patch does (gen/apply.h): the same batches, kept results,
 * macros and count of places.
 */
#ifndef RESPIN_TRY_H
#define RESPIN_TRY_H

#include "gen/session.h"
#include "gen/spatch.h"

struct try_options {
	const char *rule;	/* a file */
	const char *mode;	/* patch, context, report, org; NULL: what it has */
	const char *base;	/* commit-ish, or NULL */
	struct strvec defines;	/* further virtual names, or NAME=VALUE */
	struct strvec files;	/* pathspecs and folders; empty: the whole tree */
	int jobs;
	int timeout;		/* seconds for one file; 0: as generate has it */
	bool no_cache;
	bool trust;		/* its scripts may run */
	bool progress;
};

struct try {
	const struct try_options *o;
	struct session s;	/* of one patch with one operation, the rule */
	struct rule *rule;	/* that one */
	struct spatch spatch;
	const char *mode;
	bool tell;		/* not patch: the rule only prints something */
	bool derived;		/* the words of Has are spatch's own */
	bool all;		/* spatch names no words: every file is one */
	char *scratch;
	size_t scope;		/* C files that FILES names */
	size_t unread;		/* of these, files that could not be read */
	size_t changed, plus, minus;	/* files, lines */
	struct strbuf text;	/* the diff, or what the rule prints */
	double start;
};

/*
 * try_open: PATH is the tree; NULL: only read the rule. Returns 0, or < 0 after
 * reporting. Call try_release() anyway.
 */
int __must_check try_open(struct try *t, const struct try_options *o,
			  const char *path);

/*
 * try_run: returns 0, even if places are left or files failed: see
 * try_verdict(); or < 0 after reporting, or ERR_INTERRUPTED.
 */
int __must_check try_run(struct try *t);

/*
 * try_print: what was found, on stdout, but not the diff. ALL: every place and
 * file, not only the first of them. try_errors: on stderr, the files on which
 * spatch failed, and that nothing matched.
 */
void try_print_head(const struct try *t);
void try_print(const struct try *t, bool all);
void try_errors(const struct try *t, bool all);

/*
 * try_verdict: 0; ERR_FINDING if places are left, parts that may hold one were
 * not parsed, files failed or nothing matched; ERR_ENV if all files failed.
 */
int try_verdict(const struct try *t);
void try_release(struct try *t);

#endif
