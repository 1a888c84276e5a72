// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "csrc/clex.h"
#include "series/cond.h"
#include "gen/work.h"
#include "base/wordset.h"

static void find_anchor(struct cond *c)
{
	const char *best = NULL;
	size_t best_n = 0;

	for (const char *p = c->tokens; *p;) {
		size_t n = 0;

		while (is_word(p[n]))
			n++;
		if (n > best_n && !isdigit((unsigned char)*p)) {
			best = p;
			best_n = n;
		}
		p += n ? n : 1;
	}
	c->anchor = best_n >= 2 ? xstrndup(best, best_n) : NULL;
}

int cond_parse(struct cond *c, const char *text)
{
	const char *in = NULL, *p = text;

	memset(c, 0, sizeof(*c));
	c->text = xstrdup(text);
	p += strspn(p, " \t");
	if (*p == '!') {
		c->negated = true;
		p += 1 + strspn(p + 1, " \t");
	}
	for (const char *q = p; (q = strstr(q, " in ")); q++)
		in = q;
	c->tokens = in ? xstrndup(p, in - p) : xstrdup(p);
	if (in)
		strvec_split(&c->paths, in + 4);
	find_anchor(c);
	return c->anchor && (!in || c->paths.n) ? 0 : ERR_USER;
}

void cond_release(struct cond *c)
{
	free(c->text);
	free(c->tokens);
	free(c->anchor);
	strvec_release(&c->paths);
	memset(c, 0, sizeof(*c));
}

static bool is_source(const char *path)
{
	return ends_with(path, ".c") || ends_with(path, ".h") ||
	       ends_with(path, ".S");
}

static int line_of(const char *text, size_t pos)
{
	int line = 1;

	for (size_t i = 0; i < pos; i++)
		line += text[i] == '\n';
	return line;
}

/* Line of the first match in F, or 0. */
static int match(const struct cond *c, const struct clex *tokens,
		 const struct work_file *f)
{
	struct clex lx = { 0 };
	size_t at;
	int line = 0;

	if (!has_word(f->text.buf, f->text.len, c->anchor))
		return 0;
	if (!is_source(f->path)) {
		at = word_find(f->text.buf, f->text.len, 0, c->tokens);
		return at == CLEX_NONE ? 0 : line_of(f->text.buf, at);
	}
	clex_init(&lx, f->text.buf, f->text.len);
	at = clex_find(&lx, tokens, 0, NULL);
	if (at != CLEX_NONE)
		line = lx.v[at].line;
	clex_release(&lx);
	return line;
}

bool cond_holds(const struct cond *c, const struct work *w,
		struct evidence *ev)
{
	struct clex tokens = { 0 };

	ev->path = NULL;
	ev->line = 0;
	clex_init(&tokens, c->tokens, strlen(c->tokens));
	for (size_t i = 0; i < w->n && !ev->path; i++) {
		const struct work_file *f = w->files[i];

		if (!f->there || (c->paths.n && !path_match(&c->paths, f->path)))
			continue;
		ev->line = match(c, &tokens, f);
		if (ev->line)
			ev->path = f->path;
	}
	clex_release(&tokens);
	return c->negated ? !ev->path : ev->path != NULL;
}
