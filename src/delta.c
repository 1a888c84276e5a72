// SPDX-License-Identifier: GPL-2.0-only
#include "chash.h"
#include "delta.h"
#include "region.h"

/* A function or macro of one text. */
struct item {
	char *name;
	size_t from, to;	/* tokens */
	char *text;		/* its code, layout apart; owned */
	bool plain;		/* static, and nothing odd about it */
};

struct side {
	struct source src;
	struct item *v;		/* functions, in their order */
	size_t n, alloc;
	struct macro_ranges macros;
};

/* The code in tokens [FROM, TO), one blank between two, a line a directive. */
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
		if (t->flags & CLEX_HASH && !directive)
			strbuf_addch(out, '\n');
		directive = t->flags & CLEX_DIRECTIVE;
		strbuf_add(out, lx->text + t->pos, t->len);
		if (!directive)
			strbuf_addch(out, ' ');
	}
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
 * What comes before the name: "static" first, no attribute that could keep
 * the function, no tag that it would make known to what follows.
 */
static bool plain_head(const struct clex *lx, size_t from, size_t name)
{
	size_t i = clex_next(lx, from);

	if (!clex_is(lx, i, "static"))
		return false;
	for (; i != CLEX_NONE && i < name; i = clex_next(lx, i + 1))
		if (clex_is(lx, i, "(") || clex_is(lx, i, "struct") ||
		    clex_is(lx, i, "union") || clex_is(lx, i, "enum") ||
		    attribute_like(lx, i))
			return false;
	return true;
}

/* The rest: its braces right behind the ')', no directive and no _Pragma. */
static bool plain_rest(const struct clex *lx, size_t name, size_t to)
{
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
		if (lx->v[i].flags & CLEX_DIRECTIVE ||
		    clex_is(lx, i, "_Pragma"))
			return false;
	return true;
}

static void add_function(void *arg, size_t name, size_t from, size_t to)
{
	struct side *s = arg;
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
	it->plain = plain_head(lx, from, name) && plain_rest(lx, name, to) &&
		    !chash_implied(it->name);
}

static void side_init(struct side *s, const struct strbuf *text)
{
	memset(s, 0, sizeof(*s));
	source_init(&s->src, text->buf, text->len);
	region_each_function(&s->src, add_function, s);
	macro_lines(&s->macros, text->buf, text->len, NULL);
}

static void side_release(struct side *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].name);
		free(s->v[i].text);
	}
	free(s->v);
	macro_ranges_release(&s->macros);
	source_release(&s->src);
}

/* Every "NAME TEXT" of a side, in order. */
static void function_texts(const struct side *s, struct strvec *out)
{
	for (size_t i = 0; i < s->n; i++)
		strvec_pushf(out, "%s %s", s->v[i].name, s->v[i].text);
}

/* The code of lines [FIRST, LAST], as one string. */
static void add_lines(const struct clex *lx, uint32_t first, uint32_t last,
		      struct strbuf *out)
{
	size_t from = 0, to;

	while (from < lx->n && lx->v[from].line < first)
		from++;
	for (to = from; to < lx->n && lx->v[to].line <= last;)
		to++;
	add_code(lx, from, to, out);
}

static void macro_texts(const struct side *s, struct strvec *out)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < s->macros.n; i++) {
		const struct macro_range *m = &s->macros.v[i];

		strbuf_clear(&text);
		strbuf_addf(&text, "%s ", m->name);
		add_lines(&s->src.lex, m->first, m->last, &text);
		strvec_push(out, text.buf);
	}
	strbuf_release(&text);
}

/* The first words of what one of the two sorted lists has and the other not. */
static void differing(struct strvec *a, struct strvec *b, struct strvec *out)
{
	size_t i = 0, k = 0;

	strvec_sort(a);
	strvec_sort(b);
	while (i < a->n || k < b->n) {
		int c = i == a->n ? 1 : k == b->n ? -1 :
			strcmp(a->v[i], b->v[k]);
		const char *s = c <= 0 ? a->v[i] : b->v[k];

		if (c)
			strvec_take(out, xstrndup(s, strcspn(s, " ")));
		i += c <= 0;
		k += c >= 0;
	}
	strvec_sort(out);
	strvec_uniq(out);
	strvec_clear(a);
	strvec_clear(b);
}

/* All code but the plain functions called one of NAMES. */
static void rest(const struct side *s, const struct strvec *names,
		 struct strbuf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (!s->v[i].plain || !strvec_has(names, s->v[i].name))
			continue;
		add_code(&s->src.lex, at, s->v[i].from, out);
		at = s->v[i].to;
	}
	add_code(&s->src.lex, at, s->src.lex.n, out);
}

void delta_init(struct delta *d, const struct strbuf *before,
		const struct strbuf *after)
{
	struct strvec a = STRVEC_INIT, b = STRVEC_INIT;
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	struct side old, new;

	memset(d, 0, sizeof(*d));
	side_init(&old, before);
	side_init(&new, after);
	function_texts(&old, &a);
	function_texts(&new, &b);
	differing(&a, &b, &d->functions);
	macro_texts(&old, &a);
	macro_texts(&new, &b);
	differing(&a, &b, &d->macros);
	rest(&old, &d->functions, &x);
	rest(&new, &d->functions, &y);
	d->opaque = !strbuf_equal(&x, &y);
	strvec_release(&a);
	strvec_release(&b);
	strbuf_release(&x);
	strbuf_release(&y);
	side_release(&old);
	side_release(&new);
}

void delta_release(struct delta *d)
{
	strvec_release(&d->functions);
	strvec_release(&d->macros);
}
