// SPDX-License-Identifier: GPL-2.0-only
#include "base/pathspec.h"
#include "base/word.h"
#include "csrc/lang.h"
#include "series/select.h"

static bool is_named(const struct select *s, const char *path)
{
	return s->files.n ? pathspec_match(&s->files, path) : lang_is_c(path);
}

const char *select_excluded(const struct select *s, const char *path)
{
	for (size_t i = 0; i < s->n_not; i++)
		if (pathspec_match(&s->not[i].paths, path) && is_named(s, path))
			return s->not[i].reason;
	return NULL;
}

bool select_path(const struct select *s, const char *path)
{
	return is_named(s, path) && !select_excluded(s, path);
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

/* Cut "WORDS -- REASON". Returns the reason, to free, or NULL. */
static char *cut_reason(const char *value, struct strvec *words)
{
	const char *dashes = strstr(value, "--");
	char *head;

	if (!dashes || !dashes[2 + strspn(dashes + 2, " -")])
		return NULL;
	head = xstrndup(value, dashes - value);
	strvec_split(words, head);
	free(head);
	return xstrdup(dashes + 2 + strspn(dashes + 2, " -"));
}

static int miss_kind_of(const struct strvec *words, enum miss_kind *kind)
{
	static const char *const names[] = {
		[MISS_FILE] = "file", [MISS_RULE] = "rule",
		[MISS_PARSE] = "parse", [MISS_PLACE] = "place",
		[MISS_ATTRIBUTE] = "attribute",
	};

	*kind = MISS_ALL;
	if (words->n == 1 && !strcmp(words->v[0], "all"))
		return 0;
	for (size_t i = MISS_FILE; i < ARRAY_SIZE(names); i++)
		if (words->n == 2 && !strcmp(words->v[0], names[i])) {
			*kind = i;
			return 0;
		}
	return ERR_USER;
}

int select_may_miss(struct select *s, const char *value)
{
	struct strvec words = STRVEC_INIT;
	struct may_miss m = { .reason = cut_reason(value, &words) };
	int err = m.reason ? miss_kind_of(&words, &m.kind) : ERR_USER;
	char *colon;

	if (err) {
		free(m.reason);
	} else {
		m.what = words.n == 2 ? xstrdup(words.v[1]) : NULL;
		colon = m.kind == MISS_PARSE || m.kind == MISS_PLACE ?
			strrchr(m.what, ':') : NULL;
		if (colon) {
			*colon = '\0';
			m.function = xstrdup(colon + 1);
		}
		GROW(s->misses, s->n_misses + 1, s->alloc_misses);
		s->misses[s->n_misses++] = m;
	}
	strvec_release(&words);
	return err;
}

int select_not(struct select *s, const char *value)
{
	struct excluded not = { 0 };

	not.reason = cut_reason(value, &not.paths);
	if (!not.reason || !not.paths.n) {
		strvec_release(&not.paths);
		free(not.reason);
		return ERR_USER;
	}
	GROW(s->not, s->n_not + 1, s->alloc_not);
	s->not[s->n_not++] = not;
	return 0;
}

static bool allows(const struct may_miss *m, const char *what,
		   const char *function)
{
	struct strvec pattern = STRVEC_INIT;
	bool ok;

	if (m->kind == MISS_ALL)
		return true;
	if (m->kind == MISS_RULE)
		return !strcmp(m->what, what);
	if (m->function && (!function || strcmp(m->function, function)))
		return false;
	strvec_push(&pattern, m->what);
	ok = pathspec_match(&pattern, what);
	strvec_release(&pattern);
	return ok;
}

const char *select_allows(const struct select *s, enum miss_kind kind,
			  const char *what, const char *function)
{
	for (size_t i = 0; i < s->n_misses; i++)
		if (s->misses[i].kind == kind &&
		    allows(&s->misses[i], what, function))
			return s->misses[i].reason;
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
		free(s->misses[i].function);
		free(s->misses[i].reason);
	}
	for (size_t i = 0; i < s->n_not; i++) {
		strvec_release(&s->not[i].paths);
		free(s->not[i].reason);
	}
	free(s->misses);
	free(s->not);
	strvec_release(&s->files);
	strvec_release(&s->has);
	strvec_release(&s->lacks);
	memset(s, 0, sizeof(*s));
}
