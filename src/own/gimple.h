/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gimple: a translation unit as gcc has it after its tree passes, read from the
 * output of -fdump-tree-optimized-raw-blocks-lineno. The raw form gives one
 * operation on each line, with separate operands. The block form gives the
 * successors of each block, so that the control flow is known without
 * understanding asm goto, switch and calls that do not return. gcc writes this
 * form for people and does not promise it; an unknown part is an error and
 * never skipped. The result is consistent: an operation has the operands that
 * its kind needs, and blocks, conditions and phis name blocks that exist.
 * Written for gcc 12; see tests/unit/test-gimple.c.
 */
#ifndef RESPIN_GIMPLE_H
#define RESPIN_GIMPLE_H

#include <sys/types.h>

#include "base/strbuf.h"
#include "base/strvec.h"

enum gkind {
	G_ASSIGN,	/* op; v[0] is set from v[1], and v[2], v[3] if present
			   ("NULL": none) */
	G_CALL,		/* v[0] is called, v[1] set or "NULL", then arguments */
	G_COND,		/* op on v[0], v[1]; else_at */
	G_SWITCH,	/* on v[0] */
	G_ASM,		/* v[0] its text; then operands, see gstmt.outputs */
	G_RETURN,	/* v[0] or "NULL" */
	G_OTHER,	/* labels, debug, hints: nothing happens */
};

struct gstmt {
	enum gkind kind;
	const char *op;		/* "plus_expr" */
	const char **v;		/* operands as gcc spells them, places cut off */
	size_t n;
	size_t outputs;		/* G_ASM: how many from v[1] on are set */
	bool memory;		/* G_ASM: it may read or write memory */
	const char *file;	/* or NULL */
	int line;
	int then_at, else_at;	/* G_COND: block numbers */
};

struct gphi {
	const char *to;
	const char **v;		/* values */
	int *from;		/* block that each comes from */
	size_t n;
};

struct gblock {
	int id;			/* gcc's number */
	struct gphi *phis;
	size_t n_phis, alloc_phis;
	struct gstmt *stmts;
	size_t n, alloc;
	int *succ;		/* block numbers */
	size_t n_succ, alloc_succ;
	int falls;		/* of these, where an asm at its end goes that does
				   not jump; 0: not known */
	bool ends;		/* the function's exit is a successor */
};

struct gfunc {
	const char *name;	/* its symbol, without a number gcc added */
	const char *unit;	/* the source that it was read from */
	const char **params;	/* names, in their order */
	const char **types;	/* of the params */
	size_t n_params;
	const char **locals;	/* names, and the types of each */
	const char **local_types;
	size_t n_locals, alloc_locals;
	struct gblock *blocks;	/* in gcc's order; [0] is the entry */
	size_t n, alloc;
	size_t *by_id;		/* blocks' indices, by gcc's numbers */
};

/* How it is known that a function only looks at an argument. */
enum glook {
	GLOOK_NOT,
	GLOOK_DECLARED,
	GLOOK_ASSEMBLY,		/* what is in assembly may return it, too */
};

struct gdump {
	struct gfunc *funcs;
	size_t n, alloc;
	int long_bits;		/* of a long; 0: not known. The caller's to set */
	/*
	 * Does FUNCTION, which is not here, only look at its argument ARG, from
	 * 1? The caller's to set; NULL: nobody knows.
	 */
	enum glook (*looks_only)(void *data, const char *function, size_t arg);
	/* Is UNIT's FUNCTION static? The caller's to set; NULL: none is. */
	bool (*is_static)(void *data, const char *unit, const char *function);
	void *looks_data;	/* for both */
	struct strvec strings;	/* owns all texts */
};

/*
 * gdump_read: append the functions that TEXT, a dump of UNIT, has. ROOT, a
 * folder, is cut from the names of files. Returns 0, or ERR_ENV after
 * reporting the line that is not understood; then G is not to be used before
 * gdump_cut(). gdump_release() in all cases.
 *
 * gdump_cut: drop all functions of G but the first N.
 */
int gdump_read(struct gdump *g, const char *unit, const char *text,
	       const char *root);
void gdump_cut(struct gdump *g, size_t n);
void gdump_release(struct gdump *g);

/* gfunc_find: index of the block with gcc's number ID, or -1. */
ssize_t gfunc_find(const struct gfunc *f, int id);
/* gfunc_block: that block. It is there. */
const struct gblock *gfunc_block(const struct gfunc *f, int id);

/*
 * gfunc_type: the type of SSA, a value of F as gcc spells it; "" if it is not
 * known, as where it may be one of several variables of that name. If these are
 * all pointers, any of them.
 */
const char *gfunc_type(const struct gfunc *f, const char *ssa);

/*
 * gword_ssa: length of the name of an SSA value at S ("x_12", "_3(D)"), or 0:
 * a word that ends in "_" and digits, with "(D)" if it is there.
 */
size_t gword_ssa(const char *s);

#endif
