// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <limits.h>
#include <unistd.h>

#include "base/cache.h"
#include "base/datadir.h"
#include "base/path.h"
#include "base/progress.h"
#include "kbuild/defconfig.h"
#include "report/outdir.h"
#include "report/series-json.h"
#include "states/setup.h"
#include "base/shell.h"
#include "base/fs.h"
#include "states/workdir.h"

static bool is_range(const char *patches)
{
	return patches && access(patches, F_OK) && patchset_is_range(patches);
}

/* The commit that the patches are for: a range has one of its own. */
static char *base_of(const struct setup_options *o, const char *patches)
{
	size_t n;

	if (o->base)
		return xstrdup(o->base);
	if (!is_range(patches))
		return NULL;
	n = strstr(patches, "..") - patches;
	return n ? xstrndup(patches, n) : xstrdup("HEAD");
}

static int read_patches(struct setup *s, const char *patches)
{
	char *dir;
	int err;

	if (is_range(patches)) {
		if (strstr(patches, "..."))
			return error_user("%s: give a range with two dots, A..B",
					  patches);
		return patchset_range(&s->patches, s->tree.path, patches);
	}
	dir = patches ? xstrdup(patches) :
	      xstrfmt("generated-patches/%s", s->tree.name);
	s->series = realpath(dir, NULL);
	s->made_by = s->series ? record_series(s->series) : NULL;
	/* The name of a folder in cocci/, and no way out of there. */
	if (s->made_by && (!path_is_inside(s->made_by) ||
			   strchr(s->made_by, '/'))) {
		free(s->made_by);
		s->made_by = NULL;
	}
	if (!patches && access(dir, F_OK))
		err = error_user("no patches in %s: run respin generate first, or give a folder, an mbox, a patch or a range",
				 dir);
	else
		err = patchset_read(&s->patches, dir);
	free(dir);
	return err;
}

/*
 * Is C the configuration ID, or the twin of it? ARCH-NAME may also be given as
 * ARCH-NAME_defconfig, as the file is called.
 */
static bool has_id(const struct arch_config *c, const char *id)
{
	static const char suffix[] = "_defconfig";
	size_t n = strlen(id);

	if (ends_with(id, suffix))
		n -= strlen(suffix);
	return !strncmp(c->id, id, n) &&
	       (!c->id[n] || (c->tc && c->id[n] == '+'));
}

static bool wanted(const struct setup_options *o, const struct arch_config *c,
		   bool *used)
{
	bool any = !o->archs->n;

	for (size_t i = 0; i < o->archs->n; i++) {
		if (strcmp(o->archs->v[i], c->arch->name) &&
		    !has_id(c, o->archs->v[i]))
			continue;
		used[i] = true;
		any = true;
	}
	return any;
}

/* The twins come after what they are twins of is known. */
static int add_twins(struct setup *s, const struct setup_options *o)
{
	int err = 0;

	for (size_t i = 0; o->with && i < o->with->n && !err; i++)
		err = arches_with(&s->arches, o->with->v[i]);
	return err;
}

static int not_there(const char *name)
{
	return error_user("no architecture or configuration '%s' (see verify/arch/)",
			  name);
}

static int pick_configs(struct setup *s, const struct setup_options *o,
			bool last)
{
	bool *used = xcalloc(o->archs->n, sizeof(*used));
	size_t alloc = 0;
	int err = 0;

	for (size_t i = 0; i < s->arches.n; i++) {
		struct arch *a = s->arches.v[i];

		for (size_t k = 0; k < a->n; k++) {
			if (!wanted(o, &a->configs[k], used))
				continue;
			GROW(s->configs, s->n + 1, alloc);
			s->configs[s->n++] = &a->configs[k];
		}
	}
	for (size_t i = 0; i < o->archs->n && last && !err; i++)
		if (!used[i])
			err = not_there(o->archs->v[i]);
	if (o->fewer && o->fewer->n)
		s->n = 0;
	free(used);
	return err;
}

/* Is NAME A, or may it be a configuration of A? */
static bool may_name(const struct arch *a, const char *name)
{
	size_t n = strlen(a->name);

	return !strncmp(name, a->name, n) && (!name[n] || name[n] == '-');
}

/* The configurations are known only once the source has been copied, a minute later. */
static int check_archs(const struct setup *s, const struct setup_options *o)
{
	for (size_t i = 0; i < o->archs->n; i++) {
		bool any = false;

		for (size_t k = 0; k < s->arches.n; k++)
			any |= may_name(s->arches.v[k], o->archs->v[i]);
		if (!any)
			return not_there(o->archs->v[i]);
	}
	return 0;
}

