// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fts.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/jail.h"
#include "base/proc.h"
#include "base/strset.h"
#include "kbuild/defconfig.h"
#include "kbuild/kbuild.h"

#define LIST_TIMEOUT 120

/* No more than a kernel has, many times over. */
#define MAX_TARGETS 4096

static bool is_defconfig(const char *name)
{
	return !strcmp(name, "defconfig") || ends_with(name, "_defconfig");
}

/* It becomes an argument of make, and a part of paths. */
static bool is_usable(const char *name)
{
	return *name != '/' && *name != '-' && *name != '.' &&
	       !strstr(name, "..") &&
	       name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			   "abcdefghijklmnopqrstuvwxyz0123456789_-./")] == 0;
}

static void add_name(struct strvec *names, const struct arch *a,
		     const char *name)
{
	if (is_usable(name))
		strvec_push(names, name);
	else
		warning("%s: a defconfig's name is not used: it has characters that respin does not give to make",
			a->name);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

int defconfig_files(const char *src, const struct arch *a,
		    struct strvec *names)
{
	char *dir = xstrfmt("%s/arch/%s/configs", src, a->name);
	char *roots[] = { dir, NULL };
	FTS *fts = access(dir, F_OK) ? NULL :
		   fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	FTSENT *e;
	int err = 0;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR)
			err = error("cannot read %s: %s", e->fts_path,
				    strerror(e->fts_errno));
		if (e->fts_info == FTS_F && is_defconfig(e->fts_name))
			add_name(names, a, e->fts_path + strlen(dir) + 1);
	}
	if (fts)
		fts_close(fts);
	strvec_sort(names);
	free(dir);
	return err;
}

char *defconfig_path(const char *src, const struct arch *a, const char *name)
{
	char *file = xstrfmt("arch/%s/configs/%s", a->name, name);
	char *path = xstrfmt("%s/%s", src, file);
	bool there = !access(path, F_OK);

	free(path);
	if (!there) {
		free(file);
		return NULL;
	}
	return file;
}

/* --- targets without a file --------------------------------------------- */

/* "NAME_defconfig: ..." lines of make -p, but for "# Not a target:". */
static void take_targets(const char *text, const struct arch *a,
			 const struct strvec *files, struct strvec *out)
{
	static const char no[] = "# Not a target:\n";
	const char *before = "";

	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n"), at = strcspn(p, " \t:=%#\n");
		char *name = xstrndup(p, at);

		if (p[at] == ':' && p[at + 1] != '=' && at &&
		    ends_with(name, "_defconfig") && !strvec_has(files, name) &&
		    !starts_with(before, no) && out->n < MAX_TARGETS)
			add_name(out, a, name);
		free(name);
		before = p;
		p += n + (p[n] == '\n');
	}
	strvec_sort(out);
	strvec_uniq(out);
}

/* make prints its rules, and runs nothing. */
static int list_targets(const struct kconfig *kc, const struct arch *a,
			const struct strvec *files, struct strvec *out)
{
	struct proc p = PROC_INIT;
	struct strbuf text = STRBUF_INIT, how = STRBUF_INIT;
	int err = make_dirs(kc->dir);

	if (err) {
		err = error("cannot write to %s: %s", kc->dir, strerror(-err));
		goto done;
	}
	strvec_pushl(&p.argv, "make", "-pnq", "-C", kc->src, NULL);
	strvec_pushf(&p.argv, "O=%s", kc->dir);
	for (size_t i = 0; i < a->tc.make.n; i++)
		strvec_push(&p.argv, a->tc.make.v[i]);
	strvec_push(&p.argv, "help");
	kbuild_env(&p);
	p.timeout = LIST_TIMEOUT;
	jail_proc(&p, kc->dir, NULL);
	err = proc_capture(&p, &text, NULL);
	/* -q: 1 only says that something is not up to date. */
	if (err == ERR_ENV && p.state == PROC_EXITED && p.code == 1)
		err = 0;
	if (!err)
		take_targets(text.buf, a, files, out);
	else if (err != ERR_INTERRUPTED) {
		proc_describe(&p, &how);
		err = error("%s: make -p, which lists the defconfigs, %s",
			    a->name, how.buf);
	}
done:
	proc_release(&p);
	strbuf_release(&text);
	strbuf_release(&how);
	return err;
}

