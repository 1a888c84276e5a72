/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record: series.json from a run of `generate`. The same run gives the same
 * bytes, so it holds no times; report/series-json.h describes its content.
 */
#ifndef RESPIN_RECORD_H
#define RESPIN_RECORD_H

#include "gen/leftovers.h"
#include "git/scan.h"
#include "report/series-json.h"
#include "send/mail.h"

struct generated {
	const struct tree *tree;
	const struct apply *apply;
	const struct mail *mail;	/* NULL: nothing was written */
	const struct lefts *lefts;
	const struct scan *scan;
	const char *spatch_version;
	bool proven;			/* git am gave the same trees */
};

/* generated_text: append series.json; with TIMES, also seconds. */
void generated_text(const struct generated *g, bool times, struct strbuf *out);

#endif
