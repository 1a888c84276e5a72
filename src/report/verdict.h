/* SPDX-License-Identifier: GPL-2.0-only */
/* verdict: what prove says of one way of one level, in words and in JSON. */
#ifndef RESPIN_VERDICT_H
#define RESPIN_VERDICT_H

#include <jansson.h>

#include "base/strbuf.h"

/* From best to worst. */
enum prove_verdict {
	PROVE_NONE,	/* there is no such level or way */
	PROVE_OK,
	PROVE_KEPT,	/* ok, and kept on some paths, for a stated reason */
	PROVE_UNPROVED,
	PROVE_LEAK,	/* freed, and not released as often as acquired */
	PROVE_DOUBLE,	/* released or freed more often */
};

const char *prove_word(enum prove_verdict v);
enum prove_verdict prove_verdict(const char *word);

/*
 * prove_row_alike: do two of its rows say the same, wherever the lines are
 * now? prove_worst: of such a list.
 */
bool prove_row_alike(const json_t *a, const json_t *b);
enum prove_verdict prove_worst(const json_t *rows);

/* prove_options_alike: append "A=y B=n", what N such objects have alike. */
void prove_options_alike(const json_t *const *v, size_t n, struct strbuf *out);

#endif
