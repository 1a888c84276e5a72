// SPDX-License-Identifier: GPL-2.0-only
#include "compare/int.h"
#include "csrc/clex.h"
#include "csrc/lang.h"

/* Stands for the end of a preprocessor line. */
static const char directive_end[] = "\001";

static struct token *push(struct tokens *s, const char *text, size_t len,
			  const struct pline *line, uint32_t hunk, char sign)
{
	GROW(s->v, s->n + 1, s->alloc);
	s->v[s->n] = (struct token){
		.s = text, .len = (uint32_t)len, .hunk = hunk, .line = line,
		.sign = sign,
	};
	return &s->v[s->n++];
}

/* --- does a hunk begin inside a comment? ------------------------------- */

/*
 * Does a line begin with a star, and if STRICT, is it one of a comment, not
 * a pointer: a blank or the comment's end comes behind it?
 */
static bool is_starred(const char *s, size_t n, bool strict)
{
	while (n && (*s == ' ' || *s == '\t'))
		s++, n--;
	if (!n || *s != '*')
		return false;
	while (n && *s == '*')
		s++, n--;
	return !n || !strict || strchr(" \t\r/", *s);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_blank(const char *s, size_t n)
{
	while (n && is_space(s[n - 1]))
		n--;
	return !n;
}

/* Of the lines with text: does the first have a star, do all? */
static void stars(const char *text, bool *first, bool *all)
{
	bool any = false;

	*first = false;
	*all = true;
	while (*text) {
		size_t n = strcspn(text, "\n");

		if (!is_blank(text, n)) {
			if (!any)
				*first = is_starred(text, n, true);
			any = true;
			*all = *all && is_starred(text, n, false);
		}
		text += n + (text[n] == '\n');
	}
	*all = *all && any;
}

static bool has_end(const struct clex *lx, const struct clex_token *t)
{
	return memmem(lx->text + t->pos, t->len, "*/", 2) != NULL;
}

enum inside { INSIDE_NO, INSIDE_YES, INSIDE_UNKNOWN };

/*
 * Read as code: what comes first, the end of a comment or a beginning? In a
 * comment's text an apostrophe or a URL may have swallowed the end.
 */
static enum inside first_mark(const char *text)
{
	enum inside ret = INSIDE_UNKNOWN;
	struct clex lx;

	clex_init(&lx, text, strlen(text));
	for (size_t i = 0; i < lx.n && ret == INSIDE_UNKNOWN; i++) {
		const struct clex_token *t = &lx.v[i];

		if (t->kind == CLEX_COMMENT)
			ret = INSIDE_NO;
		else if (t->kind == CLEX_LINE_COMMENT && has_end(&lx, t))
			ret = INSIDE_YES;
		else if ((t->flags & CLEX_OPEN) && has_end(&lx, t))
			ret = INSIDE_YES;
		else if (clex_is(&lx, i, "*") && clex_is(&lx, i + 1, "/"))
			ret = INSIDE_YES;
	}
	clex_release(&lx);
	return ret;
}

static enum inside begins_inside(const char *text)
{
	bool first, all;

	stars(text, &first, &all);
	if (first && (all || strstr(text, "*/")))
		return INSIDE_YES;
	return first_mark(text);
}

/* --- tokens of a hunk -------------------------------------------------- */

/* The old or the new text of a hunk. */
struct image {
	char *text;			/* owned by the tokens */
	const struct pline **lines;	/* one a line of it */
	size_t n;
	struct tokens toks;		/* code tokens of it, in order */
	size_t at;			/* the next one to take */
};

static void image_init(struct image *im, struct tokens *s,
		       const struct phunk *h, char sign)
{
	struct strbuf text = STRBUF_INIT;

	memset(im, 0, sizeof(*im));
	im->lines = xcalloc(h->n, sizeof(*im->lines));
	for (size_t i = 0; i < h->n; i++) {
		const struct pline *l = &h->v[i];

		if (l->sign != ' ' && l->sign != sign)
			continue;
		im->lines[im->n++] = l;
		strbuf_add(&text, l->text, l->len);
		strbuf_addch(&text, '\n');
	}
	for (size_t i = 0; i < text.len; i++)
		if (!text.buf[i])
			text.buf[i] = '?';
	im->text = strbuf_detach(&text);
	strvec_take(&s->texts, im->text);
}

static void image_release(struct image *im)
{
	free(im->lines);
	free(im->toks.v);
}

static void lex_c(struct image *im, struct tokens *s, bool inside,
		  uint32_t hunk)
{
	bool directive = false;
	struct clex lx;

	if (inside) {
		im->text = xstrfmt("/*%s", im->text);
		strvec_take(&s->texts, im->text);
	}
	clex_init(&lx, im->text, strlen(im->text));
	for (size_t i = 0; i < lx.n; i++) {
		const struct clex_token *t = &lx.v[i];
		const struct pline *l = im->lines[t->line - 1];

		/* The '#' may stand above the hunk: a backslash tells, too. */
		if ((t->flags & CLEX_DIRECTIVE) || t->kind == CLEX_CONT)
			directive = true;
		if (t->kind >= CLEX_WORD)
			push(&im->toks, im->text + t->pos, t->len, l, hunk,
			     ' ');
		if (t->kind == CLEX_NEWLINE) {
			if (directive)
				push(&im->toks, directive_end, 1, l, hunk,
				     ' ');
			directive = false;
		}
	}
	clex_release(&lx);
}

static void lex_words(struct image *im, uint32_t hunk)
{
	const char *p = im->text;
	size_t line = 0;

	for (;;) {
		size_t n = strcspn(p, " \t\r\f\v\n");

		if (n)
			push(&im->toks, p, n, im->lines[line], hunk, ' ');
		p += n;
		if (!*p)
			return;
		line += *p++ == '\n';
	}
}

/* The tokens of line L: [im->at, returned end). */
static size_t tokens_of(const struct image *im, const struct pline *l)
{
	size_t i = im->at;

	while (i < im->toks.n && im->toks.v[i].line == l)
		i++;
	return i;
}

static void give(struct tokens *s, struct image *im, size_t end, char sign)
{
	for (; im->at < end; im->at++) {
		const struct token *t = &im->toks.v[im->at];

		push(s, t->s, t->len, t->line, t->hunk, sign);
	}
}

/* A line of context without code. */
static void add_note(struct tokens *s, const struct pline *l, uint32_t hunk)
{
	size_t i = 0, n = l->len;

	while (i < n && is_space(l->text[i]))
		i++;
	while (n > i && is_space(l->text[n - 1]))
		n--;
	if (n > i)
		push(s, l->text + i, n - i, l, hunk, ' ')->note = true;
}

static void add_line(struct tokens *s, const struct pline *l, uint32_t hunk,
		     struct image *old, struct image *new)
{
	size_t old_end = tokens_of(old, l), new_end = tokens_of(new, l);
	bool same = old_end - old->at == new_end - new->at;

	for (size_t i = 0; same && i < old_end - old->at; i++)
		same = token_same(&old->toks.v[old->at + i],
				 &new->toks.v[new->at + i]);
	if (l->sign == ' ' && same) {
		if (old_end == old->at)
			add_note(s, l, hunk);
		new->at = new_end;
		give(s, old, old_end, ' ');
		return;
	}
	give(s, old, old_end, '-');
	give(s, new, new_end, '+');
}

static void add_hunk(struct tokens *s, const struct phunk *h, bool c,
		     uint32_t number)
{
	struct image old, new;
	enum inside inside;

	image_init(&old, s, h, '-');
	image_init(&new, s, h, '+');
	if (c) {
		inside = begins_inside(old.text);
		if (inside == INSIDE_UNKNOWN)
			inside = begins_inside(new.text);
		lex_c(&old, s, inside == INSIDE_YES, number);
		lex_c(&new, s, inside == INSIDE_YES, number);
	} else {
		lex_words(&old, number);
		lex_words(&new, number);
	}
	for (size_t i = 0; i < h->n; i++)
		add_line(s, &h->v[i], number, &old, &new);
	image_release(&old);
	image_release(&new);
}

void tokens_init(struct tokens *s, const struct pfile *f, bool words)
{
	bool c = !words && lang_has_c_tokens(f->path);

	memset(s, 0, sizeof(*s));
	s->file = f;
	for (size_t i = 0; i < f->n; i++)
		add_hunk(s, &f->v[i], c, (uint32_t)i);
}

void tokens_release(struct tokens *s)
{
	free(s->v);
	strvec_release(&s->texts);
	memset(s, 0, sizeof(*s));
}

bool tokens_unchanged(const struct tokens *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].sign != ' ')
			return false;
	return true;
}

