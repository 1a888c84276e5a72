// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "job.h"
#include "opt.h"
#include "print.h"
#include "scan-cache.h"
#include "session.h"
#include "tmpfile.h"
#include "verify-print.h"

struct verifier {
	const char *base, *depth, *store_path, *work_path, *arch_dir;
	struct strvec archs;	/* names or configuration ids */
	struct strvec units;	/* --unit */
	const char *objects;
	int jobs, patch;
	bool quiet, json, no_skip, again, progress;

	struct tree tree;
	struct patchset patches;
	struct checkout co;
	struct unitset us;
	struct arches arches;
	struct store *store;
	char *scratch, *work, *sparse;
	struct verify v;
	struct column *columns;
	size_t n;
	double start;
};

static int parse(struct verifier *vr, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 'b', "base", OPT_STRING, &vr->base, "REV", "commit that the patches are for (default HEAD, or A)" },
		{ 'a', "arch", OPT_LIST, &vr->archs, "NAME", "an architecture, or a configuration (repeat)" },
		{ 0, "depth", OPT_STRING, &vr->depth, "quick|full", "units that matter (default), or all" },
		{ 'j', "jobs", OPT_COUNT, &vr->jobs, "N", "processes at a time (default: processors)" },
		{ 0, "no-skip", OPT_FLAG, &vr->no_skip, NULL, "compile units whose code is the same, too" },
		{ 0, "store", OPT_STRING, &vr->store_path, "FILE", "results (default: verify.db in the cache)" },
		{ 0, "work", OPT_STRING, &vr->work_path, "DIR", "sources and objects (default build/verify)" },
		{ 0, "arch-data", OPT_STRING, &vr->arch_dir, "DIR", "architectures (default verify/arch)" },
		{ 0, "patch", OPT_COUNT, &vr->patch, "K", "this patch against its parent only" },
		{ 0, "unit", OPT_LIST, &vr->units, "FILE", "this translation unit only (repeat)" },
		{ 0, "again", OPT_FLAG, &vr->again, NULL, "compile what is known as well, and show what is said" },
		{ 0, "objects", OPT_STRING, &vr->objects, "DIR", "compile again, and keep the objects there" },
		{ 'q', "quiet", OPT_FLAG, &vr->quiet, NULL, "print findings and errors only" },
		{ 0, "json", OPT_FLAG, &vr->json, NULL, "print JSON" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"verify", "LINUX [PATCHES]",
		"Compile what each patch changes on every architecture, and run sparse, and\n"
		"say what it adds against its parent. PATCHES is a folder of patches (default:\n"
		"what generate wrote for this tree), an mbox, a patch file, or a range A..B\n"
		"of LINUX. A run that was stopped goes on where it was. Exit status: 1 if a\n"
		"patch fails or warns, or a line was not compiled.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i < 0)
		return i;
	if (argc - i < 1 || argc - i > 2)
		return opt_usage(&cmd, "give a kernel tree, and perhaps patches");
	if (vr->depth && strcmp(vr->depth, "quick") && strcmp(vr->depth, "full"))
		return opt_usage(&cmd, "--depth is quick or full");
	return i;
}

static bool is_range(const char *patches)
{
	return patches && access(patches, F_OK) && patchset_is_range(patches);
}

/* The commit that the patches are for: a range has one of its own. */
static char *base_of(const struct verifier *vr, const char *patches)
{
	size_t n;

	if (vr->base)
		return xstrdup(vr->base);
	if (!is_range(patches))
		return NULL;
	n = strstr(patches, "..") - patches;
	return n ? xstrndup(patches, n) : xstrdup("HEAD");
}

static int read_patches(struct verifier *vr, const char *patches)
{
	char *dir;
	int err;

	if (is_range(patches)) {
		if (strstr(patches, "..."))
			return error_user("%s: give a range with two dots, A..B",
					  patches);
		return patchset_range(&vr->patches, vr->tree.path, patches);
	}
	if (patches)
		return patchset_read(&vr->patches, patches);
	dir = xstrfmt("generated-patches/%s", vr->tree.name);
	if (access(dir, F_OK))
		err = error_user("no patches in %s: run respin generate first, or give a folder, an mbox, a patch or a range",
				 dir);
	else
		err = patchset_read(&vr->patches, dir);
	free(dir);
	return err;
}

