// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/fs.h"
#include "base/jail.h"
#include "base/strbuf.h"
#include "base/without.h"
#include "kbuild/configure.h"
#include "kbuild/defconfig.h"
#include "kbuild/kconfig.h"

/* The folder beside the object folders. The caller frees it. */
static char *work_of(const struct kbuild *kb)
{
	return xstrndup(kb->obj, strrchr(kb->obj, '/') - kb->obj);
}

/* What was built for another tree must not stay. 0 or < 0. */
static int open_work(const struct kconfig *kc, const struct kbuild *kb)
{
	char *path = xstrfmt("%s.base", kc->dir);
	struct strbuf text = STRBUF_INIT;
	int err = 0;

	if (strbuf_read_file(&text, path) || strcmp(text.buf, kb->base)) {
		err = remove_tree(kc->dir);
		if (!err)
			err = make_dirs(kc->work);
		if (!err)
			err = write_file_atomic(path, kb->base,
						strlen(kb->base));
	}
	strbuf_release(&text);
	free(path);
	return err;
}

/* The same as the steps of prepare.c, of a target that has a file. */
static void fill_job(struct kconfig_job *j, const struct kbuild *kb,
		     const char *file)
{
	const struct strvec *set = &kb->config->set;

	j->out = xstrdup(kb->obj);
	strvec_pushf(&j->steps, "conf defconfig=%s", file);
	for (size_t i = 0; i < set->n; i++)
		strvec_pushf(&j->steps, "set %s%s", set->v[i],
			     strchr(set->v[i], '=') ? "" : "=y");
	if (set->n)
		strvec_push(&j->steps, "conf olddefconfig");
}

static bool same_make(const struct kbuild *a, const struct kbuild *b)
{
	const struct strvec *x = kbuild_vars(a), *y = kbuild_vars(b);

	for (size_t i = 0; i < x->n && i < y->n; i++)
		if (strcmp(x->v[i], y->v[i]))
			return false;
	return x->n == y->n;
}

/*
 * kbuild would build conf and fixdep in every object folder: have it find those
 * of KC, with their times, and decide what of them is good. conf is another
 * program there.
 */
static int seed_tools(const struct kconfig *kc, const struct kbuild *kb)
{
	char *to = xstrfmt("%s/scripts", kb->obj);
	char *conf = xstrfmt("%s/kconfig/conf", to);
	struct proc p = PROC_INIT;
	int err = make_dirs(to);

	if (!err) {
		strvec_pushl(&p.argv, "cp", "-a", NULL);
		strvec_pushf(&p.argv, "%s/scripts/basic", kc->dir);
		strvec_pushf(&p.argv, "%s/scripts/kconfig", kc->dir);
		strvec_push(&p.argv, to);
		p.timeout = KBUILD_TIMEOUT;
		p.out = "/dev/null";
		jail_proc(&p, kb->obj, NULL);
		err = proc_run(&p);
	}
	if (!err && unlink(conf))
		err = ERR_ENV;
	/* Half of it is worse than nothing. */
	if (err && err != ERR_INTERRUPTED && !remove_tree(to))
		err = 0;
	proc_release(&p);
	free(to);
	free(conf);
	return err;
}

/* Those of V that make calls in the same way, the first one and others. */
static int run_alike(struct kconfig *kc, struct kbuild **v, size_t n, int jobs)
{
	struct kconfig_job *j = xcalloc(n, sizeof(*j));
	struct kbuild **kb = xcalloc(n, sizeof(*kb));
	size_t m = 0;
	int err;

	for (size_t i = 0; i < n; i++) {
		char *file = !v[i] || !same_make(v[0], v[i]) ? NULL :
			defconfig_path(v[i]->src, v[i]->config->arch,
				       v[i]->config->defconfig);

		if (file) {
			fill_job(&j[m], v[i], file);
			kb[m++] = v[i];
		}
		if (i && file)
			v[i] = NULL;
		free(file);
	}
	err = m ? kconfig_run(kc, kbuild_vars(v[0]), j, m, jobs) : 0;
	for (size_t i = 0; i < m; i++) {
		/* Whatever went wrong, make will say it again. */
		if (!err && j[i].result == KCONFIG_OK) {
			err = seed_tools(kc, kb[i]);
			kb[i]->configured = !err;
		}
		kconfig_job_release(&j[i]);
	}
	free(j);
	free(kb);
	return err == ERR_INTERRUPTED ? err : 0;
}

int kbuild_configure(struct kbuild **kbs, size_t n, int jobs)
{
	struct kbuild **v = xcalloc(n + 1, sizeof(*v));
	struct kconfig kc;
	char *work;
	int err = 0;

	memcpy(v, kbs, n * sizeof(*v));
	for (size_t i = 0; i < n && !err; i++) {
		if (!v[i] || is_without("kconfig"))
			continue;
		work = work_of(v[i]);
		if (kconfig_init(&kc, v[i]->src, work) && !open_work(&kc, v[i]))
			err = run_alike(&kc, v + i, n - i, jobs);
		kconfig_release(&kc);
		free(work);
	}
	free(v);
	return err;
}
