/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * clex: a lexer for C that keeps layout. It cuts a text into tokens which,
 * joined together, give the text again: blanks, line ends and comments are
 * tokens like any other.
 *
 * It never fails. A comment that is not closed ends with the text; a string
 * or character constant that is not closed ends before the end of its line
 * (so that an apostrophe in an #error line, in a branch under #if 0 or in
 * assembly only spoils one line). The lexer also takes assembly, whose '#'
 * comments look like preprocessor directives. NUL bytes and bytes above 127
 * are one-byte punctuators.
 *
 * Line ends are "\n" or "\r\n". A backslash, any blanks and a line end form
 * a continuation. A continuation that splits a word or a punctuator gives two
 * tokens; one in a string, a character constant or a line comment is part of
 * it. There are no trigraphs and no digraphs; the prefix in L"x" is a word of
 * its own, and the name in #include <x.h> is cut like any other text.
 */
#ifndef RESPIN_CLEX_H
#define RESPIN_CLEX_H

#include "base/util.h"

/* No such token, no such place. */
#define CLEX_NONE ((size_t)-1)

/* Kinds of tokens; layout first, code from CLEX_WORD on. */
enum clex_kind {
	CLEX_SPACE,		/* blanks, tabs, form feeds, stray \r */
	CLEX_NEWLINE,		/* one line end */
	CLEX_CONT,		/* a backslash and the line end behind it */
	CLEX_COMMENT,		/* from slash-star to star-slash */
	CLEX_LINE_COMMENT,	/* from // to before the line end */
	CLEX_WORD,		/* identifier or keyword */
	CLEX_NUMBER,		/* preprocessing number: 1, 0x1fUL, 1.e+3 */
	CLEX_STRING,
	CLEX_CHAR,
	CLEX_PUNCT,		/* the longest operator, or any other byte */
};

/* Flags of a token. */
enum {
	CLEX_DIRECTIVE = 1,	/* in a preprocessor line, including its '#',
				   but not the line end after it */
	CLEX_HASH = 2,		/* the '#' that begins such a line */
	CLEX_FIRST = 4,		/* first code of its line (continued lines
				   are one, as are those a comment joins) */
	CLEX_OPEN = 8,		/* its end is missing */
};

struct clex_token {
	uint32_t pos;		/* first byte, counted from 0 */
	uint32_t len;		/* bytes, never 0 */
	uint32_t line;		/* line of the first byte, counted from 1 */
	uint8_t kind;		/* enum clex_kind */
	uint8_t flags;
};

struct clex {
	const char *text;	/* the text; the caller's, must outlive this */
	size_t len;		/* bytes of it */
	struct clex_token *v;	/* the tokens, owned */
	size_t n;
	size_t alloc;
};

/* clex_init: cut TEXT of LEN bytes (at most 4 GiB of it). */
void clex_init(struct clex *lx, const char *text, size_t len);
void clex_release(struct clex *lx);

/* clex_is_code: is token I there, and neither layout nor comment? */
static inline bool clex_is_code(const struct clex *lx, size_t i)
{
	return i < lx->n && lx->v[i].kind >= CLEX_WORD;
}

/* clex_is_comment: is token I there, and a comment of either form? */
static inline bool clex_is_comment(const struct clex *lx, size_t i)
{
	return i < lx->n && (lx->v[i].kind == CLEX_COMMENT ||
			     lx->v[i].kind == CLEX_LINE_COMMENT);
}

/* clex_end: the byte behind token I. */
static inline size_t clex_end(const struct clex *lx, size_t i)
{
	return (size_t)lx->v[i].pos + lx->v[i].len;
}

/* clex_next: the first code token at or behind token I, else CLEX_NONE. */
size_t clex_next(const struct clex *lx, size_t i);
/* clex_prev: the last code token before token I, else CLEX_NONE. */
size_t clex_prev(const struct clex *lx, size_t i);
/* clex_is: is token I (CLEX_NONE is none) the text S? */
bool clex_is(const struct clex *lx, size_t i, const char *s);
/* clex_same: are token I of A and token J of B the same text? */
bool clex_same(const struct clex *a, size_t i, const struct clex *b, size_t j);

/*
 * clex_find: find the code tokens of PAT one after the other, ignoring layout
 * and comments of both, from token FROM on. Returns the first token of the
 * place, or CLEX_NONE (also if PAT has no code); *end, unless END is NULL, is
 * the token after the last one.
 */
size_t clex_find(const struct clex *lx, const struct clex *pat, size_t from,
		 size_t *end);

#endif
