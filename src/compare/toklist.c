// SPDX-License-Identifier: GPL-2.0-only
#include "compare/stream-int.h"

void toklist_add(struct toklist *l, const struct stok *t)
{
	GROW(l->v, l->n + 1, l->alloc);
	l->v[l->n++] = t;
}

bool toklist_same(const struct toklist *a, const struct toklist *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!stok_same(a->v[i], b->v[i]))
			return false;
	return true;
}

void toklist_release(struct toklist *l)
{
	free(l->v);
	memset(l, 0, sizeof(*l));
}

/* One token a line; a string over several lines has line ends inside. */
static void write_lines(const struct toklist *l, bool with_sign,
			struct strbuf *out)
{
	for (size_t i = 0; i < l->n; i++) {
		size_t at = out->len;

		if (with_sign)
			strbuf_addch(out, l->v[i]->sign);
		strbuf_add(out, l->v[i]->s, l->v[i]->len);
		for (; at < out->len; at++)
			if (out->buf[at] == '\n')
				out->buf[at] = '\002';
		strbuf_addch(out, '\n');
	}
}

int toklist_diff(const struct toklist *a, const struct toklist *b,
		 bool with_sign, struct hunks *h)
{
	struct strbuf ta = STRBUF_INIT, tb = STRBUF_INIT;
	int err;

	write_lines(a, with_sign, &ta);
	write_lines(b, with_sign, &tb);
	err = diff_lines(&ta, &tb, h);
	strbuf_release(&ta);
	strbuf_release(&tb);
	return err;
}
