// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/output.h"
#include "base/progress.h"
#include "send/b4.h"
#include "send/changes.h"
#include "cmd/cmd.h"
#include "base/job.h"
#include "base/opt.h"
#include "report/outdir.h"
#include "gen/print.h"
#include "send/print.h"
#include "send/proof.h"
#include "send/record.h"
#include "gen/session.h"
#include "gen/spatch.h"
#include "base/fs.h"

struct generate {
	struct session_options so;
	const char *out;
	const char *branch;
	char *b4_branch;	/* what branch is, if it was not given */
	int timeout;
	bool dry_run, quiet, json, explain, diff;
	bool keep_going, signoff, force, cc, no_cc, b4;
	const char *cc_file;
	const char *prefix;
	int version;
	bool rfc;

	struct session s;
	struct spatch spatch;
	struct strbuf changes;
	struct trailers kept;
	struct people people;
	char *scratch;
	struct repo repo;
	struct mail mail;
	struct lefts lefts;
	struct staging staging;
	bool staged, proven;
	bool page_left;		/* the old page does not fit the new patches */
	double start;
};

/* It goes into the header of every mail, between [ and ]. */
static bool is_prefix(const char *s)
{
	for (const char *p = s; *p; p++)
		if (*p < ' ' || *p > '~' || *p == '[' || *p == ']')
			return false;
	return *s && *s != ' ';
}

static int parse(struct generate *g, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 's', "series", OPT_STRING, &g->so.series, "NAME", "series to make: cocci/NAME, or a folder" },
		{ 'b', "base", OPT_STRING, &g->so.base, "REV", "base commit (default HEAD)" },
		{ 'o', "out", OPT_STRING, &g->out, "DIR", "where to write (default generated-patches/TREE)" },
		{ 'j', "jobs", OPT_COUNT, &g->so.jobs, "N", "processes at a time (default: processors)" },
		{ 'n', "dry-run", OPT_FLAG, &g->dry_run, NULL, "do everything, write nothing" },
		{ 'd', "explain", OPT_FLAG, &g->explain, NULL, "show candidates and hits of every rule" },
		{ 0, "diff", OPT_FLAG, &g->diff, NULL, "print each patch as a diff" },
		{ 'q', "quiet", OPT_FLAG, &g->quiet, NULL, "print errors only" },
		{ 0, "json", OPT_FLAG, &g->json, NULL, "print series.json, with times, instead of text" },
		{ 'k', "keep-going", OPT_FLAG, &g->keep_going, NULL, "after a failure, go on to find more" },
		{ 0, "only", OPT_LIST, &g->so.only, "PATCH", "only this patch (its folder, or that one's number; repeat)" },
		{ 0, "with", OPT_LIST, &g->so.with, "PATCH", "also this optional patch (repeat)" },
		{ 0, "fixes", OPT_FLAG, &g->so.fixes, NULL, "include the patches that fix the series" },
		{ 'v', "reroll", OPT_COUNT, &g->version, "N", "this is version N (default: that of the manifest)" },
		{ 0, "rfc", OPT_FLAG, &g->rfc, NULL, "[RFC PATCH ...] in the subjects" },
		{ 0, "subject-prefix", OPT_STRING, &g->prefix, "TEXT", "TEXT for PATCH in the subjects" },
		{ 0, "signoff", OPT_FLAG, &g->signoff, NULL, "add your Signed-off-by" },
		{ 0, "no-cc", OPT_FLAG, &g->no_cc, NULL, "no To: and Cc: from the tree's get_maintainer.pl" },
		{ 0, "cc", OPT_FLAG, &g->cc, NULL, "fail if the tree has no get_maintainer.pl" },
		{ 0, "cc-file", OPT_STRING, &g->cc_file, "FILE", "add or remove recipients, as in the file 'people'" },
		{ 0, "branch", OPT_STRING, &g->branch, "NAME", "make this branch in the kernel's repository" },
		{ 0, "b4", OPT_FLAG, &g->b4, NULL, "make a branch for b4 prep (default b4/SERIES)" },
		{ 0, "force", OPT_FLAG, &g->force, NULL, "with --branch or --b4: move a branch that exists" },
		{ 0, "timeout", OPT_COUNT, &g->timeout, "SECONDS", "limit for spatch on one file (default 120)" },
		{ 0, "trust-series", OPT_FLAG, &g->so.trust, NULL, "allow rules that run scripts" },
		{ 0, "allow-scripts", OPT_FLAG, &g->so.trust, NULL, "the same" },
		{ 0, "no-cache", OPT_FLAG, &g->so.no_cache, NULL, "neither read nor write the caches" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"generate", "LINUX",
		"Make a patch series for the kernel tree LINUX, a git repository or a plain\n"
		"folder, and write it as mails. The tree does not change. Exit status: 0 done,\n"
		"1 something was missed, 128 it could not be done, 129 wrong usage,\n"
		"130 interrupted. generate writes nothing unless the status is 0.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i < 0)
		return i;
	if (argc - i != 1)
		return opt_usage(&cmd, "give one kernel tree");
	if (g->prefix && !is_prefix(g->prefix))
		return opt_usage(&cmd, "--subject-prefix: plain words, without brackets");
	if (g->no_cc && (g->cc || g->cc_file))
		return opt_usage(&cmd, "--no-cc goes with neither --cc nor --cc-file");
	return i;
}

