/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * prove-places: calls in the tree that acquire or release, and that are on no
 * path that was looked at. What prove says, it does not say of these.
 */
#ifndef RESPIN_PROVE_PLACES_H
#define RESPIN_PROVE_PLACES_H

#include "prove/prove.h"

struct prove_places {
	bool known;		/* they were looked for */
	struct strvec seen, missed;	/* in the tree's C, definitions apart:
					   "FILE:LINE: NAME()", sorted */
	size_t in_macros;	/* gcc does not say where in a macro a call is:
				   these are neither seen nor missed */
	size_t unread;		/* files that could not be read */
};

/*
 * prove_places: in the tree T with the patches up to V's last state, by what N
 * proofs say of that. Returns 0 or < 0, reported, or ERR_INTERRUPTED.
 * prove_places_release() in all cases.
 */
int prove_places(const struct prove *v, const struct tree *t,
		 const struct proof *proofs, size_t n,
		 struct prove_places *out);
void prove_places_release(struct prove_places *p);

#endif
