// SPDX-License-Identifier: GPL-2.0-only
#include "compare/int.h"

#define NEAR 6		/* lines on a side of a change that tell its place */
#define ALIKE 50	/* percent of their tokens that must be the same */

/* One of the two patches while they are merged. */
struct side {
	const struct tokens *t;
	struct token_list old;	/* what was there before the change */
	size_t *partner;	/* by index in t: the other's, or NONE */
	bool *firm;		/* the same: with all of its line */
	size_t next;		/* in old, and in t: where the walk is */
	size_t at;
	long shift;		/* the other's line number less this one's */
	struct token_list result; /* the merged file with the change made */
};

static bool hunk_changes(const struct tokens *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (t->v[i].sign != ' ')
			return true;
	return false;
}

/* By line numbers, notes tell nothing; by the text, hunks of layout do not. */
static void side_init(struct side *s, const struct tokens *t, bool numbers)
{
	memset(s, 0, sizeof(*s));
	s->t = t;
	s->partner = xcalloc(t->n, sizeof(*s->partner));
	s->firm = xcalloc(t->n, sizeof(*s->firm));
	for (size_t i = 0, end; i < t->n; i = end) {
		bool take = numbers;

		end = i;
		while (end < t->n && t->v[end].hunk == t->v[i].hunk)
			end++;
		take = take || hunk_changes(t, i, end);
		for (size_t k = i; k < end; k++) {
			s->partner[k] = NONE;
			if (take && t->v[k].sign != '+' &&
			    !(numbers && t->v[k].note))
				token_list_add(&s->old, &t->v[k]);
		}
	}
}

static void side_release(struct side *s)
{
	token_list_release(&s->old);
	token_list_release(&s->result);
	free(s->partner);
	free(s->firm);
}

/* The index in t of token K of old. */
static size_t old_index(const struct side *s, size_t k)
{
	return s->old.v[k] - s->t->v;
}

static void pair_tokens(struct side *a, size_t i, struct side *b, size_t j)
{
	size_t s = old_index(a, i), t = old_index(b, j);

	a->partner[s] = t;
	b->partner[t] = s;
}

/* --- by line numbers --------------------------------------------------- */

/* Is LINE of the old file in a hunk of T? */
static bool is_shown(const struct tokens *t, uint32_t line)
{
	for (size_t i = 0; i < t->file->n; i++) {
		const struct phunk *h = &t->file->v[i];

		if (line >= h->old && line - h->old < h->old_n)
			return true;
	}
	return false;
}

static uint32_t old_line(const struct side *s, size_t k)
{
	return k < s->old.n ? s->old.v[k]->line->old : UINT32_MAX;
}

/* Returns whether the lines that both show have the same tokens. */
static bool pair_by_number(struct side *a, struct side *b)
{
	size_t i = 0, j = 0;

	while (i < a->old.n || j < b->old.n) {
		uint32_t la = old_line(a, i), lb = old_line(b, j);

		if (la != lb) {
			if (is_shown(la < lb ? b->t : a->t, la < lb ? la : lb))
				return false;
			i += la < lb;
			j += lb < la;
			continue;
		}
		if (!token_same(a->old.v[i], b->old.v[j]))
			return false;
		pair_tokens(a, i++, b, j++);
	}
	return true;
}

/*
 * The first line of the region that LINE is in: lines in a row, each shown by
 * A or B. Between regions is text that nobody knows.
 */
