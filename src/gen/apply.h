/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * apply: run the patches of a series, in order, on the candidate files, and
 * account for everything: what each rule found, what it was allowed to miss,
 * and what spatch could not parse.
 */
#ifndef RESPIN_APPLY_H
#define RESPIN_APPLY_H

#include "series/series.h"
#include "gen/finding.h"
#include "gen/kept.h"
#include "gen/work.h"

enum outcome {
	OUTCOME_OPEN,		/* can be applied (respin status) */
	OUTCOME_APPLIED,
	OUTCOME_IN,		/* already in */
	OUTCOME_NOT_APPLICABLE,
	OUTCOME_WAITS,		/* for an earlier patch that is open (status) */
	OUTCOME_FAILED,
	OUTCOME_NOT_WANTED,	/* optional, or left out with --only */
	OUTCOME_NOT_REACHED,	/* an earlier patch failed */
};

/* One command of an edit, or one named rule of a rule file. */
struct step_report {
	const char *name;	/* borrowed from the series */
	int hits;
	bool allowed;		/* had no hit, and may have none */
	const char *reason;	/* why it may; borrowed */
};

/* A candidate that has places after a rule, and where it was not parsed. */
struct left_file {
	struct work_file *file;
	struct strvec unparsed;	/* functions that spatch could not parse */
	struct strvec lines;	/* for each, the line that stopped it: "12: TEXT" */
};

/* One operation. */
struct op_report {
	struct strvec candidates;	/* paths */
	struct strvec unchanged;	/* may stay unchanged, and did */
	struct step_report *steps;
	size_t n_steps;
	size_t places;		/* that a rule has to convert, before it ran */
	size_t converted;	/* of these */
	size_t talk;		/* words of places in comments and strings, after */
	struct left_file *left;	/* the files of the others */
	size_t n_left, alloc_left;
	size_t functions;	/* that the candidates define */
	size_t unparsed;	/* of these, by spatch */
	size_t known;		/* candidates that ran no spatch */
	double seconds;
	bool ran;
};

/* Lines of a file that spatch could not parse. */
struct parse_miss {
	size_t patch, op;
	const char *path;	/* borrowed from the work files */
	int from, to;
	char *word;		/* a place or candidate word in it, or NULL */
};

/* A place that is left after a patch, as stated. */
struct place_left {
	size_t patch, op;
	const char *path;	/* borrowed from the work files */
	int line;		/* after the patch */
	char *function;		/* or NULL */
	char *form;		/* the tokens of it */
	const char *why;	/* "not parsed", "in a macro", "excluded", ... */
	const char *reason;	/* the series' own; NULL: a finding */
};

struct patch_report {
	enum outcome outcome;
	char *why;		/* evidence, or what failed; NULL if applied */
	struct op_report *ops;	/* one for each operation of the patch */
	int files, plus, minus;
	double seconds;
};

struct apply {
	struct series *series;
	struct work *work;
	const char *scratch;	/* folder for spatch to work in */
	int jobs;
	double timeout;		/* seconds for spatch on one file */
	bool alone;		/* one file a process: see struct spatch */
	bool no_kept;		/* neither use nor keep results */
	const struct tree *tree;	/* where macros are looked for, or NULL */
	bool all_findings;	/* print all of them */
	bool progress;
	struct kept *kept;	/* private: opened by the first rule */
	char *macros, *late;	/* private: see apply-macros.c */
	struct patch_report *reports;	/* one for each patch */
	struct parse_miss *parse;
	size_t n_parse, alloc_parse;
	struct place_left *left;
	size_t n_left, alloc_left;
	struct findings findings;	/* of the patch at hand */
	unsigned int spatch_runs;
};

/* apply_init: the caller sets the fields above `reports` first. */
void apply_init(struct apply *a);
void apply_release(struct apply *a);

/*
 * apply_judge: what the conditions say about patch I on the files as they are:
 * OPEN, IN or NOT_APPLICABLE. *why is the evidence, which the caller frees.
 */
enum outcome apply_judge(const struct apply *a, size_t i, char **why);

/*
 * apply_waits: of patch I, which is not applicable on the files as they are: an
 * earlier patch that is open or waits itself (by the reports so far) and brings
 * what it needs, or NULL.
 */
const struct patch *apply_waits(const struct apply *a, size_t i);

/*
 * apply_patch: judge patch I and, if it is open, run its operations.
 * Returns 0 with reports[i] filled in, also if the patch is already in or not
 * applicable; ERR_FINDING after reporting that it failed (the files are then
 * unchanged); another error, reported; or ERR_INTERRUPTED.
 */
int apply_patch(struct apply *a, size_t i);

/* apply_op: run operation J of patch I alone (rule tests). */
int apply_op(struct apply *a, size_t i, size_t j);

/* An operation and its command, as one number: the op of struct origin. */
#define STEP(op, cmd) ((int)(op) * 256 + (int)(cmd))
#define STEP_OP(step) ((step) / 256)
#define STEP_CMD(step) ((step) % 256)

/*
 * apply_places: how many places the rules of all patches had to convert, by
 * tokens, each counted once; a->n_left of them are left.
 */
size_t apply_places(const struct apply *a);

/* outcome_name: "applied", "already in", ... */
const char *outcome_name(enum outcome o);

#endif
