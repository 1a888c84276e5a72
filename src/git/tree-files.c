// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "git/tree-int.h"

struct tree_file *tree_add_link(struct tree *t, const char *path)
{
	struct tree_file *f;

	GROW(t->links, t->n_links + 1, t->alloc_links);
	f = &t->links[t->n_links++];
	memset(f, 0, sizeof(*f));
	f->path = xstrdup(path);
	f->link = true;
	return f;
}

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

static const struct tree_file *find(const struct tree_file *v, size_t n,
				    const char *path)
{
	struct tree_file key = { .path = (char *)path };

	return n ? bsearch(&key, v, n, sizeof(key), by_path) : NULL;
}

const struct tree_file *tree_find(const struct tree *t, const char *path)
{
	return find(t->files, t->n, path);
}

const struct tree_file *tree_link(const struct tree *t, const char *path)
{
	return find(t->links, t->n_links, path);
}

/* Is F below the folder PATH (N bytes), or on which side of it? */
static int side(const struct tree_file *f, const char *path, size_t n)
{
	int d = strncmp(f->path, path, n);

	return d ?: (unsigned char)f->path[n] - '/';
}

static const struct tree_file *below(const struct tree_file *v, size_t files,
				     const char *path, size_t n,
				     const struct strvec *but)
{
	size_t lo = 0, hi = files;

	/* The first that is not before it. */
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (side(&v[mid], path, n) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < files && !side(&v[lo], path, n); lo++)
		if (!but || !strset_has(but, v[lo].path))
			return &v[lo];
	return NULL;
}

const struct tree_file *tree_below(const struct tree *t, const char *path,
				   size_t n, const struct strvec *but)
{
	return below(t->files, t->n, path, n, but) ?:
	       below(t->links, t->n_links, path, n, but);
}

void tree_sort(struct tree *t)
{
	if (t->n)
		qsort(t->files, t->n, sizeof(*t->files), by_path);
	if (t->n_links)
		qsort(t->links, t->n_links, sizeof(*t->links), by_path);
}
