// SPDX-License-Identifier: GPL-2.0-only
#include "base/text.h"
#include "base/word.h"
#include "csrc/region.h"

/* The regions found so far. */
struct found {
	const struct source *src;
	size_t from, to;	/* where to look */
	size_t n;
	struct region first, second, last;
};

void source_init(struct source *src, const char *text, size_t len)
{
	clex_init(&src->lex, text, len);
	pplines_init(&src->pp, &src->lex);
}

void source_release(struct source *src)
{
	clex_release(&src->lex);
	pplines_release(&src->pp);
}

static void add_region(struct found *f, size_t start, size_t end, bool whole)
{
	struct region r = { .start = start, .end = end, .whole = whole };

	if (start < f->from || end > f->to)
		return;
	/* A function head in two variants is met twice. */
	if (f->n && f->last.start == start && f->last.end == end)
		return;
	if (f->n == 0)
		f->first = r;
	else if (f->n == 1)
		f->second = r;
	f->last = r;
	f->n++;
}

static void add_function(void *arg, size_t start, size_t end)
{
	add_region(arg, start, end, true);
}

/* Compare comments word by word, their stars and slashes included. */
static bool same_comment(const struct clex *a, size_t i,
			 const struct clex *b, size_t j)
{
	const char *s = a->text + a->v[i].pos, *t = b->text + b->v[j].pos;
	const char *s_end = s + a->v[i].len, *t_end = t + b->v[j].len;

	for (;;) {
		while (s < s_end && (text_blank(*s) || *s == '\n'))
			s++;
		while (t < t_end && (text_blank(*t) || *t == '\n'))
			t++;
		if (s == s_end || t == t_end)
			return s == s_end && t == t_end;
		if (*s++ != *t++)
			return false;
	}
}

static bool has_comment(const struct clex *lx)
{
	for (size_t i = 0; i < lx->n; i++)
		if (clex_is_comment(lx, i))
			return true;
	return false;
}

/* The next token from I on that counts when directives are compared. */
static size_t content(const struct clex *lx, size_t i, size_t end, bool comments)
{
	while (i < end && !clex_is_code(lx, i) &&
	       !(comments && clex_is_comment(lx, i)))
		i++;
	return i;
}

static bool reads_so(const struct clex *lx, const struct ppline *l,
		     const struct clex *pat, bool comments)
{
	size_t i = l->tok, j = 0;

	for (;; i++, j++) {
		i = content(lx, i, l->tok_end, comments);
		j = content(pat, j, pat->n, comments);
		if (i == l->tok_end || j == pat->n)
			return i == l->tok_end && j == pat->n;
		if (clex_is_comment(lx, i) && clex_is_comment(pat, j)) {
			if (!same_comment(lx, i, pat, j))
				return false;
		} else if (!clex_same(lx, i, pat, j)) {
			return false;
		}
	}
}

/* Is there nothing but blank lines between the lines of a conditional? */
static bool is_empty(const struct source *src, size_t i)
{
	const struct ppline *v = src->pp.v;

	for (; v[i].next != CLEX_NONE; i = v[i].next)
		if (!text_is_blank(src->lex.text, v[i].end, v[v[i].next].start))
			return false;
	return true;
}

static void find_directives(struct found *f, const struct sel *sel)
{
	const struct source *src = f->src;
	struct clex pat;
	bool comments;

	clex_init(&pat, sel->arg, strlen(sel->arg));
	comments = has_comment(&pat);
	for (size_t i = 0; i < src->pp.n; i++) {
		const struct ppline *l = &src->pp.v[i];
		size_t end = l->end;

		if (!reads_so(&src->lex, l, &pat, comments))
			continue;
		if (sel->kind == SEL_CONDITIONAL) {
			if (l->kind != PP_IF || l->last == CLEX_NONE ||
			    (sel->empty && !is_empty(src, i)))
				continue;
			end = src->pp.v[l->last].end;
		}
		add_region(f, l->start, end, true);
	}
	clex_release(&pat);
}

static void find_defines(struct found *f, const struct sel *sel)
{
	const struct clex *lx = &f->src->lex;

	for (size_t i = 0; i < f->src->pp.n; i++) {
		const struct ppline *l = &f->src->pp.v[i];
		size_t word = clex_next(lx, l->tok + 1), name;

		if (l->kind != PP_DEFINE)
			continue;
		name = clex_next(lx, word + 1);
		if (name < l->tok_end && clex_is(lx, name, sel->arg))
			add_region(f, l->start, l->end, true);
	}
}

static void find_includes(struct found *f, const struct sel *sel)
{
	const struct clex *lx = &f->src->lex;
	size_t n = strlen(sel->arg);

	for (size_t i = 0; i < f->src->pp.n; i++) {
		const struct ppline *l = &f->src->pp.v[i];
		size_t path, last = clex_prev(lx, l->tok_end), from;

		if (l->kind != PP_INCLUDE)
			continue;
		path = clex_next(lx, clex_next(lx, l->tok + 1) + 1);
		if (path >= l->tok_end)
			continue;
		from = lx->v[path].pos;
		if (clex_end(lx, last) - from == n &&
		    !memcmp(lx->text + from, sel->arg, n))
			add_region(f, l->start, l->end, true);
	}
}

