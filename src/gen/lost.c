// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "base/wordset.h"
#include "gen/lost.h"
#include "git/diff.h"

/* The rest of "#define NAME", or behind its parameters; NULL: no such line. */
static const char *body_of(const char *line, const char **name, size_t *n)
{
	static const char define[] = "#define ";
	const char *p;

	if (!starts_with(line, define))
		return NULL;
	*name = p = line + strlen(define);
	while (is_word(*p))
		p++;
	*n = p - *name;
	if (*p == '(')
		p += strcspn(p, ")\n");
	p += *p == ')';
	return p + strspn(p, " \t");
}

void lost_names(const char *text, const char *rule, struct strvec *names)
{
	for (const char *p = text; *p;) {
		size_t len = strcspn(p, "\n"), n = 0;
		const char *name, *body = body_of(p, &name, &n);

		if (body && n > 1 && (*body == '\n' || !*body ||
		    starts_with(body, "/*") || starts_with(body, "//") ||
		    starts_with(body, "YACFE_ATTRIBUTE"))) {
			char *word = xstrndup(name, n);

			if (!has_word(rule, strlen(rule), word))
				strvec_push(names, word);
			free(word);
		}
		p += len + (p[len] == '\n');
	}
	strvec_sort(names);
	strvec_uniq(names);
}

/* The byte where line N of TEXT begins, counted from 0, from *AT of *LINE on. */
static size_t line_at(const struct strbuf *text, size_t n, size_t *line,
		      size_t *at)
{
	while (*line < n && *at < text->len) {
		const char *nl = memchr(text->buf + *at, '\n', text->len - *at);

		*at = nl ? (size_t)(nl + 1 - text->buf) : text->len;
		++*line;
	}
	return *at;
}

static void count(const struct wordset *ws, const struct strbuf *text,
		  size_t from, size_t to, int *counts, int by)
{
	size_t word;
	ssize_t at;

	while ((at = wordset_next(ws, text->buf, to, from, &word)) >= 0) {
		counts[word] += by;
		from = (size_t)at + strlen(ws->words.v[word]);
	}
}

int lost_find(const struct strvec *names, const struct strbuf *before,
	      const struct strbuf *after, lost_fn fn, void *arg)
{
	size_t l1 = 0, p1 = 0, l2 = 0, p2 = 0;
	struct hunks h = { 0 };
	struct wordset ws;
	int *counts;
	int err;

	if (!names->n)
		return 0;
	err = diff_lines(before, after, &h);
	wordset_init(&ws, names);
	counts = xcalloc(ws.words.n + 1, sizeof(*counts));
	for (size_t i = 0; i < h.n && !err; i++) {
		const struct hunk *k = &h.v[i];
		size_t from1 = line_at(before, k->old, &l1, &p1);
		size_t to1 = line_at(before, k->old + k->old_n, &l1, &p1);
		size_t from2 = line_at(after, k->new, &l2, &p2);
		size_t to2 = line_at(after, k->new + k->new_n, &l2, &p2);

		if (!k->old_n || !k->new_n)
			continue;
		memset(counts, 0, ws.words.n * sizeof(*counts));
		count(&ws, before, from1, to1, counts, 1);
		count(&ws, after, from2, to2, counts, -1);
		for (size_t w = 0; w < ws.words.n; w++)
			if (counts[w] > 0)
				fn(arg, ws.words.v[w], (int)k->old + 1);
	}
	free(counts);
	wordset_release(&ws);
	hunks_release(&h);
	return err;
}
