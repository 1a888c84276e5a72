/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * b4: the series as a branch that `b4 prep` manages, with b4's "commit"
 * strategy: an empty commit below the patches has the cover letter as its
 * message, and what b4 notes of the series (version, change-id) below a
 * marker.
 */
#ifndef RESPIN_B4_H
#define RESPIN_B4_H

#include "send/mail.h"

/* b4_branch: the name of the branch, "b4/NAME". To free(). */
char *b4_branch(const struct series *s);

/*
 * b4_commit: make the commits of that branch in M's scratch repository, once
 * M's own are there. Writes the last one's id to TIP. Returns 0 or < 0,
 * reported.
 *
 * b4 looks for the cover letter among the commits of the last year: on an
 * older base, these are dated now (or SOURCE_DATE_EPOCH, if that is set).
 */
int b4_commit(struct mail *m, char tip[41]);

#endif
