// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>

#include "base/wordset.h"

#define BLOCKS 65536

static unsigned int block(const char *p)
{
	return (unsigned char)p[0] << 8 | (unsigned char)p[1];
}

void wordset_init(struct wordset *ws, const struct strvec *words)
{
	memset(ws, 0, sizeof(*ws));
	for (size_t i = 0; i < words->n; i++)
		strvec_push(&ws->words, words->v[i]);
	strvec_sort(&ws->words);
	strvec_uniq(&ws->words);
	ws->shift = xcalloc(BLOCKS, sizeof(*ws->shift));
	ws->head = xcalloc(BLOCKS, sizeof(*ws->head));
	ws->next = xcalloc(ws->words.n, sizeof(*ws->next));
	ws->min = SIZE_MAX;
	for (size_t i = 0; i < ws->words.n; i++) {
		size_t n = strlen(ws->words.v[i]);

		if (n < 2)
			BUG("word '%s' is too short to search for",
			    ws->words.v[i]);
		if (n < ws->min)
			ws->min = n;
	}
	if (!ws->words.n)
		return;
	for (size_t b = 0; b < BLOCKS; b++)
		ws->shift[b] = ws->min - 1 > UINT16_MAX ? UINT16_MAX :
							  ws->min - 1;
	for (size_t i = 0; i < ws->words.n; i++) {
		const char *w = ws->words.v[i];

		for (size_t j = 0; j + 1 < ws->min; j++) {
			unsigned int b = block(w + j);

			if (ws->shift[b] > ws->min - 2 - j)
				ws->shift[b] = ws->min - 2 - j;
		}
		/* The list of words whose first min bytes end in this block. */
		ws->next[i] = ws->head[block(w + ws->min - 2)];
		ws->head[block(w + ws->min - 2)] = i + 1;
	}
}

void wordset_release(struct wordset *ws)
{
	strvec_release(&ws->words);
	free(ws->shift);
	free(ws->head);
	free(ws->next);
	memset(ws, 0, sizeof(*ws));
}

static bool whole(const char *text, size_t len, size_t pos, size_t n)
{
	return (!pos || !is_word(text[pos - 1])) &&
	       (pos + n == len || !is_word(text[pos + n]));
}

static ssize_t match_at(const struct wordset *ws, const char *text, size_t len,
			size_t pos, uint32_t i, size_t *word)
{
	for (; i; i = ws->next[i - 1]) {
		const char *w = ws->words.v[i - 1];
		size_t n = strlen(w);

		if (pos + n <= len && !memcmp(text + pos, w, n) &&
		    whole(text, len, pos, n)) {
			*word = i - 1;
			return pos;
		}
	}
	return -1;
}

ssize_t wordset_next(const struct wordset *ws, const char *text, size_t len,
		     size_t from, size_t *word)
{
	size_t at;

	if (!ws->words.n)
		return -1;
	at = from + ws->min - 2;
	while (at + 1 < len) {
		unsigned int b = block(text + at);
		ssize_t pos;

		if (ws->shift[b]) {
			at += ws->shift[b];
			continue;
		}
		pos = match_at(ws, text, len, at - (ws->min - 2), ws->head[b],
			       word);
		if (pos >= 0)
			return pos;
		at++;
	}
	return -1;
}
