// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "base/output.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "base/datadir.h"
#include "base/job.h"
#include "base/opt.h"
#include "report/junit.h"
#include "report/outdir.h"
#include "report/summary.h"
#include "series/series.h"
#include "states/setup.h"
#include "base/fs.h"
#include "verify/plan.h"
#include "verify/run.h"

/* Configurations that are made for one run, unless --solve says otherwise. */
#define SOLVE_MAX 8

struct verifier {
	struct setup_options o;
	const char *depth, *checks_dir, *objects, *report_path, *configs;
	const char *sparse_path;
	struct strvec archs;	/* names or configuration ids */
	struct strvec with;	/* other toolchains */
	struct strvec make;	/* variables for make */
	struct strvec units;	/* --unit */
	struct strvec only;	/* --check */
	const char *plan, *only_job, *junit;
	int jobs, patch, job_units;
	struct plan_job job;	/* with --only-job */
	bool quiet, json, b4, summary, no_skip, again, progress, functions, trust;
	const char *solve;	/* no, only, or how many */
	bool text;		/* neither quiet nor JSON: the matrix */

	struct setup s;
	struct unitset us;
	char *sparse, *sparse_program, *objects_path;
	struct checks checks;
	char *command, *portable;	/* see struct report */
	struct verify v;
	struct verdicts verdicts;
	struct run run;
	size_t *at;		/* by configuration: the patch it has reached */
	double start;
};

/* What --solve says. Returns -1 if that is nothing. */
static int parse_solve(struct verifier *vr)
{
	char *end;

	vr->run.solve_max = SOLVE_MAX;
	vr->run.solve_only = vr->solve && !strcmp(vr->solve, "only");
	if (!vr->solve || vr->run.solve_only)
		return 0;
	if (!strcmp(vr->solve, "no")) {
		vr->run.solve_max = 0;
		return 0;
	}
	vr->run.solve_max = strtoul(vr->solve, &end, 10);
	return *end || !*vr->solve || vr->run.solve_max > 100 ? -1 : 0;
}

/* What respin itself gives to make is not for others to set. */
static bool is_make_variable(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			  "abcdefghijklmnopqrstuvwxyz0123456789_");

	return n && s[n] == '=' && !(n == 1 && *s == 'O') &&
	       !starts_with(s, "ARCH=") && !starts_with(s, "CROSS_COMPILE=");
}

static bool is_configs(const struct verifier *vr, const char *which)
{
	return vr->configs && !strcmp(vr->configs, which);
}

/* What is wrong with the options that were given, or NULL. */
static const char *wrong_options(struct verifier *vr)
{
	for (size_t k = 0; k < vr->make.n; k++)
		if (!is_make_variable(vr->make.v[k]))
			return "--make takes NAME=VALUE";
	if (vr->depth && strcmp(vr->depth, "quick") && strcmp(vr->depth, "full"))
		return "--depth is quick or full";
	if (parse_solve(vr))
		return "--solve is no, only, or a number";
	if (is_configs(vr, "classes"))
		return "--configs is default, all, or a name: all finds the classes";
	if (vr->plan && vr->only_job)
		return "--plan or --only-job";
	if (vr->only_job && !vr->o.store)
		return "--only-job needs a store of its own (--store)";
	if ((vr->plan || vr->only_job) && (vr->units.n || vr->only.n))
		return "jobs are of configurations: no --unit, no --check";
	return NULL;
}

