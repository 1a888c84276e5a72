/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * summary: a few lines of plain text on what verify and prove found, for a cover
 * letter.
 * Only what was checked is said to be good; what was not checked is named.
 */
#ifndef RESPIN_SUMMARY_H
#define RESPIN_SUMMARY_H

#include "report/proved.h"
#include "report/verified.h"

/* verified_summary: append them to OUT. */
void verified_summary(const struct verified *v, struct strbuf *out);

/*
 * proved_summary: the same of what prove found, and, under "known to be wrong", the
 * patches that bring a leak or a double release.
 */
void proved_summary(const struct proved *p, struct strbuf *out);

#endif
