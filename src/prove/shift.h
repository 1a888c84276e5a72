/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shift: where lines went from one state to another. A patch that changes a header
 * moves what is below it; a unit whose code is the same need not be compiled again,
 * but its dump has to say where things are now.
 */
#ifndef RESPIN_PROVE_SHIFT_H
#define RESPIN_PROVE_SHIFT_H

#include "git/diff.h"
#include "states/checkout.h"

struct shift {
	struct checkout *co;	/* borrowed; the caller's to set */
	size_t from, to;	/* private: states that v is of */
	struct hunks *v;	/* private: for each of co->touched */
	bool *known;		/* private: v has it */
};

/*
 * shift_dump: append TEXT, gcc's dump of a unit in state FROM, to OUT, with its
 * lines in touched files as in state TO, for a unit that has the same code in both.
 * Returns 0; 1 if a patch changed one of these lines, even only in whitespace; or < 0,
 * reported. Drop OUT after anything but 0.
 */
int shift_dump(struct shift *m, size_t from, size_t to, const char *text,
	       struct strbuf *out);
void shift_release(struct shift *m);

#endif