static int parse(struct verifier *vr, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 'b', "base", OPT_STRING, &vr->o.base, "REV", "commit that the patches apply to (default HEAD, or A)" },
		{ 'a', "arch", OPT_LIST, &vr->archs, "NAME", "only this architecture or configuration (repeat)" },
		{ 0, "configs", OPT_STRING, &vr->configs, "default|all|NAME", "those of verify/arch, every defconfig of LINUX, or one" },
		{ 0, "with", OPT_LIST, &vr->with, "NAME", "also with that toolchain, where an architecture has it (repeat)" },
		{ 0, "make", OPT_LIST, &vr->make, "VAR=VALUE", "a variable for make, such as W=1 (repeat)" },
		{ 0, "sparse", OPT_STRING, &vr->sparse_path, "PROGRAM", "sparse (default: the one in PATH)" },
		{ 0, "depth", OPT_STRING, &vr->depth, "quick|full", "only units that matter (default), or all" },
		{ 'j', "jobs", OPT_COUNT, &vr->jobs, "N", "processes at a time (default: processors)" },
		{ 0, "no-skip", OPT_FLAG, &vr->no_skip, NULL, "also compile units whose code is the same" },
		{ 0, "store", OPT_STRING, &vr->o.store, "FILE", "results (default: verify-10.db in the cache)" },
		{ 0, "work", OPT_STRING, &vr->o.work, "DIR", "sources and objects (default build/verify)" },
		{ 0, "arch-data", OPT_STRING, &vr->o.arch_data, "DIR", "architectures (default verify/arch)" },
		{ 0, "checks", OPT_STRING, &vr->checks_dir, "DIR", "checks (default verify/checks)" },
		{ 0, "check", OPT_LIST, &vr->only, "NAME", "only this check, and no compiler (repeat)" },
		{ 0, "patch", OPT_COUNT, &vr->patch, "K", "only this patch, against its parent" },
		{ 0, "unit", OPT_LIST, &vr->units, "FILE", "only this translation unit (repeat)" },
		{ 0, "trust-series", OPT_FLAG, &vr->trust, NULL, "run the checks that the series brings" },
		{ 0, "plan", OPT_STRING, &vr->plan, "FILE", "only write the jobs of this run, one a line (-: print them)" },
		{ 0, "only-job", OPT_STRING, &vr->only_job, "JOB", "only this job of the plan, a number or a line; needs --store" },
		{ 0, "job-units", OPT_COUNT, &vr->job_units, "N", "cut a configuration with more candidates into jobs (default 1000)" },
		{ 0, "again", OPT_FLAG, &vr->again, NULL, "compile even what is known, and show the output" },
		{ 0, "objects", OPT_STRING, &vr->objects, "DIR", "compile again, and keep the objects there" },
		{ 0, "solve", OPT_STRING, &vr->solve, "no|only|N", "at most N configurations for lines that none compiles (default 8)" },
		{ 'd', "functions", OPT_FLAG, &vr->functions, NULL, "list the functions whose machine code changes" },
		{ 'q', "quiet", OPT_FLAG, &vr->quiet, NULL, "print findings and errors only" },
		{ 0, "report", OPT_STRING, &vr->report_path, "FILE", "write a JSON report (default: respin/verify.json beside the patches)" },
		{ 0, "junit", OPT_STRING, &vr->junit, "FILE", "also write the results as JUnit XML, for CI" },
		{ 0, "summary", OPT_FLAG, &vr->summary, NULL, "print a few lines for a cover letter" },
		{ 0, "json", OPT_FLAG, &vr->json, NULL, "print JSON" },
		{ 0, "b4", OPT_FLAG, &vr->b4, NULL, "print results in the form that b4 reads" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"verify", "LINUX [PATCHES]",
		"Apply each patch, run the checks, compile what the patch changes on every\n"
		"architecture, run sparse, and report what is new against the parent. PATCHES\n"
		"is a folder of patches (default: what generate wrote for this tree), an mbox,\n"
		"a patch file, or a range A..B of LINUX. The same command continues a run that\n"
		"was stopped. Exit status: 1 if a patch does not apply, fails or warns, or\n"
		"nothing compiled a changed line; with --arch, that counts not, but one of these\n"
		"that could not be compiled does.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);
	const char *wrong;

	if (i < 0)
		return i;
	if (argc - i < 1 || argc - i > 2)
		return opt_usage(&cmd, "give a kernel tree, and perhaps patches");
	wrong = wrong_options(vr);
	if (wrong)
		return opt_usage(&cmd, wrong);
	return i;
}

/*
 * Those for everybody, and those of the series, if it is one of ours. Who
 * names configurations or units wants these only.
 */
