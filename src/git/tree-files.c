// SPDX-License-Identifier: GPL-2.0-only
#include "git/tree-int.h"

struct tree_file *tree_add(struct tree *t, const char *path)
{
	struct tree_file *f;

	GROW(t->files, t->n + 1, t->alloc);
	f = &t->files[t->n++];
	memset(f, 0, sizeof(*f));
	f->path = xstrdup(path);
	return f;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct tree_file *)a)->path,
		      ((const struct tree_file *)b)->path);
}

const struct tree_file *tree_find(const struct tree *t, const char *path)
{
	struct tree_file key = { .path = (char *)path };

	return t->n ? bsearch(&key, t->files, t->n, sizeof(key), by_path) :
		      NULL;
}

void tree_sort(struct tree *t)
{
	if (t->n)
		qsort(t->files, t->n, sizeof(*t->files), by_path);
}
