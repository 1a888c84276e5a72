/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spatch: Coccinelle's program, as a child process: the command line for one
 * rule file on many source files, and reading its log. The log is that of
 * --show-transinfo --verbose-parsing, in the forms that 1.1.1 and 1.3 print.
 */
#ifndef RESPIN_SPATCH_H
#define RESPIN_SPATCH_H

#include "base/proc.h"
#include "series/rule.h"

struct spatch {
	char *version;	/* "1.1.1" */
	bool alone;	/* a process takes what it learned in one file into the
			   next: each file needs a process of its own */
};

/* A part of a source file that spatch could not parse, and so left alone. */
struct bad_range {
	int from, to;	/* lines, from 1, both in it */
	int at;		/* the line that stopped it */
};

/* What the log says about one file. */
struct spatch_log {
	int *hits;		/* one for each rule_name of the rule */
	size_t n_hits;
	struct bad_range *bad;	/* by line, none touching the next */
	size_t n_bad, alloc_bad;
	char *error;		/* spatch's own complaint, or NULL */
	bool timed_out;		/* it gave the file up at its --timeout */
};

/*
 * spatch_find: run spatch --version. Returns 0, or ERR_ENV after reporting
 * that it is missing, older than 1.1 or known to be wrong, and what to do. Warns
 * of one that is known to be slow or to hang.
 */
int spatch_find(struct spatch *s);
void spatch_release(struct spatch *s);

/*
 * spatch_identity: append to OUT what tells this spatch from another one: the
 * program's size and time, and those of the files that it reads at its start.
 */
void spatch_identity(struct strbuf *out);

/*
 * spatch_standard: the path of the macro definitions that it reads when nobody
 * gives others, which the caller frees; NULL if it is not where it should be.
 */
char *spatch_standard(void);

/*
 * spatch_command: fill in argv to apply R to the files that GROUPS lists, each
 * a group of its own; SECONDS is the limit for one of them. MACROS is a file of
 * macro definitions in place of its standard ones, LATE one that it asks after
 * a parse error, or NULL; HEADERS a folder with include/, or NULL. The results are left beside the working folder's
 * files, as spatch_result() tells. With TELL, there are none: what the rule has
 * to say is on standard output, and nothing else; the log on standard error
 * then has no hits.
 */
void spatch_command(struct proc *p, const struct rule *r, const char *groups,
		    const char *macros, const char *late, const char *headers,
		    double seconds, bool tell);

/*
 * spatch_query: run spatch on R alone, in the folder SCRATCH, for so many
 * SECONDS at most, and add to WORDS
 * those of which a file must have one for R to match there, if spatch knows.
 * Returns 0, or < 0 after reporting (ERR_USER: it does not take R).
 */
int __must_check spatch_query(const struct rule *r, const char *scratch,
			      double seconds, struct strvec *words);

/*
 * spatch_result: is NAME, a file in the working folder, what spatch made of a
 * file with the base name that this returns? Else NULL.
 */
const char *spatch_result(const char *name);

/*
 * spatch_part: the part of log TEXT about the next file, from *AT on. Returns
 * the file's name, N bytes of it, and sets *from and *to to the part and *AT
 * behind it; NULL if there is none.
 */
const char *spatch_part(const struct strbuf *text, size_t *at, size_t *n,
			size_t *from, size_t *to);

/*
 * spatch_read_log: read what the log [TEXT, TEXT + N) says about rule R. SOURCE
 * is the file that it is about, or NULL: where spatch does not say in which
 * line it stopped, that tells. What it could not parse of another file than NAME
 * (NULL: there is none) does not count.
 */
void spatch_read_log(struct spatch_log *log, const struct rule *r,
		     const char *text, size_t n, const struct strbuf *source,
		     const char *name);
void spatch_log_release(struct spatch_log *log);

/* spatch_add_bad: note lines [FROM, TO] as not parsed, because of line AT. */
void spatch_add_bad(struct spatch_log *log, int from, int to, int at);

/* spatch_bad_in: such a range that holds some of lines [FROM, TO], or NULL. */
const struct bad_range *spatch_bad_in(const struct spatch_log *log, int from,
				      int to);

#endif