static int read_checks(struct verifier *vr)
{
	char *dir = vr->checks_dir ? xstrdup(vr->checks_dir) :
		    data_path("verify/checks");
	int err = checks_read(&vr->checks, dir);
	char *series = setup_series_path(&vr->s, "");
	size_t ours = vr->checks.n;

	free(dir);
	dir = setup_series_path(&vr->s, "checks");
	if (!err && dir)
		err = checks_read(&vr->checks, dir);
	for (size_t i = ours; i < vr->checks.n; i++)
		vr->checks.v[i]->untrusted = !vr->trust &&
					     !series_trusted(series);
	free(series);
	if (!err && (vr->only.n || vr->archs.n || vr->units.n))
		err = checks_keep(&vr->checks, &vr->only);
	free(dir);
	return err;
}

/* Compilers are started elsewhere: an absolute path. */
static int open_objects(struct verifier *vr)
{
	int err;

	if (!vr->objects)
		return 0;
	err = make_dirs(vr->objects);
	if (!err) {
		vr->objects_path = realpath(vr->objects, NULL);
		err = vr->objects_path ? 0 : -errno;
	}
	return err ? error("cannot write to %s: %s", vr->objects,
			   strerror(-err)) : 0;
}

/* Write the plan, or take the one job of it. All units are linked at once. */
static int make_plan(struct verifier *vr)
{
	bool full = vr->depth && !strcmp(vr->depth, "full");
	struct strbuf text = STRBUF_INIT;
	struct plan p;
	int err = 0;

	plan_make(&p, vr->s.configs, vr->s.n, &vr->us, &vr->s.co,
		  full ? 0 : vr->job_units);
	if (vr->only_job) {
		err = plan_find(&p, vr->only_job, &vr->job);
		if (!err) {
			vr->s.configs[0] = vr->job.config;
			vr->s.n = 1;
		}
	} else {
		plan_text(&p, &text);
		if (!strcmp(vr->plan, "-"))
			output_raw(text.buf, text.len);
		else
			err = write_file_atomic(vr->plan, text.buf, text.len);
		if (err)
			err = error("cannot write %s: %s", vr->plan,
				    strerror(-err));
	}
	strbuf_release(&text);
	plan_release(&p);
	return err;
}

static int open_all(struct verifier *vr, const char *kernel,
		    const char *patches)
{
	bool more = vr->configs && !is_configs(vr, "default");
	int err;

	vr->o.archs = &vr->archs;
	vr->o.with = &vr->with;
	vr->o.make = &vr->make;
	vr->o.fewer = &vr->only;
	vr->o.progress = vr->progress;
	vr->o.plan = vr->plan && !more;
	vr->o.find = !vr->o.plan;
	err = setup_open(&vr->s, &vr->o, kernel, patches);
	if (!err && vr->o.find)
		err = setup_pick(&vr->s, &vr->o, vr->configs, vr->jobs);
	if (!err && !vr->plan && !vr->only_job)
		err = read_checks(vr);
	if (!err)
		err = open_objects(vr);
	if (!err && vr->patch && (size_t)vr->patch > vr->s.co.patches.n)
		err = error_user("there is no patch %d: %zu apply", vr->patch,
				 vr->s.co.patches.n);
	if (!err && vr->s.n) {
		if (vr->progress)
			progress_line("looking for units that the patches may change ...");
		err = unitset_read(&vr->us, &vr->s.tree, &vr->s.co);
		if (vr->progress)
			progress_clear();
	}
	if (!err && (vr->plan || vr->only_job))
		err = make_plan(vr);
	vr->run.columns = xcalloc(vr->s.n + vr->run.solve_max + 1,
			      sizeof(*vr->run.columns));
	vr->at = xcalloc(vr->s.n + vr->run.solve_max + 1, sizeof(*vr->at));
	for (size_t i = 0; i < vr->s.n; i++)
		vr->run.columns[i].config = vr->s.configs[i];
	return err;
}

/*
 * How many configurations are done. Several are compiled at a time, patch by
 * patch: one that is under way counts by the share of its patches that are done.
 */
