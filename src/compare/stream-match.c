// SPDX-License-Identifier: GPL-2.0-only
#include "compare/stream-int.h"

#define UNIT 32	/* tokens of a line of context that are looked at */

static size_t index_of(const struct stream *s, const struct stok *t)
{
	return t - s->v;
}

static void select_sign(const struct stream *s, char sign, struct toklist *out)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].sign == sign)
			toklist_add(out, &s->v[i]);
}

/* Is token I changed, and is I + STEP not, or in another hunk? */
static bool ends_run(const struct stream *s, size_t i, int step)
{
	size_t k = i + step;

	return k >= s->n || s->v[k].sign == ' ' ||
	       s->v[k].hunk != s->v[i].hunk;
}

/* --- context ----------------------------------------------------------- */

/* A line of context: the tokens of it that are context. */
struct unit {
	const struct stok *v[UNIT];
	size_t n;
};

/* The lines around a change: before it, nearest first; then behind it. */
struct window {
	struct unit v[2][STREAM_NEAR];
	size_t n[2];
};

/* The next context token of the same hunk in direction STEP. */
static const struct stok *context(const struct stream *s, size_t *i, int step)
{
	uint32_t hunk = s->v[*i].hunk;

	for (size_t k = *i + step; k < s->n && s->v[k].hunk == hunk; k += step)
		if (s->v[k].sign == ' ') {
			*i = k;
			return &s->v[k];
		}
	return NULL;
}

static void reverse(struct unit *u)
{
	for (size_t i = 0; i < u->n / 2; i++) {
		const struct stok *t = u->v[i];

		u->v[i] = u->v[u->n - 1 - i];
		u->v[u->n - 1 - i] = t;
	}
}

static void window_init(struct window *w, const struct stream *s, size_t at)
{
	memset(w, 0, sizeof(*w));
	for (int side = 0; side < 2; side++) {
		const struct stok *t, *last = NULL;
		size_t i = at;

		while ((t = context(s, &i, side ? 1 : -1))) {
			struct unit *u;

			if (!last || last->line != t->line) {
				if (w->n[side] == STREAM_NEAR)
					break;
				w->n[side]++;
			}
			last = t;
			u = &w->v[side][w->n[side] - 1];
			if (u->n < UNIT)
				u->v[u->n++] = t;
		}
	}
	for (size_t i = 0; i < w->n[0]; i++)
		reverse(&w->v[0][i]);
}

static bool unit_same(const struct unit *a, const struct unit *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!stok_same(a->v[i], b->v[i]))
			return false;
	return true;
}

/* The lines of a window, up to N of each side, in the order of the text. */
struct lines {
	const struct unit *v[2 * STREAM_NEAR];
	size_t n[2];	/* before the change, behind it */
	size_t tokens;
};

static void lines_init(struct lines *l, const struct window *w,
		       const size_t n[2])
{
	memset(l, 0, sizeof(*l));
	for (size_t i = n[0]; i > 0; i--)
		l->v[l->n[0]++] = &w->v[0][i - 1];
	for (size_t i = 0; i < n[1]; i++)
		l->v[l->n[0] + l->n[1]++] = &w->v[1][i];
	for (size_t i = 0; i < l->n[0] + l->n[1]; i++)
		l->tokens += l->v[i]->n;
}

/* The longest common subsequence of lines a[0, n) and b[0, m), in tokens. */
static size_t common(const struct unit *const *a, size_t n,
		     const struct unit *const *b, size_t m)
{
	size_t len[2 * STREAM_NEAR + 1] = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t diagonal = 0;

		for (size_t j = 0; j < m; j++) {
			size_t up = len[j + 1], best = up;

			if (len[j] > best)
				best = len[j];
			if (unit_same(a[i], b[j]) &&
			    diagonal + a[i]->n > best)
				best = diagonal + a[i]->n;
			len[j + 1] = best;
			diagonal = up;
		}
	}
	return len[m];
}