static int open_configs(struct setup *s, const struct setup_options *o)
{
	char *dir = o->arch_data ? xstrdup(o->arch_data) :
		    data_path("verify/arch");
	char *cache = cache_dir();
	int err = arches_read(&s->arches, dir);

	if (!err) {
		arches_add_path(&s->arches, cache);
		for (size_t i = 0; o->make && i < o->make->n; i++)
			arches_make(&s->arches, o->make->v[i]);
		err = add_twins(s, o);
	}
	if (!err)
		err = check_archs(s, o);
	if (!err)
		err = pick_configs(s, o, !o->find);
	free(cache);
	free(dir);
	return err;
}

/* What verify solved for these patches, if it did. */
static int add_solved(struct setup *s, const struct setup_options *o)
{
	char *path = s->made_by ? outdir_file(s->series, CONFIGS_NAME) : NULL;
	int err = path && !access(path, F_OK) ? arches_add(&s->arches, path) : 1;

	free(path);
	if (err)
		return err < 0 ? err : 0;
	free(s->configs);
	s->configs = NULL;
	s->n = 0;
	err = add_twins(s, o);
	return err ?: pick_configs(s, o, !o->find);
}

static int open_store(struct setup *s, const struct setup_options *o)
{
	char *dir = cache_dir();
	char *path = o->store ? xstrdup(o->store) :
		     dir ? xstrfmt("%s/verify-%d.db", dir,
				   STORE_VERSION) : NULL;
	int err;

	free(dir);
	if (!path)
		return error("no place to store results: set HOME, or give --store");
	err = store_open(&s->store, path);
	free(path);
	return err;
}

static int open_checkout(struct setup *s, const struct setup_options *o)
{
	char *src = o->plan ? NULL : xstrfmt("%s/src", s->work);
	int err;

	if (o->progress && src)
		progress_line("copying the source ...");
	err = checkout_open(&s->co, &s->tree, &s->patches, src, s->scratch);
	if (o->progress)
		progress_clear();
	free(src);
	return err;
}

static int open_work(struct setup *s, const struct setup_options *o)
{
	if (!o->plan) {
		s->work = workdir_open(o->work ?: "build/verify", s->n);
		if (!s->work)
			return ERR_ENV;
		s->obj = xstrfmt("%s/obj", s->work);
	}
	s->scratch = scratch_new();
	return s->scratch ? open_checkout(s, o) : ERR_ENV;
}

int setup_open(struct setup *s, const struct setup_options *o,
	       const char *kernel, const char *patches)
{
	char *base = base_of(o, patches);
	int err = open_configs(s, o);

	if (!err && o->progress)
		progress_line("reading %s ...", kernel);
	if (!err)
		err = tree_open(&s->tree, kernel, base, true);
	if (o->progress)
		progress_clear();
	if (!err && !o->alone)
		err = read_patches(s, patches);
	if (!err && o->solved)
		err = add_solved(s, o);
	if (!err && !o->plan)
		err = open_store(s, o);
	if (!err)
		err = open_work(s, o);
	free(base);
	return err;
}

/* Does O want A, or a configuration of its? */
static bool wants_arch(const struct setup_options *o, const struct arch *a)
{
	for (size_t i = 0; i < o->archs->n; i++)
		if (may_name(a, o->archs->v[i]))
			return true;
	return !o->archs->n;
}

static void keep_named(struct setup *s, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (has_id(s->configs[i], name) ||
		    !strcmp(s->configs[i]->defconfig, name))
			s->configs[n++] = s->configs[i];
	s->n = n;
}

bool setup_knows(const struct setup *s, const struct setup_options *o)
{
	bool *used = xcalloc(o->archs->n + 1, sizeof(*used)), all = true;

	for (size_t i = 0; i < s->n; i++)
		wanted(o, s->configs[i], used);
	for (size_t i = 0; i < o->archs->n; i++)
		all &= used[i];
	free(used);
	return all;
}

