// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"

ssize_t strset_index(char *const *v, size_t n, const char *s)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(v[mid], s);

		if (!c)
			return (ssize_t)mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

bool strset_equal(const struct strvec *a, const struct strvec *b)
{
	for (size_t i = 0; i < a->n && a->n == b->n; i++)
		if (strcmp(a->v[i], b->v[i]))
			return false;
	return a->n == b->n;
}

void strset_differ(const struct strvec *a, const struct strvec *b,
		   struct strvec *out)
{
	size_t i = 0, k = 0;

	while (i < a->n || k < b->n) {
		int c = i == a->n ? 1 : k == b->n ? -1 :
			strcmp(a->v[i], b->v[k]);

		if (c)
			strvec_push(out, c < 0 ? a->v[i] : b->v[k]);
		i += c <= 0;
		k += c >= 0;
	}
}
