// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <unistd.h>

#include "base/datadir.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/jail.h"
#include "base/proc.h"
#include "base/tool.h"
#include "kbuild/kbuild.h"
#include "kbuild/kconfig.h"
#include "kbuild/ktests.h"

#define BUILD_TIMEOUT 600
#define RUN_TIMEOUT 1800

bool kconfig_init(struct kconfig *kc, const char *src, const char *base,
		  const char *work)
{
	char *conf = xstrfmt("%s/scripts/kconfig/conf.c", src);
	bool there = !access(conf, R_OK);

	kc->src = xstrdup(src);
	kc->base = base ? xstrdup(base) : NULL;
	kc->work = xstrdup(work);
	kc->dir = xstrfmt("%s/kconfig", work);
	free(conf);
	return there;
}

void kconfig_release(struct kconfig *kc)
{
	free(kc->src);
	free(kc->base);
	free(kc->work);
	free(kc->dir);
	memset(kc, 0, sizeof(*kc));
}

void kconfig_job_release(struct kconfig_job *job)
{
	free(job->out);
	free(job->why);
	strvec_release(&job->steps);
	memset(job, 0, sizeof(*job));
}

/* --- building conf and query ------------------------------------------- */

/* Run P, and say in *WHY what is wrong with it. */
static int run(struct kconfig *kc, struct proc *p, const char *what, char **why,
	       enum kconfig_result *result)
{
	char *log = xstrfmt("%s.log", kc->dir);
	struct strbuf text = STRBUF_INIT, how = STRBUF_INIT;
	enum tool_end end;
	int err;

	p->out = log;
	kbuild_env(p);
	jail_proc(p, kc->work, NULL);
	err = proc_run(p);
	if (err && err != ERR_INTERRUPTED) {
		end = strbuf_read_file(&text, log) ? TOOL_FAILED :
		      tool_end(p, text.buf);
		*result = end == TOOL_NO ? KCONFIG_FAILED : KCONFIG_TOOL_FAILED;
		proc_describe(p, &how);
		*why = xstrfmt("%s %s (see %s)", what, how.buf, log);
	}
	strbuf_release(&text);
	strbuf_release(&how);
	proc_release(p);
	free(log);
	return err;
}

static void begin_make(const struct kconfig *kc, const struct strvec *vars,
		       struct proc *p)
{
	strvec_pushl(&p->argv, "make", "-s", "-C", kc->src, NULL);
	strvec_pushf(&p->argv, "O=%s", kc->dir);
	for (size_t i = 0; i < vars->n; i++)
		strvec_push(&p->argv, vars->v[i]);
}

/* Have kbuild build its conf, and run it on a Kconfig file of one line. */
static int build_conf(struct kconfig *kc, const struct strvec *vars, char **why,
		      enum kconfig_result *result)
{
	static const char text[] = "config NOTHING\n\tbool\n";
	char *file = xstrfmt("%s/Kconfig.nothing", kc->dir);
	struct proc p = PROC_INIT;
	int err = write_file(file, text, strlen(text));

	if (err) {
		*why = xstrfmt("cannot write %s: %s", file, strerror(-err));
		*result = KCONFIG_TOOL_FAILED;
	} else {
		begin_make(kc, vars, &p);
		strvec_pushf(&p.argv, "KBUILD_KCONFIG=%s", file);
		strvec_push(&p.argv, "olddefconfig");
		p.timeout = BUILD_TIMEOUT;
		err = run(kc, &p, "building conf", why, result);
	}
	free(file);
	return err;
}

static int add_objects(const struct kconfig *kc, bool with_expr,
		       struct strvec *argv)
{
	char *pattern = xstrfmt("%s/scripts/kconfig/*.o", kc->dir);
	glob_t g = { 0 };
	int got = glob(pattern, 0, NULL, &g);

	for (size_t i = 0; !got && i < g.gl_pathc; i++)
		if (!ends_with(g.gl_pathv[i], "/conf.o") &&
		    (with_expr || !ends_with(g.gl_pathv[i], "/expr.o")))
			strvec_push(argv, g.gl_pathv[i]);
	globfree(&g);
	free(pattern);
	return got ? -1 : 0;
}

/* The optional files of verify/kconfig to link into query. */
struct parts {
	bool dump, expr;
};

/* conf, with the names that query.c gives its main() and conf_parse(). */
static int link_query(struct kconfig *kc, struct parts with, char **why,
		      enum kconfig_result *result)
{
	char *query = data_own("verify/kconfig/query.c");
	char *dump = data_own("verify/kconfig/dump.c");
	char *expr = data_own("verify/kconfig/expr.c");
	char *tests = data_own("verify/kconfig/tests.c");
	struct proc p = PROC_INIT;

