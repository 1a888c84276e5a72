/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * diag: the messages of a compiler or sparse about a unit, as a set of
 * identities: file, kind, text, and function. Lines, columns and the order do
 * not belong to an identity, so that code that only moved gives no new message.
 * The same message twice in one function counts twice.
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
 * diags_read: parse the output TEXT of gcc, clang or sparse, and remove ROOT
 * from the front of file names.
 */
void diags_read(struct diags *d, const char *text, const char *root);
/* diags_text, diags_from_text: one a line, for the store. */
void diags_text(const struct diags *d, struct strbuf *out);
void diags_from_text(struct diags *d, const char *text);
/* diags_new: append to OUT what is in NOW and not in BEFORE. */
void diags_new(const struct diags *before, const struct diags *now,
	       struct strvec *out);
void diags_release(struct diags *d);

#endif
