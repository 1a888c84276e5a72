/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * diag: what a compiler or sparse said of a unit, as a set of identities:
 * file, kind, text, and the function that it was said of. Lines and columns
 * are no part of it, nor is the order, so that code that only moved says
 * nothing new. The same thing said twice in one function counts twice.
 */
#ifndef RESPIN_DIAG_H
#define RESPIN_DIAG_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct diags {
	struct strvec v;	/* "FILE: FUNCTION: KIND: TEXT", sorted */
	size_t errors;		/* how many are errors */
};

/*
 * diags_read: parse the output TEXT of gcc, clang or sparse. ROOT is taken
 * off the front of file names.
 */
void diags_read(struct diags *d, const char *text, const char *root);
/* diags_text, diags_from_text: one a line, for the store. */
void diags_text(const struct diags *d, struct strbuf *out);
void diags_from_text(struct diags *d, const char *text);
/* diags_new: what NOW has and BEFORE has not, appended to OUT. */
void diags_new(const struct diags *before, const struct diags *now,
	       struct strvec *out);
void diags_release(struct diags *d);

#endif
