// SPDX-License-Identifier: GPL-2.0-only
#include "base/utf8.h"
#include "csrc/clex.h"
#include "review/html.h"

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	}
	return NULL;
}

/* Append the character at S; returns its bytes. */
static size_t put(struct strbuf *out, const char *s, size_t n)
{
	const char *e = entity(*s);
	uint32_t c = 0;
	size_t len = utf8_decode(s, n, &c);

	if (!len)
		strbuf_addstr(out, "\xef\xbf\xbd");
	else if (c == '\r' && n > 1 && s[1] == '\n')
		;
	else if (utf8_is_hidden(c))
		strbuf_addf(out, "&lt;U+%04X&gt;", c);
	else if (e)
		strbuf_addstr(out, e);
	else
		strbuf_add(out, s, len);
	return len ? len : 1;
}

void html_text(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;)
		i += put(out, s + i, n - i);
}

void html_str(struct strbuf *out, const char *s)
{
	if (s)
		html_text(out, s, strlen(s));
}

void html_f(struct strbuf *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	for (; *fmt; fmt++) {
		size_t n = strcspn(fmt, "%");

		strbuf_add(out, fmt, n);
		fmt += n;
		if (!*fmt)
			break;
		fmt++;
		if (*fmt == 's')
			html_str(out, va_arg(ap, const char *));
		else if (*fmt == 'S')
			strbuf_addstr(out, va_arg(ap, const char *));
		else if (*fmt == 'd')
			strbuf_addf(out, "%d", va_arg(ap, int));
		else if (*fmt == 'u')
			strbuf_addf(out, "%u", va_arg(ap, unsigned int));
		else if (*fmt == 'c') {
			char c = (char)va_arg(ap, int);

			html_text(out, &c, 1);
		} else if (starts_with(fmt, "zu")) {
			strbuf_addf(out, "%zu", va_arg(ap, size_t));
			fmt++;
		} else if (starts_with(fmt, "02zu")) {
			strbuf_addf(out, "%02zu", va_arg(ap, size_t));
			fmt += 3;
		} else if (starts_with(fmt, "ld")) {
			strbuf_addf(out, "%ld", va_arg(ap, long));
			fmt++;
		} else if (*fmt == '%')
			strbuf_addch(out, '%');
		else
			BUG("html_f: %%%c", *fmt);
	}
	va_end(ap);
}

/* --- C ----------------------------------------------------------------- */

static bool is_keyword(const char *s, size_t n)
{
	static const char words[] =
		" auto bool break case char const continue default do double "
		"else enum extern float for goto if inline int long register "
		"restrict return short signed sizeof static struct switch "
		"typedef typeof union unsigned void volatile while "
		"__always_inline asm __attribute__ ";
	char word[24];

	if (n + 3 > sizeof(word))
		return false;
	snprintf(word, sizeof(word), " %.*s ", (int)n, s);
	return strstr(words, word);
}

/* A hunk may begin in a comment: its end comes before any beginning then. */
static size_t comment_tail(const char *text, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (text[i] == '/' && text[i + 1] == '*')
			return 0;
		if (text[i] == '*' && text[i + 1] == '/')
			return i + 2;
	}
	return 0;
}

/* In #include <asm/if.h> there are no keywords. */
static bool in_include(const struct clex *lx, size_t i)
{
	while (i && (lx->v[i].flags & CLEX_DIRECTIVE) &&
	       !(lx->v[i].flags & CLEX_HASH))
		i--;
	i = lx->v[i].flags & CLEX_HASH ? clex_next(lx, i + 1) : CLEX_NONE;
	return clex_is(lx, i, "include");
}

static enum html_kind kind_of(const struct clex *lx, size_t i)
{
	const struct clex_token *t = &lx->v[i];
	size_t before;

	switch (t->kind) {
	case CLEX_COMMENT:
	case CLEX_LINE_COMMENT:
		return HTML_COMMENT;
	case CLEX_STRING:
	case CLEX_CHAR:
		return HTML_STRING;
	case CLEX_WORD:
		before = i ? clex_prev(lx, i) : CLEX_NONE;
		if (before != CLEX_NONE && (lx->v[before].flags & CLEX_HASH))
			return HTML_DIRECTIVE;
		return is_keyword(lx->text + t->pos, t->len) &&
		       !in_include(lx, i) ? HTML_KEYWORD : HTML_PLAIN;
	default:
		return t->flags & CLEX_HASH ? HTML_DIRECTIVE : HTML_PLAIN;
	}
}

unsigned char *html_kinds(const char *text, size_t n)
{
	size_t from = comment_tail(text, n);
	unsigned char *kinds = xcalloc(n + 1, 1);
	struct clex lx;

	memset(kinds, HTML_COMMENT, from);
	clex_init(&lx, text + from, n - from);
	for (size_t i = 0; i < lx.n; i++)
		memset(kinds + from + lx.v[i].pos, kind_of(&lx, i),
		       lx.v[i].len);
	clex_release(&lx);
	return kinds;
}

void html_code(struct strbuf *out, const char *s, const unsigned char *kinds,
	       size_t n)
{
	static const char *const tags[] = { "", "b", "i", "u", "em" };
	bool marked = false;

	for (size_t i = 0, run; i < n; i += run) {
		const char *tag = tags[kinds[i] & ~HTML_MARKED];

		for (run = 1; i + run < n && kinds[i + run] == kinds[i];)
			run++;
		if (marked != !!(kinds[i] & HTML_MARKED)) {
			strbuf_addstr(out, marked ? "</mark>" : "<mark>");
			marked = !marked;
		}
		if (*tag)
			strbuf_addf(out, "<%s>", tag);
		html_text(out, s + i, run);
		if (*tag)
			strbuf_addf(out, "</%s>", tag);
	}
	if (marked)
		strbuf_addstr(out, "</mark>");
}
