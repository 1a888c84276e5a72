// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <unistd.h>

#include "base/output.h"
#include "cmd/cmd.h"
#include "git/tree.h"
#include "base/opt.h"
#include "report/outdir.h"
#include "base/pager.h"
#include "review/around.h"
#include "review/review.h"
#include "base/fs.h"

struct reviewer {
	struct review_options o;
	const char *out, *html, *base;
	bool quiet;
	struct tree tree;	/* the kernel, if one was given */
	struct tree_reader reader;
	bool has_tree;
};

static int parse(struct reviewer *rv, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 'o', "out", OPT_STRING, &rv->out, "DIR", "the folder of patches, as for generate" },
		{ 'b', "base", OPT_STRING, &rv->base, "REV", "base commit, if TREE is a kernel" },
		{ 0, "verify", OPT_STRING, &rv->o.verify, "FILE", "what verify --report wrote (default: FOLDER/respin/verify.json)" },
		{ 0, "prove", OPT_STRING, &rv->o.prove, "FILE", "what prove wrote (default: FOLDER/respin/prove.json)" },
		{ 0, "boot", OPT_STRING, &rv->o.boot, "FILE", "what boot wrote (default: FOLDER/respin/boot.json)" },
		{ 0, "against", OPT_STRING, &rv->o.against, "REF", "compare with a folder, an mbox, or a range A..B" },
		{ 0, "repo", OPT_STRING, &rv->o.repo, "LINUX", "git repository of the range" },
		{ 0, "range-diff", OPT_FLAG, &rv->o.range_diff, NULL, "also compare by text, like git range-diff" },
		{ 0, "html", OPT_STRING, &rv->html, "FILE", "also write one HTML page" },
		{ 'q', "quiet", OPT_FLAG, &rv->quiet, NULL, "print errors only" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"review", "[TREE]",
		"Show what was generated: each patch, what was missed, what verify, prove and\n"
		"boot found, and how the series differs from another one. TREE is the name of a\n"
		"folder in generated-patches/, the kernel that it was made for, or any folder\n"
		"of patches (default: what generate wrote last). With a kernel the page has the\n"
		"lines around each hunk; --out DIR LINUX takes them from LINUX for the patches\n"
		"in DIR. review only reads files. Exit\n"
		"status: 1 if something needs a look: a failure, a warning, a leftover, a line\n"
		"that no rule made or nothing compiled, a difference, or a report that is stale\n"
		"or missing.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i >= 0 && argc - i > 1)
		return opt_usage(&cmd, "give one tree, or one folder");
	if (i >= 0 && rv->o.range_diff && !rv->o.against)
		return opt_usage(&cmd, "--range-diff needs --against");
	return i;
}

static bool has(const char *dir, const char *name)
{
	char *path = xstrfmt("%s/%s", dir, name);
	bool yes = !access(path, F_OK);

	free(path);
	return yes;
}

/* The kernel at PATH. Returns 0, or < 0 after reporting. */
static int open_kernel(struct reviewer *rv, const char *path)
{
	int err = tree_open(&rv->tree, path, rv->base, true);

	if (!err)
		err = tree_reader_init(&rv->reader, &rv->tree);
	rv->has_tree = !err;
	if (!rv->o.repo)
		rv->o.repo = path;
	return err;
}

/* For the page: what is in a file of the kernel. */
static int read_kernel(void *data, const char *path, struct strbuf *out)
{
	struct reviewer *rv = data;
	const struct tree_file *f = tree_find(&rv->tree, path);

	return f ? tree_read(&rv->reader, f, out) : 1;
}

static bool is_kernel(const char *path)
{
	return has(path, "Makefile") || has(path, ".git") || has(path, "HEAD");
}

/* The folder to review, to be freed, or NULL after reporting. */
static char *find_dir(struct reviewer *rv, const char *arg)
{
	char *dir = NULL;

	if (rv->out)
		return arg && open_kernel(rv, arg) ? NULL : xstrdup(rv->out);
	if (!arg) {
		if (outdir_newest(&dir))
			return NULL;
		if (!dir)
			error_user("nothing in " OUTDIR "/: run respin generate first, or give a folder of patches");
		return dir;
	}
	if (!strchr(arg, '/') && has(OUTDIR, arg))
		return xstrfmt(OUTDIR "/%s", arg);
	if (!is_kernel(arg))
		return xstrdup(arg);
	return open_kernel(rv, arg) ? NULL : xstrfmt(OUTDIR "/%s", rv->tree.name);
}

static int write_html(struct reviewer *rv, const struct review *r, const char *path)
{
	const struct around_source source = { read_kernel, rv, rv->tree.name };
	struct strbuf page = STRBUF_INIT;
	int err;

	review_html(r, rv->has_tree ? &source : NULL, &page);
	err = write_file_atomic(path, page.buf, page.len);
	if (err)
		err = error("cannot write %s: %s", path, strerror(-err));
	strbuf_release(&page);
	return err;
}

int cmd_review(int argc, char **argv)
{
	struct reviewer rv = { 0 };
	int i = parse(&rv, argc, argv), err = i < 0 ? i : 0;
	struct strbuf text = STRBUF_INIT;
	struct review r = { .range_diff = STRBUF_INIT };
	char *dir = NULL;

	if (!err) {
		dir = find_dir(&rv, argv[i]);
		err = dir ? 0 : ERR_USER;
	}
	if (!err) {
		rv.o.dir = dir;
		rv.o.page = rv.html;
		err = review_read(&r, &rv.o);
	}
	if (!err && rv.html)
		err = write_html(&rv, &r, rv.html);
	if (!err && !rv.quiet) {
		review_text(&r, output_colour(), output_width(), &text);
		if (rv.html)
			strbuf_addf(&text, "page: %s\n", rv.html);
		pager_print(&text);
	}
	if (!err)
		err = review_found(&r) ? ERR_FINDING : 0;
	review_release(&r);
	strbuf_release(&text);
	if (rv.has_tree)
		tree_reader_release(&rv.reader);
	tree_release(&rv.tree);
	free(dir);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
