/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * int: lines that the same conditions hide are one goal; what has to hold for
 * it on one machine are its parts. For solve.c: goal.c makes the parts, and
 * include.c those for #includes; fit.c finds configurations, proof.c says why
 * there is none.
 */
#ifndef RESPIN_SOLVE_INT_H
#define RESPIN_SOLVE_INT_H

#include "csrc/presence.h"
#include "solve/machine.h"
#include "solve/solve.h"

struct goal {
	const char *path;
	struct source *src;
	size_t pos;		/* of its first line */
	struct want **wants;
	size_t n, alloc;
	bool tried;		/* a solution was found to do nothing */
	/* On the machine at hand: */
	blit *parts;		/* all have to hold */
	struct strvec what;	/* of each, for a person */
	size_t n_parts, alloc_parts;
	blit all;
	blit guess;		/* what macros are probably like */
	bool impossible;	/* on this machine */
};

struct goals {
	struct goal *v;
	size_t n, alloc;
	struct source *sources;	/* one a file */
	char **paths;
	size_t n_sources;
};

/* goals_init: those of the wants that are open. */
void goals_init(struct goals *gs, struct want *wants, size_t n);
void goals_release(struct goals *gs);

/* goal_parts: fill in what G needs on M. Returns 0 or < 0, reported. */
int __must_check goal_parts(struct solver *s, struct machine *m,
			    struct goal *g);

/*
 * include_cond: the conditions of the #includes through which a file compiled
 * on M includes PATH. B_TRUE if they are unknown. Returns 0 or
 * < 0, reported.
 */
int __must_check include_cond(struct solver *s, struct machine *m,
			      const char *path, blit *to);

/*
 * fit_goals: find configurations of M for the goals G[0..n), whose parts are
 * set. Sets the state of their wants where it finds one, and `impossible` where
 * there is none. Returns 0 or < 0, reported.
 */
int __must_check fit_goals(struct solver *s, struct machine *m,
			   struct goal **g, size_t n);

/* proof_of: append to OUT what of G's parts and M's rules cannot hold together. */
void proof_of(struct machine *m, const struct goal *g, struct strvec *out);

#endif
