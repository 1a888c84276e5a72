/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * summary: a few lines of plain text on what verify, prove and boot found, for a
 * cover letter.
 * Only what was checked is said to be good; what was not checked is named.
 */
#ifndef RESPIN_SUMMARY_H
#define RESPIN_SUMMARY_H

#include "report/booted.h"
#include "report/proved.h"
#include "report/verified.h"

/* verified_summary: append them to OUT. */
void verified_summary(const struct verified *v, struct strbuf *out);

/*
 * proved_summary: the same of what prove found, and, under "known to be wrong", the
 * patches that bring a leak or a double release.
 */
void proved_summary(const struct proved *p, struct strbuf *out);

/*
 * booted_summary: the same of what boot found: how many machines did how, in each
 * state, and each that does worse with the patches than without, or did not run.
 */
void booted_summary(const struct booted *b, struct strbuf *out);

#endif