/* --- which way to call make --------------------------------------------- */

/* The ways of A: the first is the toolchain's own (config NULL). */
struct ways {
	const struct arch_config **v;
	size_t n, alloc;
};

static bool same_words(const struct strvec *a, const struct strvec *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = !strcmp(a->v[i], b->v[i]);
	return same;
}

static const struct strvec *way_make(const struct arch *a,
				     const struct arch_config *way)
{
	return way && way->make.n ? &way->make : &a->tc.make;
}

static void find_ways(const struct arch *a, struct ways *w)
{
	GROW(w->v, 1, w->alloc);
	w->v[w->n++] = NULL;
	for (size_t i = 0; i < a->n; i++) {
		const struct strvec *make = way_make(a, &a->configs[i]);
		bool known = a->configs[i].solved;

		for (size_t k = 0; k < w->n; k++)
			known |= same_words(make, way_make(a, w->v[k]));
		if (known)
			continue;
		GROW(w->v, w->n + 1, w->alloc);
		w->v[w->n++] = &a->configs[i];
	}
}

/* Is LINE, which sets an option, not in HAVE? What is off may have no line. */
static bool is_lost(const struct strvec *have, const char *line)
{
	static const char off[] = " is not set";
	size_t n = strlen(line);
	bool on = false;

	if (starts_with(line, "CONFIG_"))
		return !strset_has(have, line);
	if (!starts_with(line, "# CONFIG_") || !ends_with(line, off))
		return false;
	for (const char *v = "y\0m\0"; *v && !on; v += 2) {
		char *set = xstrfmt("%.*s=%s", (int)(n - strlen(off) - 2),
				    line + 2, v);

		on = strset_has(have, set);
		free(set);
	}
	return on;
}

/* How many settings of FILE are not in the .config of DIR. */
static size_t count_lost(const char *src, const char *file, const char *dir)
{
	char *path = xstrfmt("%s/%s", src, file);
	char *made = xstrfmt("%s/.config", dir);
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT;
	struct strvec have = STRVEC_INIT;
	size_t lost = 0;

	if (strbuf_read_file(&want, path) || strbuf_read_file(&got, made)) {
		lost = SIZE_MAX;
	} else {
		for (char *p = got.buf, *line; (line = strsep(&p, "\n"));)
			strvec_push(&have, line);
		strvec_sort(&have);
		for (char *p = want.buf, *line; (line = strsep(&p, "\n"));)
			lost += is_lost(&have, line);
	}
	strvec_release(&have);
	strbuf_release(&want);
	strbuf_release(&got);
	free(path);
	free(made);
	return lost;
}

/* LOST[i]: of the file NAMES[i], called that WAY. */
static int try_way(struct kconfig *kc, const struct arch *a,
		   const struct arch_config *way, const struct strvec *names,
		   int jobs, size_t *lost)
{
	struct kconfig_job *j = xcalloc(names->n, sizeof(*j));
	int err;

	for (size_t i = 0; i < names->n; i++) {
		j[i].out = xstrfmt("%s/defconfig/%zu", kc->work, i);
		strvec_pushf(&j[i].steps, "conf defconfig=arch/%s/configs/%s",
			     a->name, names->v[i]);
	}
	err = kconfig_run(kc, way_make(a, way), j, names->n, jobs);
	for (size_t i = 0; i < names->n; i++) {
		char *file = defconfig_path(kc->src, a, names->v[i]);

		lost[i] = j[i].result != KCONFIG_OK || !file ? SIZE_MAX :
			  count_lost(kc->src, file, j[i].out);
		free(file);
		kconfig_job_release(&j[i]);
	}
	free(j);
	return err;
}