/* What the series' folder has for the mails besides patches. */
static int read_extras(struct generate *g)
{
	const struct series *s = &g->s.series;
	char *path = xstrfmt("%s/people", s->dir);
	int err = changes_read(&g->changes, s->dir, s->version);

	if (!err)
		err = trailers_read(&g->kept, s->dir);
	if (!err)
		mail_opinions(&g->kept, s);
	if (!err)
		err = people_read(&g->people, path);
	if (err >= 0 && g->cc_file) {
		err = people_read(&g->people, g->cc_file);
		if (err > 0)
			err = error_user("--cc-file: there is no file %s",
					 g->cc_file);
	}
	free(path);
	return err < 0 ? err : 0;
}

static int open_all(struct generate *g, const char *path)
{
	int err;

	g->so.progress = want_progress(g->quiet || g->json);
	err = spatch_find(&g->spatch);
	if (!err)
		err = session_open(&g->s, &g->so, path);
	if (err < 0)
		return err;
	if (g->version)
		g->s.series.version = g->version;
	if ((g->signoff || g->b4) && !(g->s.tree.author && g->s.tree.committer))
		return error_user("--%s needs your name: git config --global user.name and user.email",
				  g->signoff ? "signoff" : "b4");
	if (g->b4 && !g->branch)
		g->branch = g->b4_branch = b4_branch(&g->s.series);
	if (g->branch && !g->s.tree.is_git)
		return error_user("--%s needs a git repository; %s is a plain folder",
				  g->b4 ? "b4" : "branch", g->s.tree.path);
	err = read_extras(g);
	if (!err && g->branch)
		err = tree_branch_check(&g->s.tree, g->branch, g->force);
	if (err < 0)
		return err;
	g->scratch = scratch_new();
	if (!g->scratch)
		return ERR_ENV;
	if (!g->dry_run) {
		char *out = g->out ? xstrdup(g->out) :
			    xstrfmt("generated-patches/%s", g->s.tree.name);

		char *mark = outdir_file(out, RECORD_NAME);

		err = staging_open(&g->staging, out, mark + strlen(out) + 1);
		g->staged = true;
		free(mark);
		free(out);
	}
	return err;
}

static void print_head(const struct generate *g)
{
	const struct session *s = &g->s;

	size_t wanted = 0;

	for (size_t i = 0; i < s->series.n; i++)
		wanted += s->series.patches[i].wanted;
	printf("respin: %s v%d (%zu patch%s) on ", s->series.name,
	       s->series.version, wanted, wanted == 1 ? "" : "es");
	print_tree(&s->tree);
	putchar('\n');
	if (s->tree.dirty)
		printf("  the work tree differs from %s, which is what counts\n",
		       s->tree.rev);
	fflush(stdout);
}

