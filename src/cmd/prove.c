// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/output.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "base/datadir.h"
#include "base/job.h"
#include "base/opt.h"
#include "report/outdir.h"
#include "prove/fit.h"
#include "prove/report.h"
#include "states/setup.h"

/* At most: a function that was found may call another one that no unit defines. */
#define ROUNDS 4

/* Prepare this many configurations side by side, or one per job if that is more. */
#define BATCH 8

struct prover {
	struct setup_options o;
	const char *rules_dir, *report_path, *configs;
	struct strvec archs, with;
	int jobs, patch;
	bool quiet, json, again, details, progress;

	struct setup s;
	struct prove_rules rules;
	struct prove v;
	struct proof *proofs;
	size_t done;		/* configurations, */
	size_t gone;		/* and those that this round is through with */
	double start;
};

static int parse(struct prover *pr, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 'b', "base", OPT_STRING, &pr->o.base, "REV", "commit that the patches apply to (default HEAD, or A)" },
		{ 'a', "arch", OPT_LIST, &pr->archs, "NAME", "only this architecture or configuration (repeat)" },
		{ 0, "configs", OPT_STRING, &pr->configs, "default|classes|all|NAME", "those of verify/arch and those that verify made for these patches, one of each class that verify found, every defconfig of LINUX, or one" },
		{ 0, "with", OPT_LIST, &pr->with, "NAME", "also with that toolchain, where an architecture has it (repeat)" },
		{ 'j', "jobs", OPT_COUNT, &pr->jobs, "N", "processes at a time (default: processors)" },
		{ 0, "rules", OPT_STRING, &pr->rules_dir, "DIR", "rules, or a name in verify/kinds (default: prove/ of the series, or those that fit)" },
		{ 'n', "no-patches", OPT_FLAG, &pr->o.alone, NULL, "prove the tree as it is; needs --rules" },
		{ 0, "patch", OPT_COUNT, &pr->patch, "K", "only this patch and its parent" },
		{ 0, "again", OPT_FLAG, &pr->again, NULL, "compile and analyse even what is known" },
		{ 'd', "details", OPT_FLAG, &pr->details, NULL, "also show which objects are kept, and why" },
		{ 0, "store", OPT_STRING, &pr->o.store, "FILE", "results (default: verify-10.db in the cache)" },
		{ 0, "work", OPT_STRING, &pr->o.work, "DIR", "sources and objects (default build/verify)" },
		{ 0, "arch-data", OPT_STRING, &pr->o.arch_data, "DIR", "architectures (default verify/arch)" },
		{ 'q', "quiet", OPT_FLAG, &pr->quiet, NULL, "print errors only" },
		{ 0, "report", OPT_STRING, &pr->report_path, "FILE", "write a JSON report (default: respin/prove.json beside the patches)" },
		{ 0, "json", OPT_FLAG, &pr->json, NULL, "print JSON" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"prove", "LINUX [PATCHES]",
		"For each configuration, at the base and after each patch, prove that every\n"
		"path that frees an object releases it exactly as often as it was acquired.\n"
		"The file prove/rules of the series defines these terms. PATCHES is as for\n"
		"verify. Exit status: 1 if a patch brings a fault, or if something is unproved.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i < 0)
		return i;
	if (argc - i < 1 || argc - i > 2)
		return opt_usage(&cmd, "give a kernel tree, and perhaps patches");
	if (pr->o.alone && (argc - i > 1 || pr->patch || !pr->rules_dir))
		return opt_usage(&cmd, "--no-patches takes --rules DIR, and neither patches nor --patch");
	return i;
}

/* A folder, or the name of one in verify/kinds. */
static char *named_rules(const char *name)
{
	char *kind, *path;

	if (!access(name, F_OK) || strchr(name, '/'))
		return xstrdup(name);
	kind = xstrfmt("verify/kinds/%s", name);
	path = data_path(kind);
	free(kind);
	return path;
}

/* For patches of a series without rules, or of none: those that fit. */
static int fitting_rules(struct prover *pr, char **dir)
{
	struct strvec dirs = STRVEC_INIT;
	int err = fit_rules(&pr->v, &pr->s.tree, &dirs);

	if (!err && !dirs.n)
		err = error_user("no rules for prove fit the files of these patches: give some with --rules DIR");
	else if (!err && dirs.n > 1)
		err = error_user("the rules of %s and %s fit these patches: give one of them with --rules DIR",
				 dirs.v[0], dirs.v[1]);
	else if (!err)
		*dir = xstrdup(dirs.v[0]);
	strvec_release(&dirs);
	return err;
}

