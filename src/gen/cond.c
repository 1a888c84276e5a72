// SPDX-License-Identifier: GPL-2.0-only
#include "base/pathspec.h"
#include "base/word.h"
#include "csrc/clex.h"
#include "csrc/lang.h"
#include "gen/cond.h"

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
	if (!lang_is_cpp(f->path)) {
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

		if (!f->there || (c->paths.n && !pathspec_match(&c->paths, f->path)))
			continue;
		ev->line = match(c, &tokens, f);
		if (ev->line)
			ev->path = f->path;
	}
	clex_release(&tokens);
	return c->negated ? !ev->path : ev->path != NULL;
}
