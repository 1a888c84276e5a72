/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * b4: the series as a branch that `b4 prep` manages, with b4's "commit"
 * strategy: the message of an empty commit below the patches holds the cover
 * letter and, below a marker, b4's notes on the series (version, change-id).
 */
#ifndef RESPIN_B4_H
#define RESPIN_B4_H

#include "send/mail.h"

/* b4_branch: the name of the branch, "b4/NAME". The caller frees it. */
char *b4_branch(const struct series *s);

/*
 * b4_commit: make the commits of that branch in M's scratch repository, after
 * M's own. Writes the id of the last one to TIP. Returns 0 or < 0, reported.
 *
 * b4 searches for the cover letter among the commits of the last year: on an
 * older base, the commits are dated now (or SOURCE_DATE_EPOCH, if set).
 */
int b4_commit(struct mail *m, char tip[41]);

#endif
