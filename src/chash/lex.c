// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "chash/int.h"
#include "csrc/lines.h"

enum { C_PUNCT, C_ID, C_DIGIT, C_BLANK, C_NEWLINE, C_QUOTE, C_ODD };

static const uint8_t class_of[256] = {
	['a' ... 'z'] = C_ID, ['A' ... 'Z'] = C_ID, ['_'] = C_ID, ['$'] = C_ID,
	[128 ... 255] = C_ID,
	['0' ... '9'] = C_DIGIT,
	[' '] = C_BLANK, ['\t'] = C_BLANK, ['\v'] = C_BLANK, ['\f'] = C_BLANK,
	['\r'] = C_BLANK,
	['\n'] = C_NEWLINE,
	['"'] = C_QUOTE, ['\''] = C_QUOTE,
	['\\'] = C_ODD, [0] = C_ODD,
};

/* The byte at P, 0 behind the end. */
static inline unsigned char at(const struct unit *u, uint32_t p)
{
	return p < u->n ? u->s[p] : 0;
}

static inline uint8_t class_at(const struct unit *u, uint32_t p)
{
	return class_of[at(u, p)];
}

/* Is it a word that is one of LIST? */
static bool is_one_of(const char *s, size_t n, const char *list)
{
	for (; *list; list += strspn(list, " ")) {
		size_t k = strcspn(list, " ");

		if (k == n && !memcmp(s, list, n))
			return true;
		list += k;
	}
	return false;
}

void chash_unit_file(struct unit *u, const char *name)
{
	struct strvec *files = &u->c->files;
	char *path = *name ? path_below(name, u->o->root) : xstrdup("");
	size_t i = 0;

	while (i < files->n && strcmp(files->v[i], path))
		i++;
	u->file = i;
	if (i < files->n) {
		free(path);
		return;
	}
	strvec_take(files, path);
	GROW(u->covers, files->n, u->alloc_covers);
	u->covers[i] = NULL;
	for (size_t k = 0; u->o->files && k < u->o->files->n; k++)
		if (!strcmp(u->o->files->v[k], path))
			u->covers[i] = &u->c->cover[k];
}

/* The file name in "..." at P, as gcc quotes it, becomes the current one. */
static void marker_file(struct unit *u, uint32_t p)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t from = p, sym, h = FNV_START;

	for (p++; p < u->n && u->s[p] != '"' && u->s[p] != '\n'; p++) {
		int c = 0, k = 0;

		h = fnv_add(h, u->s[p]);
		if (u->s[p] != '\\') {
			strbuf_addch(&sb, u->s[p]);
			continue;
		}
		for (; k < 3 && at(u, p + 1) >= '0' && at(u, p + 1) <= '7'; k++)
			c = c * 8 + u->s[++p] - '0';
		if (k)
			strbuf_addch(&sb, c);
		else if (at(u, p + 1) != '\n')
			strbuf_addch(&sb, at(u, ++p));
	}
	/* With its quote it is like no word. */
	sym = sym_get(u, u->s + from, p - from, h, false);
	if (u->sym[sym].file) {
		u->file = u->sym[sym].file - 1;
	} else {
		chash_unit_file(u, sb.buf);
		u->sym[sym].file = 1 + u->file;
	}
	u->cover = u->covers[u->file];
	strbuf_release(&sb);
}

static uint32_t skip_blanks(const struct unit *u, uint32_t p)
{
	while (p < u->n && class_at(u, p) == C_BLANK)
		p++;
	return p;
}

/* Take "# 12 "file" 1" or "#line 12"; P is behind the "#". */
static bool marker(struct unit *u, uint32_t p, uint32_t end)
{
	uint32_t line = 0;

	p = skip_blanks(u, p);
	if (end - p > 4 && !memcmp(u->s + p, "line", 4))
		p = skip_blanks(u, p + 4);
	if (class_at(u, p) != C_DIGIT)
		return false;
	for (; class_at(u, p) == C_DIGIT; p++)
		line = line * 10 + u->s[p] - '0';
	p = skip_blanks(u, p);
	if (at(u, p) == '"')
		marker_file(u, p);
	/* The line end makes it the number of the next line. */
	u->line = line - 1;
	u->last_cover = 0;
	return true;
}

/*
 * A line that begins with "#". Line markers and #define are taken, their
 * line end is not; all others become a token.
 */
static bool directive(struct unit *u, struct tok *t)
{
	const char *nl = memchr(u->s + u->pos, '\n', u->n - u->pos);
	uint32_t end = nl ? (uint32_t)(nl - u->s) : u->n;
	uint32_t p = skip_blanks(u, u->pos + 1), q = p;
	uint32_t pos = u->pos;

	u->pos = end;
	if (marker(u, pos + 1, end))
		return false;
	while (class_at(u, q) == C_ID)
		q++;
	if (is_one_of(u->s + p, q - p, "define undef")) {
		bool define = u->s[p] == 'd';

		p = q = skip_blanks(u, q);
		while (is_id(at(u, q)))
			q++;
		if (define && q > p)
			strvec_take(&u->c->macros, xstrndup(u->s + p, q - p));
		else if (q > p)
			sym_get(u, u->s + p, q - p,
				sym_hash(u->s + p, q - p), false);
		return false;
	}
	/* "#" alone is nothing. */
	if (p >= end)
		return false;
	while (end > p && class_at(u, end - 1) == C_BLANK)
		end--;
	t->kind = T_DIRECTIVE;
	t->pos = pos;
	t->len = end - pos;
	return true;
}

