// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "gen/batch-int.h"

#define GROUP_FILES 100
#define GROUP_BYTES (3 << 19)	/* about four seconds of spatch 1.1.1 */

static int by_base_name(const void *a, const void *b, void *batch)
{
	const struct unit *u = ((const struct batch *)batch)->units;
	const char *x = u[*(const size_t *)a].name;
	const char *y = u[*(const size_t *)b].name;
	int d = strcmp(path_base(x), path_base(y));

	return d ?: strcmp(x, y);
}

static int by_index(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* How many groups: by size, number and jobs, and by the commonest name. */
static size_t group_count(const struct batch *b, const size_t *v, size_t n)
{
	size_t bytes = 0, run = 0, common = 0, count;

	for (size_t i = 0; i < n; i++) {
		const struct unit *u = &b->units[v[i]];

		bytes += u->text->len;
		run = i && !strcmp(path_base(u->name),
				   path_base(b->units[v[i - 1]].name)) ?
		      run + 1 : 1;
		if (run > common)
			common = run;
	}
	count = 1 + bytes / GROUP_BYTES;
	if (count < (n + GROUP_FILES - 1) / GROUP_FILES)
		count = (n + GROUP_FILES - 1) / GROUP_FILES;
	if (b->alone)
		return n;
	if (count < (size_t)b->jobs && n >= 4 * (size_t)b->jobs)
		count = (size_t)b->jobs;
	return count < common ? common : count;
}

/*
 * Dealt out like cards, in the order of their base names: the same name comes
 * to as many groups as there are files of that name.
 */
void groups_plan(struct groups *g, const struct batch *b, size_t *v, size_t n)
{
	size_t count;

	if (!n)
		return;
	qsort_r(v, n, sizeof(*v), by_base_name, (void *)b);
	count = group_count(b, v, n);
	for (size_t k = 0; k < count && k < n; k++) {
		struct group *gr;

		GROW(g->v, g->n + 1, g->alloc);
		gr = &g->v[g->n];
		memset(gr, 0, sizeof(*gr));
		gr->number = (unsigned int)g->n++;
		gr->v = xcalloc(n / count + 1, sizeof(*gr->v));
		for (size_t i = k; i < n; i += count)
			gr->v[gr->n++] = v[i];
		qsort(gr->v, gr->n, sizeof(*gr->v), by_index);
	}
}

void groups_release(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++) {
		free(g->v[i].v);
		free(g->v[i].dir);
	}
	free(g->v);
	memset(g, 0, sizeof(*g));
}
