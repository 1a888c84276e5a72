// SPDX-License-Identifier: GPL-2.0-only
#include "review/screen.h"

void screen_char(struct strbuf *out, char c)
{
	strbuf_addch(out, (unsigned char)c < ' ' || c == 127 ? '?' : c);
}

static int columns(const char *s, size_t n)
{
	int width = 0;

	for (size_t i = 0; i < n; i++)
		width += (s[i] & 0xc0) != 0x80;
	return width;
}

void screen_cut(struct strbuf *out, const char *s, int width)
{
	int all = columns(s, strlen(s)), at = 0;

	for (; *s; s++) {
		bool begins = (*s & 0xc0) != 0x80;

		if (begins && all > width && at == width - 2) {
			strbuf_addstr(out, "..");
			at = width;
			break;
		}
		at += begins;
		screen_char(out, *s);
	}
	strbuf_addf(out, "%*s", width - at, "");
}

void screen_put(const struct screen *s, int indent, const char *fmt, ...)
{
	char *text, *p;
	int at = 0;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		BUG("vasprintf");
	va_end(ap);
	for (p = text; *p;) {
		size_t n = strspn(p, " "), word = strcspn(p + n, " ");
		int w = columns(p, n + word);

		if (at > indent && at + w > s->width) {
			strbuf_addf(s->out, "\n%*s", indent, "");
			at = indent;
			p += n;
			n = 0;
			w = columns(p, word);
		}
		for (size_t i = 0; i < n + word; i++)
			screen_char(s->out, p[i]);
		at += w;
		p += n + word;
	}
	strbuf_addch(s->out, '\n');
	free(text);
}

void screen_heading(const struct screen *s, const char *text)
{
	strbuf_addf(s->out, "\n%s%s%s\n", BOLD(s), text, OFF(s));
}

void screen_command(const struct screen *s, const char *command)
{
	strbuf_addf(s->out, "    %sagain:%s ", FAINT(s), OFF(s));
	for (; *command; command++)
		screen_char(s->out, *command);
	strbuf_addch(s->out, '\n');
}
