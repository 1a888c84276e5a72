/* SPDX-License-Identifier: GPL-2.0-only */
/* cond-expr: the expression of an #if as a formula, for presence.c. */
#ifndef RESPIN_COND_EXPR_H
#define RESPIN_COND_EXPR_H

#include "csrc/ppline.h"
#include "logic/bools.h"

/* cond_expr: what tokens FROM to END of LX, of an #if or #elif, say. */
blit cond_expr(struct bools *bs, const struct clex *lx, size_t from,
	       size_t end);
/* cond_defined: what "defined NAME" says, where NAME has N bytes. */
blit cond_defined(struct bools *bs, const char *name, size_t n);

#endif
