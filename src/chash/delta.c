// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "base/text.h"
#include "chash/chash.h"
#include "chash/delta.h"
#include "csrc/region.h"

/* A function, its prototype, or a macro of one text. */
struct item {
	char *name;
	size_t from, to;	/* tokens */
	char *text;		/* its code, layout apart; owned */
	char *head;		/* a function's, to its '{', or a prototype;
				   owned */
	bool macro;
	bool plain;		/* can be left out: a macro, or a static
				   function or a prototype with nothing odd
				   about it */
};

struct side {
	struct source src;
	struct item *v;		/* in their order, not overlapping */
	size_t n, alloc;
};

/*
 * The code in tokens [FROM, TO), one blank between two, each directive a line
 * of its own.
 */
static void add_code(const struct clex *lx, size_t from, size_t to,
		     struct strbuf *out)
{
	bool directive = false;

	for (size_t i = from; i < to; i++) {
		const struct clex_token *t = &lx->v[i];

		if (t->kind == CLEX_NEWLINE && directive) {
			strbuf_addch(out, '\n');
			directive = false;
		}
		/* "#define x (y)" and "#define x(y)" are two things. */
		if (t->kind == CLEX_SPACE && directive)
			strbuf_addch(out, ' ');
		if (t->kind < CLEX_WORD)
			continue;
		if (t->flags & CLEX_HASH && out->len &&
		    out->buf[out->len - 1] != '\n')
			strbuf_addch(out, '\n');
		directive = t->flags & CLEX_DIRECTIVE;
		strbuf_add(out, lx->text + t->pos, t->len);
		if (!directive)
			strbuf_addch(out, ' ');
	}
	if (directive)
		strbuf_addch(out, '\n');
}

static bool attribute_like(const struct clex *lx, size_t i)
{
	static const char *const harmless[] = {
		"__always_inline", "__inline", "__inline__", "__maybe_unused",
		"__must_check", "__init", NULL
	};

	if (lx->v[i].len < 2 || strncmp(lx->text + lx->v[i].pos, "__", 2))
		return false;
	for (size_t k = 0; harmless[k]; k++)
		if (clex_is(lx, i, harmless[k]))
			return false;
	return true;
}

/*
 * What comes before the name: no attribute that could keep the function, no tag
 * that it would make known to what follows.
 */
static bool plain_type(const struct clex *lx, size_t from, size_t name)
{
	size_t i = clex_next(lx, from);

	for (; i != CLEX_NONE && i < name; i = clex_next(lx, i + 1))
		if (clex_is(lx, i, "(") || clex_is(lx, i, "struct") ||
		    clex_is(lx, i, "union") || clex_is(lx, i, "enum") ||
		    attribute_like(lx, i))
			return false;
	return true;
}

/* Is the head that of a static function with a plain type? */
static bool plain_head(const struct clex *lx, size_t from, size_t name)
{
	return clex_is(lx, clex_next(lx, from), "static") &&
	       plain_type(lx, from, name);
}

/* Directives in tokens [FROM, TO): conditionals that end there, no others. */
static bool whole_conditionals(const struct source *src, size_t from,
			       size_t to)
{
	for (size_t i = 0; i < src->pp.n; i++) {
		const struct ppline *l = &src->pp.v[i], *first, *last;

		if (l->tok < from || l->tok >= to)
			continue;
		if (l->kind != PP_IF && l->kind != PP_ELSE &&
		    l->kind != PP_ELIF && l->kind != PP_ENDIF)
			return false;
		if (l->first == CLEX_NONE)
			return false;
		first = &src->pp.v[l->first];
		if (first->last == CLEX_NONE)
			return false;
		last = &src->pp.v[first->last];
		if (first->tok < from || last->tok >= to)
			return false;
	}
	return true;
}

