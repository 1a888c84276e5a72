/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verified: verify.json, what verify found: a matrix of configurations and
 * patches, and what checks said. verify fills it in and prints it, review
 * reads it. Patches are counted from 1; 0 stands for the series as a whole.
 * docs/formats.md has its keys.
 */
#ifndef RESPIN_VERIFIED_H
#define RESPIN_VERIFIED_H

#include "base/strbuf.h"
#include "objcode/list.h"
#include "report/report.h"

/* What a check comes to, and a cell. */
enum check_outcome {
	CHECK_PASS,
	CHECK_WARN,		/* exit status 250 */
	CHECK_FAIL,		/* any other status, or it said nothing */
	CHECK_SKIPPED,		/* a tool is not installed: never a pass */
	CHECK_TIMED_OUT,
	CHECK_KILLED,		/* by a signal that was not ours */
	CHECK_NOT_STARTED,	/* could not be, or we were interrupted */
	CHECK_TOOL_FAILED,	/* the machine failed it: no room, no memory */
	CHECK_NOTHING,		/* a cell alone: nothing to compile */
};

/* check_outcome_name: "pass", "warn", "timed-out", ...: for JSON. */
const char *check_outcome_name(enum check_outcome o);

/* How that is shown. */
enum rstate {
	RSTATE_NONE,		/* not asked for */
	RSTATE_PASS,
	RSTATE_PART,		/* with a compiler that serves in part */
	RSTATE_NOTHING,		/* nothing to compile */
	RSTATE_WARN,
	RSTATE_FAIL,		/* and whatever is not known */
	RSTATE_SKIP,		/* no compiler, no such configuration, ... */
	RSTATE_STALE,		/* of another patch, or of other parents */
	RSTATES,
};

enum rstate rstate_of(const char *status);
/* rstate_bad: does it need a look? */
static inline bool rstate_bad(enum rstate s)
{
	return s == RSTATE_FAIL || s == RSTATE_WARN;
}
char rstate_symbol(enum rstate s);
const char *rstate_name(enum rstate s);

/* One patch on one configuration. */
struct cell {
	size_t patch;
	const char *status;	/* a check_outcome_name() */
	size_t units;		/* that matter to the series */
	size_t unchanged;	/* same inputs as at the parent */
	size_t unreached;	/* the patch changes only functions that the
				   unit does not reach: skipped (see delta.h) */
	size_t same;		/* preprocessed, same code: skipped */
	size_t compiled;	/* at this patch, now or kept from before */
	size_t forced;		/* of those: same code, but new declarations */
	size_t sparsed;		/* of those: checked by sparse */
	size_t failed;		/* do not compile, and did at the parent; not in
				   the file */
	size_t broken;		/* did not compile at the parent either */
	struct code code;	/* functions that it changes */
	bool claimed;		/* the series says that it changes none */
	bool linked;		/* depth full: vmlinux was linked */
	struct strvec cc;	/* what is new: "UNIT: IDENTITY" */
	struct strvec sparse;
	struct strvec failures;	/* units that failed */
};

/* cell_claim: does C not hold what is claimed? */
static inline bool cell_claim(const struct cell *c)
{
	return c->claimed && (code_differs(&c->code) || c->code.unknown.n);
}

/* cell_code: append "changed UNIT: FUNCTION" and so on. */
void cell_code(const struct cell *c, struct strvec *out);

/* A configuration. */
struct verified_column {
	const char *id, *arch;
	const char *result;	/* "compiled", or why not, in a word */
	const char *why, *compiler;
	bool in_part;		/* a compiler that serves in part */
	struct strvec not_set;	/* options that did not stick */
	struct cell *cells;
	size_t n;
	double seconds;		/* < 0: not said */
};

/* What a check that is a folder said of a patch. */
struct verified_check {
	const char *check;
	size_t patch;
	const char *status;	/* a check_outcome_name() */
	const char *summary, *details;
	double seconds;		/* < 0: not said */
};

/* A reader has "" for all that is not there, a writer may have NULL. */
struct verified {
	const char *tree, *commit, *command;
	struct report_patch *patches;
	size_t n_patches;
	const char *failed, *why;	/* where git am stopped */
	struct verified_check *checks;
	size_t n_checks;
	struct verified_column *columns;
	size_t n;
	size_t pairs, skipped;	/* (patch, unit); skipped soundly */
	bool lines_known;	/* the run looked for uncompiled lines */
	struct strvec lines;	/* "patch N PATH:LINE: CONDITIONALS" */
	struct strvec macros;	/* "patch N PATH:LINE: NAME": not known to be
				   used */
	double seconds;
	json_t *root;		/* what all of it is borrowed of, or NULL */
};

/*
 * verified_read: the file PATH. Returns 0, 1 if there is none, or < 0,
 * reported; verified_release() in all cases.
 */
int verified_read(struct verified *v, const char *path);
void verified_release(struct verified *v);
/* verified_text: as JSON, to be freed; times, only if asked for. */
char *verified_text(const struct verified *v, bool with_times);

/* verified_cell: of PATCH on C, or NULL. verified_state: what it comes to. */
const struct cell *verified_cell(const struct verified_column *c,
				 size_t patch);
enum rstate verified_state(const struct verified_column *c, size_t patch);
/* verified_compiled: were the patches tried on C at all? */
bool verified_compiled(const struct verified_column *c);
/* verified_check: what CHECK said of PATCH, or NULL. */
const struct verified_check *verified_check(const struct verified *v,
					    size_t patch, const char *check);
/* verified_checks: append the names of the checks, each once. */
void verified_checks(const struct verified *v, struct strvec *names);

/*
 * verified_again: the command that finds again what is said of PATCH (0: the
 * series, or all) on C, or, if that is NULL, by CHECK. It names the units, if
 * they are not too many.
 */
void verified_again(const struct verified *v, size_t patch,
		    const struct verified_column *c, const char *check,
		    struct strbuf *out);
/*
 * verified_code: append on one line how PATCH changes machine code: "3 changed,
 * on 2 of 38 configurations". Returns how many configurations have any of it;
 * -1, and appends nothing, if nothing was compared. *UNITS, if it is not NULL,
 * is how many units were compared.
 */
long verified_code(const struct verified *v, size_t patch, size_t *units,
		   struct strbuf *out);

#endif
