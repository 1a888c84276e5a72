/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record: series.json from a run of `generate`. The same run gives the same
 * bytes, so no times are in it; report/series-json.h has what is.
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

/* generated_text: series.json, with TIMES in seconds too if asked for. */
void generated_text(const struct generated *g, bool times, struct strbuf *out);

#endif
