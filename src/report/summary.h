/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * summary: a few lines of plain text on what verify found, for a cover letter.
 * Only what was checked is said to be good; what was not checked is named.
 */
#ifndef RESPIN_SUMMARY_H
#define RESPIN_SUMMARY_H

#include "report/verified.h"

/* verified_summary: append them to OUT. */
void verified_summary(const struct verified *v, struct strbuf *out);

#endif
