/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fit: choose the rules for patches when the user names none. Rules fit if a file
 * that the patches touch takes part in what they say (prove_find_units()), or is
 * a header that mentions what acquires or releases.
 */
#ifndef RESPIN_FIT_H
#define RESPIN_FIT_H

#include "prove/prove.h"

/*
 * fit_rules: append to DIRS the folders of rules that come with respin, of series
 * and of verify/kinds, and that fit V's patches on T; V->rules is not used.
 * Returns 0 or < 0, reported.
 */
int __must_check fit_rules(const struct prove *v, const struct tree *t,
			   struct strvec *dirs);

#endif
