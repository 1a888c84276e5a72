/* SPDX-License-Identifier: GPL-2.0-only */
/* apply-op: one operation of a patch, for apply.c. */
#ifndef RESPIN_APPLY_OP_H
#define RESPIN_APPLY_OP_H

#include "gen/apply.h"

/*
 * op_run: run operation J of patch I on the work files. Returns 0; ERR_FINDING
 * with the reason in WHY and nothing printed if it missed something that it
 * must not miss, or spatch complains; ERR_TOOL, likewise, if spatch gave no
 * answer; or another error, reported.
 */
int op_run(struct apply *a, size_t i, size_t j, struct strbuf *why);

/* op_run_edit: the same for an edit; in apply-edit.c. */
int op_run_edit(struct apply *a, size_t i, size_t j, struct strbuf *why);

#endif