static int run_patches(struct generate *g)
{
	struct apply *a = &g->s.apply;
	char *src = xstrfmt("%s/src", g->scratch);
	bool talk = !g->quiet && !g->json;
	double start = now();
	int worst = 0;

	a->scratch = src;
	a->all_findings = g->explain;
	a->alone = g->spatch.alone;
	a->progress = g->so.progress;
	if (g->timeout)
		a->timeout = g->timeout;
	worst = make_dirs(src);
	if (worst)
		worst = error("cannot write to %s: %s", src, strerror(-worst));
	for (size_t i = 0; i < a->series->n && worst != ERR_ENV; i++) {
		int err;

		if (g->so.progress)
			progress_show(i, a->series->n, start,
				      a->series->patches[i].subject);
		err = apply_patch(a, i);
		if (g->so.progress)
			progress_clear();
		if (talk && a->reports[i].outcome != OUTCOME_NOT_WANTED)
			print_patch(a, i, false);
		if (talk && g->explain)
			print_steps(a, i);
		if (talk && g->diff && print_diff(a, i) < 0)
			err = ERR_ENV;
		if (err < 0)
			worst = err;
		if (err < 0 && !(err == ERR_FINDING && g->keep_going))
			break;
	}
	a->scratch = NULL;
	free(src);
	return worst;
}

/* The series as one diff: what the cover letter's diffstat says. */
static void net_change(const struct work *w, int *files, int *plus, int *minus)
{
	struct hunks h = { 0 };

	*files = *plus = *minus = 0;
	for (size_t i = 0; i < w->n; i++) {
		const struct work_file *f = w->files[i];

		if (!f->n_changes || diff_lines(work_base(f), &f->text, &h) < 0)
			continue;
		*files += h.n > 0;
		for (size_t k = 0; k < h.n; k++) {
			*plus += h.v[k].new_n;
			*minus += h.v[k].old_n;
		}
	}
	hunks_release(&h);
}

/* "places: 170 found, 168 converted, 2 left as stated" */
static void print_places(const struct apply *a)
{
	size_t found = apply_places(a), functions = 0, unparsed = 0, talk = 0;

	for (size_t i = 0; i < a->series->n; i++)
		for (size_t j = 0; j < a->series->patches[i].n; j++) {
			const struct op_report *r = &a->reports[i].ops[j];

			talk += r->talk;
			functions += r->functions;
			unparsed += r->unparsed;
		}
	if (found)
		printf("places: %zu found, %zu converted, %zu left as stated, %zu in comments and strings\n",
		       found, found > a->n_left ? found - a->n_left : 0,
		       a->n_left, talk);
	if (functions)
		printf("functions parsed: %.2f %% of %zu\n",
		       100.0 * (double)(functions - unparsed) / (double)functions,
		       functions);
}

static void print_summary(const struct generate *g)
{
	const struct apply *a = &g->s.apply;
	int n[OUTCOME_NOT_REACHED + 1] = { 0 }, files, plus, minus;
	size_t stated = g->lefts.n - g->lefts.unstated;

	for (size_t i = 0; i < a->series->n; i++)
		n[a->reports[i].outcome]++;
	net_change(a->work, &files, &plus, &minus);
	printf("%d applied, %d already in, %d not applicable; %d file%s, +%d -%d, in %.1f s\n",
	       n[OUTCOME_APPLIED], n[OUTCOME_IN], n[OUTCOME_NOT_APPLICABLE],
	       files, plural(files), plus, minus, now() - g->start);
	printf("leftovers: ");
	if (g->lefts.unstated)
		printf("%zu", g->lefts.unstated);
	else
		printf("none");
	if (stated)
		printf(" (%zu stated exception%s)", stated, plural(stated));
	printf("   not parsed: %zu place%s, none of them relevant", a->n_parse,
	       plural(a->n_parse));
	if (g->s.scan.unread.n)
		printf("   not read: %zu file%s", g->s.scan.unread.n,
		       plural(g->s.scan.unread.n));
	putchar('\n');
	print_places(a);
	print_left(a, stdout);
	print_misses(&g->lefts, &g->s.scan, stdout);
}

