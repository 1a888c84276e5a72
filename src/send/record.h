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

#define RECORD_FORMAT 1

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

/*
 * record_explain: which patch and operation made line LINE of PATH, by the
 * series.json of DIR. LINE counts in the tree after the last patch. For
 * PATH "NNNN-x.patch", LINE is a line of that patch file. Appends the answer.
 * Returns 0, ERR_FINDING if the series did not make that line (reported), or
 * another error, reported.
 */
int record_explain(const char *dir, const char *path, int line,
		   struct strbuf *out);

/*
 * record_series: the name of the series that DIR was made by, or NULL if its
 * series.json is not there or is none. Prints nothing. The caller frees it.
 */
char *record_series(const char *dir);

/*
 * record_same_code: append the files of those patches that claim to change no
 * code ("code": "same"), by the series.json in DIR, if it is there.
 */
void record_same_code(const char *dir, struct strvec *files);

#endif
