// SPDX-License-Identifier: GPL-2.0-only
#include <fnmatch.h>

#include "base/pathspec.h"

bool pathspec_match(const struct strvec *patterns, const char *path)
{
	for (size_t i = 0; i < patterns->n; i++)
		if (!fnmatch(patterns->v[i], path, 0))
			return true;
	return false;
}

bool pathspec_literal(const struct strvec *patterns)
{
	for (size_t i = 0; i < patterns->n; i++)
		if (strpbrk(patterns->v[i], "*?["))
			return false;
	return patterns->n > 0;
}
