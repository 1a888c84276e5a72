/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * smpl-say: what a semantic patch says, in the words of a person: which name
 * becomes which. It is for proposals that a person reads, and knows no more than
 * the lines with - and + show.
 */
#ifndef RESPIN_SMPL_SAY_H
#define RESPIN_SMPL_SAY_H

#include "series/smpl.h"

/* An alternative of a rule that changes something. */
struct smpl_change {
	char *from, *to;	/* the first name that goes, that comes; or NULL */
	bool call;		/* "(" follows it */
	bool rename;		/* nothing else changes */
	char *form;		/* the tokens that it removes, up to the first that
				   may be anything; NULL: they hold no two names */
};

struct smpl_changes {
	struct smpl_change *v;
	size_t n, alloc;
};

void smpl_say(const struct smpl *s, struct smpl_changes *out);
void smpl_changes_release(struct smpl_changes *c);

/*
 * smpl_name_all: give each rule without a name one ("r2") that TEXT does not have
 * yet; scripts need none.
 */
void smpl_name_all(struct strbuf *text);

#endif
