// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "csrc/cond-expr.h"
#include "csrc/presence.h"

/* What the line I itself says: an #if, #elif or one of their relatives. */
static blit says(struct bools *bs, const struct source *src, size_t i)
{
	const struct ppline *l = &src->pp.v[i];
	const struct clex *lx = &src->lex;
	size_t word = clex_next(lx, l->tok + 1), name;
	bool not = clex_is(lx, word, "ifndef") || clex_is(lx, word, "elifndef");
	blit a;

	if (clex_is(lx, word, "if") || clex_is(lx, word, "elif"))
		return cond_expr(bs, lx, word + 1, l->tok_end);
	name = clex_next(lx, word + 1);
	if (name >= l->tok_end)
		return bool_var(bs, "?nothing");
	a = cond_defined(bs, lx->text + lx->v[name].pos, lx->v[name].len);
	return not ? bool_not(a) : a;
}

/* The branch I is taken: what it says, and not what those before it say. */
static blit taken(struct bools *bs, const struct source *src, size_t i)
{
	const struct ppline *v = src->pp.v;
	blit all = v[i].kind == PP_ELSE ? B_TRUE : says(bs, src, i);

	for (size_t k = v[i].first; k != i; k = v[k].next)
		all = bool_and(bs, all, bool_not(says(bs, src, k)));
	return all;
}

static uint32_t line_of(const struct source *src, size_t i)
{
	return src->lex.v[src->pp.v[i].tok].line;
}

static void describe(const struct source *src, size_t i, struct strvec *out)
{
	const struct ppline *v = src->pp.v;
	struct strbuf s = STRBUF_INIT;

	strbuf_addf(&s, "%u: ", line_of(src, i));
	ppline_text(&v[i], &src->lex, &s);
	if (v[i].first != i) {
		strbuf_addf(&s, " of %u: ", line_of(src, v[i].first));
		ppline_text(&v[v[i].first], &src->lex, &s);
	}
	strvec_push(out, s.buf);
	strbuf_release(&s);
}

static void add(struct presence *p, struct bools *bs, const struct source *src,
		size_t i)
{
	if (p->n + 1 > p->alloc) {
		p->alloc = p->alloc ? 2 * p->alloc : 8;
		p->v = xrealloc(p->v, p->alloc * sizeof(*p->v));
		p->line = xrealloc(p->line, p->alloc * sizeof(*p->line));
	}
	p->line[p->n] = line_of(src, i);
	p->v[p->n++] = taken(bs, src, i);
	describe(src, i, &p->what);
}

void presence_at(struct presence *p, struct bools *bs,
		 const struct source *src, size_t pos)
{
	size_t guard = pplines_guard(&src->pp, &src->lex), n = 0;
	size_t *around = xcalloc(src->pp.n + 1, sizeof(*around));

	for (size_t i = ppline_around(&src->pp, pos); i != CLEX_NONE;
	     i = src->pp.v[i].parent)
		if (i != guard)
			around[n++] = i;
	while (n)
		add(p, bs, src, around[--n]);
	free(around);
}

blit presence_all(const struct presence *p, struct bools *bs)
{
	blit all = B_TRUE;

	for (size_t i = 0; i < p->n; i++)
		all = bool_and(bs, all, p->v[i]);
	return all;
}

void presence_release(struct presence *p)
{
	free(p->v);
	free(p->line);
	strvec_release(&p->what);
	memset(p, 0, sizeof(*p));
}

/* The condition under which SRC keeps its line L. */
static blit line_kept(struct bools *bs, const struct source *src,
		      const struct ppline *l)
{
	struct presence p = { 0 };
	blit all;

	presence_at(&p, bs, src, l->start);
	all = presence_all(&p, bs);
	presence_release(&p);
	return all;
}

blit presence_of_define(struct bools *bs, const struct source *src,
			const char *name)
{
	const struct clex *lx = &src->lex;
	blit any = B_FALSE;

	for (size_t i = 0; i < src->pp.n; i++) {
		const struct ppline *l = &src->pp.v[i];
		size_t at = clex_next(lx, clex_next(lx, l->tok + 1) + 1);

		if (l->kind == PP_DEFINE && at < l->tok_end &&
		    clex_is(lx, at, name))
			any = bool_or(bs, any, line_kept(bs, src, l));
	}
	return any;
}

/* Does PATH end in what is written between the quotes or brackets of L? */
static bool may_be(const struct source *src, const struct ppline *l,
		   const char *path)
{
	const char *text = src->lex.text + l->start;
	const char *open = memchr(text, '"', l->end - l->start) ?:
			   memchr(text, '<', l->end - l->start);
	size_t left, n, len = strlen(path);
	const char *s;

	if (!open++)
		return false;
	left = src->lex.text + l->end - open;
	for (n = 0; n < left && !strchr("\">\n", open[n]); n++)
		;
	/* "../x.h" and "dir/../x.h": only what follows says which it is. */
	s = memmem(open, n, "./", 2);
	for (; s; s = memmem(open, n, "./", 2)) {
		n -= s + 2 - open;
		open = s + 2;
	}
	if (!n || n > len)
		return false;
	if (!strncmp(path + len - n, open, n))
		return n == len || path[len - n - 1] == '/';
	/* A header of asm/ may be a wrapper that kbuild makes. */
	s = strstr(path, "asm-generic/");
	return s && n > 4 && !strncmp(open, "asm/", 4) &&
	       strlen(s + 12) == n - 4 && !strncmp(s + 12, open + 4, n - 4);
}

blit presence_of_include(struct bools *bs, const struct source *src,
			 const char *path)
{
	blit any = B_FALSE;

	for (size_t i = 0; i < src->pp.n; i++) {
		const struct ppline *l = &src->pp.v[i];

		if (l->kind == PP_INCLUDE && may_be(src, l, path))
			any = bool_or(bs, any, line_kept(bs, src, l));
	}
	return any;
}