static uint32_t region_of(const struct side *a, const struct side *b,
			  uint32_t line)
{
	const struct pfile *files[] = { a->t->file, b->t->file };
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

/* Where a token is; in doubt, an added line goes with the one behind it. */
static uint32_t line_of(const struct token *t)
{
	return t->line->old + (t->sign == '+');
}

static bool regions_agree(const struct side *a, const struct side *b)
{
	for (size_t i = 0; i < a->result.n; i++) {
		uint32_t s = line_of(a->result.v[i]);
		uint32_t t = line_of(b->result.v[i]);

		if (s != t && region_of(a, b, s) != region_of(a, b, t))
			return false;
	}
	return true;
}

/* --- by the text ------------------------------------------------------- */

/* The next token of before the change in the hunk of I, or NONE. */
static size_t old_beside(const struct tokens *t, size_t i, int dir)
{
	uint32_t hunk = t->v[i].hunk;

	do
		i += dir;
	while (i < t->n && t->v[i].hunk == hunk && t->v[i].sign == '+');
	return i < t->n && t->v[i].hunk == hunk ? i : NONE;
}

/*
 * Of lines that are the same, such as braces, any may have been found. Take
 * the one next to what stands next to it, towards DIR.
 */
static void draw_near(struct side *a, struct side *b, int dir)
{
	for (size_t n = 0; n < a->t->n; n++) {
		size_t i = dir > 0 ? a->t->n - 1 - n : n, p = a->partner[i];
		size_t next = p == NONE ? NONE : old_beside(a->t, i, dir);
		size_t to = next == NONE || a->partner[next] == NONE ? NONE :
			    old_beside(b->t, a->partner[next], -dir);

		if (to == NONE || b->partner[to] != NONE ||
		    !token_same(&a->t->v[i], &b->t->v[to]))
			continue;
		b->partner[p] = NONE;
		a->partner[i] = to;
		b->partner[to] = i;
	}
}

/* Firm are the lines of A whose tokens are those of one line of B. */
static void find_firm(struct side *a, const struct side *b)
{
	const struct token *const *v = a->old.v;

	for (size_t i = 0, end; i < a->old.n; i = end) {
		const struct pline *line = NULL;
		bool firm = true;

		for (end = i; end < a->old.n && v[end]->line == v[i]->line; end++) {
			size_t p = a->partner[old_index(a, end)];

			firm = firm && p != NONE &&
			       (!line || line == b->t->v[p].line);
			line = p == NONE ? NULL : b->t->v[p].line;
		}
		for (size_t k = i; k < end; k++)
			a->firm[old_index(a, k)] = firm;
	}
}

static int pair_by_text(struct side *a, struct side *b)
{
	struct hunks d = { 0 };
	int err = token_list_diff(&a->old, &b->old, false, &d);

	for (size_t k = 0, i = 0, j = 0; k <= d.n && !err; k++) {
		size_t end = k < d.n ? d.v[k].old : a->old.n;

		while (i < end)
			pair_tokens(a, i++, b, j++);
		if (k < d.n) {
			i += d.v[k].old_n;
			j += d.v[k].new_n;
		}
	}
	hunks_release(&d);
	for (int dir = 1; dir >= -1; dir -= 2) {
		draw_near(a, b, dir);
		draw_near(b, a, dir);
	}
	find_firm(a, b);
	find_firm(b, a);
	return err;
}

/*
 * Token I has no partner: does O show that it has something else there, next
 * to the partner that comes first on a side?
 */
static bool is_denied(const struct side *s, size_t i, const struct side *o)
{
	for (int dir = -1; dir <= 1; dir += 2) {
		size_t k = i;

		while (k != NONE && s->partner[k] == NONE)
			k = old_beside(s->t, k, dir);
		if (k != NONE &&
		    old_beside(o->t, s->partner[k], -dir) != NONE)
			return true;
	}
	return false;
}

/* --- the merged file --------------------------------------------------- */

/* The index in t of the next token of old, or the end. */
static size_t next_old(const struct side *s)
{
	return s->next < s->old.n ? old_index(s, s->next) : s->t->n;
}

/* What S adds, up to token END. */
static void add_until(struct side *s, size_t end)
{
	for (; s->at < end; s->at++)
		if (s->t->v[s->at].sign == '+')
			token_list_add(&s->result, &s->t->v[s->at]);
}

/* What S adds here; then the next token that was there before, or NULL. */
static const struct token *step(struct side *s)
{
	add_until(s, next_old(s));
	if (s->next >= s->old.n)
		return NULL;
	s->at++;
	return s->old.v[s->next++];
}

/* What S adds to the hunk of T, which was there, goes with T. */
static void add_behind(struct side *s, const struct token *t)
{
	size_t end = s->at;

	while (end < s->t->n && s->t->v[end].sign == '+' &&
	       s->t->v[end].hunk == t->hunk)
		end++;
	add_until(s, end);
}

/* Hunks without anything that was there are added before line LINE. */
static void add_floating(struct side *s, long line)
{
	const struct token *v = s->t->v;
	size_t next = next_old(s), end = s->at;

	while (end < next && (long)v[end].line->old < line &&
	       (next == s->t->n || v[end].hunk != v[next].hunk))
		end++;
	add_until(s, end);
}

static void step_both(struct side *a, struct side *b)
{
	const struct token *s = step(a), *t = step(b);

	if (s && s->sign == ' ' && !s->note)
		token_list_add(&a->result, s);
	if (t && t->sign == ' ' && !t->note)
		token_list_add(&b->result, t);
	if (!s || !t)
		return;
	a->shift = (long)t->line->old - (long)s->line->old;
	b->shift = -a->shift;
	add_behind(a, s);
	add_behind(b, t);
}

/* A token that S alone shows: O has it, too, and leaves it alone. */
static void step_alone(struct side *s, struct side *o, bool numbers)
{
	const struct token *t = step(s);

	add_floating(o, (long)t->line->old + s->shift);
	if (t->sign == '-') {
		token_list_add(&o->result, t);
	} else if (!t->note && (numbers || !is_denied(s, t - s->t->v, o))) {
		token_list_add(&s->result, t);
		token_list_add(&o->result, t);
	}
	add_behind(s, t);
}

/* Where the first token that both show has another line. */
static void first_shift(struct side *a, struct side *b)
{
	for (size_t k = 0; k < a->old.n; k++) {
		size_t i = old_index(a, k);

		if (a->partner[i] == NONE)
			continue;
		a->shift = (long)b->t->v[a->partner[i]].line->old -
			   (long)a->t->v[i].line->old;
		b->shift = -a->shift;
		return;
	}
}

static bool is_alone(const struct side *s)
{
	return s->next < s->old.n && s->partner[old_index(s, s->next)] == NONE;
}

static void make_results(struct side *a, struct side *b, bool numbers)
{
	first_shift(a, b);
	while (a->next < a->old.n || b->next < b->old.n) {
		bool s = is_alone(a), t = is_alone(b);

		if (s && t && numbers)
			s = old_line(a, a->next) < old_line(b, b->next);
		if (s)
			step_alone(a, b, numbers);
		else if (t)
			step_alone(b, a, numbers);
		else
			step_both(a, b);
	}
	step_both(a, b);
}

/* --- places ------------------------------------------------------------ */

/* What stands next to a change. */
struct beside {
	size_t lines;		/* with code that is context */
	size_t code, same;	/* tokens of them; firm ones in the hunk meant */
	size_t removed;		/* tokens that both remove right there */
};

static bool is_firm(const struct side *s, size_t i, const struct side *o,
		    uint32_t hunk)
{
	return s->firm[i] && o->t->v[s->partner[i]].hunk == hunk;
}

/* From token I of S on; O has the change in HUNK. */
static struct beside look(const struct side *s, size_t i, int dir,
			  size_t limit, const struct side *o, uint32_t hunk)
{
	struct beside ret = { 0 };
	const struct token *v = s->t->v;
	const struct pline *last = NULL;
	uint32_t own = v[i].hunk;

	for (i -= dir < 0; i < s->t->n && v[i].hunk == own; i += dir) {
		if (v[i].note)
			continue;
		if (v[i].sign != ' ') {
			ret.removed += !last && s->partner[i] != NONE;
			continue;
		}
		if (v[i].line != last && ret.lines++ == limit) {
			ret.lines--;
			break;
		}
		last = v[i].line;
		ret.code++;
		ret.same += is_firm(s, i, o, hunk);
	}
	return ret;
}

/* No code tells the place: do comments? */
static bool notes_agree(const struct side *a, uint32_t hunk_a,
			const struct side *b, uint32_t hunk_b)
{
	bool any_a = false, any_b = false;

	for (size_t i = 0; i < a->t->n; i++) {
		if (!a->t->v[i].note || a->t->v[i].hunk != hunk_a)
			continue;
		any_a = true;
		if (is_firm(a, i, b, hunk_b))
			return true;
	}
	for (size_t i = 0; i < b->t->n; i++)
		any_b = any_b || (b->t->v[i].note && b->t->v[i].hunk == hunk_b);
	return !any_a || !any_b;
}

/* Does a change at token I of A stand where it does at token J of B? */
static bool place_agrees(const struct side *a, size_t i, const struct side *b,
			 size_t j)
{
	uint32_t hunk_a = a->t->v[i].hunk, hunk_b = b->t->v[j].hunk;
	size_t ours = 0, theirs = 0, same = 0;

	for (int dir = -1; dir <= 1; dir += 2) {
		struct beside s = look(a, i, dir, NEAR, b, hunk_b);
		struct beside t = look(b, j, dir, NEAR, a, hunk_a);

		s = look(a, i, dir, s.lines < t.lines ? s.lines : t.lines, b,
			 hunk_b);
		t = look(b, j, dir, s.lines, a, hunk_a);
		ours += s.code + s.removed;
		theirs += t.code + t.removed;
		same += s.same + s.removed;
	}
	if (!ours && !theirs)
		return notes_agree(a, hunk_a, b, hunk_b);
	return same * 100 >= (ours > theirs ? ours : theirs) * ALIKE;
}

/* The token of O that came out where token I of S did, or NONE. */
static size_t twin(const struct side *s, size_t i, const struct side *o,
		   size_t *at)
{
	const struct token *t;

	if (s->t->v[i].sign == '-')
		return s->partner[i];
	while (s->result.v[*at] != &s->t->v[i])
		++*at;
	t = o->result.v[*at];
	return t >= o->t->v && t < o->t->v + o->t->n ?
	       (size_t)(t - o->t->v) : NONE;
}

/* Is token I the first of some with its sign? */
static bool begins_change(const struct tokens *t, size_t i)
{
	return t->v[i].sign != ' ' &&
	       (!i || t->v[i - 1].sign != t->v[i].sign ||
		t->v[i - 1].hunk != t->v[i].hunk);
}

/* The results are the same. Do all changes of A stand where B has them? */
static bool places_agree(const struct side *a, const struct side *b,
			 size_t *s, size_t *t)
{
	size_t at = 0;

	for (size_t i = 0; i < a->t->n; i++) {
		size_t j;

		if (!begins_change(a->t, i))
			continue;
		j = twin(a, i, b, &at);
		/* What only A shows and removes has B's result to tell. */
		if (j == NONE ? a->t->v[i].sign == '-' :
				place_agrees(a, i, b, j))
			continue;
		if (j != NONE) {
			*s = i;
			*t = j;
		}
		return false;
	}
	return true;
}

/* --- the same tokens at other places ----------------------------------- */

static void select_sign(const struct tokens *t, char sign,
			struct token_list *out)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].sign == sign)
			token_list_add(out, &t->v[i]);
}

