/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * collect: find the patches of a series that the trailers in a mailbox are for.
 * collect follows a reply up its thread to a patch, or to the cover letter,
 * which stands for all patches. If that fails, the subject of the reply counts.
 */
#ifndef RESPIN_COLLECT_H
#define RESPIN_COLLECT_H

#include "patch/mbox.h"
#include "series/series.h"
#include "patch/trailers.h"

struct collect {
	const struct series *series;
	const struct mbox *mbox;	/* what people wrote */
	const struct mbox *made;	/* the patches as generate wrote them,
					   if the mailbox lacks them */
	struct trailers *to;

	int added, known;		/* out: trailers */
	int refused;			/* out: what needs a look */
	bool quiet;
};

/*
 * collect_all: add the trailers of the mailbox to their patches. Prints a line
 * for each on stdout, with the reason if it was not taken.
 */
void collect_all(struct collect *c);

#endif
