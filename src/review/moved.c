// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "review/moved.h"

/* Letters and digits that a block must have. */
#define MIN_SOLID 20
/* More lines with the same text than this tell nothing. */
#define MAX_ALIKE 64

static void add_lines(struct moved *m, const struct pfile *f)
{
	for (size_t h = 0; h < f->n && !f->binary; h++)
		for (size_t i = 0; i < f->v[h].n; i++) {
			const struct pline *l = &f->v[h].v[i];

			if (l->sign == ' ')
				continue;
			GROW(m->v, m->n + 1, m->alloc);
			m->v[m->n++] = (struct moved_line){
				.file = f, .line = l,
				.joined = i && l[-1].sign == l->sign,
			};
		}
}

/* The text without blanks around it. */
static size_t trimmed(const struct pline *l, const char **text)
{
	size_t from = 0, n = l->len;

	while (from < n && isspace((unsigned char)l->text[from]))
		from++;
	while (n > from && isspace((unsigned char)l->text[n - 1]))
		n--;
	*text = l->text + from;
	return n - from;
}

static int compare(const struct pline *a, const struct pline *b)
{
	const char *s, *t;
	size_t n = trimmed(a, &s), m = trimmed(b, &t);
	int differ = memcmp(s, t, n < m ? n : m);

	return differ ? differ : n < m ? -1 : n > m;
}

static int by_text(const void *a, const void *b)
{
	struct moved_line *const *x = a, *const *y = b;
	int differ = compare((*x)->line, (*y)->line);

	return differ ? differ : *x < *y ? -1 : 1;
}

static size_t solid(const struct pline *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->len; i++)
		n += !!isalnum((unsigned char)l->text[i]);
	return n;
}

/* Lines from A and from B on that are the same and go on; and their letters. */
static size_t run(const struct moved *m, const struct moved_line *a,
		  const struct moved_line *b, size_t *letters)
{
	const struct moved_line *end = m->v + m->n;
	size_t n = 0;

	*letters = 0;
	/* Thousands of lines without a letter must not be gone through for each. */
	while (a + n < end && b + n < end &&
	       (n < MAX_ALIKE || *letters >= MIN_SOLID) && a[n].line->sign == '-' &&
	       b[n].line->sign == '+' && !a[n].to && !b[n].to &&
	       (!n || (a[n].joined && b[n].joined)) &&
	       !compare(a[n].line, b[n].line))
		*letters += solid(a[n++].line);
	return n;
}

/* The first of the N at V, which are sorted, with the text of A. */
static size_t first_alike(struct moved_line **v, size_t n,
			  const struct moved_line *a)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (compare(v[mid]->line, a->line) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The longest run that begins with A; returns its lines. */
static size_t move(struct moved *m, struct moved_line **added, size_t n,
		   struct moved_line *a)
{
	struct moved_line *best = NULL;
	size_t from = first_alike(added, n, a), length = 0;

	for (size_t i = from; i < n && i < from + MAX_ALIKE &&
			      !compare(added[i]->line, a->line); i++) {
		size_t letters, lines = run(m, a, added[i], &letters);

		if (lines > length && letters >= MIN_SOLID) {
			length = lines;
			best = added[i];
		}
	}
	for (size_t i = 0; i < length; i++) {
		a[i].to = &best[i];
		best[i].to = &a[i];
	}
	return length ? length : 1;
}

void moved_find(struct moved *m, const struct ppatch *p)
{
	struct moved_line **added;
	size_t n = 0;

	memset(m, 0, sizeof(*m));
	for (size_t i = 0; i < p->n; i++)
		add_lines(m, &p->v[i]);
	added = xcalloc(m->n + 1, sizeof(*added));
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].line->sign == '+')
			added[n++] = &m->v[i];
	qsort(added, n, sizeof(*added), by_text);
	for (size_t i = 0; i < m->n;)
		i += m->v[i].line->sign == '-' ?
		     move(m, added, n, &m->v[i]) : 1;
	free(added);
}

void moved_release(struct moved *m)
{
	free(m->v);
	memset(m, 0, sizeof(*m));
}