/* --- lists of tokens --------------------------------------------------- */

void token_list_add(struct token_list *l, const struct token *t)
{
	GROW(l->v, l->n + 1, l->alloc);
	l->v[l->n++] = t;
}

bool token_list_same(const struct token_list *a, const struct token_list *b)
{
	size_t i = 0;

	while (i < a->n && i < b->n && token_same(a->v[i], b->v[i]))
		i++;
	return i == a->n && i == b->n;
}

/* One token a line; a string over several lines has line ends inside. */
static void write_tokens(const struct token_list *l, bool signs,
			 struct strbuf *out)
{
	for (size_t i = 0; i < l->n; i++) {
		size_t at = out->len;

		if (signs)
			strbuf_addch(out, l->v[i]->sign);
		strbuf_add(out, l->v[i]->s, l->v[i]->len);
		for (; at < out->len; at++)
			if (out->buf[at] == '\n')
				out->buf[at] = '\002';
		strbuf_addch(out, '\n');
	}
}

int token_list_diff(const struct token_list *a, const struct token_list *b,
		    bool signs, struct hunks *h)
{
	struct strbuf ta = STRBUF_INIT, tb = STRBUF_INIT;
	int err;

	write_tokens(a, signs, &ta);
	write_tokens(b, signs, &tb);
	err = diff_lines(&ta, &tb, h);
	strbuf_release(&ta);
	strbuf_release(&tb);
	return err;
}

