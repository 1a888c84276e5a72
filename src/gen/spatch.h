/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spatch: Coccinelle's program, as a child process: the command line for one
 * rule file on one source file, and reading its log. The log is that of
 * --show-transinfo --verbose-parsing, in the forms that 1.1.1 and 1.3 print.
 */
#ifndef RESPIN_SPATCH_H
#define RESPIN_SPATCH_H

#include "base/proc.h"
#include "series/rule.h"

struct spatch {
	char *version;	/* "1.1.1" */
};

/* A part of a source file that spatch could not parse, and so left alone. */
struct bad_range {
	int from, to;	/* lines, from 1, both in it */
	bool relevant;	/* holds a word of the rule file */
	char *word;	/* that word, or NULL */
};

struct spatch_log {
	int *hits;		/* one for each rule_name of the rule */
	size_t n_hits;
	struct bad_range *bad;
	size_t n_bad, alloc_bad;
	char *error;		/* spatch's own complaint, or NULL */
};

/*
 * spatch_find: run spatch --version. Returns 0, or ERR_ENV after reporting
 * that it is missing or older than 1.1 and what to do.
 */
int spatch_find(struct spatch *s);
void spatch_release(struct spatch *s);

/*
 * spatch_command: fill in argv to apply R to FILE, in place, both relative
 * to the working folder of the child or absolute.
 */
void spatch_command(struct proc *p, const struct rule *r, const char *file);

/* spatch_read_log: read what the log TEXT says about rule R. */
void spatch_read_log(struct spatch_log *log, const struct rule *r,
		     const struct strbuf *text);

/*
 * spatch_wrote: is AFTER what the log TEXT says that it made of BEFORE? spatch
 * has a shell copy its result over the file, and does not look at how that
 * ended: on a full disk it exits with 0, and leaves a part of the file.
 */
bool spatch_wrote(const struct strbuf *text, const struct strbuf *before,
		  const struct strbuf *after);
void spatch_log_release(struct spatch_log *log);

#endif