/* The patch that was to retire WORD, if none that does so suits the tree. */
static const char *unsuited(const struct generate *g, const char *word)
{
	const struct series *s = &g->s.series;
	const char *name = NULL;

	for (size_t i = 0; i < s->n; i++) {
		if (!s->patches[i].wanted ||
		    !strvec_has(&s->patches[i].retires, word))
			continue;
		if (g->s.apply.reports[i].outcome != OUTCOME_NOT_APPLICABLE)
			return NULL;
		name = s->patches[i].name;
	}
	return name;
}

/* If only patches that do not suit the tree were to retire what is left, one of them. */
static const char *all_unsuited(const struct generate *g)
{
	const char *name = NULL;

	for (size_t i = 0; i < g->lefts.n; i++) {
		if (g->lefts.v[i].reason)
			continue;
		name = unsuited(g, g->lefts.v[i].word);
		if (!name)
			return NULL;
	}
	return name;
}

static int judge_leftovers(struct generate *g)
{
	const char *unsuited_patch;

	leftovers_find(&g->lefts, &g->s.series, &g->s.work);
	if (!g->lefts.unstated || g->so.only.n)
		return 0;
	print_misses(&g->lefts, &g->s.scan, stderr);
	unsuited_patch = all_unsuited(g);
	if (unsuited_patch)
		return error_finding("%zu place%s still name%s what no patch that is applicable to this tree retires (%s is not): extend that patch, or choose other patches with --only",
				     g->lefts.unstated,
				     plural(g->lefts.unstated),
				     g->lefts.unstated == 1 ? "s" : "",
				     unsuited_patch);
	return error_finding("%zu place%s still name%s what the series retires: extend a rule, or state the exception in %s/series",
			     g->lefts.unstated, plural(g->lefts.unstated),
			     g->lefts.unstated == 1 ? "s" : "",
			     g->s.series.dir);
}

static int write_record(struct generate *g, const struct generated *r)
{
	struct strbuf text = STRBUF_INIT;
	char *path = outdir_file(g->staging.dir, RECORD_NAME);
	int err = make_parent(path);

	generated_text(r, false, &text);
	if (!err)
		err = write_file(path, text.buf, text.len);
	if (err)
		err = error("cannot write %s: %s", path, strerror(-err));
	strbuf_release(&text);
	free(path);
	return err;
}

static int make_branch(struct generate *g)
{
	char tip[41];
	int err = 0;

	memcpy(tip, g->mail.tip, sizeof(tip));
	if (g->b4)
		err = b4_commit(&g->mail, tip);
	return err ? err : tree_branch(&g->s.tree, &g->repo, g->branch, tip,
				       g->force);
}

static int make_mail(struct generate *g, struct generated *r)
{
	char *repo = xstrfmt("%s/repo.git", g->scratch);
	char *dir = xstrfmt("%s/mail", g->scratch);
	const char *to = g->dry_run ? dir : g->staging.dir;
	int err;

	err = repo_init(&g->repo, repo, &g->s.tree);
	if (!err) {
		mail_init(&g->mail, &g->s.tree, &g->s.apply, &g->repo,
			  g->signoff || g->branch);
		g->mail.signoff = g->signoff;
		g->mail.rfc = g->rfc;
		g->mail.reports = g->dry_run ? NULL : g->staging.target;
		g->mail.prefix = g->prefix;
		g->mail.changes = g->changes.buf;
		g->mail.kept = &g->kept;
		g->mail.people = &g->people;
		g->mail.no_cache = g->so.no_cache;
		g->mail.progress = g->so.progress;
		g->mail.cc = g->no_cc ? MAIL_CC_NO :
			     g->cc ? MAIL_CC_YES : MAIL_CC_AUTO;
		err = mail_commit(&g->mail);
	}
	if (!err && make_dirs(to))
		err = error("cannot write to %s", to);
	if (!err)
		err = mail_write(&g->mail, to);
	if (!err)
		err = mail_address(&g->mail, to, g->scratch, g->so.jobs);
	if (!err)
		err = mail_prove(&g->mail, to, g->scratch);
	g->proven = !err && g->mail.files.n;
	r->mail = &g->mail;
	r->proven = g->proven;
	free(repo);
	free(dir);
	return err;
}