static double gone_through(const struct verifier *vr, size_t *ended)
{
	double sum = 0, states = (double)(vr->v.to - vr->v.from + 1);

	for (size_t i = 0; i < vr->s.n; i++) {
		const struct column *c = &vr->run.columns[i];
		bool end = c->done || c->like;

		*ended += end;
		if (end)
			sum += 1;
		else if (vr->at[i] > vr->v.from)
			sum += (double)(vr->at[i] - vr->v.from) / states;
	}
	return sum;
}

static void show(void *data, const struct column *c, size_t state,
		 const char *what, size_t done, size_t total)
{
	struct verifier *vr = data;
	double t = now() - vr->start, gone;
	size_t ended = 0, ran = 0;
	struct strbuf s = STRBUF_INIT;

	if (!vr->progress)
		return;
	for (size_t i = 0; i < vr->s.n; i++) {
		ran += vr->run.columns[i].ran;
		if (c == &vr->run.columns[i])
			vr->at[i] = state;
	}
	gone = gone_through(vr, &ended);
	strbuf_addf(&s, "[%zu/%zu] %s patch %zu: %s", ended, vr->s.n,
		    c->config->id, state, what);
	if (total)
		strbuf_addf(&s, " %zu of %zu", done, total);
	if (vr->run.found)
		strbuf_addf(&s, ", %zu cells to look at", vr->run.found);
	if (t > 1)
		strbuf_addf(&s, ", %.1f/s", (double)ran / t);
	/* Before that, it says little: the first state takes longest. */
	if (gone >= 0.5)
		strbuf_addf(&s, ", %.0f min left",
			    t / gone * ((double)vr->s.n - gone) / 60);
	progress_line("%s", s.buf);
	strbuf_release(&s);
}

/* Its version. A sparse that somebody asked for has to be there. */
static int find_sparse(struct verifier *vr)
{
	if (vr->sparse_path && strchr(vr->sparse_path, '/')) {
		char *path = realpath(vr->sparse_path, NULL);

		if (!path)
			return error_user("--sparse %s: %s", vr->sparse_path,
					  strerror(errno));
		vr->sparse_program = path;
	} else {
		vr->sparse_program = xstrdup(vr->sparse_path ?: "sparse");
	}
	vr->sparse = vr->s.n ? kbuild_sparse(vr->sparse_program) : xstrdup("");
	if (!vr->sparse)
		return proc_interrupted() ? ERR_INTERRUPTED : ERR_ENV;
	if (!vr->s.n || *vr->sparse)
		return 0;
	if (vr->sparse_path)
		return error_user("--sparse %s: there is no such program",
				  vr->sparse_path);
	warning("sparse is not installed: it checks nothing (apt-get install sparse)");
	return 0;
}

static int fill_verify(struct verifier *vr)
{
	int err = find_sparse(vr);

	if (err)
		return err;
	vr->v = (struct verify){
		.co = &vr->s.co, .us = &vr->us, .store = vr->s.store,
		.work = vr->s.obj, .scratch = vr->s.scratch, .jobs = vr->jobs,
		.full = vr->depth && !strcmp(vr->depth, "full"),
		.no_skip = vr->no_skip, .sparse = vr->sparse,
		.sparse_program = vr->sparse_program,
		.again = vr->again || vr->objects, .objects = vr->objects_path,
		.only = vr->units.n ? &vr->units : NULL,
		.part = vr->job.part,
		.from = vr->patch ? vr->patch - 1 : 0,
		.to = vr->patch ? (size_t)vr->patch : vr->s.co.states - 1,
		.progress = show, .data = vr,
	};
	vr->run.v = &vr->v;
	vr->run.us = &vr->us;
	vr->run.jobs = vr->jobs;
	vr->run.all = is_configs(vr, "all");
	vr->run.few = vr->archs.n > 0;
	vr->run.one_job = vr->only_job;
	vr->run.text = vr->text;
	vr->run.progress = vr->progress;
	vr->v.seen = xcalloc(vr->s.co.states * vr->s.co.touched.n,
			     sizeof(*vr->v.seen));
	return verify_claims(&vr->v, vr->s.series);
}

