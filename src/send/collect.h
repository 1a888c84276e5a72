/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect: which patches of a series the trailers in a mailbox are for. An
 * answer is followed up to the patch that it, or what it answers, answers; or
 * to the cover letter, which stands for all patches. Failing that, its
 * subject counts.
 */
#ifndef RESPIN_COLLECT_H
#define RESPIN_COLLECT_H

#include "patch/mbox.h"
#include "series/series.h"
#include "patch/trailers.h"

struct collect {
	const struct series *series;
	const struct mbox *mbox;	/* what people wrote */
	const struct mbox *made;	/* the patches as generate wrote them:
					   what the mailbox does not have */
	struct trailers *to;

	int added, known;		/* out: trailers */
	int refused;			/* out: what needs a look */
	bool quiet;
};

/*
 * collect_all: put the trailers of the mailbox where they belong, printing a
 * line for each on stdout, and why if one was not taken.
 */
void collect_all(struct collect *c);

#endif
