// SPDX-License-Identifier: GPL-2.0-only
#include "base/text.h"

size_t text_line_start(const char *text, size_t pos)
{
	const char *nl = pos ? memrchr(text, '\n', pos) : NULL;

	return nl ? (size_t)(nl - text) + 1 : 0;
}

size_t text_line_end(const char *text, size_t len, size_t pos)
{
	const char *nl = pos < len ? memchr(text + pos, '\n', len - pos) : NULL;

	return nl ? (size_t)(nl - text) + 1 : len;
}

bool text_is_blank(const char *text, size_t start, size_t end)
{
	for (; start < end; start++)
		if (!text_blank(text[start]) && text[start] != '\n')
			return false;
	return true;
}

size_t text_match(const char *text, size_t n, const char *pattern)
{
	size_t i = 0;

	while (*pattern) {
		if (text_blank(*pattern)) {
			if (i == n || !text_blank(text[i]))
				return TEXT_NONE;
			while (i < n && text_blank(text[i]))
				i++;
			while (text_blank(*pattern))
				pattern++;
		} else if (i == n || text[i++] != *pattern++) {
			return TEXT_NONE;
		}
	}
	return i;
}