void token_list_release(struct token_list *l)
{
	free(l->v);
	memset(l, 0, sizeof(*l));
}

/* --- cancelling -------------------------------------------------------- */

static void copy(struct tokens *out, const struct token *t, char sign)
{
	GROW(out->v, out->n + 1, out->alloc);
	out->v[out->n] = *t;
	out->v[out->n++].sign = sign;
}

/* V[0, N) is a run of changed tokens, with notes in between. */
static int cancel_run(const struct token *v, size_t n, struct tokens *out)
{
	struct token_list old = { 0 }, new = { 0 };
	struct hunks d = { 0 };
	size_t i = 0;
	int err;

	for (size_t k = 0; k < n; k++)
		if (!v[k].note)
			token_list_add(v[k].sign == '-' ? &old : &new, &v[k]);
	err = token_list_diff(&old, &new, false, &d);
	for (size_t k = 0; k <= d.n && !err; k++) {
		size_t end = k < d.n ? d.v[k].old : old.n;

		for (; i < end; i++)
			copy(out, old.v[i], ' ');
		if (k == d.n)
			break;
		for (; i < d.v[k].old + d.v[k].old_n; i++)
			copy(out, old.v[i], '-');
		for (size_t j = 0; j < d.v[k].new_n; j++)
			copy(out, new.v[d.v[k].new + j], '+');
	}
	for (size_t k = 0; k < n; k++)
		if (v[k].note)
			copy(out, &v[k], ' ');
	hunks_release(&d);
	token_list_release(&old);
	token_list_release(&new);
	return err;
}

int tokens_cancel(const struct tokens *in, struct tokens *out)
{
	int err = 0;

	memset(out, 0, sizeof(*out));
	out->file = in->file;
	for (size_t i = 0, end; i < in->n && !err; i = end) {
		const struct token *first = &in->v[i];

		end = i + 1;
		if (first->sign == ' ') {
			copy(out, first, ' ');
			continue;
		}
		while (end < in->n && in->v[end].hunk == first->hunk &&
		       (in->v[end].sign != ' ' || in->v[end].note))
			end++;
		err = cancel_run(first, end - i, out);
	}
	return err;
}