static size_t common_by_side(const struct lines *a, const struct lines *b)
{
	return common(a->v, a->n[0], b->v, b->n[0]) +
	       common(a->v + a->n[0], a->n[1], b->v + b->n[0], b->n[1]);
}

/*
 * Most of what both show must be the same; and nothing more of what they
 * show may be the same if sides do not matter: that would be on the wrong
 * one. REMOVED tokens, which both sides have, tell the place as well as
 * context does.
 */
static bool windows_agree(const struct window *a, const struct window *b,
			  size_t removed)
{
	struct lines la, lb;
	size_t n[2], most;

	lines_init(&la, a, a->n);
	lines_init(&lb, b, b->n);
	if (common(la.v, la.n[0] + la.n[1], lb.v, lb.n[0] + lb.n[1]) !=
	    common_by_side(&la, &lb))
		return false;
	for (int side = 0; side < 2; side++)
		n[side] = a->n[side] < b->n[side] ? a->n[side] : b->n[side];
	lines_init(&la, a, n);
	lines_init(&lb, b, n);
	most = la.tokens > lb.tokens ? la.tokens : lb.tokens;
	return (common_by_side(&la, &lb) + removed) * 100 >=
	       (most + removed) * STREAM_ALIKE;
}

static const struct phunk *hunk_of(const struct stream *s, size_t i)
{
	return &s->file->v[s->v[i].hunk];
}

static bool has_text(const struct pline *l)
{
	for (uint32_t i = 0; i < l->len; i++)
		if (!strchr(" \t\r", l->text[i]))
			return true;
	return false;
}

const struct pline *stream_near(const struct stream *s, size_t i, bool behind)
{
	const struct phunk *h = hunk_of(s, i);
	size_t k = s->v[i].line - h->v, step = behind ? 1 : -1;

	for (k += step; k < h->n; k += step)
		if (h->v[k].sign == ' ' && has_text(&h->v[k]))
			return &h->v[k];
	return NULL;
}

/* The next context line with text of H from K on, or NULL. */
static const struct pline *next_context(const struct phunk *h, size_t *k)
{
	while (*k < h->n) {
		const struct pline *l = &h->v[(*k)++];

		if (l->sign == ' ' && has_text(l))
			return l;
	}
	return NULL;
}

/*
 * No code is around both: do comments tell the place? Their hunks must have
 * a line of context in common, if both have any: changes may slide.
 */
static bool lines_agree(const struct phunk *a, const struct phunk *b)
{
	const struct pline *s, *t;
	size_t i = 0, j = 0;

	if (!next_context(b, &j) || !next_context(a, &i))
		return true;
	for (i = 0; (s = next_context(a, &i)); )
		for (j = 0; (t = next_context(b, &j)); )
			if (s->len == t->len &&
			    !memcmp(s->text, t->text, s->len))
				return true;
	return false;
}

/* --- by removed and added tokens --------------------------------------- */

/* How many tokens does the run of changes around token I remove? */
static size_t removed_at(const struct stream *s, size_t i)
{
	size_t n = 0;

	while (!ends_run(s, i, -1))
		i--;
	for (;; i++) {
		n += s->v[i].sign == '-';
		if (ends_run(s, i, 1))
			return n;
	}
}

static bool same_place(const struct stream *a, size_t i,
		       const struct stream *b, size_t j)
{
	struct window wa, wb;
	size_t ra, rb;

	/* Inside a run of changes there is nothing new to see. */
	if (!ends_run(a, i, -1) && !ends_run(a, i, 1) &&
	    !ends_run(b, j, -1) && !ends_run(b, j, 1))
		return true;
	window_init(&wa, a, i);
	window_init(&wb, b, j);
	if ((!wa.n[0] || !wb.n[0]) && (!wa.n[1] || !wb.n[1]))
		return lines_agree(hunk_of(a, i), hunk_of(b, j));
	ra = removed_at(a, i);
	rb = removed_at(b, j);
	return windows_agree(&wa, &wb, ra < rb ? ra : rb);
}