	strvec_pushl(&p.argv, "gcc", "-O2", "-w", NULL);
	strvec_pushf(&p.argv, "-I%s/scripts/include", kc->src);
	strvec_pushf(&p.argv, "-I%s/scripts/kconfig", kc->src);
	strvec_pushf(&p.argv, "-I%s/scripts/kconfig", kc->dir);
	strvec_pushf(&p.argv, "-DCONF_C=\"%s/scripts/kconfig/conf.c\"",
		     kc->src);
	strvec_push(&p.argv, "-o");
	strvec_pushf(&p.argv, "%s/scripts/kconfig/conf", kc->dir);
	strvec_pushl(&p.argv, query, tests, "-Wl,--wrap=popen,--wrap=pclose",
		     NULL);
	if (with.dump)
		strvec_pushl(&p.argv, dump, "-DWITH_DUMP", NULL);
	if (with.expr) {
		strvec_pushf(&p.argv, "-DEXPR_C=\"%s/scripts/kconfig/expr.c\"",
			     kc->src);
		strvec_push(&p.argv, expr);
	}
	p.timeout = BUILD_TIMEOUT;
	free(query);
	free(dump);
	free(expr);
	free(tests);
	if (add_objects(kc, !with.expr, &p.argv)) {
		*why = xstrfmt("kbuild left no objects in %s/scripts/kconfig",
			       kc->dir);
		*result = KCONFIG_TOOL_FAILED;
		proc_release(&p);
		return ERR_TOOL;
	}
	return run(kc, &p, "compiling verify/kconfig/query.c", why, result);
}

/* Does the tree's conf keep expressions in a table? */
static bool has_table(const struct kconfig *kc)
{
	char *path = xstrfmt("%s/scripts/include/hash.h", kc->src);
	bool there = !access(path, R_OK);

	free(path);
	return there;
}

/* If one of our files does not build with this scripts/kconfig, do without it. */
static int build_query(struct kconfig *kc, char **why,
		       enum kconfig_result *result)
{
	static const struct parts WITH[] = {
		{ .dump = true, .expr = true }, { .dump = true },
		{ .expr = true }, { 0 },
	};
	bool table = has_table(kc);
	int err = ERR_TOOL;

	for (size_t i = 0; i < ARRAY_SIZE(WITH); i++) {
		if (WITH[i].expr && !table)
			continue;
		free(*why);
		*why = NULL;
		err = link_query(kc, WITH[i], why, result);
		if (!err || *result != KCONFIG_FAILED)
			break;
	}
	return err;
}

/* A digest of what comes from us, or NULL. The caller frees it. */
static char *ours_digest(void)
{
	static const char *const files[] = {
		"verify/kconfig/query.c", "verify/kconfig/dump.c",
		"verify/kconfig/expr.c", "verify/kconfig/tests.c",
	};
	struct strbuf text = STRBUF_INIT;
	char *digest;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(files) && !err; i++) {
		char *path = data_own(files[i]);

		err = strbuf_read_file(&text, path);
		free(path);
	}
	digest = err ? NULL : hash_hex(text.buf, text.len);
	strbuf_release(&text);
	return digest;
}

/*
 * Remove what was built from other sources. As long as the source folder is
 * the same, make knows by itself what is to be built again, also if the folder has
 * another base now.
 */
static int open_dir(struct kconfig *kc, char **why)
{
	char *path = xstrfmt("%s.base", kc->dir), *ours = ours_digest();
	char *source = folder_mark(kc->src);
	char *want = xstrfmt("%s %s", source, ours ?: "");
	struct strbuf text = STRBUF_INIT;
	int err = ours ? 0 : ERR_ENV;

	if (!err && (strbuf_read_file(&text, path) || strcmp(text.buf, want))) {
		err = remove_tree(kc->dir);
		if (!err)
			err = make_dirs(kc->work);
		if (!err)
			err = write_file_atomic(path, want, strlen(want));
	}
	if (err)
		*why = ours ? xstrfmt("cannot set up %s", kc->dir) :
		       xstrdup("cannot read respin's verify/kconfig");
	strbuf_release(&text);
	free(source);
	free(want);
	free(ours);
	free(path);
	return err;
}

/* --- running jobs ------------------------------------------------------- */

static int write_jobs(const struct kconfig *kc, struct kconfig_job *jobs,
		      size_t n, const char *path, char **why)
{
	struct strbuf text = STRBUF_INIT;
	int err = make_dirs(kc->dir);

	for (size_t i = 0; i < n && !err; i++) {
		strbuf_addf(&text, "out %s\n", jobs[i].out);
		for (size_t k = 0; k < jobs[i].steps.n; k++)
			strbuf_addf(&text, "%s\n", jobs[i].steps.v[k]);
		err = make_dirs(jobs[i].out);
	}
	if (!err)
		err = write_file(path, text.buf, text.len);
	if (err)
		*why = xstrfmt("cannot write to %s: %s", kc->work,
			       strerror(-err));
	strbuf_release(&text);
	return err;
}

