// SPDX-License-Identifier: GPL-2.0-only
/* macro-def: reading #defines, and which of several counts. */
#include "base/strset.h"
#include "base/text.h"
#include "gen/macros-int.h"

/* The code in [i, end), a blank between two tokens. */
static char *tokens(const struct clex *lx, size_t i, size_t end)
{
	struct strbuf sb = STRBUF_INIT;

	for (; i < end; i++) {
		if (!clex_is_code(lx, i))
			continue;
		if (sb.len)
			strbuf_addch(&sb, ' ');
		strbuf_add(&sb, lx->text + lx->v[i].pos, lx->v[i].len);
	}
	return strbuf_detach(&sb);
}

/* LX is the lines of a #define, which has a name. */
static void add_def(struct macros *m, const char *path, const struct clex *lx)
{
	size_t word = clex_next(lx, 0), i, close;
	struct macro_def *d;

	word = clex_next(lx, word + 1);
	i = word == CLEX_NONE ? word : clex_next(lx, word + 1);
	if (i == CLEX_NONE)	/* a NUL byte, or a comment in between */
		return;
	GROW(m->defs, m->n + 1, m->alloc);
	d = &m->defs[m->n++];
	d->name = xstrndup(lx->text + lx->v[i].pos, lx->v[i].len);
	d->path = xstrdup(path);
	d->params = NULL;
	close = i + 1;
	if (clex_is(lx, i + 1, "(")) {	/* nothing in between */
		while (close < lx->n && !clex_is(lx, close, ")"))
			close++;
		d->params = tokens(lx, i + 2, close);
		close++;
	}
	d->body = tokens(lx, close, lx->n);
}

/*
 * The lines of the directive at POS, with those that a backslash or a comment
 * joins: where they end.
 */
static size_t directive_end(const struct strbuf *text, size_t pos, struct clex *lx)
{
	size_t end = pos;

	for (;;) {
		end = text_line_end(text->buf, text->len, end);
		clex_init(lx, text->buf + pos, end - pos);
		if (end >= text->len || !lx->n ||
		    (lx->v[lx->n - 1].kind != CLEX_CONT &&
		     !(lx->v[lx->n - 1].flags & CLEX_OPEN)))
			return end;
		clex_release(lx);
	}
}

/* The name that the line at POS defines, LEN bytes of it; NULL: none. */
static const char *defines(const struct strbuf *text, size_t pos, size_t *len)
{
	static const char word[] = "define";
	const char *s = text->buf + pos;

	for (; text_blank(*s); s++)
		;
	if (*s++ != '#')
		return NULL;
	for (; text_blank(*s); s++)
		;
	if (strncmp(s, word, strlen(word)))
		return NULL;
	for (s += strlen(word); text_blank(*s); s++)
		;
	for (*len = 0; is_word(s[*len]); ++*len)
		;
	return *len ? s : NULL;
}

static bool is_wanted(const struct macros *m, const char *name, size_t len)
{
	char *s = xstrndup(name, len);
	bool wanted = strset_has(&m->wanted, s);

	free(s);
	return wanted;
}

/* Most lines of most headers define something else: they are not cut. */
void macros_add(struct macros *m, const char *path, const struct strbuf *text)
{
	size_t pos = 0, len;

	while (pos < text->len) {
		const char *name = defines(text, pos, &len);
		struct clex lx;

		if (!name || !is_wanted(m, name, len)) {
			pos = text_line_end(text->buf, text->len, pos);
			continue;
		}
		pos = directive_end(text, pos, &lx);
		add_def(m, path, &lx);
		clex_release(&lx);
	}
}

enum { RANKS = 6 };

/* How little a definition in FILE counts in PATH. */
static int rank(const char *file, const char *path)
{
	static const char *const last[] = {
		"tools/", "scripts/", "samples/", "Documentation/", "usr/",
	};
	const char *slash = strrchr(path, '/');
	size_t dir = slash ? (size_t)(slash - path) + 1 : 0;

	if (!strcmp(file, path))
		return 0;
	if (!strncmp(file, path, dir) && !strchr(file + dir, '/'))
		return 1;
	if (starts_with(file, "include/"))
		return 2;
	dir = strcspn(path, "/");
	if (!strncmp(file, path, dir) && file[dir] == '/')
		return 3;
	for (size_t i = 0; i < ARRAY_SIZE(last); i++)
		if (starts_with(file, last[i]))
			return 5;
	return 4;
}

const struct macro_def *macro_best(const struct macros *m, const char *name,
				   size_t len, const char *path, size_t nth)
{
	size_t lo = 0, hi = m->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strncmp(m->defs[mid].name, name, len) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	/* Where names go on behind LEN bytes, they come behind those that do not. */
	for (int r = 0; r < RANKS; r++)
		for (size_t i = lo; i < m->n; i++) {
			const struct macro_def *d = &m->defs[i];

			if (strncmp(d->name, name, len) || d->name[len])
				break;
			if (rank(d->path, path) == r && nth-- == 0)
				return d;
		}
	return NULL;
}
