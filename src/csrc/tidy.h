/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tidy: small layout repairs on the lines that an operation touched, and
 * nowhere else:
 *   - white space at the end of added lines is cut;
 *   - "}" and "else ..." on two lines, one of them added, become one;
 *   - where lines were deleted, neighbours that a blank line parted stay
 *     parted by one, and no blank line is left behind "{" or before "}".
 */
#ifndef RESPIN_TIDY_H
#define RESPIN_TIDY_H

#include "base/strbuf.h"

/* tidy: repair NEW, which was OLD. Returns 0 or < 0, reported. */
int tidy(const struct strbuf *old, struct strbuf *new);

#endif
