// SPDX-License-Identifier: GPL-2.0-only
#include "base/strvec.h"

void strvec_take(struct strvec *sv, char *s)
{
	GROW(sv->v, sv->n + 2, sv->alloc);
	sv->v[sv->n++] = s;
	sv->v[sv->n] = NULL;
}

char *strvec_push(struct strvec *sv, const char *s)
{
	strvec_take(sv, xstrdup(s));
	return sv->v[sv->n - 1];
}

void strvec_add(struct strvec *sv, const struct strvec *more)
{
	for (size_t i = 0; i < more->n; i++)
		strvec_push(sv, more->v[i]);
}

void strvec_pushf(struct strvec *sv, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		BUG("bad format %s", fmt);
	va_end(ap);
	strvec_take(sv, s);
}

void strvec_pushl(struct strvec *sv, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, sv);
	while ((s = va_arg(ap, const char *)))
		strvec_push(sv, s);
	va_end(ap);
}

bool strvec_has(const struct strvec *sv, const char *s)
{
	for (size_t i = 0; i < sv->n; i++)
		if (!strcmp(sv->v[i], s))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void strvec_sort(struct strvec *sv)
{
	if (sv->n)
		qsort(sv->v, sv->n, sizeof(*sv->v), by_name);
}

void strvec_uniq(struct strvec *sv)
{
	size_t n = 0;

	for (size_t i = 0; i < sv->n; i++) {
		if (n && !strcmp(sv->v[n - 1], sv->v[i]))
			free(sv->v[i]);
		else
			sv->v[n++] = sv->v[i];
	}
	sv->n = n;
	if (sv->v)
		sv->v[n] = NULL;
}

void strvec_split(struct strvec *sv, const char *s)
{
	for (;;) {
		size_t n;

		s += strspn(s, " \t\n");
		n = strcspn(s, " \t\n");
		if (!n)
			return;
		strvec_take(sv, xstrndup(s, n));
		s += n;
	}
}

void strvec_clear(struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		free(sv->v[i]);
	sv->n = 0;
	if (sv->v)
		sv->v[0] = NULL;
}

void strvec_release(struct strvec *sv)
{
	strvec_clear(sv);
	free(sv->v);
	memset(sv, 0, sizeof(*sv));
}
