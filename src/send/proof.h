/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proof: git am the written patches onto the base, and compare the result with
 * the intended one, patch by patch. Only the files that the patches touch are
 * checked out.
 */
#ifndef RESPIN_PROOF_H
#define RESPIN_PROOF_H

#include "git/slice.h"
#include "send/mail.h"

/*
 * proof_open: a slice in DIR that holds the files that W changes, as in the
 * base; OBJECTS as for slice_open().
 */
int __must_check proof_open(struct slice *sl, const char *dir,
			    const struct work *w, const struct ident *who,
			    const char *objects);

/*
 * proof_am: git am FILE, called NAME, which must make one commit. Returns 0 or
 * < 0, reported; ERR_FINDING if it does not apply.
 */
int __must_check proof_am(struct slice *sl, const char *file, const char *name);

/*
 * mail_prove: prove the mails in DIR, in SCRATCH. Returns 0 if each gives the
 * intended result of its patch; ERR_FINDING, reported, if not.
 */
int __must_check mail_prove(const struct mail *m, const char *dir,
			    const char *scratch);

#endif