/* Has none of the configurations that were looked at the unit NAME? */
static bool is_no_unit(const struct verifier *vr, const char *name)
{
	bool looked = false;

	for (size_t i = 0; i < vr->s.n; i++) {
		const struct column *c = &vr->run.columns[i];

		if (c->result != KBUILD_OK)
			continue;
		looked = true;
		if (strvec_has(&c->sources, name))
			return false;
	}
	return looked;
}

static int check_units(const struct verifier *vr)
{
	for (size_t i = 0; i < vr->units.n; i++)
		if (is_no_unit(vr, vr->units.v[i]))
			return error_user("--unit %s: none of the configurations compiles such a file",
					  vr->units.v[i]);
	return 0;
}

static void release(struct verifier *vr)
{
	size_t n = vr->s.co.states * vr->s.co.touched.n;

	for (size_t i = 0; vr->v.seen && i < n; i++)
		lines_release(&vr->v.seen[i]);
	free(vr->v.seen);
	free(vr->v.same_code);
	run_release(&vr->run);
	free(vr->at);
	unitset_release(&vr->us);
	strvec_release(&vr->archs);
	strvec_release(&vr->with);
	strvec_release(&vr->make);
	strvec_release(&vr->units);
	strvec_release(&vr->only);
	verdicts_release(&vr->verdicts);
	checks_release(&vr->checks);
	setup_release(&vr->s);
	free(vr->sparse);
	free(vr->sparse_program);
	free(vr->command);
	free(vr->portable);
	free(vr->objects_path);
}

/* A check that the machine failed: 128, as for a compiler. */
static int check_verdicts(const struct verdicts *vs)
{
	for (size_t i = 0; i < vs->n; i++) {
		const struct check_result *r = &vs->v[i].result;

		if (r->outcome == CHECK_TOOL_FAILED ||
		    r->outcome == CHECK_NOT_STARTED)
			return error("the check %s gave no verdict: %s; run the same command again",
				     vs->v[i].check->name, r->summary);
	}
	return 0;
}

/* What no tool answered is no finding, and no pass. */
static int check_tools(const struct verifier *vr)
{
	const struct column *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < vr->s.n; i++) {
		if (vr->run.columns[i].result != KBUILD_TOOL_FAILED)
			continue;
		first = first ?: &vr->run.columns[i];
		n++;
	}
	return !n ? 0 :
	       error("%zu configuration%s not checked, because a tool failed (%s: %s); run the same command again",
		     n, n == 1 ? " is" : "s are", first->config->id,
		     first->why);
}

/* The files of a run. No times in them: the same results, the same bytes. */
static int write_files(struct verifier *vr, const struct report *r,
		       const char *path)
{
	char *text = path ? verified_text(&r->out, false) : NULL;
	int err = path ? outdir_write(path, text) : 0;

	free(text);
	if (err || !vr->junit)
		return err;
	text = verified_junit(&r->out);
	err = outdir_write(vr->junit, text);
	free(text);
	return err;
}

/* Everything at the end, in the form that was asked for. */
static void print_end(struct verifier *vr, const struct report *r)
{
	struct strbuf summary = STRBUF_INIT;
	char *text = NULL;

	if (vr->b4) {
		text = report_b4(r);
		output_text(text);
	} else if (vr->json) {
		text = verified_text(&r->out, true);
		output_text(text);
	} else if (vr->summary) {
		verified_summary(&r->out, &summary);
		printf("%s", summary.buf);
	} else {
		print_verify_end(r);
	}
	strbuf_release(&summary);
	free(text);
}

/*
 * Beside the report in the folder of the patches, for prove, and for people to
 * keep. Not with --make, which is for this run only. If nothing was solved,
 * remove the file that an earlier run wrote.
 */
static int write_configs(const struct verifier *vr, const char *report)
{
	char *text, *path;
	int err = 0;

	if (!report || vr->report_path || vr->make.n || !vr->run.solve_max)
		return 0;
	text = solved_conf(&vr->run.solved);
	path = xstrfmt("%.*s%s", (int)(strlen(report) - strlen(REPORT_NAME)),
		       report, CONFIGS_NAME);
	if (text)
		err = outdir_write(path, text);
	else if (unlink(path) && errno != ENOENT)
		err = error("cannot remove %s: %s", path, strerror(errno));
	free(path);
	free(text);
	return err;
}