/* The rules that are named, those of the series that made the patches, or others. */
static int read_rules(struct prover *pr)
{
	char *dir = pr->rules_dir ? named_rules(pr->rules_dir) :
		    setup_series_path(&pr->s, "prove");
	int err = 0;

	if (!pr->rules_dir && (!dir || access(dir, F_OK))) {
		free(dir);
		dir = NULL;
		err = fitting_rules(pr, &dir);
	} else if (access(dir, F_OK)) {
		err = error_user("there is no %s: --rules takes a folder, or a name in verify/kinds",
				 pr->rules_dir);
	}
	if (!err)
		err = prove_rules_read(&pr->rules, dir);
	free(dir);
	return err;
}

static void show(void *data, const char *config, size_t state)
{
	struct prover *pr = data;
	double t = now() - pr->start;
	size_t done = pr->done + pr->gone;

	if (!pr->progress)
		return;
	if (done)
		progress_line("[%zu/%zu] %s patch %zu, %.0f min left", done + 1,
			      pr->s.n, config, state,
			      t / (double)done * (double)(pr->s.n - done) / 60);
	else
		progress_line("[1/%zu] %s patch %zu", pr->s.n, config, state);
}

/*
 * Run the WANTED ones of the N configurations from AT on, in order. While a thread
 * still judges one of them, compilers work on the next one.
 */
static int run_configs(struct prover *pr, size_t at, size_t n,
		       const bool *wanted, const struct kbuild *kbs)
{
	struct prun *last = NULL, *run;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		if (!wanted[i])
			continue;
		pr->gone += last != NULL;
		err = prove_begin(&pr->v, &kbs[i], &pr->proofs[at + i], &run);
		if (last)
			err = prove_end(last) ?: err;
		pr->gone += !run;
		last = run;
	}
	if (last)
		err = prove_end(last) ?: err;
	pr->gone = 0;
	return err;
}

/* Prepare them side by side, then run them. */
static int run_round(struct prover *pr, size_t at, size_t n,
		     const bool *wanted, const char *sparse)
{
	struct kbuild *kbs = xcalloc(n, sizeof(*kbs));
	struct kbuild **todo = xcalloc(n, sizeof(*todo));
	size_t n_todo = 0;
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		const struct arch_config *c = pr->s.configs[at + i];
		char *obj;

		if (!wanted[i])
			continue;
		obj = xstrfmt("%s/%s", pr->s.obj, c->id);
		pr->proofs[at + i].config = c;
		err = kbuild_init(&kbs[i], c, pr->s.co.base_id, sparse,
				  pr->s.co.dir, obj);
		if (!err)
			prove_ask(&pr->v, &pr->s.tree, &pr->proofs[at + i],
				  &kbs[i]);
		if (!err)
			err = prove_known(&pr->v, &kbs[i], &pr->proofs[at + i]);
		if (!err && kbs[i].result == KBUILD_OK &&
		    !pr->proofs[at + i].known)
			todo[n_todo++] = &kbs[i];
		free(obj);
	}
	if (!err && n_todo)
		err = checkout_go(&pr->s.co, 0);
	if (!err && n_todo && pr->progress)
		progress_line("[%zu/%zu] preparing %s%s", pr->done, pr->s.n,
			      todo[0]->config->id, n_todo > 1 ? " and others" : "");
	if (!err && n_todo)
		err = kbuild_prepare(todo, n_todo, pr->jobs);
	if (!err)
		err = run_configs(pr, at, n, wanted, kbs);
	for (size_t i = 0; i < n; i++)
		if (kbs[i].config)
			kbuild_release(&kbs[i]);
	free(todo);
	free(kbs);
	return err;
}

/* Show P, or set *AGAIN if it needs another round; never after the LAST. */
static int end_round(struct prover *pr, struct prove_report *r,
		     struct proof *p, bool last, bool *again)
{
	int more = prove_again(&pr->v, &pr->s.tree, p, last);

	*again = more > 0;
	if (more)
		return more < 0 ? more : 0;
	pr->done++;
	if (pr->progress)
		progress_clear();
	if (!pr->quiet && !pr->json)
		print_proof(r, p);
	return 0;
}

/* Repeats the configurations for which the tree has a missing function. */
static int run_batch(struct prover *pr, struct prove_report *r, size_t at,
		     size_t n, const char *sparse)
{
	bool *wanted = xcalloc(n, sizeof(*wanted)), any = true;
	int err = 0;

	memset(wanted, true, n);
	for (int round = 1; round <= ROUNDS && any && !err; round++) {
		err = run_round(pr, at, n, wanted, sparse);
		any = false;
		for (size_t i = 0; i < n && !err; i++) {
			if (!wanted[i])
				continue;
			err = end_round(pr, r, &pr->proofs[at + i],
					round == ROUNDS, &wanted[i]);
			any |= wanted[i];
		}
	}
	free(wanted);
	return err;
}

