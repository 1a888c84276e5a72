// SPDX-License-Identifier: GPL-2.0-only
#include "git/diff.h"
#include "csrc/tidy.h"

struct line {
	const char *p;
	size_t len;	/* without the line end */
	bool added;
	bool drop;
	bool blank_before;	/* put an empty line before it */
	bool joined;		/* goes behind the line before */
};

struct lines {
	struct line *v;
	size_t n, alloc;
};

static void split(struct lines *l, const struct strbuf *sb)
{
	const char *p = sb->buf, *end = sb->buf + sb->len;

	while (p < end) {
		const char *nl = memchr(p, '\n', end - p);
		size_t n = nl ? (size_t)(nl - p) : (size_t)(end - p);

		GROW(l->v, l->n + 1, l->alloc);
		l->v[l->n++] = (struct line){ .p = p, .len = n };
		p += n + (nl != NULL);
	}
}

static bool is_blank(const struct line *l)
{
	for (size_t i = 0; i < l->len; i++)
		if (l->p[i] != ' ' && l->p[i] != '\t')
			return false;
	return true;
}

static size_t indent(const struct line *l)
{
	size_t n = 0;

	while (n < l->len && (l->p[n] == ' ' || l->p[n] == '\t'))
		n++;
	return n;
}

static bool begins(const struct line *l, const char *s)
{
	size_t i = indent(l), n = strlen(s);

	return l->len - i >= n && !strncmp(l->p + i, s, n);
}

static bool ends_in_brace(const struct line *l)
{
	size_t n = l->len;

	while (n && (l->p[n - 1] == ' ' || l->p[n - 1] == '\t'))
		n--;
	return n && l->p[n - 1] == '{';
}

/* Layout that wants no blank line of its own beside it. */
static bool opens(const struct line *l)
{
	return ends_in_brace(l) || begins(l, "#if") || begins(l, "#else") ||
	       begins(l, "#elif");
}

static bool closes(const struct line *l)
{
	return begins(l, "}") || begins(l, "#endif") || begins(l, "#else") ||
	       begins(l, "#elif");
}

static void cut_trailing(struct line *l)
{
	while (l->added && l->len &&
	       (l->p[l->len - 1] == ' ' || l->p[l->len - 1] == '\t'))
		l->len--;
}

static void join_else(struct lines *l)
{
	for (size_t i = 0; i + 1 < l->n; i++) {
		struct line *a = &l->v[i], *b = &l->v[i + 1];

		if ((a->added || b->added) && indent(a) + 1 == a->len &&
		    begins(a, "}") && begins(b, "else") &&
		    indent(a) == indent(b))
			b->joined = true;
	}
}

/*
 * spatch leaves the indentation of a statement that goes, as a line of its own.
 * Are there only such lines in the place of the old ones? They go.
 */
static bool drop_indentation(struct lines *new, const struct hunk *k)
{
	bool all = k->old_n > 0;

	for (size_t i = k->new; i < k->new + k->new_n; i++) {
		struct line *l = &new->v[i];

		if (l->len && is_blank(l))
			l->drop = true;
		else
			all = false;
	}
	return all;
}

/*
 * Lines old[k->old, +old_n) are gone and none took their place: look at the
 * line before and the line after the gap.
 */
static void mend_gap(const struct lines *old, struct lines *new,
		     const struct hunk *k)
{
	const struct line *first = &old->v[k->old];
	const struct line *last = &old->v[k->old + k->old_n - 1];
	struct line *prev = k->new ? &new->v[k->new - 1] : NULL;
	size_t behind = k->new + k->new_n;
	struct line *next = behind < new->n ? &new->v[behind] : NULL;
	bool swallowed = is_blank(first) || is_blank(last);

	if (!prev || !next) {
		if (prev && is_blank(prev))
			prev->drop = true;
		if (next && is_blank(next))
			next->drop = true;
		return;
	}
	if (is_blank(prev) && is_blank(next))
		next->drop = true;
	else if (is_blank(prev))
		prev->drop = begins(next, "}");
	else if (is_blank(next))
		next->drop = ends_in_brace(prev);
	else if (swallowed && !opens(prev) && !closes(next))
		next->blank_before = true;
}

/* Added text that brings a blank line where one is already. */
static void mend_edges(struct lines *new, const struct hunk *k)
{
	size_t first = k->new, last = k->new + k->new_n - 1;

	if (!k->new_n)
		return;
	if (is_blank(&new->v[first]) &&
	    (!first || is_blank(&new->v[first - 1])))
		new->v[first].drop = true;
	else if (is_blank(&new->v[last]) && last + 1 < new->n &&
		 is_blank(&new->v[last + 1]))
		new->v[last].drop = true;
}

static void write_out(const struct lines *l, bool newline, struct strbuf *out)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct line *k = &l->v[i];

		if (k->drop)
			continue;
		if (k->blank_before)
			strbuf_addch(out, '\n');
		if (k->joined) {
			/* "}\n" is there already. */
			strbuf_splice(out, out->len - 1, 1, " ", 1);
			strbuf_add(out, k->p + indent(k), k->len - indent(k));
		} else {
			strbuf_add(out, k->p, k->len);
		}
		if (i + 1 < l->n || newline)
			strbuf_addch(out, '\n');
	}
}

int tidy(const struct strbuf *old, struct strbuf *new)
{
	struct strbuf out = STRBUF_INIT;
	struct lines a = { 0 }, b = { 0 };
	struct hunks h = { 0 };
	int err = diff_lines(old, new, &h);

	if (err < 0)
		return err;
	split(&a, old);
	split(&b, new);
	for (size_t i = 0; i < h.n; i++)
		for (size_t j = h.v[i].new; j < h.v[i].new + h.v[i].new_n; j++)
			b.v[j].added = true;
	for (size_t i = 0; i < h.n; i++) {
		if (drop_indentation(&b, &h.v[i]))
			mend_gap(&a, &b, &h.v[i]);
		else
			mend_edges(&b, &h.v[i]);
	}
	for (size_t i = 0; i < b.n; i++)
		cut_trailing(&b.v[i]);
	join_else(&b);
	write_out(&b, new->len && new->buf[new->len - 1] == '\n', &out);
	strbuf_swap(new, &out);
	strbuf_release(&out);
	hunks_release(&h);
	free(a.v);
	free(b.v);
	return 0;
}
