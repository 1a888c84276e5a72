// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <sys/stat.h>

#include "base/dir.h"
#include "cmd/cmd.h"
#include "base/job.h"
#include "patch/mbox.h"
#include "base/opt.h"
#include "base/output.h"
#include "base/progress.h"
#include "report/outdir.h"
#include "send/burndown.h"
#include "send/print.h"
#include "send/split.h"
#include "base/fs.h"

/* What shows that a folder is one of ours: which piece is of what. */
#define LIST "respin/split"

#define DEPTH 2

struct splitter {
	const char *base, *by, *out, *cc_file;
	int depth, jobs;
	bool no_cc, no_cache, quiet;

	struct tree tree;
	struct patchset ps;
	struct checkout co;
	struct people people;
	struct split s;
	struct repo repo;
	struct mail mail;
	char *blurb;
	char *scratch;
	struct staging staging;
	bool staged;
	struct burndown burndown;	/* of the folder, then with this run */
	bool all_in;			/* PATCHES has nothing left to do */
};

static int read_by(struct splitter *sp)
{
	static const char *const names[] = {
		[SPLIT_TREE] = "tree",
		[SPLIT_SECTION] = "maintainer",
		[SPLIT_FOLDER] = "directory",
	};

	sp->by = sp->by ?: names[SPLIT_TREE];
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(sp->by, names[i])) {
			sp->s.by = (enum split_by)i;
			return 0;
		}
	return -1;
}

static int parse(struct splitter *sp, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 0, "by", OPT_STRING, &sp->by, "WHAT", "tree: the git tree that takes it (default); maintainer: sections of MAINTAINERS; or directory" },
		{ 0, "depth", OPT_COUNT, &sp->depth, "N", "with --by directory: how many folders of a path count (default 2)" },
		{ 'b', "base", OPT_STRING, &sp->base, "REV", "commit that the patches apply to (default HEAD)" },
		{ 'o', "out", OPT_STRING, &sp->out, "DIR", "where to write (default generated-patches/TREE-by-WHAT)" },
		{ 'j', "jobs", OPT_COUNT, &sp->jobs, "N", "processes at a time (default: processors)" },
		{ 0, "no-cc", OPT_FLAG, &sp->no_cc, NULL, "no To: and Cc: from the tree's get_maintainer.pl" },
		{ 0, "cc-file", OPT_STRING, &sp->cc_file, "FILE", "add or remove recipients, as in the file 'people'" },
		{ 0, "no-cache", OPT_FLAG, &sp->no_cache, NULL, "run get_maintainer.pl even if its answer is cached" },
		{ 'q', "quiet", OPT_FLAG, &sp->quiet, NULL, "print errors only" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"split", "LINUX [PATCHES]",
		"Cut each patch into one patch for each tree, maintainer or folder. PATCHES is a\n"
		"folder of patches (default: what generate wrote for this tree), an mbox or a\n"
		"patch file. The changes to one file stay together, the patches keep their\n"
		"order, and split proves that the result gives the same tree. Exit status: 1 if\n"
		"a patch does not apply or the proof fails. split writes nothing unless the\n"
		"status is 0.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i < 0)
		return i;
	if (argc - i < 1 || argc - i > 2)
		return opt_usage(&cmd, "give a kernel tree, and perhaps patches");
	if (read_by(sp))
		return opt_usage(&cmd, "--by is tree, maintainer or directory");
	if (sp->depth && sp->s.by != SPLIT_FOLDER)
		return opt_usage(&cmd, "--depth goes with --by directory");
	if (sp->no_cc && sp->cc_file)
		return opt_usage(&cmd, "--no-cc does not go with --cc-file");
	sp->s.depth = sp->depth ?: DEPTH;
	return i;
}

/* --- the cover letter -------------------------------------------------- */

/*
 * The patch file of DIR that comes first, in *PATH: the cover letter, if there
 * is one.
 */
static int first_mail(const char *dir, char **path)
{
	struct strvec names = STRVEC_INIT;
	const char *first = NULL, *cover = NULL;
	int err = dir_names(&names, dir);

	if (err)
		err = error("cannot read %s: %s", dir, strerror(-err));
	for (size_t i = 0; i < names.n; i++) {
		const char *name = names.v[i];

		if (!ends_with(name, ".patch") || *name == '.')
			continue;
		if (!first)
			first = name;
		if (!cover && patchset_is_cover(name))
			cover = name;
	}
	if (!err && !first)
		err = error("the patches in %s are gone", dir);
	if (!err)
		*path = xstrfmt("%s/%s", dir, cover ? cover : first);
	strvec_release(&names);
	return err;
}

