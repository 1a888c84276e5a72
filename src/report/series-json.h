/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * series-json: series.json, what `generate` did, as all others read it. See
 * outdir.h for its place, docs/formats.md for what is in it.
 */
#ifndef RESPIN_SERIES_JSON_H
#define RESPIN_SERIES_JSON_H

#include "base/strbuf.h"
#include "base/strvec.h"

#define RECORD_FORMAT 1

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
