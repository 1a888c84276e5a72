// SPDX-License-Identifier: GPL-2.0-only
#include "base/pathspec.h"
#include "base/word.h"
#include "csrc/lang.h"
#include "series/select.h"

bool select_path(const struct select *s, const char *path)
{
	if (!s->files.n)
		return lang_is_c(path);
	return pathspec_match(&s->files, path);
}

bool select_text(const struct select *s, const struct strbuf *text)
{
	for (size_t i = 0; i < s->has.n; i++)
		if (!has_any_of(text->buf, text->len, s->has.v[i]))
			return false;
	for (size_t i = 0; i < s->lacks.n; i++)
		if (has_any_of(text->buf, text->len, s->lacks.v[i]))
			return false;
	return true;
}

int select_may_miss(struct select *s, const char *value)
{
	const char *dashes = strstr(value, "--");
	struct strvec words = STRVEC_INIT;
	struct may_miss m = { 0 };
	char *head;
	int err = 0;

	if (!dashes || !dashes[2 + strspn(dashes + 2, " -")])
		return ERR_USER;
	head = xstrndup(value, dashes - value);
	strvec_split(&words, head);
	free(head);
	if (words.n == 1 && !strcmp(words.v[0], "all"))
		m.kind = MISS_ALL;
	else if (words.n == 2 && !strcmp(words.v[0], "file"))
		m.kind = MISS_FILE;
	else if (words.n == 2 && !strcmp(words.v[0], "rule"))
		m.kind = MISS_RULE;
	else
		err = ERR_USER;
	if (!err) {
		m.what = words.n == 2 ? xstrdup(words.v[1]) : NULL;
		m.reason = xstrdup(dashes + 2 + strspn(dashes + 2, " -"));
		GROW(s->misses, s->n_misses + 1, s->alloc_misses);
		s->misses[s->n_misses++] = m;
	}
	strvec_release(&words);
	return err;
}

const char *select_allows(const struct select *s, enum miss_kind kind,
			  const char *what)
{
	for (size_t i = 0; i < s->n_misses; i++) {
		const struct may_miss *m = &s->misses[i];
		struct strvec pattern = STRVEC_INIT;
		bool ok = false;

		if (m->kind == kind && kind == MISS_FILE) {
			strvec_push(&pattern, m->what);
			ok = pathspec_match(&pattern, what);
			strvec_release(&pattern);
		} else if (m->kind == kind) {
			ok = kind == MISS_ALL || !strcmp(m->what, what);
		}
		if (ok)
			return m->reason;
	}
	return NULL;
}

void select_words(const struct select *s, struct strvec *words)
{
	for (size_t i = 0; i < s->has.n; i++) {
		const char *p = s->has.v[i];

		while (*p) {
			size_t n = strcspn(p, "|");

			if (n)
				strvec_take(words, xstrndup(p, n));
			p += n;
			p += *p == '|';
		}
	}
}

void select_release(struct select *s)
{
	for (size_t i = 0; i < s->n_misses; i++) {
		free(s->misses[i].what);
		free(s->misses[i].reason);
	}
	free(s->misses);
	strvec_release(&s->files);
	strvec_release(&s->has);
	strvec_release(&s->lacks);
	memset(s, 0, sizeof(*s));
}
