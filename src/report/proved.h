/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proved: prove.json, what prove found. prove fills it in and prints it,
 * review reads it. docs/formats.md has its keys.
 *
 * A state is the tree after that many patches of the report; 0 is the base. A
 * way is a level and one of its entry points. The verdicts for a way on a
 * configuration form a track: runs of states that have the same verdict, for
 * the same reason. Tracks that are alike on several configurations share one
 * proof.
 */
#ifndef RESPIN_PROVED_H
#define RESPIN_PROVED_H

#include "base/intern.h"
#include "report/report.h"

/* From best to worst. */
enum prove_verdict {
	PROVE_NONE,	/* the level or way does not exist */
	PROVE_OK,
	PROVE_KEPT,	/* ok, but kept on some paths, for a stated reason */
	PROVE_UNPROVED,
	/* From here on: faults. */
	PROVE_UNCHECKED,	/* what failed is used as if it had not */
	PROVE_SIZE,	/* freed as one of another size than it was made */
	PROVE_LEAK,	/* freed, but released less often than acquired; lost */
	PROVE_AFTER,	/* used after it was freed */
	PROVE_DOUBLE,	/* released or freed more often */
	PROVE_VERDICTS
};

static inline bool prove_is_fault(enum prove_verdict v)
{
	return v > PROVE_UNPROVED;
}

const char *prove_word(enum prove_verdict v);
/* prove_symbol: ' ', '+', 'k', '?', 'U', 'S', 'L', 'A' or 'D'. */
char prove_symbol(enum prove_verdict v);
/* prove_fault: what one of these faults is called, or several: "leaks". */
const char *prove_fault(enum prove_verdict v, bool several);

/*
 * A row has, for one way: level, way, verdict, paths; and, unless the verdict
 * is ok or none, why, acquired, released, freed, and path, a list of {at, what,
 * depth}. prove_rows_alike: do the lists A and B say the same about each way,
 * apart from line numbers? prove_worst: the worst verdict of a list; a word
 * that is not a verdict counts as unproved.
 */
bool prove_rows_alike(const json_t *a, const json_t *b);
/*
 * proved_why: append why ROW has its verdict; of an object that is found, with who may
 * have made it: "(0: f(); 1: g(), h())".
 */
void proved_why(const json_t *row, struct strbuf *sb);
/* prove_row_like: the row of ROWS for the way that LIKE is for, borrowed; or NULL. */
json_t *prove_row_like(const json_t *rows, const json_t *like);
enum prove_verdict prove_worst(const json_t *rows);

struct rway {
	const char *level, *way;	/* borrowed from the report */
};

struct rrun {
	size_t first, last;	/* states */
	enum prove_verdict verdict;
	const json_t *row;	/* of the first state; NULL: it has none, and
				   the verdict is none */
};

struct rtrack {
	struct rrun *v;		/* in order, without gaps */
	size_t n, alloc;
	size_t proof;		/* index */
	size_t changed;		/* last patch that changed the verdict, 0: none */
};

struct proved_state {
	size_t state;
	const char *verdict;	/* the worst of its rows */
	json_t *rows;		/* NULL: those of the state before */
};

struct proved_config {
	const char *id, *compiler;
	json_t *options;	/* "PARAVIRT": "y"; NULL: not known */
	const char *nothing;	/* why there is nothing to prove, or "" */
	const char *not_looked;	/* why it was not proved, or "" */
	struct proved_state *states;
	size_t n_states;
	size_t compiled;	/* units */
	double seconds;

	/* By proved_sum(). */
	const char *why;	/* why there are no tracks */
	struct rtrack *tracks;	/* one for each way, or NULL */
};

struct rproof {
	size_t way;		/* index */
	const struct rtrack *track;	/* of the first configuration */
	size_t config;		/* that one's index */
	struct strvec configs;
};

/* A run that is unproved or a fault, where it is. */
struct rproof_found {
	size_t way;
	const struct rrun *run;	/* of the first configuration */
	size_t proof;		/* that one's */
	struct strvec configs;
};

/*
 * What the run covers: calls that acquire or release, as "FILE:LINE: NAME()", and
 * files; all sorted.
 */
struct prove_places {
	bool known;		/* prove searched for them */
	struct strvec seen;	/* on a path that prove followed */
	struct strvec missed;	/* on no path: the verdicts do not cover them */
	size_t in_macros;	/* in a macro, where gcc gives no place: neither
				   of the two */
	size_t unread;		/* files that could not be read */
	struct strvec not_compiled;	/* files that take part, and that none of
				   the configurations has */
};

/* A reader sets missing strings to "", a writer may leave them NULL. */
struct proved {
	const char *tree, *base, *command;
	struct report_patch *patches;
	size_t n_patches;
	json_t *verdicts, *findings;	/* by proved_text(); not read */
	struct prove_places places;
	struct proved_config *v;
	size_t n;
	double seconds;
	json_t *root;		/* owns what all of this borrows, or NULL */

	/* By proved_sum(). */
	size_t from, to;	/* states that were looked at */
	struct rway *ways;
	size_t n_ways, alloc_ways;
	struct intern way_names;	/* their numbers */
	size_t not_looked;	/* configurations */
	size_t no_objects;	/* those with nothing to prove */
	size_t rows[PROVE_VERDICTS];	/* verdicts, all states */
	struct rproof *proofs;
	size_t n_proofs, alloc_proofs;
	struct rproof_found *found;	/* what patches bring first */
	size_t n_found, alloc_found;
};

/*
 * proved_read: read the file PATH, and sum it up. Returns 0, 1 if there is
 * none, or < 0, reported. Call proved_release() in all cases.
 */
int proved_read(struct proved *p, const char *path);
void proved_release(struct proved *p);
/*
 * proved_sum: compute tracks, proofs and findings: verdicts of LEAST and all
 * that are worse. Returns 0, or -1 if there are more than any run can give.
 */
int proved_sum(struct proved *p, enum prove_verdict least);
/* proved_text: P as JSON, after proved_sum(). The caller frees it. */
char *proved_text(struct proved *p, bool with_times);

/*
 * proved_bad: is something unproved or not checked, or does a patch bring a
 * leak or a double release?
 */
bool proved_bad(const struct proved *p);

/* rtrack_last: the run after the last patch. */
static inline const struct rrun *rtrack_last(const struct rtrack *t)
{
	return &t->v[t->n - 1];
}

/* proved_states: "from patch 07 on, until patch 12". */
void proved_states(const struct proved *p, const struct rrun *run,
		   struct strbuf *out);
/* proved_counts: "6 verdicts on 1 of 2 configurations: 6 ok, ...". */
void proved_counts(const struct proved *p, struct strbuf *out);
/*
 * proved_options: append "A=y B=n", the values that CONFIGS have in common, or
 * all configurations of the run if CONFIGS is NULL.
 */
void proved_options(const struct proved *p, const struct strvec *configs,
		    struct strbuf *out);
/* proved_again: the command that shows RUN on configuration CONFIG. */
void proved_again(const struct proved *p, const struct rrun *run,
		  const char *config, struct strbuf *out);

#endif
