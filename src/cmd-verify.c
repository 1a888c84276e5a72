// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>
#include <unistd.h>

#include "cmd.h"
#include "datadir.h"
#include "job.h"
#include "opt.h"
#include "outdir.h"
#include "print.h"
#include "record.h"
#include "scan-cache.h"
#include "shell.h"
#include "tmpfile.h"
#include "verify-report.h"
#include "workdir.h"

struct verifier {
	const char *base, *depth, *store_path, *work_path, *arch_dir, *checks_dir;
	const char *objects, *report_path;
	struct strvec archs;	/* names or configuration ids */
	struct strvec units;	/* --unit */
	struct strvec only;	/* --check */
	int jobs, patch;
	bool quiet, json, b4, no_skip, again, progress, functions;
	bool text;		/* neither quiet nor JSON: the matrix */

	struct tree tree;
	struct patchset patches;
	struct checkout co;
	struct unitset us;
	struct arches arches;
	struct store *store;
	char *scratch, *work, *obj, *sparse, *objects_path;
	struct checks checks;
	char *series;		/* the folder that the patches came from */
	char *command;		/* see struct report */
	struct verify v;
	struct verdicts verdicts;
	struct column *columns;
	size_t n;
	size_t ran, found;	/* processes, cells of the columns so far */
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
		{ 0, "checks", OPT_STRING, &vr->checks_dir, "DIR", "checks that are folders (default verify/checks)" },
		{ 0, "check", OPT_LIST, &vr->only, "NAME", "this one of them only, and no compiler (repeat)" },
		{ 0, "patch", OPT_COUNT, &vr->patch, "K", "this patch against its parent only" },
		{ 0, "unit", OPT_LIST, &vr->units, "FILE", "this translation unit only (repeat)" },
		{ 0, "again", OPT_FLAG, &vr->again, NULL, "compile what is known as well, and show what is said" },
		{ 0, "objects", OPT_STRING, &vr->objects, "DIR", "compile again, and keep the objects there" },
		{ 'd', "functions", OPT_FLAG, &vr->functions, NULL, "list the functions whose machine code changes" },
		{ 'q', "quiet", OPT_FLAG, &vr->quiet, NULL, "print findings and errors only" },
		{ 0, "report", OPT_STRING, &vr->report_path, "FILE", "write all of it there as JSON (default: respin/verify.json in our patches' folder)" },
		{ 0, "json", OPT_FLAG, &vr->json, NULL, "print JSON" },
		{ 0, "b4", OPT_FLAG, &vr->b4, NULL, "print what b4 reads from a check" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"verify", "LINUX [PATCHES]",
		"Apply each patch, run the checks, compile what it changes on every architecture\n"
		"and run sparse, and say what it adds against its parent. PATCHES is a folder of patches (default:\n"
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
	dir = patches ? xstrdup(patches) :
	      xstrfmt("generated-patches/%s", vr->tree.name);
	vr->series = realpath(dir, NULL);
	if (!patches && access(dir, F_OK))
		err = error_user("no patches in %s: run respin generate first, or give a folder, an mbox, a patch or a range",
				 dir);
	else
		err = patchset_read(&vr->patches, dir);
	free(dir);
	return err;
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

/*
 * Those for everybody, and those of the series, if it is one of ours. Who
 * names configurations or units wants these only.
 */
static int read_checks(struct verifier *vr)
{
	char *dir = vr->checks_dir ? xstrdup(vr->checks_dir) :
		    data_path("verify/checks");
	char *series = vr->series ? record_series(vr->series) : NULL;
	int err = checks_read(&vr->checks, dir);

	free(dir);
	dir = series ? xstrfmt("cocci/%s/checks", series) : NULL;
	if (!err && dir) {
		char *own = data_path(dir);

		err = checks_read(&vr->checks, own);
		free(own);
	}
	if (!err && (vr->only.n || vr->archs.n || vr->units.n))
		err = checks_keep(&vr->checks, &vr->only);
	if (vr->only.n)
		vr->n = 0;
	free(series);
	free(dir);
	return err;
}

static int open_work(struct verifier *vr)
{
	vr->work = workdir_open(vr->work_path ?: "build/verify", vr->n);
	if (!vr->work)
		return ERR_ENV;
	/* Compilers are started elsewhere. */
	if (vr->objects) {
		make_dirs(vr->objects);
		vr->objects_path = realpath(vr->objects, NULL);
		if (!vr->objects_path)
			return error("cannot write to %s", vr->objects);
	}
	vr->scratch = scratch_new();
	return vr->scratch ? 0 : ERR_ENV;
}

static int open_checkout(struct verifier *vr)
{
	char *src = xstrfmt("%s/src", vr->work);
	int err;

	if (vr->progress)
		fprintf(stderr, "\rcopying the source ...\033[K");
	err = checkout_open(&vr->co, &vr->tree, &vr->patches, src,
			    vr->scratch);
	if (vr->progress)
		progress_clear();
	if (!err && vr->patch && (size_t)vr->patch > vr->co.patches.n)
		err = error_user("there is no patch %d: %zu apply", vr->patch,
				 vr->co.patches.n);
	free(src);
	return err;
}

static int open_all(struct verifier *vr, const char *kernel,
		    const char *patches)
{
	char *base = base_of(vr, patches);
	char *archs = vr->arch_dir ? xstrdup(vr->arch_dir) :
		      data_path("verify/arch");
	int err = arches_read(&vr->arches, archs);

	if (!err) {
		char *cache = cache_dir();

		arches_add_path(&vr->arches, cache);
		free(cache);
		err = make_columns(vr);
	}
	if (!err)
		err = tree_open(&vr->tree, kernel, base, true);
	if (!err)
		err = read_patches(vr, patches);
	if (!err)
		err = read_checks(vr);
	if (!err)
		err = open_store(vr);
	if (!err)
		err = open_work(vr);
	if (!err)
		err = open_checkout(vr);
	if (!err && vr->n)
		err = unitset_read(&vr->us, &vr->tree, &vr->co);
	free(archs);
	free(base);
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
	if (vr->found)
		fprintf(stderr, ", %zu cells to look at", vr->found);
	if (t > 1)
		fprintf(stderr, ", %.1f/s", (double)(vr->ran + c->ran) / t);
	if (at)
		fprintf(stderr, ", %.0f min left",
			t / (double)at * (double)(vr->n - at) / 60);
	fprintf(stderr, "\033[K");
	fflush(stderr);
}

static void fill_verify(struct verifier *vr)
{
	vr->sparse = vr->n ? kbuild_sparse() : xstrdup("");
	if (vr->n && !*vr->sparse)
		warning("sparse is not installed: nothing is checked by it (apt-get install sparse)");
	vr->v = (struct verify){
		.co = &vr->co, .us = &vr->us, .store = vr->store,
		.work = vr->obj, .scratch = vr->scratch, .jobs = vr->jobs,
		.full = vr->depth && !strcmp(vr->depth, "full"),
		.no_skip = vr->no_skip, .sparse = vr->sparse,
		.again = vr->again || vr->objects, .objects = vr->objects_path,
		.only = vr->units.n ? &vr->units : NULL,
		.from = vr->patch ? vr->patch - 1 : 0,
		.to = vr->patch ? (size_t)vr->patch : vr->co.states - 1,
		.progress = show, .data = vr,
	};
	vr->v.seen = xcalloc(vr->co.states * vr->co.touched.n,
			     sizeof(*vr->v.seen));
	verify_claims(&vr->v, vr->series);
}

static int run_columns(struct verifier *vr, const struct report *r)
{
	size_t batch = vr->jobs < 1 ? 1 : vr->jobs;
	int err = 0;

	for (size_t i = 0; i < vr->n && !err; i++) {
		if (i % batch == 0)
			err = verify_prepare(&vr->v, &vr->columns[i],
					     vr->n - i < batch ? vr->n - i :
					     batch);
		if (!err)
			err = verify_column(&vr->v, &vr->columns[i]);
		if (vr->progress)
			progress_clear();
		if (!err && vr->text)
			print_column(r, &vr->columns[i]);
		if (!err)
			vr->found += column_found(&vr->columns[i],
						  vr->co.states);
		vr->ran += vr->columns[i].ran;
	}
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
	free(vr->v.same_code);
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
	strvec_release(&vr->only);
	verdicts_release(&vr->verdicts);
	checks_release(&vr->checks);
	free(vr->sparse);
	free(vr->series);
	free(vr->command);
	free(vr->obj);
	free(vr->objects_path);
	free(vr->work);
}

/* The command that this is, without what narrows it down. */
static char *command_of(const struct verifier *vr, char **args, int n)
{
	const struct {
		const char *name, *value;
	} opts[] = {
		{ "--base", vr->base }, { "--depth", vr->depth },
		{ "--store", vr->store_path }, { "--work", vr->work_path },
		{ "--arch-data", vr->arch_dir }, { "--checks", vr->checks_dir },
	};
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, "respin verify");
	for (size_t i = 0; i < ARRAY_SIZE(opts); i++) {
		if (!opts[i].value)
			continue;
		strbuf_addch(&sb, ' ');
		shell_quote(&sb, opts[i].name);
		strbuf_addch(&sb, ' ');
		shell_quote(&sb, opts[i].value);
	}
	for (int i = 0; i < n; i++) {
		strbuf_addch(&sb, ' ');
		shell_quote(&sb, args[i]);
	}
	return strbuf_detach(&sb);
}

/* A whole run on patches of ours leaves its report beside them. */
static char *report_path(const struct verifier *vr, const struct report *r)
{
	char *name, *path;

	if (vr->report_path)
		return xstrdup(vr->report_path);
	if (!vr->series || !r->lines || vr->archs.n)
		return NULL;
	name = record_series(vr->series);
	path = name ? outdir_file(vr->series, REPORT_NAME) : NULL;
	free(name);
	return path;
}

static int finish(struct verifier *vr, struct report *r)
{
	char *text = NULL, *path = report_path(vr, r);
	int err = verify_sum(r);

	if (!err && path)
		err = report_write(r, path);
	r->path = path;
	if (err) {
		free(path);
		return err;
	}
	r->seconds = now() - vr->start;
	if (vr->json || vr->b4)
		text = vr->b4 ? report_b4(r) : report_json(r, true);
	if (text)
		puts(text);
	else
		print_verify_end(r);
	free(text);
	free(path);
	return verify_found(r) ? ERR_FINDING : 0;
}

static int run(struct verifier *vr, struct report *r)
{
	int err;

	fill_verify(vr);
	if (vr->text)
		print_verify_head(r, &vr->us);
	if (vr->progress && vr->checks.n)
		fprintf(stderr, "\rrunning the checks ...\033[K");
	err = verify_checks(&vr->v, &vr->checks, vr->series, &vr->verdicts);
	if (vr->progress)
		progress_clear();
	if (!err && vr->text)
		print_verdicts(r);
	return err ?: run_columns(vr, r);
}

int cmd_verify(int argc, char **argv)
{
	struct verifier vr = { .jobs = job_cpus(), .start = now() };
	int i = parse(&vr, argc, argv), err = i < 0 ? i : 0;
	struct report r = { .v = &vr.v, .tree = &vr.tree,
			    .verdicts = &vr.verdicts };

	vr.text = !vr.quiet && !vr.json && !vr.b4;
	vr.progress = want_progress(!vr.text);
	if (!err)
		err = open_all(&vr, argv[i], argc - i > 1 ? argv[i + 1] : NULL);
	if (!err) {
		vr.obj = xstrfmt("%s/obj", vr.work);
		vr.command = command_of(&vr, argv + i, argc - i);
		r.command = vr.command;
		r.columns = vr.columns;
		r.n = vr.n;
		r.functions = vr.functions;
		r.lines = vr.n && !vr.patch && !vr.units.n;
		err = run(&vr, &r);
	}
	if (err == ERR_INTERRUPTED)
		error("interrupted; the same command goes on from here");
	if (!err)
		err = finish(&vr, &r);
	verify_sum_release(&r.sum);
	release(&vr);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
