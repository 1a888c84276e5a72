/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * verified: verify.json, what verify found: a matrix of configurations and
 * patches, and the results of checks. verify fills it in and prints it, review
 * reads it. Patches count from 1; 0 stands for the series as a whole.
 * docs/formats.md has its keys.
 */
#ifndef RESPIN_VERIFIED_H
#define RESPIN_VERIFIED_H

#include "base/strbuf.h"
#include "objcode/list.h"
#include "report/report.h"

/* The outcome of a check, or of a cell. */
enum check_outcome {
	CHECK_PASS,
	CHECK_WARN,		/* exit status 250 */
	CHECK_FAIL,		/* any other status, or it printed nothing */
	CHECK_SKIPPED,		/* a tool is not installed: never a pass */
	CHECK_TIMED_OUT,
	CHECK_KILLED,		/* by a signal that was not ours */
	CHECK_NOT_STARTED,	/* could not be, or we were interrupted */
	CHECK_TOOL_FAILED,	/* the machine failed: no room, no memory */
	CHECK_NOTHING,		/* for a cell only: nothing to compile */
};

/* check_outcome_name: "pass", "warn", "timed-out", ...: for JSON. */
const char *check_outcome_name(enum check_outcome o);

/* How respin shows it. */
enum rstate {
	RSTATE_NONE,		/* not asked for */
	RSTATE_PASS,
	RSTATE_PART,		/* passed, with the compiler of [fallback] */
	RSTATE_NOTHING,		/* nothing to compile */
	RSTATE_WARN,
	RSTATE_FAIL,		/* also any status that is not known */
	RSTATE_SKIP,		/* no compiler, no such configuration, ... */
	RSTATE_STALE,		/* for another patch, or on other parents */
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
	size_t units;		/* units that matter to the series */
	size_t unchanged;	/* same inputs as at the parent */
	size_t unreached;	/* the patch changes only functions that the
				   unit does not reach: skipped (see delta.h) */
	size_t same;		/* preprocessed, same code: skipped */
	size_t compiled;	/* at this patch, now or in an earlier run */
	size_t forced;		/* of those: same code, but new declarations */
	size_t sparsed;		/* of those: checked by sparse */
	size_t failed;		/* compiled at the parent, and do not compile;
				   not in the file */
	size_t broken;		/* did not compile at the parent either */
	struct code code;	/* functions that it changes */
	bool claimed;		/* the series claims that it changes none */
	bool linked;		/* depth full: vmlinux was linked */
	struct strvec cc;	/* what is new: "UNIT: IDENTITY" */
	struct strvec sparse;
	struct strvec failures;	/* units that failed */
	struct strvec kbuild;	/* if the patch changes what kbuild reads: options
				   and units that come and go */
	bool unchecked;		/* the tree is not configured after an earlier
				   patch; not in the file */
};

/* cell_claim: does C contradict the claim of the series? */
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
	bool in_part;		/* with the compiler of [fallback] */
	const char *not_linked;	/* depth full: why the base has no vmlinux; "" or
				   NULL: it has one */
	struct strvec not_set;	/* options that did not stay set */
	struct strvec set;	/* of a solved configuration: NAME=VALUE */
	struct cell *cells;
	size_t n;
	double seconds;		/* < 0: not known */
};

/* A configuration that is not compiled: another one stands for it. */
struct verified_like {
	const char *id, *arch;
	const char *like;	/* id of the other one */
};

/* The result of a check for a patch. */
struct verified_check {
	const char *check;
	size_t patch;
	const char *status;	/* a check_outcome_name() */
	const char *summary, *details;
	double seconds;		/* < 0: not known */
};

/* A reader sets missing strings to "", a writer may leave them NULL. */
struct verified {
	const char *tree, *commit, *command;
	const char *sparse;	/* its version; "" if it is not installed */
	struct report_patch *patches;
	size_t n_patches;
	const char *failed, *why;	/* where git am stopped */
	struct verified_check *checks;
	size_t n_checks;
	struct verified_column *columns;
	size_t n;
	struct verified_like *alike;
	size_t n_alike;
	size_t pairs, skipped;	/* (patch, unit); skipped soundly */
	size_t changed_lines;	/* of C, that patches add or change */
	bool lines_known;	/* the run looked for uncompiled lines */
	struct strvec lines;	/* "patch N PATH:LINE: CONDITIONALS" */
	struct strvec macros;	/* "patch N PATH:LINE: NAME": no known user */
	struct strvec solved;	/* "patch N PATH:LINE: CONFIGURATION" */
	struct strvec dead;	/* "patch N PATH:LINE: PROOF" */
	double seconds;
	json_t *root;		/* owns what all of this borrows, or NULL */
};

/*
 * verified_read: read the file PATH. Returns 0, 1 if there is none, or < 0,
 * reported. Call verified_release() in all cases.
 */
int verified_read(struct verified *v, const char *path);
void verified_release(struct verified *v);
/* verified_text: V as JSON, with times on request. The caller frees it. */
char *verified_text(const struct verified *v, bool with_times);

/* verified_cell: the cell of PATCH on C, or NULL. verified_state: its state. */
const struct cell *verified_cell(const struct verified_column *c,
				 size_t patch);
enum rstate verified_state(const struct verified_column *c, size_t patch);
/* verified_stands: for how many other configurations C stands. */
size_t verified_stands(const struct verified *v,
		       const struct verified_column *c);
/* verified_compiled: were the patches tried on C at all? */
bool verified_compiled(const struct verified_column *c);
/* verified_check: the result of CHECK for PATCH, or NULL. */
const struct verified_check *verified_check(const struct verified *v,
					    size_t patch, const char *check);
/* verified_checks: append the names of the checks, each once. */
void verified_checks(const struct verified *v, struct strvec *names);

/*
 * verified_again: the command that reproduces the result for PATCH (0: the
 * series, or all) on C, or of CHECK if C is NULL. It names the units unless
 * there are too many.
 */
void verified_again(const struct verified *v, size_t patch,
		    const struct verified_column *c, const char *check,
		    struct strbuf *out);
/*
 * verified_code: append on one line how PATCH changes machine code: "3 changed,
 * on 2 of 38 configurations". Returns how many configurations have such
 * changes; or -1, and appends nothing, if nothing was compared. Sets *UNITS,
 * unless UNITS is NULL, to the number of units compared.
 */
long verified_code(const struct verified *v, size_t patch, size_t *units,
		   struct strbuf *out);

#endif
