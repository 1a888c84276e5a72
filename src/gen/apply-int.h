/* SPDX-License-Identifier: GPL-2.0-only */
/* apply-op: one operation of a patch, for apply.c. */
#ifndef RESPIN_APPLY_OP_H
#define RESPIN_APPLY_OP_H

#include "gen/apply.h"

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
 * left_judge: after the operations of patch I, which places are left in the
 * candidates of its rules, from operation FIRST on? Notes them in a->left, and
 * those that the series does not state in a->findings.
 */
void left_judge(struct apply *a, size_t i, size_t first);

#endif
