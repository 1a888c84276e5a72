/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rangediff: git range-diff of two sets of patches, without the trees that
 * they are for.
 *
 * git compares commits, so commits are made, in a scratch repository, of what
 * the patches themselves show of each file: the lines in their hunks stand
 * where they stood, the others hold a number each. The hunks are those of the
 * patches then, without a function's name in their headings.
 */
#ifndef RESPIN_RANGEDIFF_H
#define RESPIN_RANGEDIFF_H

#include "patch/patch.h"

/*
 * rangediff: append what git range-diff prints for THEIRS and OURS, in this
 * order. Binary files are left out. Returns 0; ERR_USER after reporting a
 * patch that does not fit on those before it, with nothing appended; or another error, reported.
 */
int rangediff(const struct patchset *theirs, const struct patchset *ours,
	      struct strbuf *out);

#endif
