// SPDX-License-Identifier: GPL-2.0-only
#include "compare/stream-int.h"

/* Stands for the end of a preprocessor line. */
static const char directive_end[] = "\001";

static bool is_c(const char *path)
{
	static const char *const suffix[] = {
		".c", ".h", ".S", ".dts", ".dtsi", ".dtso", ".cc", ".cpp",
		".hpp", ".y", ".l",
	};

	for (size_t i = 0; i < ARRAY_SIZE(suffix); i++)
		if (ends_with(path, suffix[i]))
			return true;
	return false;
}

static void push(struct stream *s, const char *text, size_t len,
		 const struct pline *line, uint32_t hunk, char sign)
{
	GROW(s->v, s->n + 1, s->alloc);
	s->v[s->n++] = (struct stok){
		.s = text, .len = (uint32_t)len, .hunk = hunk, .line = line,
		.sign = sign,
	};
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

static bool is_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr(" \t\r", s[i]))
			return false;
	return true;
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
	char *text;			/* owned by the stream */
	const struct pline **lines;	/* one a line of it */
	size_t n;
	struct stream toks;		/* code tokens of it, in order */
	size_t at;			/* the next one to take */
};

static void image_init(struct image *im, struct stream *s,
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

static void lex_c(struct image *im, struct stream *s, bool inside,
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

static void give(struct stream *s, struct image *im, size_t end, char sign)
{
	for (; im->at < end; im->at++) {
		const struct stok *t = &im->toks.v[im->at];

		push(s, t->s, t->len, t->line, t->hunk, sign);
	}
}

static void add_line(struct stream *s, const struct pline *l,
		     struct image *old, struct image *new)
{
	size_t old_end = tokens_of(old, l), new_end = tokens_of(new, l);
	bool same = old_end - old->at == new_end - new->at;

	for (size_t i = 0; same && i < old_end - old->at; i++)
		same = stok_same(&old->toks.v[old->at + i],
				 &new->toks.v[new->at + i]);
	if (l->sign == ' ' && same) {
		new->at = new_end;
		give(s, old, old_end, ' ');
		return;
	}
	give(s, old, old_end, '-');
	give(s, new, new_end, '+');
}

static void add_hunk(struct stream *s, const struct phunk *h, bool c,
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
		add_line(s, &h->v[i], &old, &new);
	image_release(&old);
	image_release(&new);
}

void stream_init(struct stream *s, const struct pfile *f, bool words)
{
	bool c = !words && is_c(f->path);

	memset(s, 0, sizeof(*s));
	s->file = f;
	for (size_t i = 0; i < f->n; i++)
		add_hunk(s, &f->v[i], c, (uint32_t)i);
}

void stream_release(struct stream *s)
{
	free(s->v);
	strvec_release(&s->texts);
	memset(s, 0, sizeof(*s));
}

bool stream_empty(const struct stream *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].sign != ' ')
			return false;
	return true;
}

/* --- cancelling -------------------------------------------------------- */

static void copy(struct stream *out, const struct stok *t, char sign)
{
	push(out, t->s, t->len, t->line, t->hunk, sign);
}

/* in[from, to) is a run of changed tokens. */
static int cancel_run(const struct stream *in, size_t from, size_t to,
		      struct stream *out)
{
	struct toklist old = { 0 }, new = { 0 };
	struct hunks d = { 0 };
	size_t i = 0;
	int err;

	for (size_t k = from; k < to; k++)
		toklist_add(in->v[k].sign == '-' ? &old : &new, &in->v[k]);
	err = toklist_diff(&old, &new, false, &d);
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
	hunks_release(&d);
	toklist_release(&old);
	toklist_release(&new);
	return err;
}

int stream_cancel(const struct stream *in, struct stream *out)
{
	int err = 0;

	memset(out, 0, sizeof(*out));
	out->file = in->file;
	for (size_t i = 0, end; i < in->n && !err; i = end) {
		end = i + 1;
		if (in->v[i].sign == ' ') {
			copy(out, &in->v[i], ' ');
			continue;
		}
		while (end < in->n && in->v[end].sign != ' ' &&
		       in->v[end].hunk == in->v[i].hunk)
			end++;
		err = cancel_run(in, i, end, out);
	}
	return err;
}
