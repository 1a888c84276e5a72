/* SPDX-License-Identifier: GPL-2.0-only */
/* words: which words of a changed line are the change. */
#ifndef RESPIN_WORDS_H
#define RESPIN_WORDS_H

#include "patch/patch.h"
#include "review/html.h"

/*
 * words_mark: in the hunk H, find for removed lines the added lines that replace
 * them, and set HTML_MARKED in OLD and NEW, one byte for each character of the
 * old and of the new side of H (lines with their line ends), where the words of
 * the two differ. Lines that have less than half of their words in common are
 * not marked: all of them is new.
 */
void words_mark(const struct phunk *h, unsigned char *old, unsigned char *new);

/*
 * words_replaced: "OLD → NEW" for what words_mark() has marked in H, if the hunk
 * replaces these words and does nothing else; or NULL. The caller frees it.
 */
char *words_replaced(const struct phunk *h, const unsigned char *old,
		     const unsigned char *new);

#endif
