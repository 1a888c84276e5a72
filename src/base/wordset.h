/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wordset: does a text hold one of many words, and where? A word counts
 * only if no letter, digit or underscore is next to it.
 *
 * The search is that of Wu and Manber (A fast algorithm for multi-pattern
 * searching, TR-94-17, University of Arizona, 1994) with blocks of two
 * bytes: it skips most positions of a text.
 */
#ifndef RESPIN_WORDSET_H
#define RESPIN_WORDSET_H

#include <sys/types.h>

#include "base/strvec.h"

struct wordset {
	struct strvec words;	/* sorted, each once */
	size_t min;		/* length of the shortest, at least 2 */
	uint16_t *shift;	/* by two-byte block: how far to move on */
	uint32_t *head;		/* by block: 1 + first word whose prefix ends so */
	uint32_t *next;		/* by word: 1 + next in that list */
};

/* wordset_init: WORDS are copied. Words shorter than 2 bytes are a BUG(). */
void wordset_init(struct wordset *ws, const struct strvec *words);
void wordset_release(struct wordset *ws);

/*
 * wordset_next: the next word in text[from, len). Returns its position and
 * its index in words, or -1.
 */
ssize_t wordset_next(const struct wordset *ws, const char *text, size_t len,
		     size_t from, size_t *word);

#endif
