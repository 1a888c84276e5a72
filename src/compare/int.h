/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compare: its inside. What a patch does to one file is a list of signed
 * tokens; two lists are merged into one file of before, and what each makes
 * of that is compared.
 *
 * A token is a code token of C (clex) in C, assembly and device tree
 * sources, else a word, cut at white space. Comments and layout are no
 * tokens, but the end of a preprocessor line is one, and a comment's line
 * that a patch shows as context is a note: it tells a place, nothing else.
 *
 * Each hunk is cut into tokens twice: as it was, and as it becomes. So a
 * context line that a patch comments out counts as removed. What a run of
 * changed lines has in both its removed and its added tokens (longest common
 * subsequence) is context, so that it does not matter how many lines a patch
 * touches or wraps. A hunk may begin inside a comment. It is taken to when
 * - its first line with text starts with " * ", and a comment end follows
 *   or all lines with text start with stars;
 * - or a comment end comes before any comment begins.
 *
 * Two patches know parts of a file. These are merged
 * 1. by line numbers, if the lines that both show have the same tokens;
 * 2. if that does not make them the same, and the index lines do not name the
 *    same old content, by the text: the longest common subsequence of tokens,
 *    of equal ones those next to others that correspond. Earlier patches may
 *    have shifted lines, and trees differ.
 * A part that only one shows is taken to be there for the other, too, which
 * leaves it alone; but not where the other shows that it has something else.
 * The patches are the same if both make the same tokens of the merged file.
 * So hunks may slide or be split otherwise, and if two functions swap places,
 * either may be the one that moved.
 *
 * By line numbers, what is added must stand in the same region: lines that are
 * known without a gap. By the text, most of what stands around each change in
 * both must be the same: of up to NEAR lines with code before it and behind
 * it, as many on a side as both show, lines with half of the tokens. What
 * both remove there counts with them. If no code is shown, their hunks must
 * have a comment line in common, if both have any.
 *
 * Limits. Hunks show little of a file: the middle of a comment without
 * leading stars reads as code. Between different trees, or with shifted
 * lines, a change whose surroundings differ much counts as moved, and one
 * that moved between surroundings that read the same does not. A hunk that
 * shows nothing of before (-U0) has only its line number to tell the place,
 * shifted as the lines around it are. White space is layout in every
 * language, also where it is not (Python, make). A string cut in two is
 * another string.
 */
#ifndef RESPIN_COMPARE_INT_H
#define RESPIN_COMPARE_INT_H

#include "git/diff.h"
#include "patch/patch.h"

#define NONE ((size_t)-1)

struct token {
	const char *s;			/* text, not NUL-terminated */
	uint32_t len;
	uint32_t hunk;			/* index of its hunk */
	const struct pline *line;	/* the line it is on */
	char sign;			/* '-', '+' or ' ' */
	bool note;			/* a line of a comment */
};

struct tokens {
	const struct pfile *file;	/* borrowed */
	struct token *v;
	size_t n, alloc;
	struct strvec texts;		/* what the tokens point into */
};

/*
 * tokens_init: as the lines have them, without the cancelling. T must not
 * outlive F and its patch. With WORDS, tokens are words whatever the
 * language, also those of comments.
 */
void tokens_init(struct tokens *t, const struct pfile *f, bool words);
/*
 * tokens_cancel: OUT is IN after the cancelling. IN must outlive it. Returns
 * 0 or < 0, reported; tokens_release() in both cases.
 */
int tokens_cancel(const struct tokens *in, struct tokens *out);
void tokens_release(struct tokens *t);

/* tokens_unchanged: does it change nothing but layout? After cancelling. */
bool tokens_unchanged(const struct tokens *t);

/* token_same: are the texts of two tokens the same? */
static inline bool token_same(const struct token *a, const struct token *b)
{
	return a->len == b->len && !memcmp(a->s, b->s, a->len);
}

/* A list of tokens, which are borrowed. */
struct token_list {
	const struct token **v;
	size_t n, alloc;
};

void token_list_add(struct token_list *l, const struct token *t);
/* token_list_same: the same texts, in the same order? */
bool token_list_same(const struct token_list *a, const struct token_list *b);
/*
 * token_list_diff: the difference of A's tokens and B's; H
 * counts tokens where it says lines. With SIGNS, unlike signs are unlike.
 * Returns 0 or < 0, reported.
 */
int token_list_diff(const struct token_list *a, const struct token_list *b,
		    bool signs, struct hunks *h);
void token_list_release(struct token_list *l);

/* A change that stands at two places, as indices; NONE twice: unknown. */
struct token_place {
	size_t a, b;
};

/*
 * merge_same: do A and B, after cancelling, do the same? Returns 1 if so, 0
 * if not, or < 0, reported. If they do not, but change the same tokens, *MOVED
 * says so, and *AT is the first change that stands somewhere else.
 */
int merge_same(const struct tokens *a, const struct tokens *b, bool *moved,
	       struct token_place *at);

/*
 * merge_differ: the first changed tokens of A and B that are not the same.
 * Where one has nothing, but the other differs within a line, *AT names the
 * line that it differs from. Returns how many changed tokens differ in all,
 * or < 0, reported.
 */
long merge_differ(const struct tokens *a, const struct tokens *b,
		 struct token_place *at);

#endif
