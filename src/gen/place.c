// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/clex.h"
#include "csrc/region.h"
#include "gen/place.h"

struct place_form {
	const char *text;
	struct clex lex;
	const char *first;	/* its first token, N bytes */
	size_t n;
};

static int by_first(const void *a, const void *b)
{
	const struct place_form *x = a, *y = b;
	int d = memcmp(x->first, y->first, x->n < y->n ? x->n : y->n);

	return d ?: (x->n > y->n) - (x->n < y->n);
}

void place_forms_init(struct place_forms *f, const struct strvec *forms)
{
	f->v = xcalloc(forms->n + 1, sizeof(*f->v));
	f->n = 0;
	for (size_t i = 0; i < forms->n; i++) {
		struct place_form *k = &f->v[f->n];
		size_t first;

		k->text = forms->v[i];
		clex_init(&k->lex, k->text, strlen(k->text));
		first = clex_next(&k->lex, 0);
		if (first == CLEX_NONE) {
			clex_release(&k->lex);
			continue;
		}
		k->first = k->text + k->lex.v[first].pos;
		k->n = k->lex.v[first].len;
		f->n++;
	}
	if (f->n)
		qsort(f->v, f->n, sizeof(*f->v), by_first);
}

void place_forms_release(struct place_forms *f)
{
	for (size_t i = 0; i < f->n; i++)
		clex_release(&f->v[i].lex);
	free(f->v);
	f->v = NULL;
	f->n = 0;
}

/* Does the form stand at token AT of LX? */
static bool stands(const struct place_form *f, const struct clex *lx, size_t at)
{
	for (size_t i = clex_next(&f->lex, 0); i != CLEX_NONE;
	     i = clex_next(&f->lex, i + 1)) {
		if (at == CLEX_NONE || !clex_same(&f->lex, i, lx, at))
			return false;
		at = clex_next(lx, at + 1);
	}
	return true;
}

/* The form at token AT, or NULL. */
static const struct place_form *form_at(const struct place_forms *f,
					const struct clex *lx, size_t at)
{
	struct place_form key = { .first = lx->text + lx->v[at].pos,
				  .n = lx->v[at].len };
	const struct place_form *k = f->n ?
		bsearch(&key, f->v, f->n, sizeof(*f->v), by_first) : NULL;

	if (!k)
		return NULL;
	while (k > f->v && !by_first(k - 1, &key))
		k--;
	for (; k < f->v + f->n && !by_first(k, &key); k++)
		if (stands(k, lx, at))
			return k;
	return NULL;
}

static void find(const struct place_forms *f, const struct clex *lx,
		 struct places *p, size_t *count)
{
	for (size_t i = clex_next(lx, 0); i != CLEX_NONE;
	     i = clex_next(lx, i + 1)) {
		const struct place_form *k = form_at(f, lx, i);

		if (!k)
			continue;
		++*count;
		if (!p)
			continue;
		GROW(p->v, p->n + 1, p->alloc);
		p->v[p->n++] = (struct place){
			.line = (int)lx->v[i].line, .form = k->text,
			.macro = lx->v[i].flags & CLEX_DIRECTIVE,
		};
	}
}

size_t place_count(const struct place_forms *f, const struct strbuf *text)
{
	struct clex lx = { 0 };
	size_t n = 0;

	clex_init(&lx, text->buf, text->len);
	find(f, &lx, NULL, &n);
	clex_release(&lx);
	return n;
}

/* Is [WORD, WORD + N) the first token of a form? */
static bool is_first(const struct place_forms *f, const char *word, size_t n)
{
	struct place_form key = { .first = word, .n = n };

	return f->n && bsearch(&key, f->v, f->n, sizeof(*f->v), by_first);
}

size_t place_talk(const struct place_forms *f, const struct strbuf *text)
{
	struct clex lx = { 0 };
	size_t n = 0;

	clex_init(&lx, text->buf, text->len);
	for (size_t i = 0; i < lx.n; i++) {
		const char *p = lx.text + lx.v[i].pos, *end = p + lx.v[i].len;

		if (!clex_is_comment(&lx, i) && lx.v[i].kind != CLEX_STRING)
			continue;
		while (p < end) {
			size_t len = 0;

			while (p + len < end && is_word(p[len]))
				len++;
			n += len && is_first(f, p, len);
			p += len ? len : 1;
		}
	}
	clex_release(&lx);
	return n;
}

/* --- functions ----------------------------------------------------------- */

struct walk {
	const struct clex *lx;
	struct places *p;		/* whose functions are wanted, or NULL */
	bool (*bad)(const void *arg, int from, int to);
	const void *arg;
	size_t n, n_bad;
};

static void each(void *arg, size_t name, size_t from, size_t to)
{
	struct walk *w = arg;
	int first = (int)w->lx->v[from].line;
	int last = (int)w->lx->v[to ? to - 1 : 0].line;

	w->n++;
	w->n_bad += w->bad && w->bad(w->arg, first, last);
	for (size_t i = 0; w->p && i < w->p->n; i++) {
		struct place *k = &w->p->v[i];

		if (k->line < first || k->line > last || k->function)
			continue;
		k->function = xstrndup(w->lx->text + w->lx->v[name].pos,
				       w->lx->v[name].len);
	}
}

void place_list(const struct place_forms *f, const struct strbuf *text,
		struct places *p)
{
	struct walk w = { .p = p };
	struct source src;
	size_t n = 0;

	memset(p, 0, sizeof(*p));
	source_init(&src, text->buf, text->len);
	find(f, &src.lex, p, &n);
	w.lx = &src.lex;
	if (p->n)
		region_each_function(&src, each, &w);
	source_release(&src);
}

void places_release(struct places *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->v[i].function);
	free(p->v);
	memset(p, 0, sizeof(*p));
}

size_t place_functions(const struct strbuf *text,
		       bool (*bad)(const void *arg, int from, int to),
		       const void *arg, size_t *n_bad)
{
	struct walk w = { .bad = bad, .arg = arg };
	struct source src;

	source_init(&src, text->buf, text->len);
	w.lx = &src.lex;
	region_each_function(&src, each, &w);
	source_release(&src);
	*n_bad = w.n_bad;
	return w.n;
}