/* The next token at or behind I that has a partner, or NONE. */
static size_t anchor(const struct side *s, size_t i)
{
	while (i != NONE && s->partner[i] == NONE)
		i = old_beside(s->t, i, 1);
	return i;
}

static bool is_apart(const struct side *a, const struct token *s,
		     const struct side *b, const struct token *t, bool numbers)
{
	size_t i, j;

	if (numbers)
		return s->line->old != t->line->old;
	i = anchor(a, s - a->t->v);
	j = anchor(b, t - b->t->v);
	return i == NONE || a->partner[i] != j;
}

/* Do both change the same tokens? *AT, unless set, is the first apart. */
static bool find_moved(const struct side *a, const struct side *b,
		       bool numbers, struct token_place *at)
{
	bool same = true;

	for (const char *sign = "-+"; *sign && same; sign++) {
		struct token_list la = { 0 }, lb = { 0 };

		select_sign(a->t, *sign, &la);
		select_sign(b->t, *sign, &lb);
		same = token_list_same(&la, &lb);
		for (size_t k = 0; same && k < la.n && at->a == NONE; k++)
			if (is_apart(a, la.v[k], b, lb.v[k], numbers)) {
				at->a = la.v[k] - a->t->v;
				at->b = lb.v[k] - b->t->v;
			}
		token_list_release(&la);
		token_list_release(&lb);
	}
	return same;
}

