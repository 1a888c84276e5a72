// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "csrc/lang.h"
#include "git/scan.h"
#include "gen/macros-int.h"

#define ROUNDS 4	/* scans: how deep macros may name one another */

static void def_release(struct macro_def *d)
{
	free(d->name);
	free(d->path);
	free(d->params);
	free(d->body);
}

void macros_release(struct macros *m)
{
	for (size_t i = 0; i < m->n; i++)
		def_release(&m->defs[i]);
	free(m->defs);
	strvec_release(&m->wanted);
	strvec_release(&m->asked);
	strvec_release(&m->own);
	memset(m, 0, sizeof(*m));
}

static void want(struct macros *m, const char *name, size_t len)
{
	char *s;

	if (len < 2)	/* scan_tree() takes no less */
		return;
	s = xstrndup(name, len);
	if (strset_has(&m->asked, s))
		free(s);
	else
		strvec_take(&m->wanted, s);
}

static void want_use(const struct macro_use *use, void *data)
{
	want(data, use->name, use->len);
}

void macros_want(struct macros *m, const char *path, const struct strbuf *text,
		 int from, int to)
{
	struct clex lx;

	if (!strvec_has(&m->own, path))
		strvec_push(&m->own, path);
	clex_init(&lx, text->buf, text->len);
	macro_uses(&lx, from, to, want_use, m);
	clex_release(&lx);
	strvec_sort(&m->wanted);
	strvec_uniq(&m->wanted);
}

static int by_name(const void *a, const void *b)
{
	const struct macro_def *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	if (!c)
		c = strcmp(x->path, y->path);
	if (!c)
		c = strcmp(x->body, y->body);
	return c;
}

#define SHORT 16	/* tokens: an attribute has no more */

/*
 * The macros that could decide what the body D is: any word of a short one, or
 * the word before the brackets at the end.
 */
static void want_words(struct macros *m, const char *body)
{
	size_t code = 0, word = CLEX_NONE, depth = 0, head = CLEX_NONE;
	struct clex lx;

	clex_init(&lx, body, strlen(body));
	for (size_t i = 0; i < lx.n; i++) {
		if (clex_is(&lx, i, "(") && depth++ == 0)
			head = word;
		depth -= depth && clex_is(&lx, i, ")");
		if (clex_is_code(&lx, i)) {
			word = lx.v[i].kind == CLEX_WORD ? i : CLEX_NONE;
			code++;
		}
	}
	for (size_t i = 0; i < lx.n; i++)
		if (lx.v[i].kind == CLEX_WORD && (code <= SHORT || i == head))
			want(m, lx.text + lx.v[i].pos, lx.v[i].len);
	clex_release(&lx);
}

static void want_more(struct macros *m, size_t from)
{
	for (size_t i = from; i < m->n; i++)
		want_words(m, m->defs[i].body);
	strvec_sort(&m->wanted);
	strvec_uniq(&m->wanted);
}

static int read_hits(struct macros *m, const struct tree *t, const struct scan *s)
{
	struct strbuf text = STRBUF_INIT;
	struct tree_reader r;
	int err = tree_reader_init(&r, t);

	for (size_t i = 0; i < t->n && !err; i++) {
		const char *path = t->files[i].path;

		if (!s->hit[i] ||
		    (!lang_is_header(path) && !strset_has(&m->own, path)))
			continue;
		strbuf_clear(&text);
		if (tree_read(&r, &t->files[i], &text) < 0)
			err = tree_lacks(t, path);
		else
			macros_add(m, path, &text);
	}
	tree_reader_release(&r);
	strbuf_release(&text);
	return err;
}

/* What was looked for need not be looked for again. */
static void asked(struct macros *m)
{
	for (size_t i = 0; i < m->wanted.n; i++)
		strvec_push(&m->asked, m->wanted.v[i]);
	strvec_clear(&m->wanted);
	strvec_sort(&m->asked);
}

int macros_load(struct macros *m, const struct tree *t, int n)
{
	int err = 0;

	strvec_sort(&m->own);
	for (int round = 0; round < ROUNDS && m->wanted.n && !err; round++) {
		size_t from = m->n;
		struct scan s;

		err = scan_tree(&s, t, &m->wanted, n, true, false);
		if (!err)
			err = read_hits(m, t, &s);
		scan_release(&s);
		asked(m);
		want_more(m, from);
	}
	strvec_clear(&m->wanted);
	if (m->n)
		qsort(m->defs, m->n, sizeof(*m->defs), by_name);
	return err;
}

struct writer {
	const struct macros *m;
	const char *path;
	struct strbuf *out;
	size_t added;
};

static bool is_defined(const struct strbuf *out, const char *name, size_t len)
{
	static const char define[] = "#define ";

	for (const char *s = out->buf; (s = strstr(s, define)) != NULL;) {
		s += strlen(define);
		if (!strncmp(s, name, len) && !is_word(s[len]))
			return true;
	}
	return false;
}

static void write_use(const struct macro_use *use, void *data)
{
	struct strbuf body = STRBUF_INIT;
	const struct macro_def *d = NULL;
	struct writer *w = data;
	bool good = false;

	if (is_defined(w->out, use->name, use->len))
		return;
	for (size_t i = 0; !good; i++) {
		d = macro_best(w->m, use->name, use->len, w->path, i);
		if (!d)
			break;
		strbuf_clear(&body);
		if (use->call == (d->params != NULL))
			good = macro_text(w->m, d, use->place, w->path, &body);
	}
	if (good) {
		strbuf_addf(w->out, "#define %s", d->name);
		if (d->params)
			strbuf_addf(w->out, "(%s)", d->params);
		strbuf_addf(w->out, "%s%s\n", body.len ? " " : "", body.buf);
		w->added++;
	}
	strbuf_release(&body);
}

size_t macros_lines(const struct macros *m, const char *path,
		    const struct strbuf *text, int from, int to,
		    struct strbuf *out)
{
	struct writer w = { .m = m, .path = path, .out = out };
	struct clex lx;

	clex_init(&lx, text->buf, text->len);
	macro_uses(&lx, from, to, write_use, &w);
	clex_release(&lx);
	return w.added;
}

char *macros_standard(const struct strbuf *log)
{
	static const char key[] = "init_defs_builtins: ";
	const char *s = log->buf;

	while ((s = strstr(s, key)) != NULL && s != log->buf && s[-1] != '\n')
		s++;
	if (!s)
		return NULL;
	s += strlen(key);
	return xstrndup(s, strcspn(s, "\n"));
}
