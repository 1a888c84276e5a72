/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * way: in what context does a unit include a header? Two units compile the
 * header's text alike if both have seen the same of what it builds on. So a way
 * consists of
 *   - the headers that are still being read at that point, and that the header
 *     includes in turn, directly or not (it does not see the rest of them), or
 *     that are changed;
 *   - the changed headers that were read before it, or that it includes.
 *
 * This looks only at #include lines, as if all conditionals around them held and
 * each header were read once. An -I may lead to another folder: then it is the
 * nearest header of that name. A name that leads to no header (a generated
 * one), or is nested too deep, is a way of its own, for each folder that
 * includes it and each list of changed headers read before it.
 */
#ifndef RESPIN_WAY_H
#define RESPIN_WAY_H

#include "base/intern.h"
#include "verify/carry.h"

/* Headers in headers: what gcc allows by default (-fmax-include-depth). */
#define WAY_DEEP 200

/* Filled in by the caller, who owns what it points to; then ways_begin(). */
struct ways {
	const struct header *v;	/* the tree's headers, in order of their paths */
	size_t n;
	const struct header *sources;	/* its .c files */
	size_t n_sources;
	const struct intern *written;
	const bool *follow;	/* [written] names that lead to a target or to a
				   changed header */
	const bool *target;	/* [n] */
	const bool *changed;	/* [n] */
	const char *arch;

	/* Private from here. */
	uint32_t *file;		/* [written] the header */
	uint32_t *by_base;	/* headers in order of their bare names */
	bool **reached;		/* [n] what a target reaches, or NULL */
	struct ways_in *in;	/* [n_sources] */
	struct intern names;	/* the ways, by number */
	struct intern befores;	/* lists of changed headers, by number - 1 */
	uint32_t before;	/* those that the unit at hand has read */
	uint32_t *read, now;	/* [n] the last unit that read it */
	uint32_t stack[WAY_DEEP];	/* that are being read */
	size_t depth;
};

void ways_begin(struct ways *w);

/*
 * ways_pick: of the N units SRC (each one of the sources, or NULL), mark enough
 * in PICKED that each way has FEW, or all of its units if it has fewer. Units
 * that are already marked count.
 */
void ways_pick(struct ways *w, const struct header *const *src, size_t n,
	       size_t few, bool *picked);
void ways_release(struct ways *w);

#endif
