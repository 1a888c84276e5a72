/* SPDX-License-Identifier: GPL-2.0-only */
/* new-int: what the files of new share. */
#ifndef RESPIN_NEW_INT_H
#define RESPIN_NEW_INT_H

#include "gen/new.h"
#include "series/smpl-say.h"

/* One rule file of the new series. */
struct draft {
	struct try t;
	struct try_options o;
	bool ran;		/* on a tree */
	struct smpl_changes says;
	struct strbuf text;	/* the rule, as the series has it */
	char *patch;		/* name of its patch */
	char *op;		/* file name there */
	char *subject, *body;	/* of a patch with this rule alone */
	struct strvec retires;
	char *needs;		/* a condition, or NULL: its places tell */
	bool tested;		/* has a rule test */
};

/* draft_words: the subject and the body. */
void draft_words(struct draft *d);

/* draft_rule: the text, and the conditions. Returns 0 or < 0, reported. */
int __must_check draft_rule(struct draft *d);

/* add_wrapped: append TEXT in lines of up to 72 columns. */
void add_wrapped(struct strbuf *out, const char *text);

/*
 * draft_test: in DIR, the folder of the new series, make a rule test for D,
 * operation J of patch I. Returns 0, also if no cut of the tree will do; or
 * < 0, reported.
 */
int __must_check draft_test(struct draft *d, const char *dir, size_t i,
			    size_t j);

#endif
