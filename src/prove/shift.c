// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/path.h"
#include "prove/shift.h"

static void forget(struct shift *m)
{
	for (size_t i = 0; m->v && i < m->co->touched.n; i++)
		hunks_release(&m->v[i]);
	free(m->v);
	free(m->known);
	m->v = NULL;
	m->known = NULL;
}

void shift_release(struct shift *m)
{
	forget(m);
	memset(m, 0, sizeof(*m));
}

static void begin(struct shift *m, size_t from, size_t to)
{
	if (m->v && m->from == from && m->to == to)
		return;
	forget(m);
	m->from = from;
	m->to = to;
	m->v = xcalloc(m->co->touched.n + 1, sizeof(*m->v));
	m->known = xcalloc(m->co->touched.n + 1, sizeof(*m->known));
}

/* None of its lines is where it was. */
static void all_gone(struct hunks *h)
{
	GROW(h->v, 1, h->alloc);
	h->v[0] = (struct hunk){ .old_n = SIZE_MAX };
	h->n = 1;
}

/* What became of file I of touched. A link counts as changed. */
static int read_hunks(struct shift *m, size_t i)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	int from = 0, to = 0, err = 0;

	if (m->known[i])
		return 0;
	from = checkout_text(m->co, m->from, i, &a);
	if (from > 0)
		to = checkout_text(m->co, m->to, i, &b);
	if (from < 0 || to < 0)
		err = ERR_ENV;
	else if (from == 1 && to == 1)
		err = diff_lines(&a, &b, &m->v[i]);
	else
		all_gone(&m->v[i]);
	m->known[i] = !err;
	strbuf_release(&a);
	strbuf_release(&b);
	return err;
}

/* LINE counts from 1. 0: it is not there any more, as it was. */
static size_t new_line(const struct hunks *h, size_t line)
{
	size_t at = line - 1, before = 0, after = 0;

	for (size_t i = 0; i < h->n && h->v[i].old <= at; i++) {
		const struct hunk *k = &h->v[i];

		if (at - k->old < k->old_n)
			return 0;
		before = k->old + k->old_n;
		after = k->new + k->new_n;
	}
	return at - before + after + 1;
}

/* Is there a name that is_place() would not read? */
static bool any_odd(const struct strvec *touched)
{
	for (size_t i = 0; i < touched->n; i++)
		if (strpbrk(touched->v[i], ":[] \n\"\\"))
			return true;
	return false;
}

/* The place of the file in touched that P, N bytes, names, or -1. */
static ssize_t touched(const struct shift *m, const char *p, size_t n)
{
	char *path = xstrndup(p, n), *below = path_below(path, m->co->dir);
	ssize_t i = checkout_index(m->co, below);

	free(path);
	free(below);
	return i;
}

/* Is there a "[/path:12:3" at P? Its path is *N long; END is behind the line. */
static bool is_place(const char *p, size_t *n, const char **end)
{
	char *e;

	if (p[0] != '[' || p[1] != '/')
		return false;
	*n = strcspn(p + 1, ":[] \n");
	if (p[1 + *n] != ':' || !isdigit((unsigned char)p[2 + *n]))
		return false;
	strtoul(p + 2 + *n, &e, 10);
	*end = e;
	return *e == ':';
}

int shift_dump(struct shift *m, size_t from, size_t to, const char *text,
	       struct strbuf *out)
{
	const char *path = "", *p = text, *q, *end;
	size_t n, path_n = 0, line;
	ssize_t i = -1;
	int err;

	if (any_odd(&m->co->touched))
		return 1;
	begin(m, from, to);
	for (; (q = strchr(p, '[')); p = end) {
		strbuf_add(out, p, q - p);
		if (!is_place(q, &n, &end)) {
			end = q + 1;
			strbuf_addch(out, '[');
			continue;
		}
		/* Most lines are of the same file as the one before. */
		if (n != path_n || memcmp(path, q + 1, n)) {
			path = q + 1;
			path_n = n;
			i = touched(m, path, n);
			err = i < 0 ? 0 : read_hunks(m, i);
			if (err)
				return err;
		}
		line = strtoul(q + 2 + n, NULL, 10);
		if (i >= 0 && line)
			line = new_line(&m->v[i], line);
		if (!line)
			return 1;
		strbuf_addf(out, "%.*s:%zu", (int)n + 1, q, line);
	}
	strbuf_addstr(out, p);
	return 0;
}