/* For each file the best of the ways W. */
static int choose_ways(struct kconfig *kc, const struct arch *a,
		       const struct ways *w, const struct strvec *names,
		       int jobs, size_t *way)
{
	size_t *best = xcalloc(names->n, sizeof(*best));
	size_t *lost = xcalloc(names->n, sizeof(*lost));
	int err = 0;

	for (size_t k = 0; k < w->n && w->n > 1 && !err; k++) {
		err = try_way(kc, a, w->v[k], names, jobs, lost);
		for (size_t i = 0; i < names->n; i++)
			if (!k || lost[i] < best[i]) {
				best[i] = lost[i];
				way[i] = k;
			}
	}
	free(best);
	free(lost);
	return err;
}

/* --- adding -------------------------------------------------------------- */

static bool has_config(const struct arch *a, const char *target)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct arch_config *c = &a->configs[i];

		if (!c->solved && !strcmp(c->defconfig, target) &&
		    same_words(&c->set, &a->set))
			return true;
	}
	return false;
}

static bool has_id(const struct arch *a, const char *id)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strcmp(a->configs[i].id, id))
			return true;
	return false;
}

/* "44x/akebono_defconfig" is 44x-akebono, unless something else is. */
static void name_config(struct arch *a, struct arch_config *c)
{
	size_t n = strlen(c->defconfig);

	if (ends_with(c->defconfig, "_defconfig"))
		n -= strlen("_defconfig");
	c->name = xstrndup(c->defconfig, n);
	for (char *p = c->name; (p = strchr(p, '/'));)
		*p = '-';
	c->id = xstrfmt("%s-%s", a->name, c->name);
	while (has_id(a, c->id)) {
		char *name = xstrfmt("%s_defconfig", c->name);

		free(c->id);
		free(c->name);
		c->name = name;
		c->id = xstrfmt("%s-%s", a->name, name);
	}
}

static void add_config(struct arch *a, const char *target, bool generated,
		       const struct arch_config *way)
{
	struct arch_config c = { .arch = a };

	if (has_config(a, target))
		return;
	c.defconfig = xstrdup(target);
	strvec_add(&c.set, &a->set);
	if (way) {
		strvec_add(&c.make, &way->make);
		c.compiler = way->compiler ? xstrdup(way->compiler) : NULL;
	}
	c.why = xstrdup(generated ? "a target of the tree's" :
				    "a defconfig of the tree's");
	c.found = true;
	name_config(a, &c);
	GROW(a->configs, a->n + 1, a->alloc);
	a->configs[a->n++] = c;
}

int defconfigs_add(struct arch *a, struct kconfig *kc, int jobs)
{
	struct strvec files = STRVEC_INIT, targets = STRVEC_INIT;
	struct ways w = { 0 };
	size_t *way;
	int err;

	err = defconfig_files(kc->src, a, &files);
	if (!err && files.n)
		err = list_targets(kc, a, &files, &targets);
	way = xcalloc(files.n + 1, sizeof(*way));
	find_ways(a, &w);
	if (!err)
		err = choose_ways(kc, a, &w, &files, jobs, way);
	/* What follows moves what w.v points to. */
	for (size_t pass = 0; pass < w.n && !err; pass++) {
		struct arch_config copy = { 0 };

		if (w.v[pass]) {
			strvec_add(&copy.make, &w.v[pass]->make);
			copy.compiler = w.v[pass]->compiler;
		}
		for (size_t i = 0; i < files.n; i++)
			if (way[i] == pass)
				add_config(a, files.v[i], false,
					   w.v[pass] ? &copy : NULL);
		strvec_release(&copy.make);
	}
	for (size_t i = 0; i < targets.n && !err; i++)
		add_config(a, targets.v[i], true, NULL);
	free(way);
	free(w.v);
	strvec_release(&files);
	strvec_release(&targets);
	return err;
}
