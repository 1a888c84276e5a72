// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/datadir.h"
#include "base/dir.h"
#include "cmd/cmd.h"
#include "base/job.h"
#include "base/opt.h"
#include "gen/session.h"
#include "gen/spatch.h"
#include "base/fs.h"

struct tester {
	struct series series;	/* to walk; each case reads its own */
	char *dir;
	bool **covered;		/* by patch and operation: a case had a hit */
	int n, failed;
	bool alone;		/* for spatch: see struct spatch */
	bool trust;		/* scripts in its rules may run */
};

static void print_comment(const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		printf("# %.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void verdict(struct tester *t, bool ok, const char *patch,
		    const char *what, const char *why)
{
	printf("%s %d - %s/%s\n", ok ? "ok" : "not ok", ++t->n, patch, what);
	if (!ok && why)
		print_comment(why);
	t->failed += !ok;
	fflush(stdout);
}

/* --- comparing with the tree after ------------------------------------- */

/* nftw() has no argument for its callback's data. */
static struct {
	const struct work *work;
	size_t prefix;
	const char *before;	/* folder */
	struct strbuf *diff;
	size_t files;
} check;

static int check_file(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT;
	const char *rel = path + check.prefix;
	const struct work_file *f;

	(void)st;
	(void)ftw;
	if (type != FTW_F)
		return 0;
	check.files++;
	if (strbuf_read_file(&want, path))
		return error("cannot read %s", path);
	f = work_find(check.work, rel);
	if (f) {
		strbuf_addbuf(&got, &f->text);
	} else {
		char *old = xstrfmt("%s/%s", check.before, rel);

		if (strbuf_read_file(&got, old))
			strbuf_addf(check.diff, "%s is not in before/\n", rel);
		free(old);
	}
	if (!strbuf_equal(&want, &got)) {
		strbuf_addstr(check.diff, "wanted (-) and got (+):\n");
		diff_unified(rel, &want, &got, check.diff);
	}
	strbuf_release(&want);
	strbuf_release(&got);
	return 0;
}

static void compare_after(const struct session *s, const char *before,
			  const char *after, struct strbuf *why)
{
	check.work = &s->work;
	check.prefix = strlen(after) + 1;
	check.before = before;
	check.diff = why;
	check.files = 0;
	if (nftw(after, check_file, 32, FTW_PHYS) || !check.files)
		strbuf_addstr(why, "there is no after/ tree, or it is empty");
	else if (check.files != s->tree.n)
		strbuf_addf(why, "before/ has %zu files, after/ %zu",
			    s->tree.n, check.files);
}

/* --- one case ---------------------------------------------------------- */

/* Is CASE "1-rename" or "1-rename.variant" for operation "1-rename.cocci"? */
static bool names_op(const char *test, const char *op)
{
	size_t n = strrchr(op, '.') - op;

	return !strncmp(test, op, n) && (!test[n] || test[n] == '.');
}

static int run_ops(struct session *s, size_t i, const char *name,
		   struct strbuf *why)
{
	const struct patch *p = &s->series.patches[i];
	enum outcome o;
	char *said = NULL;
	int err;

	for (size_t j = 0; j < p->n; j++)
		if (names_op(name, p->ops[j].name))
			return apply_op(&s->apply, i, j);
	if (strncmp(name, "patch", 5) || (name[5] && name[5] != '.')) {
		strbuf_addstr(why, "the case is named after no operation of the patch, nor 'patch'");
		return ERR_FINDING;
	}
	s->series.patches[i].wanted = true;
	err = apply_patch(&s->apply, i);
	if (err < 0)
		return err;
	if (s->apply.reports[i].outcome != OUTCOME_APPLIED) {
		strbuf_addf(why, "on before/ the patch is %s: %s",
			    outcome_name(s->apply.reports[i].outcome),
			    s->apply.reports[i].why);
		return ERR_FINDING;
	}
	o = apply_judge(&s->apply, i, &said);
	free(said);
	if (o == OUTCOME_IN)
		return 0;
	strbuf_addf(why, "on its own result the patch is %s, not already in",
		    outcome_name(o));
	return ERR_FINDING;
}

static void note_covered(struct tester *t, const struct session *s, size_t i)
{
	for (size_t j = 0; j < t->series.patches[i].n; j++) {
		const struct op_report *r = &s->apply.reports[i].ops[j];

		for (size_t k = 0; k < r->n_steps; k++)
			t->covered[i][j] |= r->steps[k].hits > 0;
	}
}

static int run_case(struct tester *t, size_t i, const char *tests,
		    const char *name)
{
	const char *patch = t->series.patches[i].name;
	char *top = xstrfmt("%s/%s", tests, name);
	char *before = xstrfmt("%s/before", top);
	char *after = xstrfmt("%s/after", top);
	struct session_options so = { .series = t->dir, .jobs = 1,
				      .no_cache = true, .any_tree = true,
				      .trust = t->trust };
	struct strbuf why = STRBUF_INIT;
	char *scratch = scratch_new();
	struct session s;
	int err;

	err = session_open(&s, &so, before);
	if (!err) {
		s.apply.scratch = scratch;
		s.apply.jobs = job_cpus();
		s.apply.alone = t->alone;
		err = run_ops(&s, i, name, &why);
		if (!err)
			compare_after(&s, before, after, &why);
		note_covered(t, &s, i);
	}
	if (err != ERR_INTERRUPTED)
		verdict(t, !err && !why.len, patch, name, why.buf);
	session_close(&s);
	strbuf_release(&why);
	scratch_free(scratch);
	free(top);
	free(before);
	free(after);
	return err == ERR_INTERRUPTED ? err : 0;
}

static int run_patch(struct tester *t, size_t i)
{
	const struct patch *p = &t->series.patches[i];
	char *dir = series_tests(&t->series, p);
	struct strvec cases = STRVEC_INIT;
	int err = dir_names(&cases, dir);

	if (err == -ENOENT)
		err = 0;
	else if (err)
		err = error("cannot read %s: %s", dir, strerror(-err));
	for (size_t k = 0; k < cases.n && !err; k++)
		if (*cases.v[k] != '.')
			err = run_case(t, i, dir, cases.v[k]);
	for (size_t j = 0; j < p->n && !err; j++)
		if (!t->covered[i][j])
			verdict(t, false, p->name, p->ops[j].name,
				"no case of this patch makes this operation hit");
	strvec_release(&cases);
	free(dir);
	return err;
}

int cmd_test(int argc, char **argv)
{
	struct strvec only = STRVEC_INIT;
	struct tester t = { 0 };
	const struct opt opts[] = {
		{ 0, "trust-series", OPT_FLAG, &t.trust, NULL, "allow rules that run scripts" },
		{ 0, "allow-scripts", OPT_FLAG, &t.trust, NULL, "the same" },
		{ 0, "only", OPT_LIST, &only, "PATCH", "only the tests of this patch (repeat)" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"test", "SERIES",
		"Run the rule tests of a series: each operation on small trees, before and\n"
		"after (docs/writing-a-series.md). Prints TAP. Exit status: 1 if a test fails.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv), err = i < 0 ? i : 0;
	struct spatch spatch = { 0 };

	if (!err && argc - i != 1)
		err = opt_usage(&cmd, "give one series");
	if (!err)
		err = spatch_find(&spatch);
	t.alone = spatch.alone;
	if (!err) {
		t.dir = series_dir(argv[i]);
		err = t.dir ? 0 : ERR_USER;
	}
	if (!err)
		err = series_read(&t.series, t.dir, t.trust);
	if (t.series.n)
		t.covered = xcalloc(t.series.n, sizeof(*t.covered));
	for (size_t k = 0; k < t.series.n && !err; k++) {
		const struct patch *p = &t.series.patches[k];

		t.covered[k] = xcalloc(p->n, sizeof(**t.covered));
		if (!only.n || strvec_has(&only, p->name) ||
		    strvec_has(&only, patch_number(p)))
			err = run_patch(&t, k);
	}
	if (!err) {
		printf("1..%d\n%d passed, %d failed\n", t.n,
		       t.n - t.failed, t.failed);
		if (t.failed || !t.n)
			err = ERR_FINDING;
	}
	for (size_t k = 0; t.covered && k < t.series.n; k++)
		free(t.covered[k]);
	free(t.covered);
	series_release(&t.series);
	spatch_release(&spatch);
	strvec_release(&only);
	free(t.dir);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