/* The rest: its braces right behind the ')', and no _Pragma. */
static bool plain_rest(const struct source *src, size_t name, size_t to)
{
	const struct clex *lx = &src->lex;
	size_t i = clex_next(lx, name + 1);
	int depth = 0;

	for (; i != CLEX_NONE && i < to; i = clex_next(lx, i + 1)) {
		depth += clex_is(lx, i, "(") - clex_is(lx, i, ")");
		if (!depth)
			break;
	}
	if (i == CLEX_NONE || !clex_is(lx, clex_next(lx, i + 1), "{"))
		return false;
	for (i = name; i < to; i++)
		if (clex_is(lx, i, "_Pragma"))
			return false;
	return whole_conditionals(src, name, to);
}

static struct item *add_item(struct side *s, size_t name, size_t from,
			     size_t to)
{
	const struct clex *lx = &s->src.lex;
	struct strbuf text = STRBUF_INIT;
	struct item *it;

	GROW(s->v, s->n + 1, s->alloc);
	it = &s->v[s->n++];
	add_code(lx, from, to, &text);
	*it = (struct item){
		.name = xstrndup(lx->text + lx->v[name].pos, lx->v[name].len),
		.from = from, .to = to, .text = strbuf_detach(&text),
	};
	return it;
}

static void add_function(void *arg, size_t name, size_t from, size_t to)
{
	struct side *s = arg;
	struct item *it = add_item(s, name, from, to);

	it->head = xstrndup(it->text, strcspn(it->text, "{"));
	it->plain = plain_head(&s->src.lex, from, name) &&
		    plain_rest(&s->src, name, to) && !chash_implied(it->name);
}

/*
 * A prototype does not affect a unit that does not mention its name, unless it
 * has attributes or declares a tag. Tags in parameters have prototype scope.
 */
static void add_prototype(void *arg, size_t name, size_t from, size_t to)
{
	struct side *s = arg;
	const struct clex *lx = &s->src.lex;
	struct item *it = add_item(s, name, from, to);

	it->head = xstrdup(it->text);
	it->plain = plain_type(lx, from, name) && !chash_implied(it->name) &&
		    clex_is(lx, clex_prev(lx, to - 1), ")");
	for (size_t i = name + 1; i < to && it->plain; i++)
		it->plain = !(lx->v[i].flags & CLEX_DIRECTIVE) &&
			    !(lx->v[i].kind == CLEX_WORD &&
			      attribute_like(lx, i));
}

static int by_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* Those in a function stay part of it. */
static void add_macros(struct side *s)
{
	const struct clex *lx = &s->src.lex;
	size_t functions = s->n, f = 0;

	for (size_t i = 0; i < s->src.pp.n; i++) {
		const struct ppline *l = &s->src.pp.v[i];
		size_t name;

		if (l->kind != PP_DEFINE)
			continue;
		while (f < functions && s->v[f].to <= l->tok)
			f++;
		if (f < functions && s->v[f].from < l->tok)
			continue;
		name = clex_next(lx, l->tok + 1);
		name = name == CLEX_NONE ? name : clex_next(lx, name + 1);
		if (name == CLEX_NONE || name >= l->tok_end)
			continue;
		add_item(s, name, l->tok, l->tok_end)->macro = true;
		s->v[s->n - 1].plain = true;
	}
	if (s->n)
		qsort(s->v, s->n, sizeof(*s->v), by_place);
}

static void side_init(struct side *s, const struct strbuf *text)
{
	memset(s, 0, sizeof(*s));
	source_init(&s->src, text->buf, text->len);
	region_each_function(&s->src, add_function, s);
	region_each_prototype(&s->src, add_prototype, s);
	if (s->n)
		qsort(s->v, s->n, sizeof(*s->v), by_place);
	add_macros(s);
}

static void side_release(struct side *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].name);
		free(s->v[i].text);
		free(s->v[i].head);
	}
	free(s->v);
	source_release(&s->src);
}

/* Every "NAME TEXT" of a side's functions, or macros. */
static void texts(const struct side *s, bool macros, struct strvec *out)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].macro == macros)
			strvec_pushf(out, "%s %s", s->v[i].name, s->v[i].text);
}

static void heads(const struct side *s, struct strvec *out)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].macro)
			strvec_pushf(out, "%s %s", s->v[i].name, s->v[i].head);
}