static enum stream_match match_sign(const struct stream *a,
				    const struct stream *b, char sign,
				    struct stream_place *at)
{
	struct toklist la = { 0 }, lb = { 0 };
	enum stream_match ret = STREAM_SAME;

	select_sign(a, sign, &la);
	select_sign(b, sign, &lb);
	if (!toklist_same(&la, &lb))
		ret = STREAM_DIFFERENT;
	for (size_t k = 0; k < la.n && ret == STREAM_SAME; k++) {
		size_t i = index_of(a, la.v[k]), j = index_of(b, lb.v[k]);

		if (same_place(a, i, b, j))
			continue;
		ret = STREAM_MOVED;
		*at = (struct stream_place){ i, j };
	}
	toklist_release(&la);
	toklist_release(&lb);
	return ret;
}

enum stream_match stream_match(const struct stream *a, const struct stream *b,
			       struct stream_place *at)
{
	struct stream_place removed_at, added_at;
	enum stream_match removed = match_sign(a, b, '-', &removed_at);
	enum stream_match added = match_sign(a, b, '+', &added_at);

	if (removed == STREAM_MOVED)
		*at = removed_at;
	else if (added == STREAM_MOVED)
		*at = added_at;
	return removed > added ? removed : added;
}

/* The first of SIGN that has another number. */
static bool find_apart(const struct stream *a, const struct stream *b,
		       char sign, struct stream_place *at)
{
	struct toklist la = { 0 }, lb = { 0 };
	size_t k = 0;

	select_sign(a, sign, &la);
	select_sign(b, sign, &lb);
	while (k < la.n && k < lb.n &&
	       la.v[k]->line->old == lb.v[k]->line->old)
		k++;
	if (k < la.n && k < lb.n)
		*at = (struct stream_place){
			index_of(a, la.v[k]), index_of(b, lb.v[k]),
		};
	toklist_release(&la);
	toklist_release(&lb);
	return at->a != CLEX_NONE;
}

void stream_apart(const struct stream *a, const struct stream *b,
		  struct stream_place *at)
{
	*at = (struct stream_place){ CLEX_NONE, CLEX_NONE };
	if (!find_apart(a, b, '-', at))
		find_apart(a, b, '+', at);
}

/* --- where they differ ------------------------------------------------- */

static void select_changes(const struct stream *s, struct toklist *out)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].sign != ' ')
			toklist_add(out, &s->v[i]);
}

/*
 * The token at A, where B has N tokens from J on that A has not: if they
 * share a line of B with what is in A, too, it is the token for that.
 */
static const struct stok *counterpart(const struct toklist *a, size_t i,
				      const struct toklist *b, size_t j,
				      size_t n)
{
	if (i && j && b->v[j - 1]->line == b->v[j]->line)
		return a->v[i - 1];
	if (i < a->n && j + n < b->n &&
	    b->v[j + n]->line == b->v[j + n - 1]->line)
		return a->v[i];
	return NULL;
}

long stream_differ(const struct stream *a, const struct stream *b,
		   struct stream_place *at)
{
	struct toklist la = { 0 }, lb = { 0 };
	const struct stok *s = NULL, *t = NULL;
	struct hunks d = { 0 };
	long n;

	select_changes(a, &la);
	select_changes(b, &lb);
	n = toklist_diff(&la, &lb, true, &d);
	for (size_t k = 0; k < d.n; k++)
		n += (long)(d.v[k].old_n + d.v[k].new_n);
	if (d.n) {
		const struct hunk *h = &d.v[0];

		s = h->old_n ? la.v[h->old] :
		    counterpart(&la, h->old, &lb, h->new, h->new_n);
		t = h->new_n ? lb.v[h->new] :
		    counterpart(&lb, h->new, &la, h->old, h->old_n);
	}
	at->a = s ? index_of(a, s) : CLEX_NONE;
	at->b = t ? index_of(b, t) : CLEX_NONE;
	hunks_release(&d);
	toklist_release(&la);
	toklist_release(&lb);
	return n;
}
