/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stream: what a patch does to one file, as a list of signed tokens, and
 * whether two such changes are the same but for layout.
 *
 * A token is a code token of C (clex) in C, assembly and device tree
 * sources, else a word, cut at white space. Comments and layout are no
 * tokens, but the end of a preprocessor line is one. Each token is removed,
 * added, or context.
 *
 * Each hunk is cut into tokens twice: as it was, and as it becomes. So a
 * context line that a patch comments out counts as removed. A hunk may
 * begin inside a comment. It is taken to when
 * - its first line with text starts with " * ", and a comment end follows
 *   or all lines with text start with stars;
 * - or a comment end comes before any comment begins.
 *
 * Two streams are compared in ways that ask for less and less. The first
 * one that has an answer decides:
 * 1. By line numbers. Lines of the old file that both show must have the
 *    same tokens. What only one shows is taken to be there for the other,
 *    too. Both make the same tokens of that text: the same. If not, and the
 *    index lines name the same old content, different. So hunks may slide
 *    or be split otherwise, and if two functions swap places, either may be
 *    the one that moved.
 * 2. The removed tokens are the same, and so are the added ones, and they
 *    stand at the same places (below): the same.
 * 3. The same after what each run of changed lines has in both its removed
 *    and its added tokens (longest common subsequence) became context. So
 *    one side may touch or wrap more lines than the other.
 * 4. As 1., but what corresponds in the old texts is found by their diff,
 *    since earlier patches may have shifted lines. Next to each change, of
 *    the tokens that both show the closest STREAM_ROW must correspond.
 *
 * The same place, for 2. and 3.: of the context lines with code before the
 * change that both show, up to STREAM_NEAR, and of those behind it, as many
 * are the same (longest common subsequence) as have STREAM_ALIKE percent of
 * the tokens, for trees differ; what is removed next to the place counts
 * with them. And no line of them is before the change here and behind it
 * there. If no code is shown, the hunks must have a context line in common.
 *
 * Limits. Hunks show little of a file: the middle of a comment without
 * leading stars reads as code. Between different trees, or with shifted
 * lines, a change whose surroundings differ much counts as moved, and one
 * that moved between surroundings that read the same does not (nor does any
 * with -U0). White space is layout in every language, also where it is not
 * (Python, make). A string cut in two is another string.
 */
#ifndef RESPIN_STREAM_H
#define RESPIN_STREAM_H

#include "csrc/clex.h"
#include "patch/patch.h"
#include "base/strvec.h"

#define STREAM_NEAR 6
#define STREAM_ALIKE 50
#define STREAM_ROW 12

struct stok {
	const char *s;			/* text, not NUL-terminated */
	uint32_t len;
	uint32_t hunk;			/* index of its hunk */
	const struct pline *line;	/* the line it is on */
	char sign;			/* '-', '+' or ' ' */
};

struct stream {
	const struct pfile *file;	/* borrowed */
	struct stok *v;
	size_t n, alloc;
	struct strvec texts;		/* what the tokens point into */
};

/* Two places, as indices in two streams; CLEX_NONE: there is nothing. */
struct stream_place {
	size_t a, b;
};

enum stream_match {
	STREAM_SAME,
	STREAM_MOVED,		/* the same tokens, but at another place */
	STREAM_DIFFERENT,
	STREAM_UNKNOWN,
};

/*
 * stream_init: S must not outlive F and its patch. With WORDS, tokens are
 * words whatever the language, also those of comments.
 */
void stream_init(struct stream *s, const struct pfile *f, bool words);
/*
 * stream_cancel: OUT is IN after the cancelling of way 3. IN must outlive
 * it. Returns 0 or < 0, reported.
 */
int stream_cancel(const struct stream *in, struct stream *out);
void stream_release(struct stream *s);

/* stream_empty: does it change nothing but layout? */
bool stream_empty(const struct stream *s);

/* stream_exact: way 1: SAME, DIFFERENT or UNKNOWN. */
enum stream_match stream_exact(const struct stream *a, const struct stream *b);

/*
 * stream_match: ways 2 and 3, for streams as they are or after cancelling.
 * If they are MOVED, *AT is the first place that is not the same.
 */
enum stream_match stream_match(const struct stream *a, const struct stream *b,
			       struct stream_place *at);

/*
 * stream_merge: way 4, for streams after cancelling. Returns 1 if they are
 * the same, 0 if not, or < 0, reported.
 */
int stream_merge(const struct stream *a, const struct stream *b);

/*
 * stream_near: the context line with text closest to token I in its hunk,
 * before it or BEHIND it; NULL if there is none.
 */
const struct pline *stream_near(const struct stream *s, size_t i, bool behind);

/*
 * stream_apart: in streams that MATCH, the first change that has another
 * line number in the old file; CLEX_NONE twice if all have the same.
 */
void stream_apart(const struct stream *a, const struct stream *b,
		  struct stream_place *at);

/*
 * stream_differ: where they first differ. Where one has nothing, but the other
 * differs within a line, *AT names the line that it differs from. Returns
 * how many changed tokens differ in all, or < 0, reported.
 */
long stream_differ(const struct stream *a, const struct stream *b,
		   struct stream_place *at);

/* stok_same: are the texts of two tokens the same? */
static inline bool stok_same(const struct stok *a, const struct stok *b)
{
	return a->len == b->len && !memcmp(a->s, b->s, a->len);
}

#endif