static bool any_applied(const struct apply *a)
{
	for (size_t i = 0; i < a->series->n; i++)
		if (a->reports[i].outcome == OUTCOME_APPLIED)
			return true;
	return false;
}

/* All that there is to say but what has been published. */
static void print_found(const struct generate *g)
{
	print_summary(g);
	if (g->proven)
		printf("proof: git am gives the same tree, patch by patch\n");
	if (g->mail.placeholder && g->proven)
		printf("not signed off: --signoff, before you mail them\n");
	if (g->mail.known.len)
		printf("the cover letter says what verify and prove found of these patches\n");
	print_trailers(&g->mail);
	print_people(&g->mail, "respin split");
}

static void print_end(const struct generate *g, bool wrote)
{
	if (g->branch && wrote)
		printf("branch: %s%s\n", g->branch, g->b4 ?
		       "   next: git switch to it, b4 prep, b4 send" : "");
	if (wrote && g->page_left)
		printf("the old review.html is gone: it was of other patches\n");
	if (wrote)
		printf("patches: %s   next: respin verify, respin review\n",
		       g->staging.target);
	else
		printf("nothing was written%s\n",
		       g->dry_run ? " (dry run)" : "");
}

static int finish(struct generate *g)
{
	struct generated r = {
		.tree = &g->s.tree, .apply = &g->s.apply, .lefts = &g->lefts,
		.scan = &g->s.scan, .spatch_version = g->spatch.version,
	};
	bool any = any_applied(&g->s.apply), wrote = false;
	struct strbuf json = STRBUF_INIT;
	int err = judge_leftovers(g);

	if (!err && any)
		err = make_mail(g, &r);
	if (!err && any && !g->dry_run)
		err = write_record(g, &r);
	if (!err && g->json) {
		generated_text(&r, true, &json);
		output_raw(json.buf, json.len);
	} else if (!err && !g->quiet) {
		print_found(g);
	}
	strbuf_release(&json);
	if (!err && output_failed())
		err = error("cannot write to standard output; nothing was written");
	if (!err && proc_interrupted())
		err = ERR_INTERRUPTED;
	if (!err && any && !g->dry_run && g->branch)
		err = make_branch(g);
	if (!err && any && !g->dry_run)
		err = outdir_carry(g->staging.target, g->staging.dir,
				   &g->page_left);
	if (!err && any && !g->dry_run) {
		err = staging_publish(&g->staging);
		wrote = !err;
	}
	if (!err && !g->json && !g->quiet) {
		print_end(g, wrote);
		if (wrote && output_failed())
			err = error("cannot write to standard output; the patches are in %s",
				    g->staging.target);
	}
	return err;
}

int cmd_generate(int argc, char **argv)
{
	struct generate g = { .so.jobs = job_cpus(), .start = now(),
			      .changes = STRBUF_INIT };
	int i = parse(&g, argc, argv), err = i < 0 ? i : 0;

	if (!err)
		err = open_all(&g, argv[i]);
	if (!err && !g.quiet && !g.json)
		print_head(&g);
	if (!err)
		err = run_patches(&g);
	if (!err)
		err = finish(&g);
	if (err == ERR_INTERRUPTED)
		error("interrupted; nothing was written");
	else if (err == ERR_FINDING)
		error("nothing was written; respin generate -n -d shows what each rule looked at");
	mail_release(&g.mail);
	repo_release(&g.repo);
	leftovers_release(&g.lefts);
	if (g.staged)
		staging_release(&g.staging);
	strbuf_release(&g.changes);
	trailers_release(&g.kept);
	people_release(&g.people);
	free(g.b4_branch);
	spatch_release(&g.spatch);
	session_close(&g.s);
	scratch_free(g.scratch);
	strvec_release(&g.so.only);
	strvec_release(&g.so.with);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
