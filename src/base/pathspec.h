/* SPDX-License-Identifier: GPL-2.0-only */
/* pathspec: lists of patterns of paths, in which "*" matches "/" too. */
#ifndef RESPIN_PATHSPEC_H
#define RESPIN_PATHSPEC_H

#include "base/strvec.h"

/* pathspec_match: does one of the patterns match PATH? (fnmatch) */
bool pathspec_match(const struct strvec *patterns, const char *path);
/* pathspec_literal: does the list name paths one by one, without patterns? */
bool pathspec_literal(const struct strvec *patterns);

#endif
