/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * solved: configurations for changed lines that no configuration compiled, and
 * proofs for those that none can compile: solve/ for a series in its checkout.
 */
#ifndef RESPIN_SOLVED_H
#define RESPIN_SOLVED_H

#include "git/tree.h"
#include "solve/machine.h"
#include "solve/solve.h"
#include "verify/missing.h"

struct solved {
	struct solver solver;	/* its configs are the configurations */
	struct solve_tree tree;
	const struct verify *v;
	const struct tree *base;
	char *work;		/* borrowed by the solver */
	struct want *wants;	/* one for each line, in the order of `at` */
	size_t n;
	struct missings at;
	struct strbuf *texts;	/* [state * touched.n + file], if wanted */
	size_t n_texts;
};

/*
 * solved_run: find configurations, at most MAX, for what is missing in V on the
 * tree BASE, or take from the store what was found before. WORK is a folder for
 * files. Puts the checkout into the base's state. Returns 0 or < 0, reported, or
 * ERR_INTERRUPTED. Call solved_release() in all cases.
 */
int __must_check solved_run(struct solved *sd, const struct verify *v,
			    const struct tree *base, const struct arches *as,
			    const char *work, size_t max);
void solved_release(struct solved *sd);

/*
 * For solved.c: what the answers for the wants of SD depend on (free it); put
 * them into the store; get them: 1, 0 if they are not there, < 0 on an error.
 */
char *solved_key(const struct solved *sd);
int __must_check solved_put(const struct solved *sd, const char *key);
int __must_check solved_get(struct solved *sd, const char *key);

/*
 * solved_possible: has the tree of CO the parser of Kconfig files that all
 * kernels have?
 */
bool solved_possible(const struct checkout *co);

/* solved_find: what is known about a line, or NULL. */
const struct want *solved_find(const struct solved *sd, size_t patch,
			       size_t file, uint32_t line);

/*
 * solved_lines: append "patch N PATH:LINE: CONFIGURATION" for the lines that V
 * has seen since, by a configuration that was made for them.
 */
void solved_lines(const struct solved *sd, const struct verify *v,
		  struct strvec *out);

/*
 * solved_conf: the configurations in the syntax of verify/arch/NAME.conf, for
 * people. The caller frees it. NULL: there are none.
 */
char *solved_conf(const struct solved *sd);

/*
 * solved_first: do few units see what CO changes, and none of them belongs to
 * what the configurations of verify/arch are for?
 */
bool solved_first(const struct unitset *us, const struct checkout *co);

#endif
