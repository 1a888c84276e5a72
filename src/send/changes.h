/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * changes: what is new in each version of a series, kept in the file
 * `changes` of its folder. A line "v4:" (or "Changes in v4:") begins what has
 * changed since v3; lines that begin with # are not copied.
 */
#ifndef RESPIN_CHANGES_H
#define RESPIN_CHANGES_H

#include "base/strbuf.h"

/*
 * changes_read: append to OUT what the cover letter of VERSION says of it,
 * "Changes in v4:" and so on, as the file has it; nothing if DIR has no such
 * file. Returns 0, or ERR_USER after reporting a mistake as "FILE:LINE: ...":
 * a section that is there twice, is of a later version, or lacks.
 */
int changes_read(struct strbuf *out, const char *dir, int version);

#endif
