/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * carry: which units can a change in a header get into? A unit that includes a
 * changed header is the same code as before, unless it comes to something that
 * changed. It can only do so by a name in its own text: that of a changed
 * function or macro, or that of a function or macro of a header which mentions
 * one, and so on: these names carry the change.
 *
 * This is found by text, for all configurations of an architecture at once, so
 * the names are rather too many. Of some headers, names do not tell:
 *
 * CARRY_OPEN: who includes it may be reached. A patch changes something else in
 * it than functions and macros; or it mentions one of the names outside of its
 * functions and macros.
 *
 * CARRY_LOOSE: a function of it that stays as it is relies on one whose head
 * changes, on a changed macro, or on what depends on one. It may no longer
 * compile, used or not, and that is seen wherever it is included after the same
 * headers.
 *
 * What is not seen: a name that is put together by ##, of parts in a unit or in
 * a header, unless the header has one of the names as well.
 */
#ifndef RESPIN_CARRY_H
#define RESPIN_CARRY_H

#include "chash/delta.h"
#include "states/checkout.h"

/* A header of the tree, or a .c file. */
struct header {
	char *path;
	uint32_t *includes;	/* as written, without the brackets: numbers in
				   unitset.written */
	size_t n_includes, alloc_includes;
	char *text;		/* of a header, as far as it is needed, or NULL */
	size_t len;
	struct strvec names;	/* of a .c file: see struct unitset */
};

enum {
	CARRY_MENTIONS = 1,	/* one of the names */
	CARRY_OPEN = 2,
	CARRY_LOOSE = 4,
};

/* header_find: the one of the N at V, in order of their paths, at PATH, or NULL. */
const struct header *header_find(const struct header *v, size_t n,
				 const char *path);

struct carry {
	struct strvec names;	/* a strset */
	uint8_t *state;		/* of each header: CARRY_* */
	bool all;		/* there are too many names: every header is
				   open */
};

/*
 * carry_find: fill in C, for ARCH or (NULL) for all, from the N headers V. What
 * is found for all takes in what is found for one, so that for one it is enough
 * to have the text of headers with CARRY_MENTIONS. DELTAS and INNER are those
 * of struct unitset. INNER may be NULL: not known yet.
 */
void carry_find(struct carry *c, const struct header *v, size_t n,
		const struct checkout *co, const struct delta *deltas,
		const bool *inner, const char *arch);
void carry_release(struct carry *c);

/* carry_for_arch: could a unit of ARCH include PATH? */
bool carry_for_arch(const char *path, const char *arch);

/*
 * carry_text: the text to keep of a header: without lines that define a name as
 * a number, which are most of some trees. Owned by the caller.
 */
char *carry_text(const struct strbuf *text, size_t *len);

#endif
