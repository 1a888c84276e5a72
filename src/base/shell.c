// SPDX-License-Identifier: GPL-2.0-only
#include "base/shell.h"

void shell_split(struct strvec *out, const char *s, size_t n)
{
	struct strbuf word = STRBUF_INIT;
	bool in = false;
	char quote = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (quote == '\'' ? c != '\'' : quote && c != '"' && c != '\\') {
			strbuf_addch(&word, c);
		} else if (quote && c == quote) {
			quote = 0;
		} else if (c == '\\' && i + 1 < n) {
			strbuf_addch(&word, s[++i]);
			in = true;
		} else if (!quote && (c == '\'' || c == '"')) {
			quote = c;
			in = true;
		} else if (!quote && (c == ' ' || c == '\t')) {
			if (in)
				strvec_push(out, word.buf);
			strbuf_clear(&word);
			in = false;
		} else {
			strbuf_addch(&word, c);
			in = true;
		}
	}
	if (in)
		strvec_push(out, word.buf);
	strbuf_release(&word);
}

void shell_quote(struct strbuf *sb, const char *word)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789_-./,:=@%+^";

	if (*word && !word[strspn(word, plain)]) {
		strbuf_addstr(sb, word);
		return;
	}
	strbuf_addch(sb, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			strbuf_addstr(sb, "'\\'");
		strbuf_addch(sb, *word);
	}
	strbuf_addch(sb, '\'');
}
