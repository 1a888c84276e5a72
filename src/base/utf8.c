// SPDX-License-Identifier: GPL-2.0-only
#include "base/utf8.h"

size_t utf8_decode(const char *s, size_t n, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *u = (const unsigned char *)s;
	size_t len = *u < 0x80 ? 1 : *u >= 0xf0 && *u < 0xf8 ? 4 :
		     *u >= 0xe0 && *u < 0xf0 ? 3 :
		     *u >= 0xc0 && *u < 0xe0 ? 2 : 0;

	if (!len || len > n)
		return 0;
	*c = len == 1 ? *u : *u & (0xff >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (u[i] & 0x3f);
	}
	if (*c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000))
		return 0;
	return len;
}

bool utf8_is_hidden(uint32_t c)
{
	return (c < ' ' && c != '\t' && c != '\n') ||
	       (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	       (c >= 0xe0000 && c <= 0xe007f);
}

/* The length of an escape sequence of ours at S, or 0. */
static size_t own_sequence(const char *s, size_t n)
{
	static const char *const ours[] = {
		"\033[31m", "\033[32m", "\033[33m", "\033[1m", "\033[2m",
		"\033[m",
	};

	for (size_t i = 0; i < ARRAY_SIZE(ours); i++)
		if (strlen(ours[i]) <= n &&
		    !memcmp(s, ours[i], strlen(ours[i])))
			return strlen(ours[i]);
	return 0;
}

void utf8_show(struct strbuf *out, const char *text, size_t n, bool colours)
{
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t c = 0;

		len = colours && text[i] == '\033' ?
		      own_sequence(text + i, n - i) : 0;
		if (len) {
			strbuf_add(out, text + i, len);
			continue;
		}
		len = utf8_decode(text + i, n - i, &c);
		if (!len) {
			strbuf_addf(out, "<%02x>", (unsigned char)text[i]);
			len = 1;
		} else if (!utf8_is_hidden(c)) {
			strbuf_add(out, text + i, len);
		} else if (c < 0x80) {
			strbuf_addf(out, "^%c", (char)(c ^ 0x40));
		} else {
			strbuf_addf(out, "<U+%04X>", c);
		}
	}
}
