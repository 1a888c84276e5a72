// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "review/words.h"

/* Words of a line; what is longer is not looked at. */
#define MAX_WORDS 160
/* Added lines that are tried for a removed one. */
#define NEAR 8

struct words {
	struct {
		uint32_t pos, len;
		bool kept;	/* the other line has it, too */
	} v[MAX_WORDS];
	size_t n;
};

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Blanks are between words, and no words. Returns whether all have room. */
static bool split(const struct pline *l, struct words *w)
{
	w->n = 0;
	for (uint32_t i = 0, n; i < l->len; i += n) {
		n = 1;
		if (isblank((unsigned char)l->text[i]))
			continue;
		while (is_word_char(l->text[i]) && i + n < l->len &&
		       is_word_char(l->text[i + n]))
			n++;
		if (w->n == MAX_WORDS)
			return false;
		w->v[w->n].pos = i;
		w->v[w->n].len = n;
		w->v[w->n++].kept = false;
	}
	return true;
}

static bool equal(const struct pline *a, const struct words *x, size_t i,
		  const struct pline *b, const struct words *y, size_t k)
{
	return x->v[i].len == y->v[k].len &&
	       !memcmp(a->text + x->v[i].pos, b->text + y->v[k].pos,
		       x->v[i].len);
}

/*
 * The longest common subsequence of words. Returns its length, or 0 if there are
 * only signs in it.
 */
static size_t common(const struct pline *a, struct words *x,
		     const struct pline *b, struct words *y)
{
	static uint16_t d[MAX_WORDS + 1][MAX_WORDS + 1];
	bool word = false;
	size_t n = 0;

	for (size_t i = x->n; i-- > 0;)
		d[i][y->n] = 0;
	memset(d[x->n], 0, sizeof(d[x->n]));
	for (size_t i = x->n; i-- > 0;)
		for (size_t k = y->n; k-- > 0;) {
			uint16_t skip = d[i + 1][k] > d[i][k + 1] ?
					d[i + 1][k] : d[i][k + 1];
			uint16_t take = equal(a, x, i, b, y, k) ?
					(uint16_t)(d[i + 1][k + 1] + 1) : 0;

			d[i][k] = take > skip ? take : skip;
		}
	for (size_t i = 0, k = 0; i < x->n && k < y->n;) {
		if (equal(a, x, i, b, y, k) &&
		    d[i][k] == d[i + 1][k + 1] + 1) {
			n++;
			word |= is_word_char(a->text[x->v[i].pos]);
			x->v[i++].kept = y->v[k++].kept = true;
		} else if (d[i + 1][k] >= d[i][k + 1]) {
			i++;
		} else {
			k++;
		}
	}
	return word ? n : 0;
}

/* From the first word that differs to the last of a run, with blanks between. */
static void mark(const struct words *w, unsigned char *out)
{
	for (size_t i = 0; i < w->n; i++) {
		size_t last = i;

		if (w->v[i].kept)
			continue;
		while (last + 1 < w->n && !w->v[last + 1].kept)
			last++;
		for (size_t p = w->v[i].pos; p < w->v[last].pos + w->v[last].len;
		     p++)
			out[p] |= HTML_MARKED;
		i = last;
	}
}

/* If B replaces A, mark both. */
static bool replaces(const struct pline *a, unsigned char *old,
		     const struct pline *b, unsigned char *new)
{
	struct words x, y;
	size_t more;

	if (!split(a, &x) || !split(b, &y))
		return false;
	more = x.n > y.n ? x.n : y.n;
	if (!more || 2 * common(a, &x, b, &y) < more)
		return false;
	mark(&x, old);
	mark(&y, new);
	return true;
}

/* Removed lines from A on, and added ones behind them up to END, in order. */
static void mark_block(const struct phunk *h, size_t a, size_t b, size_t end,
		       unsigned char *old, unsigned char *new)
{
	size_t from = b;
	unsigned char *at = new;

	for (size_t i = a; i < b && from < end; i++) {
		unsigned char *p = at;

		for (size_t k = from; k < end && k < from + NEAR; k++) {
			if (replaces(&h->v[i], old, &h->v[k], p)) {
				from = k + 1;
				at = p + h->v[k].len + 1;
				break;
			}
			p += h->v[k].len + 1;
		}
		old += h->v[i].len + 1;
	}
}

void words_mark(const struct phunk *h, unsigned char *old, unsigned char *new)
{
	for (size_t i = 0; i < h->n;) {
		size_t b = i, end;

		while (b < h->n && h->v[b].sign == '-')
			b++;
		end = b;
		while (end < h->n && h->v[end].sign == '+')
			end++;
		mark_block(h, i, b, end, old, new);
		end += end == i;	/* a line that stays */
		for (; i < end; i++) {
			old += h->v[i].sign != '+' ? h->v[i].len + 1 : 0;
			new += h->v[i].sign != '-' ? h->v[i].len + 1 : 0;
		}
	}
}

/* What is marked in the line L: to OUT. False: nothing, so all of it is new. */
static bool add_marked(const struct pline *l, const unsigned char *kinds,
		       struct strbuf *out)
{
	bool any = false;

	for (size_t i = 0; i < l->len; i++) {
		bool marked = kinds[i] & HTML_MARKED;

		if (marked && out->len && (!i || !(kinds[i - 1] & HTML_MARKED)))
			strbuf_addch(out, ' ');
		if (marked)
			strbuf_addch(out, l->text[i]);
		any |= marked;
	}
	return any;
}

char *words_replaced(const struct phunk *h, const unsigned char *old,
		     const unsigned char *new)
{
	struct strbuf gone = STRBUF_INIT, come = STRBUF_INIT;
	bool all = true;

	for (size_t i = 0; i < h->n && all; i++) {
		const struct pline *l = &h->v[i];

		if (l->sign == '-')
			all = add_marked(l, old, &gone);
		else if (l->sign == '+')
			all = add_marked(l, new, &come);
		old += l->sign != '+' ? l->len + 1 : 0;
		new += l->sign != '-' ? l->len + 1 : 0;
	}
	all = all && gone.len && come.len;
	if (all)
		strbuf_addf(&gone, " \u2192 %s", come.buf);
	strbuf_release(&come);
	if (all)
		return strbuf_detach(&gone);
	strbuf_release(&gone);
	return NULL;
}