/* verify/arch here, or where respin was installed. */
static char *arch_folder(const struct verifier *vr)
{
	const char *env = getenv("RESPIN_DATA");

	if (vr->arch_dir)
		return xstrdup(vr->arch_dir);
	if (!access("verify/arch", R_OK))
		return xstrdup("verify/arch");
	return xstrfmt("%s/verify/arch", env ?: RESPIN_DATADIR);
}

static bool wanted(const struct verifier *vr, const struct arch_config *c,
		   bool *used)
{
	bool any = !vr->archs.n;

	for (size_t i = 0; i < vr->archs.n; i++) {
		if (strcmp(vr->archs.v[i], c->arch->name) &&
		    strcmp(vr->archs.v[i], c->id))
			continue;
		used[i] = true;
		any = true;
	}
	return any;
}

static int make_columns(struct verifier *vr)
{
	bool *used = xcalloc(vr->archs.n, sizeof(*used));
	size_t alloc = 0;
	int err = 0;

	for (size_t i = 0; i < vr->arches.n; i++) {
		struct arch *a = vr->arches.v[i];

		for (size_t k = 0; k < a->n; k++) {
			if (!wanted(vr, &a->configs[k], used))
				continue;
			GROW(vr->columns, vr->n + 1, alloc);
			memset(&vr->columns[vr->n], 0, sizeof(*vr->columns));
			vr->columns[vr->n++].config = &a->configs[k];
		}
	}
	for (size_t i = 0; i < vr->archs.n && !err; i++)
		if (!used[i])
			err = error_user("no architecture or configuration '%s' (see verify/arch/)",
					 vr->archs.v[i]);
	free(used);
	return err;
}

/* Compilers that verify/toolchains/build made need not be on PATH. */
static void add_built_compilers(const struct arches *as)
{
	const char *given = getenv("RESPIN_TOOLCHAINS");
	char *cache = cache_dir(), *top;
	struct strbuf path = STRBUF_INIT;

	top = given ? xstrdup(given) :
	      cache ? xstrfmt("%s/toolchains", cache) : NULL;
	strbuf_addstr(&path, getenv("PATH") ?: "/usr/bin:/bin");
	for (size_t i = 0; top && i < as->n; i++) {
		char *bin = xstrfmt("%s/%s/bin", top, as->v[i]->name);

		if (as->v[i]->tc.built && !access(bin, X_OK))
			strbuf_addf(&path, ":%s", bin);
		free(bin);
	}
	setenv("PATH", path.buf, 1);
	strbuf_release(&path);
	free(cache);
	free(top);
}

static int open_store(struct verifier *vr)
{
	char *dir = cache_dir();
	char *path = vr->store_path ? xstrdup(vr->store_path) :
		     dir ? xstrfmt("%s/verify.db", dir) : NULL;
	int err;

	free(dir);
	if (!path)
		return error("no place for the results: set HOME, or give --store");
	err = store_open(&vr->store, path);
	free(path);
	return err;
}

static int open_all(struct verifier *vr, const char *kernel,
		    const char *patches)
{
	char *base = base_of(vr, patches), *src = NULL, *archs = arch_folder(vr);
	int err;

	err = arches_read(&vr->arches, archs);
	if (!err) {
		add_built_compilers(&vr->arches);
		err = make_columns(vr);
	}
	if (!err)
		err = tree_open(&vr->tree, kernel, base, true);
	if (!err)
		err = read_patches(vr, patches);
	if (!err)
		err = open_store(vr);
	if (!err) {
		make_dirs(vr->work_path ?: "build/verify");
		vr->work = realpath(vr->work_path ?: "build/verify", NULL);
		vr->scratch = vr->work ? scratch_new() : NULL;
		if (!vr->scratch)
			err = error("cannot write to %s",
				    vr->work_path ?: "build/verify");
	}
	if (!err) {
		src = xstrfmt("%s/src", vr->work);
		if (vr->progress)
			fprintf(stderr, "\rcopying the source ...\033[K");
		err = checkout_open(&vr->co, &vr->tree, &vr->patches, src,
				    vr->scratch);
	}
	if (!err)
		err = unitset_read(&vr->us, &vr->tree, &vr->co);
	free(archs);
	free(base);
	free(src);
	return err;
}

static void show(void *data, const struct column *c, size_t state,
		 const char *what, size_t done, size_t total)
{
	struct verifier *vr = data;
	size_t at = c - vr->columns;
	double t = now() - vr->start;

	if (!vr->progress)
		return;
	fprintf(stderr, "\r[%zu/%zu] %s patch %zu: %s", at + 1, vr->n,
		c->config->id, state, what);
	if (total)
		fprintf(stderr, " %zu of %zu", done, total);
	if (at)
		fprintf(stderr, ", %.0f min left",
			t / (double)at * (double)(vr->n - at) / 60);
	fprintf(stderr, "\033[K");
	fflush(stderr);
}

