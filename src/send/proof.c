// SPDX-License-Identifier: GPL-2.0-only
#include "send/proof.h"

int proof_open(struct slice *sl, const char *dir, const struct work *w,
	       const struct ident *who, const char *objects)
{
	struct change *v = xcalloc(w->n, sizeof(*v));
	size_t n = 0;
	int err;

	for (size_t i = 0; i < w->n; i++) {
		const struct work_file *f = w->files[i];

		if (f->n_changes && f->base_there)
			v[n++] = (struct change){ f->path, work_base(f), f->exec };
	}
	err = slice_open(sl, dir, v, n, who, objects);
	free(v);
	return err;
}

int proof_am(struct slice *sl, const char *file, const char *name)
{
	struct strbuf why = STRBUF_INIT;
	size_t before = sl->n;
	int err = slice_am(sl, file, &why);

	if (err == ERR_FINDING)
		error("proof failed: git am does not apply %s: %s", name,
		      why.buf);
	if (!err && sl->n != before + 1)
		err = error_finding("proof failed: git am made %zu commits of %s",
				    sl->n - before, name);
	strbuf_release(&why);
	return err;
}

/* What F is after patch I: of those up to it, the last that changed it. */
static bool state_of(const struct work_file *f, size_t i, struct change *out)
{
	const struct file_change *last = NULL;

	for (size_t k = 0; k < f->n_changes; k++)
		if (f->changes[k].patch <= i)
			last = &f->changes[k];
	*out = last ? (struct change){ f->path, change_after(f, last),
					last->exec } :
		      (struct change){ f->path, work_base(f), f->exec };
	return last ? !last->gone : f->base_there;
}

/* Does the slice's last commit hold what patch I was to leave? */
static int compare_state(struct slice *sl, const struct work *w, size_t i,
			 const char *patch)
{
	struct change *v = xcalloc(w->n, sizeof(*v));
	char *path = NULL;
	size_t n = 0;
	int err;

	for (size_t k = 0; k < w->n; k++)
		if (w->files[k]->n_changes)
			n += state_of(w->files[k], i, &v[n]);
	err = repo_holds(&sl->repo, sl->commits[sl->n - 1], v, n, &path);
	if (!err)
		err = error_finding("proof failed: git am of the patch file for %s does not give the tree that was committed (%s)",
				    patch, path);
	free(path);
	free(v);
	return err < 0 ? err : 0;
}

/* The patch files follow the cover letter, one for each applied patch. */
static int prove_each(const struct mail *m, const char *dir, struct slice *sl)
{
	const struct apply *a = m->apply;
	size_t at = 0;
	int err = 0;

	for (size_t i = 0; i < a->series->n && !err; i++) {
		const char *patch = a->series->patches[i].name;
		char *path;

		if (!m->commits[i][0])
			continue;
		while (at < m->files.n && starts_with(m->files.v[at], "0000-"))
			at++;
		if (at == m->files.n)
			return error_finding("proof failed: there is no patch file for %s",
					     patch);
		path = xstrfmt("%s/%s", dir, m->files.v[at]);
		err = proof_am(sl, path, m->files.v[at++]);
		if (!err)
			err = compare_state(sl, a->work, i, patch);
		free(path);
	}
	if (!err && at != m->files.n)
		err = error_finding("proof failed: there are more patch files than patches");
	return err;
}

int mail_prove(const struct mail *m, const char *dir, const char *scratch)
{
	char *am = xstrfmt("%s/am", scratch);
	char *objects = xstrfmt("%s/objects", m->repo->dir);
	struct slice sl = { 0 };
	int err = 0;

	if (m->files.n) {
		err = proof_open(&sl, am, m->apply->work, &m->who,
				 objects);
		if (!err)
			err = prove_each(m, dir, &sl);
	}
	slice_release(&sl);
	free(objects);
	free(am);
	return err;
}
