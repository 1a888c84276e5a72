/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lost: words that spatch does not see, such as attributes, and that went away
 * with the code around them. A rule that replaces a declaration puts its own in
 * the place, without the attribute of the old one.
 */
#ifndef RESPIN_LOST_H
#define RESPIN_LOST_H

#include "base/strbuf.h"
#include "base/strvec.h"

/*
 * lost_names: append the macros that the definitions TEXT make nothing or an
 * attribute, but for those that RULE, the text of a rule, names.
 */
void lost_names(const char *text, const char *rule, struct strvec *names);

/*
 * lost_find: call FN for each of NAMES that lines of BEFORE hold more often than
 * the lines of AFTER in their place; LINE is the first of these, in BEFORE.
 * Lines that just went away do not count. Returns 0 or < 0, reported.
 */
typedef void (*lost_fn)(void *arg, const char *name, int line);
int __must_check lost_find(const struct strvec *names,
			   const struct strbuf *before,
			   const struct strbuf *after, lost_fn fn, void *arg);

#endif
