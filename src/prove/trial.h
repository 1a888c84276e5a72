/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * trial: the units of one state, which a thread judges while compilers work on
 * the next one. To judge a state takes about as long as to compile what is new
 * in it.
 */
#ifndef RESPIN_TRIAL_H
#define RESPIN_TRIAL_H

#include <pthread.h>

#include "prove/prove.h"

struct trial {
	const struct prove_rules *rules;	/* borrowed, as is root */
	const char *root;	/* source folder, as dumps have it */
	bool clang;		/* it wrote the dumps */
	int long_bits;		/* of the program; 0: not known */
	const struct strvec *leaves;	/* borrowed, see struct prove_more */
	/* Of each unit; the probe, if there is one, is the first. */
	struct strvec sources, texts, digests, dumps;
	struct strvec whys;	/* why there is no dump of it, or "" */

	json_t *said;		/* private */
	bool running;		/* private */
	pthread_t thread;	/* private */
};

/*
 * trial_add: one more unit: its name, what the preprocessor made of it, the DIGEST
 * of the text that the dump is of, or "", the dump, and WHY there is none, or "".
 * They are copied.
 * trial_start: judge T, whose other members are set, in a thread of its own.
 * Until trial_end(), T belongs to the thread.
 * trial_end: wait for the thread, and return what it says, as prove_judge()
 * does. Once for each trial_start().
 * trial_release: free what T holds. T may be all zero, or running.
 */
void trial_add(struct trial *t, const char *source, const char *text,
	       const char *digest, const char *dump, const char *why);
void trial_start(struct trial *t);
json_t *trial_end(struct trial *t);
void trial_release(struct trial *t);

#endif