/* A line of query's: "ok N" or "failed N STEP". */
static bool take_result(struct kconfig_job *jobs, size_t n, const char *line)
{
	unsigned long at, step;
	int end = 0;

	if (sscanf(line, "ok %lu%n", &at, &end) == 1 && !line[end] && at &&
	    at <= n) {
		jobs[at - 1].result = KCONFIG_OK;
		return true;
	}
	if (sscanf(line, "failed %lu %lu%n", &at, &step, &end) != 2 ||
	    line[end] || !at || at > n)
		return false;
	at--;
	if (step && step <= jobs[at].steps.n) {
		jobs[at].result = KCONFIG_FAILED;
		jobs[at].why = xstrfmt("%s failed (see %s/conf.log)",
				       jobs[at].steps.v[step - 1],
				       jobs[at].out);
	} else {
		jobs[at].why = xstrfmt("conf was killed (see %s/conf.log)",
				       jobs[at].out);
	}
	return true;
}

/* Returns 1 if all jobs have an answer, 0 if it was not query that ran. */
static int take_results(struct kconfig_job *jobs, size_t n, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec lines = STRVEC_INIT;
	size_t got = 0;

	if (!strbuf_read_file(&text, path)) {
		for (char *p = text.buf, *line; (line = strsep(&p, "\n"));)
			if (*line)
				strvec_push(&lines, line);
		for (size_t i = 0; i < lines.n; i++)
			got += take_result(jobs, n, lines.v[i]);
	}
	strbuf_release(&text);
	strvec_release(&lines);
	return got == n;
}

static int run_query(struct kconfig *kc, const struct strvec *vars,
		     const char *list, const char *results, int parallel,
		     char **why, enum kconfig_result *result)
{
	char *path = xstrfmt("%s.tests", kc->dir);
	struct ktests kt;
	struct proc p = PROC_INIT;
	int err;

	unlink(results);
	begin_make(kc, vars, &p);
	strvec_push(&p.argv, "olddefconfig");
	strvec_pushf(&p.env, "RESPIN_QUERY=%s", list);
	strvec_pushf(&p.env, "RESPIN_RESULTS=%s", results);
	strvec_pushf(&p.env, "RESPIN_PARALLEL=%d", parallel);
	ktests_begin(&kt, kc->base, vars, path, &p);
	p.timeout = RUN_TIMEOUT;
	err = run(kc, &p, "conf", why, result);
	ktests_end(&kt, !err);
	free(path);
	return err;
}

/*
 * kbuild builds conf again when its compiler is another one. Then that runs,
 * and leaves no results: link query to the new objects, and try once more.
 */
static int try_twice(struct kconfig *kc, const struct strvec *vars,
		     struct kconfig_job *jobs, size_t n, const char *list,
		     const char *results, int parallel, char **why,
		     enum kconfig_result *result)
{
	char *conf = xstrfmt("%s/scripts/kconfig/conf", kc->dir);
	bool built = !access(conf, X_OK);
	int err = 0;

	free(conf);
	if (built)
		err = run_query(kc, vars, list, results, parallel, why, result);
	if (built && (err || take_results(jobs, n, results)))
		return err;
	err = build_conf(kc, vars, why, result);
	if (!err)
		err = build_query(kc, why, result);
	if (!err)
		err = run_query(kc, vars, list, results, parallel, why, result);
	if (!err && !take_results(jobs, n, results)) {
		*why = xstrfmt("conf gave no answer (see %s.log)", kc->dir);
		err = ERR_TOOL;
	}
	return err;
}

int kconfig_run(struct kconfig *kc, const struct strvec *vars,
		struct kconfig_job *jobs, size_t n, int parallel)
{
	char *list = xstrfmt("%s.jobs", kc->dir);
	char *results = xstrfmt("%s.results", kc->dir), *why = NULL;
	enum kconfig_result result = KCONFIG_TOOL_FAILED;
	int err;

	for (size_t i = 0; i < n; i++)
		jobs[i].result = KCONFIG_TOOL_FAILED;
	err = open_dir(kc, &why);
	if (!err)
		err = write_jobs(kc, jobs, n, list, &why);
	if (!err)
		err = try_twice(kc, vars, jobs, n, list, results, parallel,
				&why, &result);
	for (size_t i = 0; err && i < n; i++) {
		free(jobs[i].why);
		jobs[i].why = xstrdup(why ?: "interrupted");
		jobs[i].result = result;
	}
	free(why);
	free(list);
	free(results);
	return err == ERR_INTERRUPTED ? err : 0;
}
