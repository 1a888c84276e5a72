/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tidy: small layout repairs on the lines that an operation touched, and
 * nowhere else:
 *   - it removes white space at the end of added lines;
 *   - it joins "}" and "else ..." on two lines if one of them was added;
 *   - where lines were deleted, neighbours that a blank line separated stay
 *     separated by one, and no blank line stays after "{" or before "}".
 */
#ifndef RESPIN_TIDY_H
#define RESPIN_TIDY_H

#include "base/strbuf.h"

/* tidy: repair NEW, which was OLD. Returns 0 or < 0, reported. */
int tidy(const struct strbuf *old, struct strbuf *new);

#endif