/* Does the shortlog begin at S: "Jane Doe (3):"? */
static bool at_shortlog(const char *s)
{
	size_t n = strcspn(s, "\n"), k = n;

	if (n < 5 || strncmp(s + n - 2, "):", 2))
		return false;
	for (k = n - 2; k && isdigit((unsigned char)s[k - 1]); k--)
		;
	return k < n - 2 && k > 2 && s[k - 1] == '(' && s[k - 2] == ' ';
}

/* What a person has written, in the cover letter PATH. */
static char *read_blurb(const char *path)
{
	struct strbuf text = STRBUF_INIT;
	const char *s = NULL, *end;
	char *blurb = NULL;

	if (!strbuf_read_file(&text, path))
		s = strstr(text.buf, "\n\n");
	if (s) {
		s += 2;
		for (end = s; *end && !at_shortlog(end) &&
		     strncmp(end, "-- \n", 4);) {
			end += strcspn(end, "\n");
			end += *end == '\n';
		}
		while (end > s && isspace((unsigned char)end[-1]))
			end--;
		blurb = xstrndup(s, end - s);
	}
	strbuf_release(&text);
	return blurb;
}

/* From the first mail of MBOX; BLURB: it may be a cover letter with a text. */
static void take_cover(struct splitter *sp, const struct mbox *mbox,
		       const char *blurb)
{
	const struct ppatch *p = sp->ps.v;
	struct series *se = &sp->s.series;
	const struct mbox_mail *m = mbox->n ? &mbox->v[0] : NULL;

	se->version = m ? m->version : 1;
	if (m && !m->patch_id && !m->number) {
		se->title = xstrdup(m->subject);
		if (blurb)
			sp->blurb = read_blurb(blurb);
	} else if (sp->ps.n == 1) {
		se->title = xstrdup(p->subject);
	} else {
		se->title = xstrfmt("%s, and %zu more patches", p->subject,
				    sp->ps.n - 1);
	}
	if (!sp->blurb)
		sp->blurb = xstrfmt("%zu patch%s, by %s.", sp->ps.n,
				    sp->ps.n == 1 ? "" : "es", sp->by);
}

/* Title, version and text of the new cover letter, from the old one. */
static int read_cover(struct splitter *sp, const char *patches)
{
	struct mbox mbox = { 0 };
	struct stat st;
	bool folder = !stat(patches, &st) && S_ISDIR(st.st_mode);
	char *path = folder ? NULL : xstrdup(patches);
	int err = folder ? first_mail(patches, &path) : 0;

	if (!err)
		err = mbox_read(&mbox, path);
	if (!err)
		take_cover(sp, &mbox, folder ? path : NULL);
	mbox_release(&mbox);
	free(path);
	return err;
}

/* --- the run ----------------------------------------------------------- */

/* PATCHES does not apply: is this because all pieces of before are in? */
static int judge_all_in(struct splitter *sp)
{
	struct burndown *b = &sp->burndown;
	const char *first = NULL;
	char *how = NULL;
	size_t open = 0;
	int err = 0;

	if (b->runs.n) {
		burndown_run(b, &sp->tree);
		err = burndown_judge(b, &sp->tree, NULL, sp->staging.target);
	}
	if (err)
		return err;
	sp->all_in = burndown_in(b);
	if (sp->all_in)
		return 0;
	for (size_t i = 0; i < b->n; i++) {
		if (b->v[i].left.n && !first)
			first = b->v[i].left.v[0];
		open += b->v[i].left.n > 0;
	}
	if (b->n)
		how = xstrfmt(" (%zu of %zu pieces are not in, as %s shows: respin generate makes what is left)",
			      open, b->n, first);
	err = error_finding("%s does not apply to %s%s: %s", sp->co.failed,
			    sp->tree.name, how ? how : "", sp->co.why);
	free(how);
	return err;
}

