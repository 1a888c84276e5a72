// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is known of the patches when they are mailed: what verify, prove and boot
 * have found of these very ones, in the folder that they are to replace.
 */
#include "patch/patch.h"
#include "report/outdir.h"
#include "report/summary.h"
#include "send/mail.h"

/* Are the N patches of a report, made for TREE at COMMIT, those of PS? */
static bool is_of(const struct patchset *ps, const struct mail *m,
		  const struct report_patch *v, size_t n, const char *tree,
		  const char *commit)
{
	if (m->tree->is_git && *commit ? strcmp(commit, m->tree->commit) :
					 strcmp(tree, m->tree->name))
		return false;
	if (n != ps->n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char *id = ppatch_id(&ps->v[i]);
		bool same = !strcmp(id, v[i].id);

		free(id);
		if (!same)
			return false;
	}
	return true;
}

static void add_verified(struct mail *m, const struct patchset *ps)
{
	char *path = outdir_file(m->reports, REPORT_NAME);
	struct verified v = { 0 };

	if (!verified_read(&v, path) &&
	    is_of(ps, m, v.patches, v.n_patches, v.tree, v.commit))
		verified_summary(&v, &m->known);
	verified_release(&v);
	free(path);
}

static void add_proved(struct mail *m, const struct patchset *ps)
{
	char *path = outdir_file(m->reports, PROVE_NAME);
	struct proved p = { 0 };

	if (!proved_read(&p, path) &&
	    is_of(ps, m, p.patches, p.n_patches, p.tree, p.base))
		proved_summary(&p, &m->known);
	proved_release(&p);
	free(path);
}

static void add_booted(struct mail *m, const struct patchset *ps)
{
	char *path = outdir_file(m->reports, BOOT_NAME);
	struct booted b = { 0 };

	if (!booted_read(&b, path) &&
	    is_of(ps, m, b.patches, b.n_patches, b.tree, b.base))
		booted_summary(&b, &m->known);
	booted_release(&b);
	free(path);
}

int mail_known(struct mail *m, const char *dir)
{
	struct patchset ps = { 0 };
	int err;

	if (!m->reports)
		return 0;
	err = patchset_read(&ps, dir);
	if (!err) {
		add_verified(m, &ps);
		add_proved(m, &ps);
		add_booted(m, &ps);
	}
	patchset_release(&ps);
	return err;
}
