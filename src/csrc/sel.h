/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sel: a selector, which names a region of a source file, in the words of an
 * edit file: "first line \"foo();\" within function bar". region.h says what
 * each kind finds.
 */
#ifndef RESPIN_SEL_H
#define RESPIN_SEL_H

#include "base/strbuf.h"

enum sel_kind {
	SEL_FUNCTION,
	SEL_PROTOTYPE,
	SEL_DEFINE,
	SEL_INCLUDE,
	SEL_DIRECTIVE,
	SEL_CONDITIONAL,
	SEL_COMMENT,
	SEL_LINE,
	SEL_FILE,
};

/* Which one, if there are several. */
enum sel_which { SEL_ONLY, SEL_FIRST, SEL_LAST };

struct sel {
	enum sel_kind kind;
	enum sel_which which;
	bool empty;		/* conditionals without content only */
	char *arg;		/* NAME, PATH, LINE, ...; NULL for a file */
	struct sel *within;	/* look in that region only; may be NULL */
};

/*
 * sel_new: a selector of KIND with a copy of ARG (NULL for a file).
 * sel_free: free it, with its within; NULL is fine.
 */
struct sel *sel_new(enum sel_kind kind, const char *arg);
void sel_free(struct sel *sel);
/* sel_word: the word that names a kind; sel_kind: the other way, or -1. */
const char *sel_word(enum sel_kind kind);
int sel_kind(const char *word);
/*
 * sel_check: what is wrong with SEL (its arg, not its within), a constant
 * string; NULL if nothing is.
 */
const char *sel_check(const struct sel *sel);
/* sel_text: append SEL as in an edit file. */
void sel_text(const struct sel *sel, struct strbuf *out);

#endif