static int open_patches(struct splitter *sp, const char *patches)
{
	int err = patchset_read(&sp->ps, patches);

	if (!err)
		err = checkout_open(&sp->co, &sp->tree, &sp->ps, NULL,
				    sp->scratch);
	if (!err && sp->co.failed)
		return judge_all_in(sp);
	if (!err && sp->burndown.runs.n) {
		burndown_run(&sp->burndown, &sp->tree);
		err = burndown_judge(&sp->burndown, &sp->tree, &sp->ps,
				     sp->staging.target);
	} else if (!err) {
		burndown_run(&sp->burndown, &sp->tree);
	}
	return err;
}

static int open_tree(struct splitter *sp, const char *kernel)
{
	int err = tree_open(&sp->tree, kernel, sp->base, true);

	if (!err && sp->s.by != SPLIT_FOLDER && !maintainers_there(&sp->tree))
		err = error("%s has no " GET_MAINTAINER ": give --by directory",
			    kernel);
	if (!err && sp->cc_file)
		err = people_read(&sp->people, sp->cc_file);
	if (err > 0)
		err = error_user("--cc-file: there is no file %s", sp->cc_file);
	if (!err) {
		sp->scratch = scratch_new();
		err = sp->scratch ? 0 : ERR_ENV;
	}
	return err;
}

static int open_out(struct splitter *sp)
{
	char *out = sp->out ? xstrdup(sp->out) :
		    xstrfmt(OUTDIR "/%s-by-%s", sp->tree.name, sp->by);
	int err = staging_open(&sp->staging, out, LIST);

	sp->staged = true;
	if (!err)
		err = burndown_read(&sp->burndown, out);
	free(out);
	return err;
}

static int open_all(struct splitter *sp, const char *kernel,
		    const char *patches)
{
	int err = open_tree(sp, kernel);
	char *from;

	if (err)
		return err;
	from = patches ? xstrdup(patches) :
	       xstrfmt(OUTDIR "/%s", sp->tree.name);
	err = open_out(sp);
	if (!err)
		err = open_patches(sp, from);
	if (!err)
		err = read_cover(sp, from);
	free(from);
	return err;
}

static int make_pieces(struct splitter *sp)
{
	char *dir = xstrfmt("%s/sections", sp->scratch);
	struct maintainers how = { &sp->tree, dir, sp->jobs, !sp->no_cache,
				   want_progress(sp->quiet) };
	int err;

	sp->s.tree = &sp->tree;
	sp->s.ps = &sp->ps;
	sp->s.co = &sp->co;
	err = split_make(&sp->s, &how);
	free(dir);
	return err;
}

static int make_mail(struct splitter *sp)
{
	char *repo = xstrfmt("%s/repo.git", sp->scratch);
	struct mail *m = &sp->mail;
	int err = repo_init(&sp->repo, repo, &sp->tree);

	if (!err) {
		mail_init(m, &sp->tree, &sp->s.apply, &sp->repo, true);
		m->authors = sp->s.authors;
		m->blurb = sp->blurb;
		m->people = &sp->people;
		m->no_cache = sp->no_cache;
		m->progress = !sp->quiet;
		m->cc = sp->no_cc ? MAIL_CC_NO : MAIL_CC_AUTO;
		err = mail_commit(m);
	}
	if (!err)
		err = mail_write(m, sp->staging.dir);
	if (!err)
		err = mail_address(m, sp->staging.dir, sp->scratch, sp->jobs);
	free(repo);
	return err;
}

static int write_beside(const struct splitter *sp, const char *name,
			const struct strbuf *text)
{
	char *path = xstrfmt("%s/%s", sp->staging.dir, name);
	int err = make_parent(path);

	if (!err)
		err = write_file(path, text->buf, text->len);
	if (err)
		err = error("cannot write %s: %s", path, strerror(-err));
	free(path);
	return err;
}

static int write_burndown(struct splitter *sp, const struct strvec *names)
{
	struct strbuf text = STRBUF_INIT;
	int err = burndown_add(&sp->burndown, &sp->s, sp->by, names);

	if (!err) {
		burndown_write(&sp->burndown, &text);
		err = write_beside(sp, "respin/" BURNDOWN_NAME, &text);
	}
	strbuf_release(&text);
	return err;
}

