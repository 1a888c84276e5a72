// SPDX-License-Identifier: GPL-2.0-only
#include "compare/stream-int.h"

/* --- by line numbers --------------------------------------------------- */

/* Is LINE of the old file in a hunk of S? */
static bool is_shown(const struct stream *s, uint32_t line)
{
	for (size_t i = 0; i < s->file->n; i++) {
		const struct phunk *h = &s->file->v[i];

		if (line >= h->old && line - h->old < h->old_n)
			return true;
	}
	return false;
}

/* The old tokens of S on lines that OTHER shows, too. */
static void shown_by_both(const struct stream *s, const struct stream *other,
			  struct toklist *out)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].sign != '+' && is_shown(other, s->v[i].line->old))
			toklist_add(out, &s->v[i]);
}

static bool same_old_text(const struct stream *a, const struct stream *b)
{
	struct toklist la = { 0 }, lb = { 0 };
	bool same;

	shown_by_both(a, b, &la);
	shown_by_both(b, a, &lb);
	same = toklist_same(&la, &lb);
	for (size_t i = 0; i < la.n && same; i++)
		same = la.v[i]->line->old == lb.v[i]->line->old;
	toklist_release(&la);
	toklist_release(&lb);
	return same;
}

/* What S makes of the text that it and OTHER show. */
static void result_of(const struct stream *s, const struct stream *other,
		      struct toklist *out)
{
	size_t k = 0;

	for (size_t i = 0; i <= s->n; i++) {
		for (; k < other->n; k++) {
			const struct stok *t = &other->v[k];

			if (i < s->n && t->line->old > s->v[i].line->old)
				break;
			if (t->sign != '+' && !is_shown(s, t->line->old))
				toklist_add(out, t);
		}
		if (i < s->n && s->v[i].sign != '-')
			toklist_add(out, &s->v[i]);
	}
}

/*
 * The first line of the region that LINE is in: lines in a row, each shown by
 * A or B. Between regions is text that nobody knows.
 */
static uint32_t region_of(const struct stream *a, const struct stream *b,
			  uint32_t line)
{
	const struct pfile *files[] = { a->file, b->file };
	bool moved = true;

	while (moved) {
		moved = false;
		for (int f = 0; f < 2; f++)
			for (size_t i = 0; i < files[f]->n; i++) {
				const struct phunk *h = &files[f]->v[i];

				if (line > h->old &&
				    line - h->old <= h->old_n) {
					line = h->old;
					moved = true;
				}
			}
	}
	return line;
}

static bool same_regions(const struct stream *a, const struct stream *b,
			 const struct toklist *la, const struct toklist *lb)
{
	for (size_t i = 0; i < la->n; i++) {
		uint32_t s = la->v[i]->line->old, t = lb->v[i]->line->old;

		/* An added line goes with the one behind it, in doubt. */
		if (s != t &&
		    region_of(a, b, s + (la->v[i]->sign == '+')) !=
		    region_of(a, b, t + (lb->v[i]->sign == '+')))
			return false;
	}
	return true;
}

enum stream_match stream_exact(const struct stream *a, const struct stream *b)
{
	struct toklist la = { 0 }, lb = { 0 };
	enum stream_match ret = STREAM_DIFFERENT;

	if (!same_old_text(a, b))
		return STREAM_UNKNOWN;
	result_of(a, b, &la);
	result_of(b, a, &lb);
	if (toklist_same(&la, &lb) && same_regions(a, b, &la, &lb))
		ret = STREAM_SAME;
	else if (!pfile_same_base(a->file, b->file))
		ret = STREAM_UNKNOWN;
	toklist_release(&la);
	toklist_release(&lb);
	return ret;
}

/* --- by the diff of the old texts -------------------------------------- */

/* One of the two streams while they are merged. */
struct merge {
	struct toklist all;	/* its tokens, but for hunks of layout only */
	struct toklist old;	/* those of them before the change */
	size_t *partner;	/* by token of old: the other's, or CLEX_NONE */
	size_t at;		/* in all: where the walk is */
	struct toklist result;	/* the merged text with its change made */
};

static bool hunk_changes(const struct stream *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (s->v[i].sign != ' ')
			return true;
	return false;
}

static void merge_init(struct merge *m, const struct stream *s)
{
	memset(m, 0, sizeof(*m));
	for (size_t i = 0, end; i < s->n; i = end) {
		end = i;
		while (end < s->n && s->v[end].hunk == s->v[i].hunk)
			end++;
		if (!hunk_changes(s, i, end))
			continue;
		for (size_t k = i; k < end; k++) {
			toklist_add(&m->all, &s->v[k]);
			if (s->v[k].sign != '+')
				toklist_add(&m->old, &s->v[k]);
		}
	}
	m->partner = xcalloc(m->old.n, sizeof(*m->partner));
	for (size_t i = 0; i < m->old.n; i++)
		m->partner[i] = CLEX_NONE;
}

