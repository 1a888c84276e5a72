/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * finding: what an operation missed, or could not do. A run collects all of
 * them, so that one run tells all, and prints them by kind, one a line, with
 * what would settle each kind.
 */
#ifndef RESPIN_FINDING_H
#define RESPIN_FINDING_H

#include "base/strbuf.h"

/* In the order of their printing. */
enum finding_kind {
	FINDING_NO_ANSWER,	/* spatch crashed, was killed, took too long */
	FINDING_REFUSED,	/* spatch complains */
	FINDING_UNPARSED,	/* a place in what spatch cannot parse */
	FINDING_PLACE,		/* a place left */
	FINDING_MACRO,		/* a place left in a preprocessor line */
	FINDING_LOST,		/* an attribute that went with its declaration */
	FINDING_UNCHANGED,	/* a candidate that stayed as it was */
	FINDING_RULE,		/* a rule that found nothing */
	FINDING_NO_FILE,	/* no candidate at all */
	FINDING_EDIT,		/* a command of an edit */
	FINDING_DONE,		/* a condition that does not hold */
};

struct finding {
	enum finding_kind kind;
	char *like;	/* those with the same are alike; or NULL */
	char *text;	/* one line */
};

struct findings {
	struct finding *v;
	size_t n, alloc;
};

/*
 * finding_add: note one; the text is that of a printf. Of those with the same
 * LIKE (or NULL), one is printed for all.
 */
void finding_add(struct findings *f, enum finding_kind kind, const char *like,
		 const char *fmt, ...) PRINTF(4, 5);

/*
 * findings_print: on stderr, those of patch NAME: the first few of each kind,
 * and one of those alike, or ALL.
 */
void findings_print(struct findings *f, const char *name, bool all);

/* findings_error: ERR_ENV if spatch gave no answer, else ERR_FINDING; 0: none. */
int findings_error(const struct findings *f);
void findings_release(struct findings *f);

#endif