/* Prove what is to be published, and leave beside it which piece is what. */
static int finish(struct splitter *sp, struct strbuf *list)
{
	struct strvec names = STRVEC_INIT, paths = STRVEC_INIT;
	int err;

	for (size_t i = 1; i < sp->mail.files.n; i++) {
		strvec_push(&names, sp->mail.files.v[i]);
		strvec_pushf(&paths, "%s/%s", sp->staging.dir,
			     sp->mail.files.v[i]);
	}
	err = split_prove(&sp->s, &paths, sp->scratch);
	if (!err) {
		split_list(&sp->s, &names, list);
		err = write_beside(sp, LIST, list);
	}
	if (!err)
		err = write_burndown(sp, &names);
	strvec_release(&names);
	strvec_release(&paths);
	return err;
}

static void print_found(const struct splitter *sp, const struct strbuf *list)
{
	static const char *const advice[] = {
		[SPLIT_TREE] = "respin split --by maintainer",
		[SPLIT_SECTION] = "respin split --by directory",
		[SPLIT_FOLDER] = "respin split --depth",
	};

	printf("respin: %zu patch%s, by %s: %zu, ", sp->ps.n,
	       sp->ps.n == 1 ? "" : "es", sp->by, sp->s.n);
	print_tree(&sp->tree);
	putchar('\n');
	for (const char *s = list->buf; *s;) {
		size_t n = strcspn(s, "\n");

		printf("  %.*s\n", (int)n, s);
		s += n + (s[n] == '\n');
	}
	printf("proof: git am gives the same tree after the pieces of each patch\n");
	print_people(&sp->mail, advice[sp->s.by]);
	burndown_print(&sp->burndown);
}

/* What can be told is told first: a reader that is gone publishes nothing. */
static int publish(struct splitter *sp, const struct strbuf *list)
{
	int err;

	if (!sp->quiet)
		print_found(sp, list);
	if (output_failed())
		return error("cannot write to standard output; nothing was written");
	if (proc_interrupted())
		return ERR_INTERRUPTED;
	err = staging_publish(&sp->staging);
	if (err || sp->quiet)
		return err;
	printf("patches: %s   next: respin verify LINUX %s\n",
	       sp->staging.target, sp->staging.target);
	return !output_failed() ? 0 :
	       error("cannot write to standard output; the patches are in %s",
		     sp->staging.target);
}

/* Nothing is left to cut: the folder stays, and gets one more run. */
static int publish_all_in(struct splitter *sp)
{
	char *path = xstrfmt("%s/respin/" BURNDOWN_NAME, sp->staging.target);
	struct strbuf text = STRBUF_INIT;
	int err;

	burndown_write(&sp->burndown, &text);
	if (!sp->quiet) {
		printf("respin: all pieces are in ");
		print_tree(&sp->tree);
		printf("\n");
		burndown_print(&sp->burndown);
		printf("nothing is left to cut; the patches in %s stay as they are\n",
		       sp->staging.target);
	}
	if (output_failed())
		err = error("cannot write to standard output; nothing was written");
	else
		err = write_file_atomic(path, text.buf, text.len);
	if (err && !output_failed())
		err = error("cannot write %s: %s", path, strerror(-err));
	strbuf_release(&text);
	free(path);
	return err;
}

static int cut(struct splitter *sp)
{
	struct strbuf list = STRBUF_INIT;
	int err = make_pieces(sp);

	if (!err)
		err = make_mail(sp);
	if (!err)
		err = finish(sp, &list);
	if (!err)
		err = publish(sp, &list);
	strbuf_release(&list);
	return err;
}

static void release(struct splitter *sp)
{
	burndown_release(&sp->burndown);
	mail_release(&sp->mail);
	repo_release(&sp->repo);
	split_release(&sp->s);
	checkout_release(&sp->co);
	patchset_release(&sp->ps);
	people_release(&sp->people);
	tree_release(&sp->tree);
	if (sp->staged)
		staging_release(&sp->staging);
	scratch_free(sp->scratch);
	free(sp->blurb);
}

int cmd_split(int argc, char **argv)
{
	struct splitter sp = { .jobs = job_cpus() };
	int i = parse(&sp, argc, argv), err = i < 0 ? i : 0;

	if (!err)
		err = open_all(&sp, argv[i], argc - i > 1 ? argv[i + 1] : NULL);
	if (!err)
		err = sp.all_in ? publish_all_in(&sp) : cut(&sp);
	if (err == ERR_INTERRUPTED)
		error("interrupted; nothing was written");
	release(&sp);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
