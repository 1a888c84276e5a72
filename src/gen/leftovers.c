// SPDX-License-Identifier: GPL-2.0-only
#include "base/pathspec.h"
#include "gen/leftovers.h"
#include "base/wordset.h"

static const char *allowed(const struct series *s, const char *path,
			   const char *word)
{
	for (size_t i = 0; i < s->n_leftovers; i++) {
		const struct leftover *l = &s->leftovers[i];

		if (pathspec_match(&l->paths, path) &&
		    strvec_has(&l->identifiers, word))
			return l->reason;
	}
	return NULL;
}

static void in_file(struct lefts *l, const struct series *s,
		    const struct wordset *ws, const struct work_file *f)
{
	size_t word, from = 0, counted = 0;
	int line = 1;
	ssize_t at;

	while ((at = wordset_next(ws, f->text.buf, f->text.len, from, &word)) >= 0) {
		struct left *k;

		for (; counted < (size_t)at; counted++)
			line += f->text.buf[counted] == '\n';
		GROW(l->v, l->n + 1, l->alloc);
		k = &l->v[l->n++];
		k->path = f->path;
		k->line = line;
		k->word = xstrdup(ws->words.v[word]);
		k->reason = allowed(s, f->path, k->word);
		l->unstated += !k->reason;
		from = at + strlen(k->word);
	}
}

void leftovers_find(struct lefts *l, const struct series *s,
		    const struct work *w)
{
	struct strvec words = STRVEC_INIT;
	struct wordset ws;

	memset(l, 0, sizeof(*l));
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; s->patches[i].wanted &&
		     k < s->patches[i].retires.n; k++)
			strvec_push(&words, s->patches[i].retires.v[k]);
	wordset_init(&ws, &words);
	for (size_t i = 0; i < w->n && words.n; i++)
		if (w->files[i]->there)
			in_file(l, s, &ws, w->files[i]);
	wordset_release(&ws);
	strvec_release(&words);
}

void leftovers_release(struct lefts *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].word);
	free(l->v);
	memset(l, 0, sizeof(*l));
}
