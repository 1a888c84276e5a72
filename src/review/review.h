/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * review: everything that is known about a folder of patches, read from files:
 * the patches themselves, series.json (which rule made which line), the reports
 * that `respin verify --report`, `respin prove` and `respin boot` wrote, and
 * another series to compare with. The only program that review runs is git, to take mails apart
 * and for its range-diff.
 *
 * A patch has a number among the mails, from 1 on, by which it is sent,
 * verified and linked to. Do not confuse it with the name of the step of the
 * series that made the patch ("07-rename").
 */
#ifndef RESPIN_REVIEW_H
#define RESPIN_REVIEW_H

#include "compare/compare.h"
#include "report/booted.h"
#include "report/proved.h"
#include "report/series-json.h"
#include "report/verified.h"

#define REVIEW_TIDY ((size_t)-1)	/* layout repaired, no operation */

/* A rule file or an edit. */
struct rop {
	const struct record_op *said;
	char *path;		/* "cocci/SERIES/STEP/1-swap.cocci" */
	char *text;		/* what is in that file now; NULL: not there */
};

/* What made a line. */
struct rmade {
	size_t op;		/* index of the patch's, or REVIEW_TIDY */
	size_t at;		/* line of the edit, 0: all of it */
};

/* How a patch relates to those that were verified. */
enum rfresh {
	FRESH_NONE,		/* there is no report, or it is not in it */
	FRESH_YES,
	FRESH_CHANGED,		/* has the subject of one that was verified */
	FRESH_BEHIND,		/* is one, but on other patches, or elsewhere */
};

struct rpatch {
	const struct record_patch *step;	/* all "" for a mail of nobody's */
	const char *subject;
	struct rop *ops;	/* of the step */
	const struct ppatch *mail;	/* NULL: it made no patch */
	size_t number;		/* of the mail, 0: none */
	size_t plus, minus;	/* lines */
	size_t unexplained;	/* changed lines that no operation made */
	enum rfresh fresh;
	size_t seen;		/* its number in the report, 0: not there */
	const struct pair *pair;	/* the comparison, or NULL */
};

struct review_options {
	const char *dir;	/* the folder */
	const char *verify;	/* the report, or NULL: the one of DIR */
	const char *prove;	/* likewise */
	const char *boot;	/* likewise */
	const char *against;	/* a folder, an mbox, a range; or NULL */
	const char *repo;	/* that the range is of, or NULL */
	bool range_diff;	/* by text, too */
	const char *page;	/* where the page is going to be, or NULL */
};

struct review {
	const char *dir;	/* these two are borrowed from the options */
	const char *page;
	struct patchset set;
	bool has_record;
	struct record record;	/* series.json */
	char *cover;		/* the cover letter without its header, or NULL */
	struct rpatch *patches;	/* steps in order, then mails of no step */
	size_t n;
	size_t files, plus, minus;	/* of all; a file counts once */

	bool has_report;
	char *report_path;
	struct verified report;
	bool other_tree;	/* the report is of another one */
	size_t stale;		/* patches that are not FRESH_YES */

	bool has_proved;
	char *proved_path;
	struct proved proved;
	bool prove_wanted;	/* the series says what is to be proved */
	bool proved_elsewhere;	/* the report is of another tree */
	size_t proved_same;	/* so many patches are those there now, from the
				   first one on */
	bool proved_stale;	/* some are not, or the tree is not */

	bool has_booted;
	char *booted_path;
	struct booted booted;
	bool booted_elsewhere;
	size_t booted_same;	/* as proved_same */
	bool booted_stale;

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

/*
 * review_match: once all is read, which reports are of the patches that are
 * there now. The part of review_read() that looks at no file.
 */
void review_match(struct review *r);

/* review_found: does anything need a look? */
bool review_found(const struct review *r);

/* review_mail: the patch of mail NUMBER. */
const struct rpatch *review_mail(const struct review *r, size_t number);
/* review_made: what made line LINE of a patch's PATH. Returns whether known. */
bool review_made(const struct rpatch *p, const char *path, char sign,
		 size_t line, struct rmade *made);

/* review_state: of patch P on column C, or of a verdict: stale, too. */
enum rstate review_state(const struct rpatch *p,
			 const struct verified_column *c);
/* review_cell: of P on C; all zero if the report has none. */
const struct cell *review_cell(const struct rpatch *p,
			       const struct verified_column *c);
/* review_verdict: what CHECK said of P (NULL: of the series), or NULL. */
const struct verified_check *review_verdict(const struct review *r,
					    const struct rpatch *p,
					    const char *check);
enum rstate review_verdict_state(const struct review *r,
				 const struct rpatch *p, const char *check);
/* review_count: how many cells and verdicts of P are in each state. */
void review_count(const struct review *r, const struct rpatch *p,
		  size_t count[RSTATES]);
/*
 * review_code: append on one line how P changes machine code. False, and
 * nothing, if nothing was compared.
 */
bool review_code(const struct review *r, const struct rpatch *p,
		 struct strbuf *out);
/* review_proved_stale: is what is said of STATE about other patches? */
static inline bool review_proved_stale(const struct review *r, size_t state)
{
	return r->proved_elsewhere || state > r->proved_same;
}

/* review_booted_stale: the same for what boot found. */
static inline bool review_booted_stale(const struct review *r, size_t state)
{
	return r->booted_elsewhere || state > r->booted_same;
}

/* What prove says of one patch. */
struct rbrings {
	bool known;		/* its state was looked at, and is this one */
	size_t faults[PROVE_VERDICTS];	/* that begin with it; each counts once,
				   for all states and configurations */
	enum prove_verdict worst;	/* of these, or PROVE_NONE */
	const char *first;	/* a configuration that shows the first of them */
};

void review_brings(const struct review *r, const struct rpatch *p,
		   struct rbrings *b);
/*
 * review_truth: append which patches fail, which bring faults, and what kernels
 * with them do wrong, on one line.
 * False, and nothing, if no report says so.
 */
bool review_truth(const struct review *r, struct strbuf *out);

/* review_text: for a terminal of WIDTH columns. */
void review_text(const struct review *r, bool colour, int width,
		 struct strbuf *out);
struct around_source;
/*
 * review_html: one page that needs nothing else; with lines around hunks from SOURCE,
 * unless it is NULL.
 */
void review_html(const struct review *r, const struct around_source *source,
		 struct strbuf *out);

#endif
