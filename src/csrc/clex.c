// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/clex.h"

enum { C_PUNCT, C_WORD, C_DIGIT, C_SPACE, C_NEWLINE };

static const uint8_t class_of[256] = {
	['a' ... 'z'] = C_WORD,
	['A' ... 'Z'] = C_WORD,
	['_'] = C_WORD,
	['0' ... '9'] = C_DIGIT,
	[' '] = C_SPACE,
	['\t'] = C_SPACE,
	['\v'] = C_SPACE,
	['\f'] = C_SPACE,
	['\r'] = C_SPACE,
	['\n'] = C_NEWLINE,
};

/* What the text at hand is, while it is cut. */
struct lexer {
	const char *s;		/* the text */
	size_t n;		/* its length */
	uint8_t kind;		/* of the token just scanned */
	uint8_t flags;		/* of that token: CLEX_OPEN or 0 */
};

static inline uint8_t class_at(const struct lexer *l, size_t i)
{
	return class_of[(unsigned char)l->s[i]];
}

/* The byte behind the line end at I; I itself if there is none. */
static size_t line_end_at(const struct lexer *l, size_t i)
{
	if (i < l->n && l->s[i] == '\n')
		return i + 1;
	if (i + 1 < l->n && l->s[i] == '\r' && l->s[i + 1] == '\n')
		return i + 2;
	return i;
}

/* gcc takes blanks between the backslash and the line end, so we do. */
static size_t cont_at(const struct lexer *l, size_t i)
{
	size_t j = i + 1, end;

	while (j < l->n && (l->s[j] == ' ' || l->s[j] == '\t'))
		j++;
	end = line_end_at(l, j);
	return end > j ? end : i;
}

static size_t scan_word(struct lexer *l, size_t i)
{
	while (i < l->n && (class_at(l, i) == C_WORD ||
			    class_at(l, i) == C_DIGIT))
		i++;
	l->kind = CLEX_WORD;
	return i;
}

static size_t scan_number(struct lexer *l, size_t i)
{
	for (; i < l->n; i++) {
		char c = l->s[i];

		if ((c == '+' || c == '-') && strchr("eEpP", l->s[i - 1]))
			continue;
		if (c != '.' && !is_word(c))
			break;
	}
	l->kind = CLEX_NUMBER;
	return i;
}

static size_t scan_space(struct lexer *l, size_t i)
{
	while (i < l->n && class_at(l, i) == C_SPACE && line_end_at(l, i) == i)
		i++;
	l->kind = CLEX_SPACE;
	return i;
}

static size_t scan_quoted(struct lexer *l, size_t i)
{
	char quote = l->s[i++];

	l->kind = quote == '"' ? CLEX_STRING : CLEX_CHAR;
	while (i < l->n && l->s[i] != quote && line_end_at(l, i) == i) {
		size_t next = i + 1;

		if (l->s[i] == '\\') {
			next = cont_at(l, i);
			if (next == i)
				next = i + 1 < l->n ? i + 2 : l->n;
		}
		i = next;
	}
	if (i < l->n && l->s[i] == quote)
		return i + 1;
	l->flags = CLEX_OPEN;
	return i;
}

static size_t scan_comment(struct lexer *l, size_t i)
{
	const char *end = memmem(l->s + i + 2, l->n - i - 2, "*/", 2);

	l->kind = CLEX_COMMENT;
	if (end)
		return end - l->s + 2;
	l->flags = CLEX_OPEN;
	return l->n;
}

static size_t scan_line_comment(struct lexer *l, size_t i)
{
	l->kind = CLEX_LINE_COMMENT;
	while (i < l->n && line_end_at(l, i) == i) {
		size_t next = l->s[i] == '\\' ? cont_at(l, i) : i;

		i = next > i ? next : i + 1;
	}
	return i;
}

static size_t operator_length(const char *s, size_t n)
{
	char a = s[0], b = n > 1 ? s[1] : 0, c = n > 2 ? s[2] : 0;

	if (a == '.')
		return b == '.' && c == '.' ? 3 : 1;
	if ((a == '<' || a == '>') && b == a)
		return c == '=' ? 3 : 2;
	if (a == '-' && b == '>')
		return 2;
	if (b == a && a && strchr("+-&|=#", a))
		return 2;
	if (b == '=' && a && strchr("<>!+-*/%&|^", a))
		return 2;
	return 1;
}

