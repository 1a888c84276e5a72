// SPDX-License-Identifier: GPL-2.0-only
#include "base/nearest.h"

/* Longer words are names of something else. */
#define MAX 40

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* d[i][j]: from the first i characters of A to the first j of B. */
static size_t distance(const char *a, const char *b)
{
	size_t d[MAX + 1][MAX + 1], n = strlen(a), m = strlen(b);

	if (n > MAX || m > MAX)
		return SIZE_MAX;
	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			if (!i || !j) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] = min(min(d[i - 1][j], d[i][j - 1]) + 1,
				      d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

const char *nearest(const char *word, const struct strvec *names)
{
	const char *found = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < names->n; i++) {
		size_t d = distance(word, names->v[i]);

		if (d < best && d <= 1 + strlen(names->v[i]) / 3) {
			best = d;
			found = names->v[i];
		}
	}
	return found;
}
