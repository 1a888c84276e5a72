/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * dump: the units of one configuration, preprocessed and compiled. A unit is not
 * compiled again if there is a dump of the same text, from a state before or from the
 * round before, or one of a state before whose code is the same (chash.h), and nothing
 * in the text is new to the compiler: patches change headers that nearly all units
 * read, and little of what is in them.
 */
#ifndef RESPIN_PROVE_DUMP_H
#define RESPIN_PROVE_DUMP_H

#include "prove/compiled.h"
#include "prove/prove.h"
#include "prove/shift.h"

/* One unit to look into. */
struct punit {
	const struct kunit *k;
	const char *source;	/* as reports have it */
	const char *file;	/* absolute, or NULL: the unit's own */
	char *text;		/* preprocessed, with our lines; or NULL */
	char *digest;		/* of text */
	struct strvec deps;	/* touched files that it reads */
	char *code;		/* of text: see chash.digest; NULL: not known */
	struct decl_ids decls;	/* of text, if code is known */
	char *dumped;		/* digest of the text that dump is of, or NULL */
	char *dumped_code;	/* code of that, or NULL */
	size_t dumped_state;	/* state that dump's lines are of */
	char *dump;
	char *why;		/* it could not be preprocessed or compiled */
};

struct units {
	const struct prove *run;	/* borrowed, as are kb and p */
	const struct kbuild *kb;
	struct proof *p;	/* counts what is compiled; a tool that gives no
				   answer is its `why` */
	struct punit *v;
	size_t n;
	size_t state;		/* the checkout's: the caller's to set */

	struct shift shift;	/* private */
	struct compiled known;	/* private: what was compiled so far */
	int err;		/* private */
	bool compile;		/* private: what the jobs are */
	size_t next;		/* private */
	const bool *todo;	/* private */
};

/*
 * units_run: preprocess those of US that are TODO, a flag for each, as the checkout
 * is; or COMPILE those for which there is no dump (TODO may be NULL).
 * A unit that has an error gets a `why`. Returns 0, ERR_TOOL if a tool gave no
 * answer, or another error, reported.
 * units_lend: copy the dumps of US to those that its proof keeps for the next round.
 * units_release: free what US holds.
 */
int units_run(struct units *us, bool compile, const bool *todo);
void units_lend(struct units *us);
void units_release(struct units *us);

#endif
