/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * review-prove: what prove found, read from the report that it left.
 *
 * A state is the tree after so many of the report's patches, 0 is the base. A
 * way is a level and a way of it. What is said of a way on a configuration is
 * a track: runs of states that have the same verdict, for the same reason.
 * Tracks that are alike on several configurations share one proof.
 */
#ifndef RESPIN_REVIEW_PROVE_H
#define RESPIN_REVIEW_PROVE_H

#include <jansson.h>

#include "report/verdict.h"
#include "report/report.h"

struct screen;

struct rway {
	const char *level, *way;	/* borrowed from the report, as all is */
};

struct rrun {
	size_t first, last;	/* states */
	enum prove_verdict verdict;
	const json_t *row;	/* as of prove_judge(), of the first state; NULL:
				   there is none, and the verdict is none */
};

struct rtrack {
	struct rrun *v;		/* in order, without gaps */
	size_t n, alloc;
	size_t proof;		/* index */
	size_t changed;		/* last patch that changed the verdict, 0: none */
};

/* One configuration. */
struct rproved {
	const char *id, *compiler;
	const char *why;	/* not looked at: because, or "" */
	bool nothing;		/* there is nothing to look at, says why */
	const json_t *options;	/* as in struct proof */
	struct rtrack *tracks;	/* one a way; NULL: not looked at */
};

struct rproof {
	size_t way;		/* index */
	const struct rtrack *track;	/* of the first configuration */
	size_t config;		/* that one's index */
	struct strvec configs;
};

/* A run that is unproved, a leak or a double release, where it is. */
struct rproof_found {
	size_t way;
	const struct rrun *run;	/* of the first configuration */
	size_t proof;		/* that one's */
	struct strvec configs;
};

struct rprove {
	json_t *report;		/* NULL: there is none */
	char *path;
	bool wanted;		/* the series says what is to be proved */
	const char *command, *tree, *base;
	bool other_tree;
	size_t patches;		/* of the report */
	size_t from, to;	/* states that were looked at */
	size_t same;		/* so many patches are those there now, from the
				   first one on */
	bool stale;		/* some are not, or the tree is not */
	const json_t *off;	/* calls that no path comes by, texts; or NULL */
	struct rway *ways;
	size_t n_ways, alloc_ways;
	struct rproved *v;
	size_t n;
	size_t not_looked;	/* configurations */
	size_t nothing;		/* those without such objects */
	size_t rows[PROVE_DOUBLE + 1];	/* verdicts, all states */
	struct rproof *proofs;
	size_t n_proofs, alloc_proofs;
	struct rproof_found *found;	/* worst first */
	size_t n_found, alloc_found;
};

/*
 * review_prove: read PATH, or the report of R's folder (NULL), once the patches
 * of R are read. Returns 0, also if there is none in the folder; ERR_USER after
 * reporting what is no such report, or another error, reported.
 */
int review_prove(struct review *r, const char *path);
void review_prove_release(struct review *r);

/* review_prove_found: does anything need a look? */
bool review_prove_found(const struct rprove *p);

/* rprove_stale: is what is said of STATE about other patches, another tree? */
static inline bool rprove_stale(const struct rprove *p, size_t state)
{
	return p->other_tree || state > p->same;
}

/* rtrack_last: what is said of it after the last patch. */
static inline const struct rrun *rtrack_last(const struct rtrack *t)
{
	return &t->v[t->n - 1];
}

/* review_prove_text: the block of the terminal, or nothing. */
void review_prove_text(const struct screen *s);

char rprove_symbol(enum prove_verdict v);
/* rprove_states: "from patch 07 on, until patch 12". */
void rprove_states(const struct rprove *p, const struct rrun *run,
		   struct strbuf *out);
/* rprove_sum: "6 verdicts on 1 of 2 configurations: 6 ok, ...". */
void rprove_sum(const struct rprove *p, struct strbuf *out);
/* rprove_options: append "A=y B=n", what CONFIGS have alike. */
void rprove_options(const struct rprove *p, const struct strvec *configs,
		    struct strbuf *out);
/* rprove_again: the command that shows RUN on configuration CONFIG. */
void rprove_again(const struct rprove *p, const struct rrun *run,
		  const char *config, struct strbuf *out);

#endif
