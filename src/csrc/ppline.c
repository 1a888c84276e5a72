// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/ppline.h"
#include "base/strbuf.h"

static enum ppkind kind_of(const struct clex *lx, size_t word)
{
	static const struct {
		const char *word;
		enum ppkind kind;
	} words[] = {
		{ "if", PP_IF }, { "ifdef", PP_IF }, { "ifndef", PP_IF },
		{ "elif", PP_ELIF }, { "elifdef", PP_ELIF },
		{ "elifndef", PP_ELIF }, { "else", PP_ELSE },
		{ "endif", PP_ENDIF }, { "define", PP_DEFINE },
		{ "undef", PP_UNDEF }, { "include", PP_INCLUDE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (clex_is(lx, word, words[i].word))
			return words[i].kind;
	return PP_OTHER;
}

static size_t line_start(const struct clex *lx, size_t pos)
{
	const char *nl = pos ? memrchr(lx->text, '\n', pos) : NULL;

	return nl ? (size_t)(nl - lx->text) + 1 : 0;
}

/* Put the line at its place among the conditionals; *open is where we are. */
static void nest(struct pplines *pp, size_t at, size_t *open)
{
	struct ppline *l = &pp->v[at];

	l->parent = *open;
	if (l->kind == PP_IF) {
		l->first = at;
		*open = at;
		return;
	}
	if (l->kind != PP_ELIF && l->kind != PP_ELSE && l->kind != PP_ENDIF)
		return;
	if (*open == CLEX_NONE) {
		l->first = at;
		return;
	}
	l->first = pp->v[*open].first;
	l->parent = pp->v[*open].parent;
	pp->v[*open].next = at;
	*open = at;
	if (l->kind != PP_ENDIF)
		return;
	*open = l->parent;
	for (size_t i = l->first; i != at; i = pp->v[i].next)
		pp->v[i].last = at;
}

void pplines_init(struct pplines *pp, const struct clex *lx)
{
	size_t open = CLEX_NONE;

	*pp = (struct pplines){ 0 };
	for (size_t i = 0; i < lx->n; i++) {
		struct ppline l = {
			.tok = i, .parent = CLEX_NONE, .first = CLEX_NONE,
			.next = CLEX_NONE, .last = CLEX_NONE,
		};

		if (!(lx->v[i].flags & CLEX_HASH))
			continue;
		l.start = line_start(lx, lx->v[i].pos);
		while (i < lx->n && (lx->v[i].flags & CLEX_DIRECTIVE))
			i++;
		l.tok_end = i;
		l.end = i < lx->n ? clex_end(lx, i) : lx->len;
		/* "#" alone: the next code is another line's. */
		if (clex_next(lx, l.tok + 1) < i)
			l.kind = kind_of(lx, clex_next(lx, l.tok + 1));
		GROW(pp->v, pp->n + 1, pp->alloc);
		pp->v[pp->n++] = l;
		nest(pp, pp->n - 1, &open);
	}
}

void pplines_release(struct pplines *pp)
{
	free(pp->v);
	*pp = (struct pplines){ 0 };
}

size_t ppline_at(const struct pplines *pp, size_t tok)
{
	size_t lo = 0, hi = pp->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (pp->v[mid].tok_end <= tok)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < pp->n && pp->v[lo].tok <= tok ? lo : CLEX_NONE;
}

size_t ppline_around(const struct pplines *pp, size_t pos)
{
	size_t lo = 0, hi = pp->n;
	const struct ppline *l;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (pp->v[mid].start <= pos)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo)
		return CLEX_NONE;
	l = &pp->v[lo - 1];
	if (pos >= l->end && (l->kind == PP_IF || l->kind == PP_ELIF ||
			      l->kind == PP_ELSE))
		/* A stray #else or #elif opens nothing. */
		return pp->v[l->first].kind == PP_IF ? lo - 1 : CLEX_NONE;
	return l->parent;
}

size_t pplines_guard(const struct pplines *pp, const struct clex *lx)
{
	size_t a, b;

	if (pp->n < 2 || pp->v[1].kind != PP_DEFINE || pp->v[1].parent != 0)
		return CLEX_NONE;
	a = clex_next(lx, pp->v[0].tok + 1);
	b = clex_next(lx, clex_next(lx, pp->v[1].tok + 1) + 1);
	if (!clex_is(lx, a, "ifndef"))
		return CLEX_NONE;
	a = clex_next(lx, a + 1);
	return a < pp->v[0].tok_end && b < pp->v[1].tok_end &&
	       clex_same(lx, a, lx, b) ? 0 : CLEX_NONE;
}

void ppline_text(const struct ppline *line, const struct clex *lx,
		 struct strbuf *out)
{
	bool blank = false;

	for (size_t i = line->tok; i < line->tok_end; i++) {
		if (!clex_is_code(lx, i)) {
			blank = true;
			continue;
		}
		if (blank && i > line->tok + 1 && out->len &&
		    !clex_is(lx, clex_prev(lx, i), "#"))
			strbuf_addch(out, ' ');
		blank = false;
		strbuf_add(out, lx->text + lx->v[i].pos, lx->v[i].len);
	}
}