/* --- the verdict ------------------------------------------------------- */

/* One of the two ways. Returns 1, 0, or < 0; *FITS: could it be gone? */
static int merge_by(bool numbers, const struct tokens *ta,
		    const struct tokens *tb, bool *fits, bool *moved,
		    struct token_place *at)
{
	struct side a, b;
	int ret = 0;

	*at = (struct token_place){ NONE, NONE };
	side_init(&a, ta, numbers);
	side_init(&b, tb, numbers);
	if (numbers)
		*fits = pair_by_number(&a, &b);
	else
		ret = pair_by_text(&a, &b);
	if (!ret && *fits) {
		make_results(&a, &b, numbers);
		ret = token_list_same(&a.result, &b.result);
		if (ret && numbers)
			ret = regions_agree(&a, &b);
		else if (ret)
			ret = places_agree(&a, &b, &at->a, &at->b) &&
			      places_agree(&b, &a, &at->b, &at->a);
		*moved = !ret && find_moved(&a, &b, numbers, at);
	}
	side_release(&a);
	side_release(&b);
	return ret;
}

int merge_same(const struct tokens *a, const struct tokens *b, bool *moved,
	       struct token_place *at)
{
	bool fits = true;
	int ret = merge_by(true, a, b, &fits, moved, at);

	if (ret || (fits && pfile_same_base(a->file, b->file)))
		return ret;
	fits = true;
	return merge_by(false, a, b, &fits, moved, at);
}