static int run(struct prover *pr, struct prove_report *r)
{
	size_t batch = pr->jobs < BATCH ? BATCH : pr->jobs;
	char *sparse = kbuild_sparse("sparse");
	int err = sparse ? 0 : proc_interrupted() ? ERR_INTERRUPTED : ERR_ENV;

	if (!pr->quiet && !pr->json)
		print_prove_head(r);
	pr->proofs = xcalloc(pr->s.n + 1, sizeof(*pr->proofs));
	for (size_t i = 0; i < pr->s.n && !err; i += batch)
		err = run_batch(pr, r, i, pr->s.n - i < batch ? pr->s.n - i :
				batch, sparse);
	r->proofs = pr->proofs;
	r->n = pr->s.n;
	free(sparse);
	return err;
}

/* What no tool answered is no finding, and no proof. */
static int check_tools(const struct prover *pr)
{
	const struct proof *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < pr->s.n; i++) {
		if (!pr->proofs[i].failed)
			continue;
		first = first ?: &pr->proofs[i];
		n++;
	}
	return !n ? 0 :
	       error("%zu configuration%s not proved, because a tool failed (%s: %s); run the same command again",
		     n, n == 1 ? " is" : "s are", first->config->id,
		     first->why);
}

static int finish(struct prover *pr, struct prove_report *r)
{
	bool whole = !pr->patch && !pr->archs.n && setup_many(pr->configs);
	char *path = setup_report(&pr->s, pr->report_path, whole, PROVE_NAME);
	char *text;
	int err = prove_sum(r);

	/* What one configuration does not come by, another one may. */
	if (!err && (whole || !pr->rules.probe))
		err = prove_places(&pr->v, &pr->s.tree, r->proofs, r->n,
				   &r->out.places);
	r->seconds = r->out.seconds = now() - pr->start;
	if (!err && path) {
		text = proved_text(&r->out, false);
		err = outdir_write(path, text);
		free(text);
	}
	r->path = path;
	if (!err && pr->json) {
		text = proved_text(&r->out, true);
		output_text(text);
		free(text);
	} else if (!err && !pr->quiet) {
		print_prove_end(r);
	}
	r->path = NULL;
	free(path);
	if (!err)
		err = check_tools(pr);
	return err ?: proved_bad(&r->out) ? ERR_FINDING : 0;
}

static int open_all(struct prover *pr, char **args, int n)
{
	size_t last;
	int err;

	pr->o.archs = &pr->archs;
	pr->o.with = &pr->with;
	pr->o.progress = pr->progress;
	pr->o.find = pr->o.solved = true;
	err = setup_open(&pr->s, &pr->o, args[0], n > 1 ? args[1] : NULL);
	if (!err)
		err = setup_pick(&pr->s, &pr->o, pr->configs, pr->jobs);
	last = pr->s.co.patches.n;
	if (!err && (size_t)pr->patch > last)
		err = error_user("there is no patch %d: %zu apply", pr->patch,
				 last);
	pr->v = (struct prove){
		.co = &pr->s.co, .rules = &pr->rules, .store = pr->s.store,
		.scratch = pr->s.scratch, .jobs = pr->jobs, .again = pr->again,
		.from = pr->patch ? pr->patch - 1 : 0,
		.to = pr->patch ? (size_t)pr->patch : last,
		.progress = show, .data = pr,
	};
	if (!err)
		err = read_rules(pr);
	if (!err && pr->progress)
		progress_line("looking for files that take part ...");
	if (!err)
		err = prove_find_units(&pr->v, &pr->s.tree, &pr->v.units);
	if (pr->progress)
		progress_clear();
	return err;
}

int cmd_prove(int argc, char **argv)
{
	struct prover pr = { .jobs = job_cpus(), .start = now() };
	int i = parse(&pr, argc, argv), err = i < 0 ? i : 0;
	struct prove_report r = { .v = &pr.v, .tree = &pr.s.tree };
	char *command = NULL, *portable = NULL;

	pr.progress = want_progress(pr.quiet || pr.json);
	r.details = pr.details;
	if (!err)
		err = open_all(&pr, argv + i, argc - i);
	if (!err) {
		const struct setup_option more[] = {
			{ "--rules", pr.rules_dir },
			{ "--configs", pr.configs },
		};

		command = setup_command("prove", &pr.o, more, ARRAY_SIZE(more),
					argv + i, argc - i);
		portable = setup_portable(&pr.s, "prove", &pr.o, more,
					  ARRAY_SIZE(more), argv + i, argc - i);
		r.command = command;
		r.portable = portable;
		err = run(&pr, &r);
	}
	if (err == ERR_INTERRUPTED)
		error("interrupted; the same command continues from here");
	if (!err)
		err = finish(&pr, &r);
	prove_report_release(&r);
	for (size_t k = 0; pr.proofs && k < pr.s.n; k++)
		proof_release(&pr.proofs[k], pr.s.co.states);
	free(pr.proofs);
	strvec_release(&pr.v.units);
	prove_rules_release(&pr.rules);
	setup_release(&pr.s);
	strvec_release(&pr.archs);
	strvec_release(&pr.with);
	free(command);
	free(portable);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