/* Skip a comment at pos, if there is one (gcc -C keeps them). */
static bool comment(struct unit *u)
{
	uint32_t p = u->pos + 2;

	if (at(u, p - 1) == '/') {
		const char *nl = memchr(u->s + p, '\n', u->n - p);

		u->pos = nl ? (uint32_t)(nl - u->s) : u->n;
		return true;
	}
	if (at(u, p - 1) != '*')
		return false;
	for (; p < u->n; p++) {
		if (u->s[p] == '\n') {
			u->line++;
		} else if (u->s[p] == '*' && at(u, p + 1) == '/') {
			u->pos = p + 2;
			return true;
		}
	}
	u->c->odd = true;
	u->pos = u->n;
	return true;
}

static uint32_t scan_word(struct unit *u, struct tok *t, uint32_t p)
{
	uint32_t h = FNV_START;

	for (; p < u->n; p++) {
		unsigned char c = u->s[p];

		if (class_of[c] != C_ID && class_of[c] != C_DIGIT)
			break;
		h = fnv_add(h, c);
	}
	t->kind = T_WORD;
	t->sym = sym_get(u, u->s + t->pos, p - t->pos, h, false);
	t->kw = u->sym[t->sym].kw;
	return p;
}

static uint32_t scan_number(struct unit *u, struct tok *t, uint32_t p)
{
	for (p++; p < u->n; p++) {
		unsigned char c = u->s[p];

		if ((c == '+' || c == '-') && strchr("eEpP", u->s[p - 1]))
			continue;
		if (class_of[c] != C_ID && class_of[c] != C_DIGIT && c != '.')
			break;
	}
	t->kind = T_NUMBER;
	return p;
}

static uint32_t scan_string(struct unit *u, struct tok *t, uint32_t p)
{
	char quote = u->s[p++];

	t->kind = quote == '"' ? T_STRING : T_CHAR;
	/* A raw string: nothing we can cut. */
	if (t->glued && t->pos && u->s[t->pos - 1] == 'R')
		u->c->odd = true;
	for (; p < u->n && u->s[p] != '\n'; p++) {
		if (u->s[p] == quote)
			return p + 1;
		if (u->s[p] == '\\' && at(u, ++p) == '\n')
			break;
	}
	u->c->odd = true;
	return p < u->n ? p : u->n;
}

/* The longest operator at P. */
static uint32_t scan_punct(struct unit *u, struct tok *t, uint32_t p)
{
	char c = u->s[p], d = at(u, p + 1), e = at(u, p + 2);

	t->kind = T_PUNCT;
	t->ch = 'M';
	if ((c == '.' && d == '.' && e == '.') ||
	    ((c == '<' || c == '>') && d == c && e == '='))
		return p + 3;
	if (c == '-' && d == '>') {
		t->ch = 'A';
		return p + 2;
	}
	if (d == '=' && strchr("=!<>+-*/%&|^", c))
		return p + 2;
	if (d == c && strchr("+-<>&|#:", c))
		return p + 2;
	/* Digraphs are another spelling of brackets. */
	if ((c == '<' && (d == ':' || d == '%')) || (c == '%' && d == ':'))
		u->c->odd = true;
	t->ch = c;
	return p + 1;
}

/* Skip layout, take directives. Returns false if T is a directive. */
static bool to_code(struct unit *u, struct tok *t)
{
	while (u->pos < u->n) {
		unsigned char c = u->s[u->pos];

		if (class_of[c] == C_BLANK) {
			u->pos++;
		} else if (c == '\n') {
			u->pos++;
			u->line++;
			u->start = true;
			continue;
		} else if (c == '#' && u->start) {
			if (directive(u, t))
				return false;
		} else if (c != '/' || !comment(u)) {
			break;
		}
	}
	return true;
}

bool chash_lex(struct unit *u, struct tok *t)
{
	uint32_t from = u->pos, p;

	memset(t, 0, sizeof(*t));
	if (!to_code(u, t))
		return true;
	if (u->pos >= u->n)
		return false;
	t->glued = u->pos == from;
	t->pos = p = u->pos;
	u->start = false;
	switch (class_at(u, p)) {
	case C_ID:
		p = scan_word(u, t, p);
		break;
	case C_DIGIT:
		p = scan_number(u, t, p);
		break;
	case C_QUOTE:
		p = scan_string(u, t, p);
		break;
	default:
		if (u->s[p] == '.' && class_at(u, p + 1) == C_DIGIT) {
			p = scan_number(u, t, p);
			break;
		}
		if (class_at(u, p) == C_ODD)
			u->c->odd = true;
		p = scan_punct(u, t, p);
	}
	t->len = p - t->pos;
	u->pos = p;
	if (u->cover && u->line != u->last_cover) {
		if (u->line <= MAX_LINE)
			lines_add(u->cover, u->line, u->line);
		else
			u->c->odd = true;
		u->last_cover = u->line;
	}
	return true;
}
