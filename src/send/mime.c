// SPDX-License-Identifier: GPL-2.0-only
#include "send/mime.h"

/* Bytes in one encoded word, so that no line gets longer than 78. */
#define WORD_BYTES 16

bool mime_ascii(const char *s)
{
	while (*s && (unsigned char)*s < 128)
		s++;
	return !*s;
}

void mime_text(struct strbuf *out, const char *s)
{
	if (mime_ascii(s)) {
		strbuf_addstr(out, s);
		return;
	}
	for (bool first = true; *s; first = false) {
		strbuf_addf(out, "%s=?UTF-8?q?", first ? "" : "\n ");
		/* A character must not be cut in two. */
		for (size_t n = 0; *s && (n < WORD_BYTES ||
					  ((unsigned char)*s & 0xc0) == 0x80);
		     n++, s++) {
			if (is_word(*s) && *s != '_')
				strbuf_addch(out, *s);
			else if (*s == ' ')
				strbuf_addch(out, '_');
			else
				strbuf_addf(out, "=%02X", (unsigned char)*s);
		}
		strbuf_addstr(out, "?=");
	}
}

/* Mail programs have to be told of anything that is not ASCII. */
void mime_declare(struct strbuf *text)
{
	static const char mime[] = "MIME-Version: 1.0\n"
		"Content-Type: text/plain; charset=UTF-8\n"
		"Content-Transfer-Encoding: 8bit\n";
	const char *end = strstr(text->buf, "\n\n");

	if (mime_ascii(text->buf) || !end ||
	    memmem(text->buf, end - text->buf, "\nContent-Transfer-Encoding:", 27))
		return;
	strbuf_splice(text, end + 1 - text->buf, 0, mime, strlen(mime));
}
