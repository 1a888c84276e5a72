/* SPDX-License-Identifier: GPL-2.0-only */
/* apply-op: one operation of a patch, for apply.c. */
#ifndef RESPIN_APPLY_OP_H
#define RESPIN_APPLY_OP_H

#include "gen/apply.h"
#include "gen/batch.h"
#include "gen/place.h"

/*
 * op_run: run operation J of patch I on the work files. Returns 0, or
 * ERR_FINDING with all that it missed in a->findings and nothing printed; or
 * another error, reported.
 */
int op_run(struct apply *a, size_t i, size_t j);

/* op_run_edit: the same for an edit, op_run_rule: for a rule. */
int op_run_edit(struct apply *a, size_t i, size_t j);
int op_run_rule(struct apply *a, size_t i, size_t j);

/*
 * op_tell: run the rule that is operation 0 of patch 0, which changes nothing,
 * and append to OUT what it prints, by file; FILES is of how many. Returns as
 * op_run() does.
 */
int op_tell(struct apply *a, struct strbuf *out, size_t *files);

/*
 * macros_begin: the definitions of macros that spatch gets with rule R, but for
 * those that the rule is about. Returns 0 or < 0, reported.
 */
int macros_begin(struct apply *a, const struct rule *r, struct batch *b);

/*
 * macros_again: where spatch could not parse a part of a file that holds a
 * place, try the file again with the macros of the tree that stand there. The
 * new answer takes the place of the old one if more of the file is parsed.
 * Returns 0 or < 0, reported.
 */
int macros_again(struct apply *a, struct batch *b, const struct place_forms *f);

/*
 * left_judge: after the operations of patch I, which places are left in the
 * candidates of its rules, from operation FIRST on? Notes them in a->left, and
 * those that the series does not state in a->findings.
 */
void left_judge(struct apply *a, size_t i, size_t first);

/* left_note: note in a->left that P of the file PATH stays, and WHY. */
void left_note(struct apply *a, size_t patch, size_t op, const char *path,
	       const struct place *p, const char *why, const char *reason);

/*
 * left_first: the first place ("PATH:LINE") that the rules of patch I are for,
 * stated or not, on the files as they are; NULL: there is none. The caller
 * frees it.
 */
char *left_first(const struct apply *a, size_t i);

#endif