/* Lines with code, as they are indented. */
static void layout(const struct side *s, struct strbuf *out)
{
	const struct clex *lx = &s->src.lex;
	uint32_t line = 0;

	for (size_t i = 0; i < lx->n; i++) {
		const struct clex_token *t = &lx->v[i];
		size_t start;

		if (t->kind < CLEX_WORD)
			continue;
		if (t->line != line) {
			start = text_line_start(lx->text, t->pos);
			strbuf_addch(out, '\n');
			if (text_is_blank(lx->text, start, t->pos))
				strbuf_add(out, lx->text + start,
					   t->pos - start);
		}
		line = t->line;
		strbuf_add(out, lx->text + t->pos, t->len);
		strbuf_addch(out, ' ');
	}
}

static bool same_layout(const struct side *a, const struct side *b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	bool same;

	layout(a, &x);
	layout(b, &y);
	same = strbuf_equal(&x, &y);
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

/* The first words of what one of the two lists has and the other has not. */
static void differing(struct strvec *a, struct strvec *b, struct strvec *out)
{
	struct strvec all = STRVEC_INIT;

	strvec_sort(a);
	strvec_sort(b);
	strset_differ(a, b, &all);
	for (size_t i = 0; i < all.n; i++)
		strvec_take(out, xstrndup(all.v[i], strcspn(all.v[i], " ")));
	strvec_sort(out);
	strvec_uniq(out);
	strvec_release(&all);
	strvec_clear(a);
	strvec_clear(b);
}

static bool is_directive(const char *line, const char *what)
{
	line += strspn(line, "# ");
	return starts_with(line, what);
}

/* Append the lines of CODE; a conditional with nothing in it is nothing. */
static void add_lines(const struct strbuf *code, struct strvec *out)
{
	for (const char *p = code->buf; p && *p;) {
		size_t n = strcspn(p, "\n");
		char *line = xstrndup(p, n);
		size_t i = out->n;

		p += n + (p[n] == '\n');
		if (*line == '#' && is_directive(line, "endif")) {
			while (i && *out->v[i - 1] == '#' &&
			       is_directive(out->v[i - 1], "el"))
				i--;
			if (i && *out->v[i - 1] == '#' &&
			    is_directive(out->v[i - 1], "if")) {
				while (out->n >= i)
					free(out->v[--out->n]);
				free(line);
				continue;
			}
		}
		strvec_take(out, line);
	}
}

/* All code but the plain functions and macros of these names. */
static void rest(const struct side *s, const struct delta *d,
		 struct strvec *out)
{
	struct strbuf code = STRBUF_INIT;
	size_t at = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct item *it = &s->v[i];

		if (!it->plain ||
		    !strvec_has(it->macro ? &d->macros : &d->functions, it->name))
			continue;
		add_code(&s->src.lex, at, it->from, &code);
		at = it->to;
	}
	add_code(&s->src.lex, at, s->src.lex.n, &code);
	add_lines(&code, out);
	strbuf_release(&code);
}

void delta_init(struct delta *d, const struct strbuf *before,
		const struct strbuf *after)
{
	struct strvec a = STRVEC_INIT, b = STRVEC_INIT;
	struct side old, new;

	memset(d, 0, sizeof(*d));
	side_init(&old, before);
	side_init(&new, after);
	texts(&old, false, &a);
	texts(&new, false, &b);
	differing(&a, &b, &d->functions);
	heads(&old, &a);
	heads(&new, &b);
	differing(&a, &b, &d->heads);
	texts(&old, true, &a);
	texts(&new, true, &b);
	differing(&a, &b, &d->macros);
	rest(&old, d, &a);
	rest(&new, d, &b);
	d->opaque = !strset_equal(&a, &b);
	d->layout = !d->opaque && !d->functions.n && !d->macros.n &&
		    !same_layout(&old, &new);
	strvec_release(&a);
	strvec_release(&b);
	side_release(&old);
	side_release(&new);
}

void delta_release(struct delta *d)
{
	strvec_release(&d->functions);
	strvec_release(&d->heads);
	strvec_release(&d->macros);
}
