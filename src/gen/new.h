/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * new: the folder of a new series, from semantic patches. All of it is a
 * proposal for its author: subjects and messages from the words that a rule
 * removes and adds, the lines of its header from what spatch asks for, and,
 * with a tree, rule tests from the first functions that the rule changes there.
 * Nothing in it is a blank to fill in: generate takes it as it is.
 */
#ifndef RESPIN_NEW_H
#define RESPIN_NEW_H

#include "gen/try.h"

struct new_options {
	const char *name;	/* of the series */
	const char *dir;	/* the folder to make; NULL: cocci/NAME */
	const char *tree;	/* a tree, or NULL */
	struct strvec rules;	/* files */
	bool one_patch;		/* all rules in one patch */
	struct try_options try;	/* for each; its rule and mode are not used */
};

/*
 * new_series: make it, all or nothing, and print what it holds. Returns 0, or
 * < 0 after reporting.
 */
int __must_check new_series(const struct new_options *o);

#endif
