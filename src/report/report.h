/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * review: all that is known about a folder of patches, read from files:
 * the patches themselves, series.json (which rule made which line), the
 * reports that `respin verify --report` and `respin prove` wrote, another
 * series to compare with. Nothing is run but git, to take mails apart and for
 * its range-diff.
 *
 * Two numbers are told apart: that of a patch among the mails, from 1 on,
 * by which it is sent, verified and linked to; and the name of the step of
 * the series that made it ("07-rename").
 */
#ifndef RESPIN_REVIEW_H
#define RESPIN_REVIEW_H

#include "objcode/list.h"
#include "compare/compare.h"

struct json_t;
struct rprove;

#define REVIEW_TIDY ((size_t)-1)	/* layout repaired, no operation */

/* A named rule of a rule file, or a command of an edit. */
struct rstep {
	const char *name;
	long hits;
	const char *may_miss;	/* why it could find nothing, and did, or "" */
};

/* A rule file or an edit. */
struct rop {
	const char *name;	/* "1-swap.cocci" */
	char *path;		/* "cocci/SERIES/STEP/1-swap.cocci" */
	char *text;		/* what is in that file now; NULL: not there */
	size_t candidates;	/* files looked at */
	struct strvec unchanged;	/* those it left alone, as it may */
	struct rstep *steps;
	size_t n;
};

/* Lines [line, line + n) were made by an operation. */
struct rspan {
	long line, n;
	size_t op;		/* index of the patch's, or REVIEW_TIDY */
	long at;		/* line of the edit, 0: all of it */
};

struct rchange {
	const char *path;
	struct rspan *v[2];	/* [0] removed lines, [1] added ones */
	size_t n[2];
};

/* How a patch stands to those that were verified. */
enum rfresh {
	FRESH_NONE,		/* there is no report, or it is not in it */
	FRESH_YES,
	FRESH_CHANGED,		/* has the subject of one that was verified */
	FRESH_BEHIND,		/* is one, but on top of others, or elsewhere */
};

struct rpatch {
	const char *name;	/* the step, or "" */
	const char *subject;
	const char *outcome;	/* "applied", ...; "" without series.json */
	const char *why;	/* not applied: because, or "" */
	struct rop *ops;
	size_t n_ops;
	struct rchange *changes;
	size_t n_changes;
	const struct ppatch *mail;	/* NULL: it made no patch */
	size_t number;		/* of the mail, 0: none */
	size_t plus, minus;	/* lines */
	size_t unexplained;	/* changed lines that no operation made */
	enum rfresh fresh;
	size_t seen;		/* its number in the report, 0: not there */
	const struct pair *pair;	/* the comparison, or NULL */
};

/* One cell of the matrix. */
enum rstate {
	RSTATE_NONE,		/* not asked for */
	RSTATE_PASS,
	RSTATE_PART,		/* with a compiler that serves in part */
	RSTATE_NOTHING,		/* nothing to compile */
	RSTATE_WARN,
	RSTATE_FAIL,
	RSTATE_SKIP,		/* no compiler, no such configuration, ... */
	RSTATE_STALE,		/* of another patch, or of other parents */
	RSTATES,
};

struct rcell {
	enum rstate state;	/* as the report has it; see review_state() */
	long units, unchanged, unreached, same;
	long compiled, forced, by_sparse, broken;
	bool linked;
	bool claimed;		/* that it changes no machine code */
	struct code code;
	struct strvec failures, warnings, sparse;
};

struct rcolumn {
	const char *id, *result, *why, *compiler;
	bool in_part;
	struct strvec not_set;
	double seconds;		/* < 0: not said */
	struct rcell *cells;	/* [1 .. n_seen] by number in the report */
};

/* What a check that is a folder said. */
struct rverdict {
	const char *check, *status, *summary, *details;
	size_t patch;		/* number in the report, 0: the series */
	enum rstate state;
	double seconds;		/* < 0: not said */
};

struct rleft {
	const char *path, *word, *reason;	/* reason: "" if it may not be */
	long line;
};

struct rparse {
	const char *patch, *op, *path, *holds;	/* holds: a word, or "" */
	long from, to;
};

struct review_options {
	const char *dir;	/* the folder */
	const char *verify;	/* the report, or NULL: the one of DIR */
	const char *prove;	/* likewise */
	const char *against;	/* a folder, an mbox, a range; or NULL */
	const char *repo;	/* that the range is of, or NULL */
	bool range_diff;	/* by text, too */
};

