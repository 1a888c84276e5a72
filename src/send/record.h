/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * record: series.json, what `generate` did in full: outcomes, the hits of
 * every rule, which operation made each line, what could not be parsed,
 * what is left. The same run gives the same bytes, so no times are in it; see
 * outdir.h for its place.
 * README.md describes the format.
 */
#ifndef RESPIN_RECORD_H
#define RESPIN_RECORD_H

#include "gen/leftovers.h"
#include "send/mail.h"
#include "git/scan.h"
#include "report/series-json.h"

struct record {
	const struct tree *tree;
	const struct apply *apply;
	const struct mail *mail;	/* NULL: nothing was written */
	const struct lefts *lefts;
	const struct scan *scan;
	const char *spatch_version;
	bool proven;			/* git am gave the same trees */
};

/* record_text: the JSON text, with TIMES in seconds too if asked for. */
int record_text(const struct record *r, bool times, struct strbuf *out);

#endif