static void merge_release(struct merge *m)
{
	toklist_release(&m->all);
	toklist_release(&m->old);
	toklist_release(&m->result);
	free(m->partner);
}

/* What M adds here; then the next token that was there before, or NULL. */
static const struct stok *step(struct merge *m)
{
	while (m->at < m->all.n && m->all.v[m->at]->sign == '+')
		toklist_add(&m->result, m->all.v[m->at++]);
	return m->at < m->all.n ? m->all.v[m->at++] : NULL;
}

static void step_common(struct merge *a, struct merge *b)
{
	const struct stok *s = step(a), *t = step(b);

	if (s && s->sign == ' ')
		toklist_add(&a->result, s);
	if (t && t->sign == ' ')
		toklist_add(&b->result, t);
}

/* A token that M alone shows: the other has it, too, and leaves it alone. */
static void step_alone(struct merge *m, struct merge *other)
{
	const struct stok *s = step(m);

	if (!s)
		return;
	toklist_add(&other->result, s);
	if (s->sign == ' ')
		toklist_add(&m->result, s);
}

static void walk(struct merge *a, struct merge *b, const struct hunks *d)
{
	size_t i = 0, j = 0;

	for (size_t k = 0; k <= d->n; k++) {
		size_t end = k < d->n ? d->v[k].old : a->old.n;

		for (; i < end; i++, j++) {
			a->partner[i] = j;
			b->partner[j] = i;
			step_common(a, b);
		}
		if (k == d->n)
			break;
		for (; i < d->v[k].old + d->v[k].old_n; i++)
			step_alone(a, b);
		for (; j < d->v[k].new + d->v[k].new_n; j++)
			step_alone(b, a);
	}
	step(a);
	step(b);
}

/*
 * Does the other show the place of token I, which has no partner there? Not
 * if the next token with a partner, one way or the other, stands at the end
 * of the other's hunk.
 */
static bool knows(const struct merge *m, size_t i, const struct merge *other)
{
	uint32_t hunk = m->old.v[i]->hunk;
	bool any = false;

	for (int dir = -1; dir <= 1; dir += 2) {
		size_t k = i, p;

		while (k < m->old.n && m->old.v[k]->hunk == hunk &&
		       m->partner[k] == CLEX_NONE)
			k += dir;
		if (k >= m->old.n || m->old.v[k]->hunk != hunk)
			continue;
		any = true;
		p = m->partner[k];
		if (p - dir >= other->old.n ||
		    other->old.v[p - dir]->hunk != other->old.v[p]->hunk)
			return false;
	}
	return any;
}

/* The old tokens from I on in direction DIR: do they agree with OTHER's? */
static void partners_near(const struct merge *m, size_t i, int dir,
			  const struct merge *other, uint32_t hunk,
			  size_t *shown, size_t *agree)
{
	size_t last = CLEX_NONE;
	bool row = true;

	for (int n = 0; n < STREAM_ROW; i += dir) {
		size_t p;

		if (i >= m->old.n || m->old.v[i]->hunk != hunk)
			return;
		p = m->partner[i];
		if (p == CLEX_NONE && !knows(m, i, other))
			continue;
		row = row && p != CLEX_NONE &&
		      (last == CLEX_NONE || p == last + dir);
		last = p;
		*agree += row;
		++*shown;
		n++;
	}
}

/* Does every run of changes of M stand at the same place in the other? */
static bool places_agree(const struct merge *m, const struct merge *other)
{
	size_t old = 0;		/* tokens of m->old so far */

	for (size_t i = 0; i < m->all.n; ) {
		size_t start = old, shown = 0, agree = 0;
		uint32_t hunk = m->all.v[i]->hunk;

		if (m->all.v[i]->sign == ' ') {
			i++;
			old++;
			continue;
		}
		for (; i < m->all.n && m->all.v[i]->sign != ' ' &&
		       m->all.v[i]->hunk == hunk; i++)
			old += m->all.v[i]->sign == '-';
		partners_near(m, start - 1, -1, other, hunk, &shown, &agree);
		partners_near(m, old, 1, other, hunk, &shown, &agree);
		if (agree < STREAM_ROW && agree < shown)
			return false;
	}
	return true;
}

int stream_merge(const struct stream *a, const struct stream *b)
{
	struct hunks d = { 0 };
	struct merge ma, mb;
	int ret;

	merge_init(&ma, a);
	merge_init(&mb, b);
	ret = toklist_diff(&ma.old, &mb.old, false, &d);
	if (!ret) {
		walk(&ma, &mb, &d);
		ret = toklist_same(&ma.result, &mb.result) &&
		      places_agree(&ma, &mb) && places_agree(&mb, &ma);
	}
	hunks_release(&d);
	merge_release(&ma);
	merge_release(&mb);
	return ret;
}