int setup_find(struct setup *s, const struct setup_options *o,
	       const char *name, int jobs)
{
	struct kconfig kc;
	int err = 0;

	if (!kconfig_init(&kc, s->co.dir, s->co.base_id, s->work))
		err = setup_knows(s, o) ?
		      error_user("%s has no scripts/kconfig: its defconfigs cannot be listed",
				 s->tree.name) : pick_configs(s, o, true);
	for (size_t i = 0; i < s->arches.n && !err; i++) {
		if (o->progress)
			progress_line("listing the defconfigs of %s ...",
				      s->arches.v[i]->name);
		if (wants_arch(o, s->arches.v[i]))
			err = defconfigs_add(s->arches.v[i], &kc, jobs);
	}
	if (o->progress)
		progress_clear();
	kconfig_release(&kc);
	free(s->configs);
	s->configs = NULL;
	s->n = 0;
	if (!err)
		err = add_twins(s, o);
	if (!err)
		err = pick_configs(s, o, true);
	if (!err && name) {
		keep_named(s, name);
		if (!s->n)
			err = error_user("no configuration or defconfig '%s' (give default, all, or one of arch/*/configs)",
					 name);
	}
	return err;
}

void setup_release(struct setup *s)
{
	store_close(s->store);
	checkout_release(&s->co);
	patchset_release(&s->patches);
	arches_release(&s->arches);
	tree_release(&s->tree);
	scratch_free(s->scratch);
	free(s->configs);
	free(s->series);
	free(s->made_by);
	free(s->obj);
	free(s->work);
}

static void add_options(struct strbuf *sb, const struct setup_option *opts,
			size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!opts[i].value)
			continue;
		strbuf_addf(sb, " %s ", opts[i].name);
		shell_quote(sb, opts[i].value);
	}
}

static void add_list(struct strbuf *sb, const char *name,
		     const struct strvec *values)
{
	for (size_t i = 0; values && i < values->n; i++) {
		const struct setup_option o = { name, values->v[i] };

		add_options(sb, &o, 1);
	}
}

char *setup_command(const char *name, const struct setup_options *o,
		    const struct setup_option *more, size_t n_more,
		    char **args, int n)
{
	const struct setup_option opts[] = {
		{ "--base", o->base }, { "--store", o->store },
		{ "--work", o->work }, { "--arch-data", o->arch_data },
	};
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "respin %s", name);
	add_options(&sb, opts, ARRAY_SIZE(opts));
	add_options(&sb, more, n_more);
	add_list(&sb, "--with", o->with);
	add_list(&sb, "--make", o->make);
	if (o->alone)
		strbuf_addstr(&sb, " --no-patches");
	for (int i = 0; i < n; i++) {
		strbuf_addch(&sb, ' ');
		shell_quote(&sb, args[i]);
	}
	return strbuf_detach(&sb);
}

/* VALUE, or the variable NAME ("--arch-data": ARCH_DATA) for a path of here. */
static void add_portable(struct strbuf *sb, const char *name, const char *value)
{
	if (*value != '/') {
		shell_quote(sb, value);
		return;
	}
	strbuf_addstr(sb, "\"$");
	for (name += strspn(name, "-"); *name; name++)
		strbuf_addch(sb, *name == '-' ? '_' :
			     (char)toupper((unsigned char)*name));
	strbuf_addch(sb, '"');
}

char *setup_portable(const struct setup *s, const char *name,
		     const struct setup_options *o,
		     const struct setup_option *more, size_t n_more,
		     char **args, int n)
{
	static const char *const names[] = { "LINUX", "PATCHES" };
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "respin %s", name);
	if (s->tree.commit)
		strbuf_addf(&sb, " --base %s", s->tree.commit);
	if (o->arch_data) {
		strbuf_addstr(&sb, " --arch-data ");
		add_portable(&sb, "--arch-data", o->arch_data);
	}
	for (size_t i = 0; i < n_more; i++) {
		if (!more[i].value)
			continue;
		strbuf_addf(&sb, " %s ", more[i].name);
		add_portable(&sb, more[i].name, more[i].value);
	}
	add_list(&sb, "--with", o->with);
	add_list(&sb, "--make", o->make);
	if (o->alone)
		strbuf_addstr(&sb, " --no-patches");
	for (int i = 0; i < n && i < (int)ARRAY_SIZE(names); i++) {
		strbuf_addch(&sb, ' ');
		add_portable(&sb, names[i], args[i]);
	}
	return strbuf_detach(&sb);
}

char *setup_report(const struct setup *s, const char *given, bool whole,
		   const char *name)
{
	if (given)
		return xstrdup(given);
	return whole && s->made_by ? outdir_file(s->series, name) : NULL;
}

char *setup_series_path(const struct setup *s, const char *path)
{
	char *name, *found;

	if (!s->made_by)
		return NULL;
	name = xstrfmt("cocci/%s/%s", s->made_by, path);
	found = data_path(name);
	free(name);
	return found;
}
