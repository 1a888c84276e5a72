// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/fs.h"
#include "base/jail.h"
#include "base/strbuf.h"
#include "base/without.h"
#include "kbuild/configure.h"
#include "kbuild/defconfig.h"
#include "kbuild/kconfig.h"

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
 * each object folder it would do so again. Let it find those that were built for
 * the first one, with their times and commands, and decide what of them is good.
 */
#define LENT "kconfig.lent"

/* Copy FROM/NAME, if it is there, to TO, a folder in ROOM. 0 or < 0. */
static int copy_folder(const char *room, const char *from, const char *name,
		       const char *to)
{
	struct proc p = PROC_INIT;
	char *path = xstrfmt("%s/%s", from, name);
	int err = 0;

	if (!access(path, F_OK)) {
		strvec_pushl(&p.argv, "cp", "-a", path, to, NULL);
		p.timeout = KBUILD_TIMEOUT;
		p.out = "/dev/null";
		jail_proc(&p, room, NULL);
		err = proc_run(&p);
	}
	proc_release(&p);
	free(path);
	return err;
}

/*
 * What the lent tools are of. Architectures have tools of their own: those of the
 * last one come to the others. The caller frees it.
 */
static char *lent_mark(const struct kbuild *kb)
{
	char *source = folder_mark(kb->src);
	char *mark = xstrfmt("%s %s %s", source, kb->base,
			     kb->config->arch->name);

	free(source);
	return mark;
}

static int copy_lent(const struct kbuild *kb, const char *dir)
{
	int err = remove_tree(dir);

	if (!err)
		err = make_dirs(dir);
	if (!err)
		err = copy_folder(dir, kb->obj, "scripts", dir);
	if (!err)
		err = copy_folder(dir, kb->obj, "tools", dir);
	return err;
}

void kbuild_lend_tools(const struct kbuild *kb)
{
	char *work = kbuild_work(kb), *dir = xstrfmt("%s/" LENT, work);
	char *path = xstrfmt("%s.of", dir), *mark = lent_mark(kb);
	struct strbuf text = STRBUF_INIT;

	/* If that fails, there is nothing to lend. */
	if (strbuf_read_file(&text, path) || strcmp(text.buf, mark)) {
		unlink(path);
		if (!copy_lent(kb, dir) &&
		    write_file_atomic(path, mark, strlen(mark)))
			unlink(path);
	}
	strbuf_release(&text);
	free(mark);
	free(path);
	free(dir);
	free(work);
}

/* The folder that lends its tools to KB, or NULL. The caller frees it. */
static char *lender(const struct kconfig *kc, const struct kbuild *kb)
{
	char *path = xstrfmt("%s/" LENT ".of", kc->work), *dir = NULL;
	char *source = folder_mark(kb->src);
	size_t n = strlen(source);
	struct strbuf text = STRBUF_INIT;

	if (!strbuf_read_file(&text, path) && !is_without("tools") &&
	    !strncmp(text.buf, source, n) && text.buf[n] == ' ')
		dir = xstrfmt("%s/" LENT, kc->work);
	strbuf_release(&text);
	free(source);
	free(path);
	return dir;
}

/* KC's folder has conf and fixdep; but its conf is another program. */
static int copy_basic(const struct kconfig *kc, const struct kbuild *kb,
		      const char *scripts)
{
	char *from = xstrfmt("%s/scripts", kc->dir);
	char *conf = xstrfmt("%s/kconfig/conf", scripts);
	int err = make_dirs(scripts);

	if (!err)
		err = copy_folder(kb->obj, from, "basic", scripts);
	if (!err)
		err = copy_folder(kb->obj, from, "kconfig", scripts);
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
		err = copy_folder(kb->obj, from, "scripts", kb->obj);
		if (!err)
			err = copy_folder(kb->obj, from, "tools", kb->obj);
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
	char *work = kbuild_work(kb), *from;
	struct kconfig kc;

	kconfig_init(&kc, kb->src, kb->base, work);
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
		work = kbuild_work(v[i]);
		if (kconfig_init(&kc, v[i]->src, v[i]->base, work))
			err = run_alike(&kc, v + i, n - i, jobs);
		kconfig_release(&kc);
		free(work);
	}
	free(v);
	return err;
}