/* --- where they differ ------------------------------------------------- */

static void select_changes(const struct tokens *t, struct token_list *out)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].sign != ' ')
			token_list_add(out, &t->v[i]);
}

/*
 * The token at A, where B has N tokens from J on that A has not: if they
 * share a line of B with what is in A, too, it is the token for that.
 */
static const struct token *counterpart(const struct token_list *a, size_t i,
				       const struct token_list *b, size_t j,
				       size_t n)
{
	if (i && j && b->v[j - 1]->line == b->v[j]->line)
		return a->v[i - 1];
	if (i < a->n && j + n < b->n &&
	    b->v[j + n]->line == b->v[j + n - 1]->line)
		return a->v[i];
	return NULL;
}

long merge_differ(const struct tokens *a, const struct tokens *b,
		  struct token_place *at)
{
	struct token_list la = { 0 }, lb = { 0 };
	const struct token *s = NULL, *t = NULL;
	struct hunks d = { 0 };
	long n;

	select_changes(a, &la);
	select_changes(b, &lb);
	n = token_list_diff(&la, &lb, true, &d);
	for (size_t k = 0; k < d.n; k++)
		n += (long)(d.v[k].old_n + d.v[k].new_n);
	if (d.n) {
		const struct hunk *h = &d.v[0];

		s = h->old_n ? la.v[h->old] :
		    counterpart(&la, h->old, &lb, h->new, h->new_n);
		t = h->new_n ? lb.v[h->new] :
		    counterpart(&lb, h->new, &la, h->old, h->old_n);
	}
	at->a = s ? (size_t)(s - a->v) : NONE;
	at->b = t ? (size_t)(t - b->v) : NONE;
	hunks_release(&d);
	token_list_release(&la);
	token_list_release(&lb);
	return n;
}