static size_t scan_punct(struct lexer *l, size_t i)
{
	char c = l->s[i], next = i + 1 < l->n ? l->s[i + 1] : 0;
	size_t end;

	if (c == '"' || c == '\'')
		return scan_quoted(l, i);
	if (c == '/' && next == '*')
		return scan_comment(l, i);
	if (c == '/' && next == '/')
		return scan_line_comment(l, i);
	if (c == '.' && next >= '0' && next <= '9')
		return scan_number(l, i + 1);
	end = c == '\\' ? cont_at(l, i) : i;
	if (end > i) {
		l->kind = CLEX_CONT;
		return end;
	}
	l->kind = CLEX_PUNCT;
	return i + operator_length(l->s + i, l->n - i);
}

/* Scan the token at I; returns the byte behind it. */
static size_t scan(struct lexer *l, size_t i)
{
	l->flags = 0;
	switch (class_at(l, i)) {
	case C_WORD:
		return scan_word(l, i + 1);
	case C_DIGIT:
		return scan_number(l, i + 1);
	case C_SPACE:
		if (line_end_at(l, i) == i)
			return scan_space(l, i + 1);
		/* fall through */
	case C_NEWLINE:
		l->kind = CLEX_NEWLINE;
		return line_end_at(l, i);
	default:
		return scan_punct(l, i);
	}
}

static uint32_t count_lines(const char *s, size_t n)
{
	uint32_t lines = 0;
	const char *end = s + n;

	while ((s = memchr(s, '\n', end - s))) {
		lines++;
		s++;
	}
	return lines;
}

static bool spans_lines(uint8_t kind)
{
	return kind == CLEX_COMMENT || kind == CLEX_CONT ||
	       kind == CLEX_LINE_COMMENT || kind == CLEX_STRING ||
	       kind == CLEX_CHAR;
}

void clex_init(struct clex *lx, const char *text, size_t len)
{
	struct lexer l = { .s = text, .n = len };
	uint8_t directive = 0;
	bool first = true;
	uint32_t line = 1;

	if (l.n > UINT32_MAX)
		l.n = UINT32_MAX;
	*lx = (struct clex){ .text = text, .len = l.n };
	GROW(lx->v, l.n / 3 + 1, lx->alloc);
	for (size_t i = 0, end; i < l.n; i = end) {
		struct clex_token *t;

		end = scan(&l, i);
		if (l.kind == CLEX_NEWLINE)
			directive = 0;
		GROW(lx->v, lx->n + 1, lx->alloc);
		t = &lx->v[lx->n++];
		*t = (struct clex_token){
			.pos = i, .len = end - i, .line = line,
			.kind = l.kind, .flags = l.flags | directive,
		};
		if (l.kind >= CLEX_WORD && first) {
			first = false;
			t->flags |= CLEX_FIRST;
			if (text[i] == '#' && end == i + 1) {
				directive = CLEX_DIRECTIVE;
				t->flags |= CLEX_HASH | CLEX_DIRECTIVE;
			}
		}
		if (l.kind == CLEX_NEWLINE) {
			first = true;
			line++;
		} else if (spans_lines(l.kind)) {
			line += count_lines(text + i, end - i);
		}
	}
}

void clex_release(struct clex *lx)
{
	free(lx->v);
	*lx = (struct clex){ 0 };
}

size_t clex_next(const struct clex *lx, size_t i)
{
	while (i < lx->n && lx->v[i].kind < CLEX_WORD)
		i++;
	return i < lx->n ? i : CLEX_NONE;
}

size_t clex_prev(const struct clex *lx, size_t i)
{
	if (i > lx->n)
		i = lx->n;
	while (i-- > 0)
		if (lx->v[i].kind >= CLEX_WORD)
			return i;
	return CLEX_NONE;
}

bool clex_is(const struct clex *lx, size_t i, const char *s)
{
	size_t n = strlen(s);

	return i < lx->n && lx->v[i].len == n &&
	       !memcmp(lx->text + lx->v[i].pos, s, n);
}

bool clex_same(const struct clex *a, size_t i, const struct clex *b, size_t j)
{
	return i < a->n && j < b->n && a->v[i].len == b->v[j].len &&
	       !memcmp(a->text + a->v[i].pos, b->text + b->v[j].pos,
		       a->v[i].len);
}

size_t clex_find(const struct clex *lx, const struct clex *pat, size_t from,
		 size_t *end)
{
	size_t first = clex_next(pat, 0);

	if (first == CLEX_NONE)
		return CLEX_NONE;
	for (size_t i = from; i < lx->n; i++) {
		size_t t = i, p = first, last = i;

		while (clex_same(lx, t, pat, p)) {
			last = t;
			p = clex_next(pat, p + 1);
			if (p == CLEX_NONE) {
				if (end)
					*end = last + 1;
				return i;
			}
			t = clex_next(lx, t + 1);
		}
	}
	return CLEX_NONE;
}
