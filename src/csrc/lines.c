// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "csrc/clex.h"
#include "csrc/lines.h"
#include "csrc/ppline.h"

void lines_add(struct lines *l, uint32_t first, uint32_t last)
{
	size_t need = (size_t)last / 64 + 1;

	if (first > last)
		return;
	if (need > l->n) {
		size_t n = need > 2 * l->n ? need : 2 * l->n;

		l->bits = xrealloc(l->bits, n * sizeof(*l->bits));
		memset(l->bits + l->n, 0, (n - l->n) * sizeof(*l->bits));
		l->n = n;
	}
	for (uint64_t i = first; i <= last; i++)
		l->bits[i / 64] |= 1ULL << i % 64;
}

bool lines_has(const struct lines *l, uint32_t line)
{
	return line / 64 < l->n && l->bits[line / 64] >> line % 64 & 1;
}

size_t lines_count(const struct lines *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += __builtin_popcountll(l->bits[i]);
	return n;
}

void lines_merge(struct lines *l, const struct lines *other)
{
	if (other->n > l->n) {
		l->bits = xrealloc(l->bits, other->n * sizeof(*l->bits));
		memset(l->bits + l->n, 0,
		       (other->n - l->n) * sizeof(*l->bits));
		l->n = other->n;
	}
	for (size_t i = 0; i < other->n; i++)
		l->bits[i] |= other->bits[i];
}

void lines_release(struct lines *l)
{
	free(l->bits);
	l->bits = NULL;
	l->n = 0;
}

/* How many line ends text[from, to) has. */
static uint32_t line_ends(const char *text, size_t from, size_t to)
{
	uint32_t n = 0;

	for (; from < to; from++)
		n += text[from] == '\n';
	return n;
}

/* The line that token I ends on. */
static uint32_t last_line(const struct clex *lx, size_t i)
{
	return lx->v[i].line + line_ends(lx->text, lx->v[i].pos,
					 clex_end(lx, i));
}

static bool is_code(const struct clex *lx, size_t i)
{
	return clex_is_code(lx, i) && !(lx->v[i].flags & CLEX_DIRECTIVE);
}

void lines_code(struct lines *l, const char *src, size_t len)
{
	struct clex lx;

	clex_init(&lx, src, len);
	for (size_t i = 0; i < lx.n; i++)
		if (is_code(&lx, i))
			lines_add(l, lx.v[i].line, last_line(&lx, i));
	clex_release(&lx);
}

/*
 * Open brackets. For each the conditional around its word, if the word is on
 * a line that is compiled, else what holds for the bracket around it.
 */
struct open_brackets {
	size_t *v;
	size_t n, alloc;
};

#define NOT_SEEN (CLEX_NONE - 1)

static size_t innermost(const struct open_brackets *o)
{
	return o->n ? o->v[o->n - 1] : NOT_SEEN;
}

static void spread(struct lines *l, const struct clex *lx,
		   const struct pplines *pp, struct open_brackets *o)
{
	bool word = false;	/* the token before is one, on a line of L */

	for (size_t i = 0; i < lx->n; i++) {
		size_t around, top = innermost(o);

		if (!is_code(lx, i))
			continue;
		around = ppline_around(pp, lx->v[i].pos);
		if (top == around)
			lines_add(l, lx->v[i].line, last_line(lx, i));
		if (clex_is(lx, i, "(")) {
			GROW(o->v, o->n + 1, o->alloc);
			o->v[o->n++] = word ? around : top;
		} else if (clex_is(lx, i, ")") && o->n) {
			o->n--;
		}
		word = lx->v[i].kind == CLEX_WORD &&
		       lines_has(l, lx->v[i].line);
	}
}

void lines_spread(struct lines *l, const char *src, size_t len)
{
	struct open_brackets o = { 0 };
	struct pplines pp;
	struct clex lx;

	clex_init(&lx, src, len);
	pplines_init(&pp, &lx);
	spread(l, &lx, &pp, &o);
	free(o.v);
	pplines_release(&pp);
	clex_release(&lx);
}

/* Mark the conditional I (CLEX_NONE: none) and all around it. */
static void mark_active(const struct pplines *pp, bool *active, size_t i)
{
	for (; i != CLEX_NONE && !active[i]; i = pp->v[i].parent)
		active[i] = true;
	active[pp->n] = true;
}

void lines_active(struct lines *out, const struct lines *l, const char *src,
		  size_t len)
{
	struct pplines pp;
	struct clex lx;
	bool *active;

	clex_init(&lx, src, len);
	pplines_init(&pp, &lx);
	active = xcalloc(pp.n + 1, sizeof(*active));
	for (size_t i = 0; i < lx.n; i++)
		if (is_code(&lx, i) && lines_has(l, lx.v[i].line))
			mark_active(&pp, active,
				    ppline_around(&pp, lx.v[i].pos));
	if (lines_has(l, 0))
		mark_active(&pp, active, pplines_guard(&pp, &lx));
	for (size_t i = 0; i < lx.n; i++) {
		size_t around;

		if (!clex_is_code(&lx, i))
			continue;
		around = ppline_around(&pp, lx.v[i].pos);
		if (active[around == CLEX_NONE ? pp.n : around])
			lines_add(out, lx.v[i].line, last_line(&lx, i));
	}
	free(active);
	pplines_release(&pp);
	clex_release(&lx);
}

void macro_lines(struct macro_ranges *m, const char *src, size_t len,
		 const struct strvec *names)
{
	struct pplines pp;
	struct clex lx;

	clex_init(&lx, src, len);
	pplines_init(&pp, &lx);
	for (size_t i = 0; i < pp.n; i++) {
		const struct ppline *line = &pp.v[i];
		struct macro_range *r;
		size_t w;
		char *name;

		if (line->kind != PP_DEFINE)
			continue;
		w = clex_next(&lx, line->tok + 1);
		w = w == CLEX_NONE ? w : clex_next(&lx, w + 1);
		if (w == CLEX_NONE || w >= line->tok_end)
			continue;
		name = xstrndup(src + lx.v[w].pos, lx.v[w].len);
		if (names && !strvec_has(names, name)) {
			free(name);
			continue;
		}
		GROW(m->v, m->n + 1, m->alloc);
		r = &m->v[m->n++];
		r->name = name;
		r->first = lx.v[line->tok].line;
		r->last = last_line(&lx, line->tok_end - 1);
	}
	pplines_release(&pp);
	clex_release(&lx);
}

void macro_ranges_release(struct macro_ranges *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->v[i].name);
	free(m->v);
	memset(m, 0, sizeof(*m));
}
