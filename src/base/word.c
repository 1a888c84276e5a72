// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"

static size_t find(const char *text, size_t len, size_t from, const char *word,
		   size_t n)
{
	const char *p;

	if (!n)
		return WORD_NONE;
	for (; from < len; from = p - text + 1) {
		size_t at;

		p = memmem(text + from, len - from, word, n);
		if (!p)
			break;
		at = p - text;
		if (at && is_word(word[0]) && is_word(text[at - 1]))
			continue;
		if (at + n < len && is_word(word[n - 1]) &&
		    is_word(text[at + n]))
			continue;
		return at;
	}
	return WORD_NONE;
}

size_t word_find(const char *text, size_t len, size_t from, const char *word)
{
	return find(text, len, from, word, strlen(word));
}

bool has_word(const char *text, size_t len, const char *word)
{
	return word_find(text, len, 0, word) != WORD_NONE;
}

bool has_any_of(const char *text, size_t len, const char *alternatives)
{
	while (*alternatives) {
		size_t n = strcspn(alternatives, "|");

		if (find(text, len, 0, alternatives, n) != WORD_NONE)
			return true;
		alternatives += n;
		alternatives += *alternatives == '|';
	}
	return false;
}
