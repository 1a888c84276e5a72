/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * delta: what one patch does to one C file, by name: which functions and
 * macros it changes, and whether that is all.
 *
 * If the delta is not opaque, a translation unit is the same before and after
 * the patch, and need not even be preprocessed, if its code does not reach what
 * `functions` names, if nothing in it, used or not, refers to what `heads`
 * names, and if it does not mention what `macros` names. Outside of these, the
 * two texts have the same tokens in the same order, apart from empty
 * conditionals; and a static function adds nothing to a unit that does not
 * mention it (see chash.h on what is kept).
 */
#ifndef RESPIN_DELTA_H
#define RESPIN_DELTA_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct delta {
	struct strvec functions;	/* that, or whose prototypes, are changed,
					   added or removed; sorted */
	struct strvec heads;		/* of those: another head, or none now */
	struct strvec macros;		/* likewise, by their #define */
	bool opaque;			/* something else changes as well, or a
					   function that is not plainly static,
					   or a prototype with attributes */
	bool layout;			/* lines of code are only indented or
					   broken in another way */
};

/* delta_init: compare two texts of a file; "" is a file that does not exist. */
void delta_init(struct delta *d, const struct strbuf *before,
		const struct strbuf *after);
void delta_release(struct delta *d);

#endif
