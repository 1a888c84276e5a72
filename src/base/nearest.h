/* SPDX-License-Identifier: GPL-2.0-only */
/* nearest: what somebody may have meant by a mistyped word. */
#ifndef RESPIN_NEAREST_H
#define RESPIN_NEAREST_H

#include "base/strvec.h"

/*
 * nearest: the entry of NAMES that is fewest edits away from WORD (a character
 * put in, left out, replaced, or swapped with its neighbour; the "optimal string
 * alignment" distance), or NULL if that is more than one and a third of the
 * entry's characters.
 */
const char *nearest(const char *word, const struct strvec *names);

#endif
