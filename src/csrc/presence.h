/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * presence: on what configurations does the preprocessor keep a line? The
 * answer is a list of formulas (logic/bools.h), one for each conditional around
 * the line; all have to hold. The names in them are:
 *
 *	CONFIG_X	the option X is y
 *	CONFIG_X=m	X is m
 *	CONFIG_X?	X, not y or m, has a value: CONFIG_X is defined
 *	CONFIG_X==3	X has this value; a number is decimal, from -2^63
 *	CONFIG_X<3	X is a smaller number
 *	?TEXT		something else: TEXT is what the source says,
 *			"defined NAME" of a macro
 *
 * Nobody knows whether a "?" holds, unless it is of the form "?defined NAME"
 * and the caller finds out (MODULE; a macro that a header defines).
 *
 * An include guard does not count. What cannot be parsed is one "?".
 */
#ifndef RESPIN_PRESENCE_H
#define RESPIN_PRESENCE_H

#include "base/strvec.h"
#include "csrc/region.h"
#include "logic/bools.h"

struct presence {
	blit *v;		/* from the outermost conditional in */
	struct strvec what;	/* for each: "LINE: #ifdef CONFIG_X" */
	uint32_t *line;		/* of each */
	size_t n, alloc;
};

/*
 * presence_at: append what has to hold for the text of SRC at byte POS.
 * BS gets the formulas.
 */
void presence_at(struct presence *p, struct bools *bs,
		 const struct source *src, size_t pos);
/* presence_all: the conjunction of P. */
blit presence_all(const struct presence *p, struct bools *bs);
void presence_release(struct presence *p);

/*
 * presence_of_define: the condition under which SRC defines the macro NAME:
 * B_FALSE if it does so nowhere.
 */
blit presence_of_define(struct bools *bs, const struct source *src,
			const char *name);

/*
 * presence_of_include: the condition under which SRC includes a file that by
 * its name may be PATH: B_FALSE if it does so nowhere.
 */
blit presence_of_include(struct bools *bs, const struct source *src,
			 const char *path);

#endif
