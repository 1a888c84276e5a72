// SPDX-License-Identifier: GPL-2.0-only
#include "report/outdir.h"
#include "report/verified.h"
#include "states/setup.h"

/* Is it a report on these very patches? */
static bool of_these(struct setup *s, const struct verified *v)
{
	struct report_patch *ours = checkout_patches(&s->co);
	bool same = ours && v->n_patches == s->co.patches.n;

	for (size_t i = 0; same && i < v->n_patches; i++)
		same = !strcmp(v->patches[i].id, ours[i].id);
	free(ours);
	return same;
}

static bool was_compiled(const struct verified *v, const char *id)
{
	for (size_t i = 0; i < v->n; i++)
		if (!strcmp(v->columns[i].id, id))
			return verified_compiled(&v->columns[i]);
	return false;
}

/*
 * Keep one of each class that verify found: those that the verify.json beside
 * the patches says were compiled.
 */
static int keep_classes(struct setup *s)
{
	char *path = setup_report(s, NULL, true, REPORT_NAME);
	struct verified v = { 0 };
	int err = path ? verified_read(&v, path) : 1;
	size_t n = 0;

	if (err > 0)
		err = error_user("%s: verify has not been run for these patches; run respin verify --configs all to find the classes",
				 path ?: s->tree.path);
	else if (!err && !of_these(s, &v))
		err = error_user("%s is for other patches; run respin verify --configs all again to find the classes",
				 path);
	for (size_t i = 0; i < s->n && !err; i++)
		if (was_compiled(&v, s->configs[i]->id))
			s->configs[n++] = s->configs[i];
	s->n = n;
	verified_release(&v);
	free(path);
	return err;
}

int setup_pick(struct setup *s, const struct setup_options *o,
	       const char *which, int jobs)
{
	int err;

	if (!which || !strcmp(which, "default"))
		return setup_knows(s, o) ? 0 : setup_find(s, o, NULL, jobs);
	err = setup_find(s, o, setup_many(which) ? NULL : which, jobs);
	return err || strcmp(which, "classes") ? err : keep_classes(s);
}

bool setup_many(const char *which)
{
	return !which || !strcmp(which, "default") || !strcmp(which, "all") ||
	       !strcmp(which, "classes");
}