/* Its version: results are kept by it. "" if it is not there. */
static char *sparse_version(void)
{
	struct proc p = PROC_INIT;
	struct strbuf out = STRBUF_INIT;
	char *version = NULL;

	strvec_pushl(&p.argv, "sparse", "--version", NULL);
	if (!proc_capture(&p, &out, NULL))
		version = xstrndup(out.buf, strcspn(out.buf, "\n"));
	strbuf_release(&out);
	proc_release(&p);
	if (!version)
		warning("sparse is not installed: nothing is checked by it (apt-get install sparse)");
	return version ?: xstrdup("");
}

static int run_columns(struct verifier *vr)
{
	char *obj = xstrfmt("%s/obj", vr->work);
	size_t batch = vr->jobs < 1 ? 1 : vr->jobs;
	int err = 0;

	vr->sparse = sparse_version();
	vr->v = (struct verify){
		.co = &vr->co, .us = &vr->us, .store = vr->store,
		.work = obj, .scratch = vr->scratch, .jobs = vr->jobs,
		.full = vr->depth && !strcmp(vr->depth, "full"),
		.no_skip = vr->no_skip, .sparse = vr->sparse,
		.again = vr->again || vr->objects, .objects = vr->objects,
		.only = vr->units.n ? &vr->units : NULL,
		.from = vr->patch ? vr->patch - 1 : 0,
		.to = vr->patch ? (size_t)vr->patch : vr->co.states - 1,
		.progress = show, .data = vr,
	};
	if (vr->v.to >= vr->co.states)
		err = error_user("there is no patch %d: %zu apply", vr->patch,
				 vr->co.patches.n);
	vr->v.seen = xcalloc(vr->co.states * vr->co.touched.n,
			     sizeof(*vr->v.seen));
	for (size_t i = 0; i < vr->n && !err; i++) {
		if (i % batch == 0)
			err = verify_prepare(&vr->v, &vr->columns[i],
					     vr->n - i < batch ? vr->n - i :
					     batch);
		if (!err)
			err = verify_column(&vr->v, &vr->columns[i]);
		if (vr->progress)
			progress_clear();
		if (!err && !vr->quiet && !vr->json)
			print_column(&vr->v, &vr->columns[i]);
	}
	free(obj);
	return err;
}

static void release(struct verifier *vr)
{
	for (size_t i = 0; i < vr->n; i++)
		column_release(&vr->columns[i], vr->co.states);
	for (size_t i = 0; vr->v.seen &&
	     i < vr->co.states * vr->co.touched.n; i++)
		lines_release(&vr->v.seen[i]);
	free(vr->v.seen);
	free(vr->columns);
	store_close(vr->store);
	unitset_release(&vr->us);
	checkout_release(&vr->co);
	patchset_release(&vr->patches);
	arches_release(&vr->arches);
	tree_release(&vr->tree);
	scratch_free(vr->scratch);
	strvec_release(&vr->archs);
	strvec_release(&vr->units);
	free(vr->sparse);
	free(vr->work);
}

int cmd_verify(int argc, char **argv)
{
	struct verifier vr = { .jobs = job_cpus(), .start = now() };
	int i = parse(&vr, argc, argv), err = i < 0 ? i : 0;
	struct verify_sum sum = { 0 };

	vr.progress = want_progress(vr.quiet || vr.json);
	if (!err)
		err = open_all(&vr, argv[i], argc - i > 1 ? argv[i + 1] : NULL);
	if (!err && !vr.quiet && !vr.json)
		print_verify_head(&vr.tree, &vr.co, &vr.us);
	if (!err)
		err = run_columns(&vr);
	if (err == ERR_INTERRUPTED)
		error("interrupted; the same command goes on from here");
	if (!err) {
		err = verify_sum(&sum, &vr.v, vr.columns, vr.n);
		if (!err && vr.json)
			print_verify_json(&vr.v, vr.columns, vr.n, &sum);
		else if (!err)
			print_verify_end(&vr.v, vr.columns, vr.n, &sum,
					 now() - vr.start);
		if (!err && (sum.failed || sum.warned || sum.not_compiled ||
			     vr.co.failed))
			err = ERR_FINDING;
		verify_sum_release(&sum);
	}
	release(&vr);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