static int finish(struct verifier *vr, struct report *r)
{
	char *path = setup_report(&vr->s, vr->report_path,
				  r->lines && !vr->archs.n, REPORT_NAME);
	int err = report_sum(r);

	r->path = path;
	if (!err)
		err = write_files(vr, r, path);
	if (!err)
		err = write_configs(vr, path);
	r->seconds = r->out.seconds = now() - vr->start;
	if (!err) {
		print_end(vr, r);
		err = check_verdicts(&vr->verdicts);
		if (!err)
			err = check_tools(vr);
		err = err ?: report_found(r) ? ERR_FINDING : 0;
	}
	free(path);
	return err;
}

static int run(struct verifier *vr, struct report *r)
{
	int err = fill_verify(vr);

	if (err)
		return err;
	if (vr->text)
		print_verify_head(r, &vr->us);
	if (vr->progress && vr->checks.n)
		progress_line("running the checks ...");
	err = verify_checks(&vr->v, &vr->checks, vr->s.series, &vr->verdicts);
	if (vr->progress)
		progress_clear();
	if (!err && vr->text)
		print_verdicts(r);
	if (!err)
		err = run_all(&vr->run, r);
	return err ?: check_units(vr);
}

/* A job leaves its results in the store; what they mean, a whole run says. */
static int run_job(struct verifier *vr, struct report *r)
{
	const struct column *c = &vr->run.columns[0];
	struct strbuf name = STRBUF_INIT;
	int err = fill_verify(vr);

	if (!err)
		err = run_columns(&vr->run, r, 0, vr->s.n);
	if (!err)
		err = check_tools(vr);
	plan_job_name(&vr->job, &name);
	if (!err && c->result != KBUILD_OK) {
		printf("%s: not checked: %s\n", name.buf, c->why ?: "");
		err = ERR_FINDING;
	} else if (!err && !vr->quiet) {
		printf("%s: %zu units, %zu processes, %.0f s\n", name.buf,
		       c->cells[vr->v.to].units, c->ran, c->seconds);
	}
	strbuf_release(&name);
	return err;
}

int cmd_verify(int argc, char **argv)
{
	struct verifier vr = { .jobs = job_cpus(), .start = now(),
			       .job_units = PLAN_UNITS };
	int i = parse(&vr, argc, argv), err = i < 0 ? i : 0;
	struct report r = { .v = &vr.v, .tree = &vr.s.tree,
			    .verdicts = &vr.verdicts };

	vr.run.s = &vr.s;
	vr.text = !vr.quiet && !vr.json && !vr.b4 && !vr.summary &&
		  !vr.only_job;
	vr.progress = want_progress(vr.quiet || vr.json || vr.only_job);
	if (!err)
		err = open_all(&vr, argv[i], argc - i > 1 ? argv[i + 1] : NULL);
	if (!err && vr.plan) {
		release(&vr);
		return EXIT_OK;
	}
	if (!err) {
		const struct setup_option more[] = {
			{ "--depth", vr.depth }, { "--checks", vr.checks_dir },
			{ "--configs", vr.configs }, { "--sparse", vr.sparse_path },
		};

		vr.command = setup_command("verify", &vr.o, more,
					   ARRAY_SIZE(more), argv + i, argc - i);
		vr.portable = setup_portable(&vr.s, "verify", &vr.o, more,
					     ARRAY_SIZE(more), argv + i,
					     argc - i);
		r.command = vr.command;
		r.portable = vr.portable;
		r.columns = vr.run.columns;
		r.n = vr.s.n;
		r.functions = vr.functions;
		r.archs = &vr.archs;
		r.lines = vr.s.n && !vr.patch && !vr.units.n;
		err = vr.only_job ? run_job(&vr, &r) : run(&vr, &r);
	}
	if (err == ERR_INTERRUPTED)
		error("interrupted; the same command continues from here");
	if (!err && !vr.only_job)
		err = finish(&vr, &r);
	report_release(&r);
	release(&vr);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