/*
 * Append the words of (part of) a comment, one blank between them, without
 * its opening, its end and the stars of its margin.
 */
static void add_words(struct strbuf *out, const char *s, size_t n)
{
	bool margin = true;

	if (n >= 2 && !memcmp(s + n - 2, "*/", 2))
		n -= 2;
	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (margin && c == '/' && i + 1 < n &&
		    (s[i + 1] == '*' || s[i + 1] == '/')) {
			i++;
			continue;
		}
		if (margin && c == '*')
			continue;
		if (c == '\n')
			margin = true;
		else if (!text_blank(c))
			margin = false;
		if (c != '\n' && c && !text_blank(c))
			strbuf_addch(out, c);
		else if (out->len && out->buf[out->len - 1] != ' ')
			strbuf_addch(out, ' ');
	}
	strbuf_rtrim(out);
}

/* Does the text from START to END share no line with anything else? */
static bool alone(const struct clex *lx, size_t start, size_t end)
{
	return text_is_blank(lx->text, text_line_start(lx->text, start),
			     start) &&
	       text_is_blank(lx->text, end,
			     text_line_end(lx->text, lx->len, end));
}

/* The last token of the run of // lines that token I begins. */
static size_t comment_run(const struct clex *lx, size_t i)
{
	if (lx->v[i].kind != CLEX_LINE_COMMENT ||
	    !alone(lx, lx->v[i].pos, clex_end(lx, i)))
		return i;
	for (;;) {
		size_t j = i + 1;

		if (j < lx->n && lx->v[j].kind == CLEX_NEWLINE)
			j++;
		if (j < lx->n && lx->v[j].kind == CLEX_SPACE)
			j++;
		if (j >= lx->n || lx->v[j].kind != CLEX_LINE_COMMENT)
			return i;
		i = j;
	}
}

static void find_comments(struct found *f, const struct sel *sel)
{
	struct strbuf want = STRBUF_INIT, words = STRBUF_INIT;
	const struct clex *lx = &f->src->lex;

	add_words(&want, sel->arg, strlen(sel->arg));
	for (size_t i = 0; i < lx->n; i++) {
		size_t first = i, start, end;

		if (!clex_is_comment(lx, i))
			continue;
		i = comment_run(lx, i);
		start = lx->v[first].pos;
		end = clex_end(lx, i);
		strbuf_clear(&words);
		add_words(&words, lx->text + start, end - start);
		if (!has_word(words.buf, words.len, want.buf))
			continue;
		if (alone(lx, start, end))
			add_region(f, text_line_start(lx->text, start),
				   text_line_end(lx->text, lx->len, end), true);
		else
			add_region(f, start, end, false);
	}
	strbuf_release(&want);
	strbuf_release(&words);
}

static void find_lines(struct found *f, const struct sel *sel)
{
	const char *text = f->src->lex.text, *arg = sel->arg;
	struct strbuf want = STRBUF_INIT;
	size_t len = f->src->lex.len;

	while (text_blank(*arg))
		arg++;
	strbuf_addstr(&want, arg);
	strbuf_rtrim(&want);
	for (size_t start = 0, end; start < len; start = end) {
		size_t i = start, n;

		end = text_line_end(text, len, start);
		while (i < end && text_blank(text[i]))
			i++;
		n = text_match(text + i, end - i, want.buf);
		if (n != CLEX_NONE && text_is_blank(text, i + n, end))
			add_region(f, start, end, true);
	}
	strbuf_release(&want);
}

static void find_all(struct found *f, const struct sel *sel)
{
	switch (sel->kind) {
	case SEL_FUNCTION:
	case SEL_PROTOTYPE:
		region_functions(f->src, sel->arg, sel->kind == SEL_PROTOTYPE,
				 add_function, f);
		break;
	case SEL_DEFINE:
		find_defines(f, sel);
		break;
	case SEL_INCLUDE:
		find_includes(f, sel);
		break;
	case SEL_DIRECTIVE:
	case SEL_CONDITIONAL:
		find_directives(f, sel);
		break;
	case SEL_COMMENT:
		find_comments(f, sel);
		break;
	case SEL_LINE:
		find_lines(f, sel);
		break;
	case SEL_FILE:
		add_region(f, 0, f->src->lex.len, true);
		break;
	}
}

static void set_line(const struct source *src, struct region *r)
{
	r->line = 1;
	for (size_t i = 0; i < r->start; i++)
		r->line += src->lex.text[i] == '\n';
}

enum region_result region_find(const struct source *src, const struct sel *sel,
			       struct region *r, struct region *second,
			       const struct sel **sel_twice)
{
	struct found f = { .src = src, .to = src->lex.len };

	if (sel->within) {
		struct region in = { 0 };
		enum region_result res = region_find(src, sel->within, &in,
						     second, sel_twice);

		*r = in;
		if (res != REGION_FOUND)
			return res;
		f.from = in.start;
		f.to = in.end;
	}
	find_all(&f, sel);
	if (!f.n)
		return REGION_NONE;
	*r = sel->which == SEL_LAST ? f.last : f.first;
	set_line(src, r);
	if (f.n == 1 || sel->which != SEL_ONLY)
		return REGION_FOUND;
	*second = f.second;
	set_line(src, second);
	if (sel_twice)
		*sel_twice = sel;
	return REGION_TWICE;
}
