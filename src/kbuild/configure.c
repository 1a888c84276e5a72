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

/* What was built for another tree, or of other sources, must not stay. */
static int open_work(const struct kconfig *kc, const struct kbuild *kb)
{
	char *path = xstrfmt("%s.base", kc->dir), *ours = kconfig_ours();
	char *want = xstrfmt("%s %s", kb->base, ours ?: "");
	struct strbuf text = STRBUF_INIT;
	int err = ours ? 0 : ERR_ENV;

	if (!err && (strbuf_read_file(&text, path) || strcmp(text.buf, want))) {
		err = remove_tree(kc->dir);
		if (!err)
			err = make_dirs(kc->work);
		if (!err)
			err = write_file_atomic(path, want, strlen(want));
	}
	strbuf_release(&text);
	free(want);
	free(ours);
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
	/* Or make would read all Kconfig files again, for each folder. */
	if (!is_without("sync"))
		strvec_push(&j->steps, "sync");
}

static bool same_make(const struct kbuild *a, const struct kbuild *b)
{
	const struct strvec *x = kbuild_vars(a), *y = kbuild_vars(b);

	for (size_t i = 0; i < x->n && i < y->n; i++)
		if (strcmp(x->v[i], y->v[i]))
			return false;
	return x->n == y->n;
}

/* --- tools ---------------------------------------------------------------- */

/*
 * What kbuild runs here it has compiled here: conf, fixdep, dtc, objtool, ... In
 * each object folder it would do so again. Let it find those of another folder,
 * with their times and commands, and decide what of them is good.
 */
static char *seed_name(const char *work)
{
	return xstrfmt("%s/kconfig.tools", work);
}

void kbuild_lend_tools(const struct kbuild *kb)
{
	char *work = work_of(kb), *path = seed_name(work);
	char *text = xstrfmt("%s %s", kb->base, strrchr(kb->obj, '/') + 1);

	/* If that fails, there is nothing to lend. */
	if (write_file_atomic(path, text, strlen(text)))
		unlink(path);
	free(text);
	free(path);
	free(work);
}

/* The folder that lends its tools to KB, or NULL. The caller frees it. */
static char *lender(const struct kconfig *kc, const struct kbuild *kb)
{
	char *path = seed_name(kc->work), *dir = NULL;
	size_t n = strlen(kb->base);
	struct strbuf text = STRBUF_INIT;

	if (!strbuf_read_file(&text, path) && !is_without("tools") &&
	    !strncmp(text.buf, kb->base, n) && text.buf[n] == ' ' &&
	    !strchr(text.buf, '/'))
		dir = xstrfmt("%s/%s", kc->work, text.buf + n + 1);
	if (dir && (!strcmp(dir, kb->obj) || access(dir, F_OK))) {
		free(dir);
		dir = NULL;
	}
	strbuf_release(&text);
	free(path);
	return dir;
}

/* Copy FROM/NAME, if it is there, to TO, which is. 0 or < 0. */
static int copy_folder(const struct kbuild *kb, const char *from,
		       const char *name, const char *to)
{
	struct proc p = PROC_INIT;
	char *path = xstrfmt("%s/%s", from, name);
	int err = 0;

	if (!access(path, F_OK)) {
		strvec_pushl(&p.argv, "cp", "-a", path, to, NULL);
		p.timeout = KBUILD_TIMEOUT;
		p.out = "/dev/null";
		jail_proc(&p, kb->obj, NULL);
		err = proc_run(&p);
	}
	proc_release(&p);
	free(path);
	return err;
}

/* KC's folder has conf and fixdep; but its conf is another program. */
static int copy_basic(const struct kconfig *kc, const struct kbuild *kb,
		      const char *scripts)
{
	char *from = xstrfmt("%s/scripts", kc->dir);
	char *conf = xstrfmt("%s/kconfig/conf", scripts);
	int err = make_dirs(scripts);

	if (!err)
		err = copy_folder(kb, from, "basic", scripts);
	if (!err)
		err = copy_folder(kb, from, "kconfig", scripts);
	if (!err && unlink(conf))
		err = ERR_ENV;
	free(from);
	free(conf);
	return err;
}

/* What KB can have: all tools of another folder, or conf and fixdep. */
static int copy_tools(const struct kconfig *kc, const struct kbuild *kb,
		      const char *from)
{
	char *scripts = xstrfmt("%s/scripts", kb->obj);
	char *tools = xstrfmt("%s/tools", kb->obj);
	int err;

	if (from) {
		err = copy_folder(kb, from, "scripts", kb->obj);
		if (!err)
			err = copy_folder(kb, from, "tools", kb->obj);
	} else {
		err = copy_basic(kc, kb, scripts);
	}
	/* Half of it is worse than nothing: kbuild makes its own. */
	if (err)
		err = remove_tree(scripts) ?: remove_tree(tools);
	free(scripts);
	free(tools);
	return err;
}

bool kbuild_seed(struct kbuild *kb, bool may_wait)
{
	char *work = work_of(kb), *from;
	struct kconfig kc;

	kconfig_init(&kc, kb->src, work);
	from = lender(&kc, kb);
	kb->seeded = from || !may_wait || is_without("tools");
	if (kb->seeded && (from || kb->configured) &&
	    copy_tools(&kc, kb, from)) {
		kb->result = KBUILD_TOOL_FAILED;
		free(kb->why);
		kb->why = xstrfmt("cannot write to %s", kb->obj);
	}
	kconfig_release(&kc);
	free(from);
	free(work);
	return kb->seeded;
}

/* --- configuring ---------------------------------------------------------- */

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
		kb[i]->configured = !err && j[i].result == KCONFIG_OK;
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
