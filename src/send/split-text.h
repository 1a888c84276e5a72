/* SPDX-License-Identifier: GPL-2.0-only */
/* split-text: subjects and messages of the pieces of a split series. */
#ifndef RESPIN_SPLIT_TEXT_H
#define RESPIN_SPLIT_TEXT_H

#include "send/split.h"

/*
 * split_subjects: give each patch of S->series its subject: that of the uncut
 * patch, with the first prefix of split_prefixes() that no other piece has; of
 * parts that were joined, first its own one. If all are taken, the pieces are
 * numbered. Returns 0 or < 0, reported.
 */
int split_subjects(struct split *s);

/*
 * split_message: the message of piece I: that of its patch, and before the
 * trailers a line that says which part of the whole it is. The caller frees
 * it.
 */
char *split_message(const struct split *s, size_t i);

#endif
