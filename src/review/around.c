// SPDX-License-Identifier: GPL-2.0-only
#include "review/around.h"

/* A page is to stay below 10 MiB, and a diff takes up to 5 times its size there. */
#define PAGE (9u << 20)
#define GROWS 5
/* What these lines may take of it. */
#define ROOM (3u << 20)
/* A line in markup, as a guess. */
#define LINE_BYTES 90
#define MAX_EACH 20
#define MIN_EACH 3

static void text_release(struct around_text *t)
{
	strbuf_release(&t->text);
	free(t->at);
	t->at = NULL;
	t->n = 0;
}

/* Find the lines of T. */
static void text_lines(struct around_text *t)
{
	size_t n = 0, alloc = 0;

	t->at = NULL;
	GROW(t->at, 1, alloc);
	t->at[0] = 0;
	while (t->at[n] < t->text.len) {
		const char *from = t->text.buf + t->at[n];
		const char *end = memchr(from, '\n', t->text.len - t->at[n]);

		GROW(t->at, n + 2, alloc);
		t->at[n + 1] = end ? (size_t)(end + 1 - t->text.buf) : t->text.len;
		n++;
	}
	t->n = n;
}

void around_init(struct around *a, const struct around_source *source,
		 const struct patchset *set)
{
	size_t hunks = 1, diffs = 0;

	memset(a, 0, sizeof(*a));
	a->source = source;
	a->set = set;
	strbuf_init(&a->old.text);
	for (size_t i = 0; i < set->n; i++) {
		diffs += set->v[i].diff.len;
		for (size_t k = 0; k < set->v[i].n; k++)
			hunks += set->v[i].v[k].n;
	}
	a->room = diffs * GROWS > PAGE ? 0 : PAGE - diffs * GROWS;
	if (a->room > ROOM)
		a->room = ROOM;
	a->each = a->room / LINE_BYTES / 2 / hunks;
	if (a->each > MAX_EACH)
		a->each = MAX_EACH;
	if (a->each < MIN_EACH)
		a->each = MIN_EACH;
}

void around_release(struct around *a)
{
	for (size_t i = 0; i < a->n_kept; i++)
		text_release(&a->kept[i]);
	free(a->kept);
	strvec_release(&a->kept_paths);
	text_release(&a->old);
}

/* Does line I of T read as L? */
static bool is_line(const struct around_text *t, size_t i, const struct pline *l)
{
	size_t n;

	if (i >= t->n)
		return false;
	n = t->at[i + 1] - t->at[i];
	return n == l->len + (l->cut ? 0 : 1) &&
	       !memcmp(t->text.buf + t->at[i], l->text, l->len) &&
	       (l->cut || t->text.buf[t->at[i] + l->len] == '\n');
}

/* What F makes of OLD, to NEW. False: a line is not where F says. */
static bool apply(const struct around_text *old, const struct pfile *f,
		  struct strbuf *new)
{
	size_t at = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct phunk *h = &f->v[i];
		size_t from = h->old_n ? h->old - 1 : h->old;

		if (from < at || from > old->n)
			return false;
		strbuf_add(new, old->text.buf + old->at[at], old->at[from] - old->at[at]);
		at = from;
		for (size_t k = 0; k < h->n; k++) {
			const struct pline *l = &h->v[k];

			if (l->sign != '+' && !is_line(old, at++, l))
				return false;
			if (l->sign != '-')
				strbuf_addf(new, "%.*s%s", (int)l->len, l->text,
					    l->cut ? "" : "\n");
		}
	}
	strbuf_add(new, old->text.buf + old->at[at], old->text.len - old->at[at]);
	return true;
}

static struct around_text *kept(const struct around *a, const char *path)
{
	for (size_t i = 0; i < a->n_kept; i++)
		if (!strcmp(a->kept_paths.v[i], path))
			return &a->kept[i];
	return NULL;
}

/* Does a patch behind P begin with the file PATH? */
static bool comes_again(const struct around *a, const struct ppatch *p,
			const char *path)
{
	for (const struct ppatch *q = p + 1; q < a->set->v + a->set->n; q++)
		for (size_t i = 0; i < q->n; i++)
			if (q->v[i].old_path && !strcmp(q->v[i].old_path, path))
				return true;
	return false;
}

/* From now on PATH holds TEXT, which is taken; NULL: it is not known what. */
static void keep(struct around *a, const char *path, struct strbuf *text)
{
	struct around_text *t = kept(a, path);

	if (!t) {
		GROW(a->kept, a->n_kept + 1, a->alloc_kept);
		t = &a->kept[a->n_kept++];
		strvec_push(&a->kept_paths, path);
	} else {
		text_release(t);
	}
	memset(t, 0, sizeof(*t));
	strbuf_init(&t->text);
	if (text) {
		strbuf_swap(&t->text, text);
		text_lines(t);
	}
}

/* The text of PATH before the patch, to A->old. */
static bool find_old(struct around *a, const char *path)
{
	const struct around_text *t = kept(a, path);

	text_release(&a->old);
	strbuf_init(&a->old.text);
	if (t && !t->at)
		return false;
	if (t)
		strbuf_add(&a->old.text, t->text.buf, t->text.len);
	else if (a->source->read(a->source->data, path, &a->old.text))
		return false;
	text_lines(&a->old);
	return true;
}

const struct around_text *around_file(struct around *a, const struct ppatch *p,
				      const struct pfile *f)
{
	struct strbuf new = STRBUF_INIT;
	bool known;

	if (!a->source)
		return NULL;
	/* Of a new file all lines are in the patch. */
	known = !f->binary && f->old_path && find_old(a, f->old_path) &&
		apply(&a->old, f, &new);
	if (comes_again(a, p, f->path))
		keep(a, f->path, known ? &new : NULL);
	strbuf_release(&new);
	a->unknown += !known && f->old_path && f->n && !f->binary;
	return known ? &a->old : NULL;
}
