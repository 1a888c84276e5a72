/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * delta: what one patch does to one C file, by name: which functions and
 * macros it changes, and whether that is all.
 *
 * A translation unit whose code does not reach what `functions` names, which
 * has nothing that refers to what `heads` names, used or not, and that does
 * not mention what `macros` names, is the same before and after the patch
 * if the delta is not opaque, and need not even be preprocessed: outside of
 * these the two texts have the same tokens in the same order, conditionals with
 * nothing in them apart, and what a static function adds to a unit that does
 * not mention it is nothing (see chash.h on what is kept).
 */
#ifndef RESPIN_DELTA_H
#define RESPIN_DELTA_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct delta {
	struct strvec functions;	/* changed, added, removed; sorted */
	struct strvec heads;		/* of those: another head, or none now */
	struct strvec macros;		/* likewise, by their #define */
	bool opaque;			/* something else changes as well, or a
					   function that is not plainly static */
	bool layout;			/* lines of code are indented or cut in
					   another way, and that is all */
};

/* delta_init: compare two texts of a file; "" is a file that is not there. */
void delta_init(struct delta *d, const struct strbuf *before,
		const struct strbuf *after);
void delta_release(struct delta *d);

#endif
