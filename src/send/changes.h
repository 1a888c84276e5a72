/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * changes: what is new in each version of a series, from the file `changes` in
 * its folder. A line "v4:" (or "Changes in v4:") begins the changes since v3;
 * lines that begin with # are not copied.
 */
#ifndef RESPIN_CHANGES_H
#define RESPIN_CHANGES_H

#include "base/strbuf.h"

/*
 * changes_read: append to OUT the changes for the cover letter of VERSION,
 * "Changes in v4:" and so on, in the words of the file; nothing if DIR has no
 * such file. Returns 0, or ERR_USER after reporting a mistake as "FILE:LINE:
 * ...": a section that occurs twice, is for a later version, or is missing.
 */
int changes_read(struct strbuf *out, const char *dir, int version);

#endif