struct review {
	const char *dir;	/* borrowed from the options */
	struct patchset set;
	struct json_t *record;	/* series.json, NULL: not there */
	const char *series, *title;	/* "" without series.json */
	const char *tree, *base, *respin, *spatch;	/* likewise */
	long version;
	bool proven;
	char *cover;		/* the cover letter without its header, or NULL */
	struct rpatch *patches;	/* steps in order, then mails of no step */
	size_t n;
	size_t files, plus, minus;	/* of all; a file counts once */
	struct rleft *lefts;
	size_t n_lefts;
	struct rparse *parse;
	size_t n_parse;
	struct strvec unread;

	struct json_t *report;	/* NULL: there is none */
	char *report_path;
	const char *report_tree, *report_commit, *command;
	const char *failed, *why;	/* where git am stopped, or "" */
	bool other_tree;	/* the report is of another one */
	struct strvec seen;	/* its patches: file names */
	struct rcolumn *columns;
	size_t n_columns;
	struct rverdict *verdicts;
	size_t n_verdicts;
	bool lines_known;	/* the run looked for uncompiled lines */
	struct strvec lines;	/* "N PATH:LINE: CONDITIONALS" */
	struct strvec macros;	/* "N PATH:LINE: NAME": not known to be used */
	size_t stale;		/* patches that are not FRESH_YES */

	struct rprove *prove;	/* see review-prove.h */

	const char *against;	/* NULL: not compared */
	struct patchset ours, theirs;	/* read again: comparing joins renames */
	struct comparison comparison;
	struct strbuf range_diff;	/* of git, empty: not asked for */
};

/*
 * review_read: fill in R. Returns 0; ERR_USER after reporting what is no
 * patch, record, report or reference; or another error, reported.
 * review_release() in all cases.
 */
int review_read(struct review *r, const struct review_options *o);
void review_release(struct review *r);

/* review_record: series.json alone, before the patches. Parts of the above. */
int review_record(struct review *r);
void review_record_release(struct review *r);
int review_report(struct review *r, const char *path);
void review_report_release(struct review *r);
/* review_id: the digest of a patch as reports have it, to be freed. */
char *review_id(const struct ppatch *p);
/* review_other_tree: are R's patches for another tree than the one named? */
bool review_other_tree(const struct review *r, const char *tree,
		       const char *commit);

/* review_found: does anything need a look? */
bool review_found(const struct review *r);

/* review_mail: the patch of mail NUMBER. */
const struct rpatch *review_mail(const struct review *r, size_t number);
/* review_made: what made line LINE of a patch's PATH, or NULL. */
const struct rspan *review_made(const struct rpatch *p, const char *path,
				char sign, long line);

/* review_state: of patch P on column C, or of a verdict: stale, too. */
enum rstate review_state(const struct rpatch *p, const struct rcolumn *c);
/* review_verdict: what CHECK said of P (NULL: of the series), or NULL. */
const struct rverdict *review_verdict(const struct review *r,
				      const struct rpatch *p,
				      const char *check);
enum rstate review_verdict_state(const struct review *r,
				 const struct rpatch *p, const char *check);
/* review_checks: append the names of the checks, each once. */
void review_checks(const struct review *r, struct strvec *names);
/* review_count: how many cells and verdicts of P are in each state. */
void review_count(const struct review *r, const struct rpatch *p,
		  size_t count[RSTATES]);
/* review_again: the command that finds a cell or (CHECK) a verdict again. */
void review_again(const struct review *r, const struct rpatch *p,
		  const struct rcolumn *c, const char *check,
		  struct strbuf *out);
/* review_read_code: CELL of the report into C. */
void review_read_code(struct rcell *c, const struct json_t *cell);
/*
 * review_code: append on one line how P changes machine code. False, and
 * nothing, if nothing was compared. review_code_list: "changed UNIT: FUNCTION"
 * and so on, of one cell.
 */
bool review_code(const struct review *r, const struct rpatch *p,
		 struct strbuf *out);
void review_code_list(const struct rcell *c, struct strvec *out);
/* rcell_claim: does C not hold what is claimed? */
static inline bool rcell_claim(const struct rcell *c)
{
	return c->claimed && (code_differs(&c->code) || c->code.unknown.n);
}
char rstate_symbol(enum rstate s);
const char *rstate_name(enum rstate s);

/* review_text: for a terminal of WIDTH columns. */
void review_text(const struct review *r, bool colour, int width,
		 struct strbuf *out);
/* review_html: one page that needs nothing else. */
void review_html(const struct review *r, struct strbuf *out);

#endif
