// SPDX-License-Identifier: GPL-2.0-only
#include "base/text.h"
#include "csrc/edit.h"
#include "csrc/lang.h"

/* What stands above or below a place, as far as blank lines go. */
struct neighbour {
	bool there;	/* there is such a line */
	bool blank;
	bool opens;	/* #if, #elif, #else, or ends in '{' */
	bool closes;	/* #elif, #else, #endif, or begins with '}' */
	bool comment;	/* ends a comment that began its line */
};

static bool is_one_of(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == n && !memcmp(s, *words, n))
			return true;
	return false;
}

static void look_at(const char *s, size_t n, struct neighbour *to)
{
	static const char *const opening[] = {
		"if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "else",
		NULL
	};
	static const char *const closing[] = {
		"elif", "elifdef", "elifndef", "else", "endif", NULL
	};
	size_t i = 0, word;

	*to = (struct neighbour){ .there = true };
	while (n && strchr(" \t\r\n\f\v", s[n - 1]) && s[n - 1])
		n--;
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	if (i == n) {
		to->blank = true;
	} else if (s[i] == '#') {
		for (i++; i < n && (s[i] == ' ' || s[i] == '\t'); i++)
			;
		for (word = i; word < n && is_word(s[word]); word++)
			;
		to->opens = is_one_of(s + i, word - i, opening);
		to->closes = is_one_of(s + i, word - i, closing);
	} else {
		to->opens = s[n - 1] == '{';
		to->closes = s[i] == '}';
		to->comment = n - i >= 2 &&
			      (!memcmp(s + i, "//", 2) ||
			       ((s[i] == '*' || !memcmp(s + i, "/*", 2)) &&
				!memcmp(s + n - 2, "*/", 2)));
	}
}

/* The lines above and below the line start POS. */
static void above(const struct strbuf *t, size_t pos, struct neighbour *to,
		  size_t *start)
{
	*to = (struct neighbour){ 0 };
	*start = 0;
	if (!pos)
		return;
	*start = text_line_start(t->buf, pos - 1);
	look_at(t->buf + *start, pos - *start, to);
}

static void below(const struct strbuf *t, size_t pos, struct neighbour *to,
		  size_t *end)
{
	*to = (struct neighbour){ 0 };
	*end = text_line_end(t->buf, t->len, pos);
	if (pos < t->len)
		look_at(t->buf + pos, *end - pos, to);
}

void lines_delete(struct strbuf *text, size_t start, size_t end)
{
	struct neighbour prev, next;
	size_t prev_start, next_end;

	above(text, start, &prev, &prev_start);
	below(text, end, &next, &next_end);
	if (next.blank && (!prev.there || prev.blank || prev.opens))
		end = next_end;
	else if (prev.blank && (!next.there || next.closes))
		start = prev_start;
	strbuf_splice(text, start, end - start, "", 0);
}

static bool has_crlf(const struct strbuf *text)
{
	const char *nl = memchr(text->buf, '\n', text->len);

	return nl && nl > text->buf && nl[-1] == '\r';
}

void lines_fit(struct strbuf *block, const struct strbuf *text)
{
	bool known = memchr(text->buf, '\n', text->len);
	bool crlf = has_crlf(text);
	struct strbuf out = STRBUF_INIT;

	if (block->len && block->buf[block->len - 1] != '\n')
		strbuf_addch(block, '\n');
	if (!known)
		return;
	for (size_t i = 0; i < block->len; i++) {
		char c = block->buf[i];

		if (c == '\r' && block->buf[i + 1] == '\n')
			continue;
		if (c == '\n' && crlf)
			strbuf_addch(&out, '\r');
		strbuf_addch(&out, c);
	}
	strbuf_swap(block, &out);
	strbuf_release(&out);
}

/* Code in a conditional of the text that is no preprocessor line? */
static bool guards_code(const struct source *src)
{
	const struct clex *lx = &src->lex;

	for (size_t i = 0; i < lx->n; i++) {
		size_t branch;

		if (!clex_is_code(lx, i) || (lx->v[i].flags & CLEX_DIRECTIVE))
			continue;
		branch = ppline_around(&src->pp, lx->v[i].pos);
		if (branch != CLEX_NONE && src->pp.v[branch].last != CLEX_NONE)
			return true;
	}
	return false;
}

/* See "Blank lines" in edit.h. */
static bool is_block(const struct strbuf *b)
{
	size_t first = text_line_end(b->buf, b->len, 0);
	struct source src;
	bool is;

	if (text_is_blank(b->buf, first, b->len))
		return false;
	if (memmem(b->buf, b->len, "\n}", 2))
		return true;
	source_init(&src, b->buf, b->len);
	is = clex_next(&src.lex, 0) == CLEX_NONE || guards_code(&src);
	source_release(&src);
	return is;
}

/* Put a line end at the start, or the end, of BLOCK, in TEXT's manner. */
static void add_blank(struct strbuf *block, const struct strbuf *text, size_t at)
{
	const char *eol = has_crlf(text) ? "\r\n" : "\n";

	strbuf_splice(block, at, 0, eol, strlen(eol));
}

void lines_insert(struct strbuf *text, size_t pos, struct strbuf *block,
		  const char *path)
{
	struct neighbour prev, next, head, tail;
	size_t start, end;
	bool apart;

	lines_fit(block, text);
	if (!block->len)
		return;
	if (pos && pos == text->len && text->buf[pos - 1] != '\n') {
		add_blank(text, text, pos);
		pos = text->len;
	}
	above(text, pos, &prev, &start);
	below(text, pos, &next, &end);
	above(block, block->len, &tail, &start);
	below(block, 0, &head, &end);
	apart = lang_is_c(path) && is_block(block);
	if (tail.blank && next.blank)
		strbuf_splice(block, start, block->len - start, "", 0);
	else if (apart && !tail.blank && !tail.comment && next.there &&
		 !next.blank && (!next.closes || prev.blank))
		add_blank(block, text, block->len);
	if (head.blank && prev.blank)
		strbuf_splice(block, 0, end < block->len ? end : block->len,
			      "", 0);
	else if (apart && !head.blank && prev.there && !prev.blank &&
		 (next.blank || (!prev.opens && !prev.comment)))
		add_blank(block, text, 0);
	strbuf_splice(text, pos, 0, block->buf, block->len);
}
