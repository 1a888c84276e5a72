// SPDX-License-Identifier: GPL-2.0-only
#include "compare/compare.h"
#include "compare/sparse.h"
#include "git/cmd.h"
#include "base/fs.h"

/* --- git fast-import --------------------------------------------------- */

static void put_path(struct strbuf *out, const char *path)
{
	strbuf_addch(out, '"');
	for (; *path; path++) {
		if (*path == '\n') {
			strbuf_addstr(out, "\\n");
			continue;
		}
		if (*path == '"' || *path == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, *path);
	}
	strbuf_addch(out, '"');
}

static void put_data(struct strbuf *out, const char *s, size_t n)
{
	strbuf_addf(out, "data %zu\n", n);
	strbuf_add(out, s, n);
	strbuf_addch(out, '\n');
}

static void put_file(struct strbuf *out, const char *path, unsigned int mode,
		     struct sparse_line **v, size_t n)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < n; i++) {
		if (v[i]->text)
			strbuf_add(&text, v[i]->text, v[i]->len);
		else
			strbuf_addf(&text, "line %zu", v[i]->filler);
		if (!v[i]->cut)
			strbuf_addch(&text, '\n');
	}
	strbuf_addf(out, "M %o inline ", mode);
	put_path(out, path);
	strbuf_addch(out, '\n');
	put_data(out, text.buf, text.len);
	strbuf_release(&text);
}

static void put_commit(struct strbuf *out, const char *ref, const char *subject,
		       const char *body)
{
	char *message = xstrfmt("%s\n\n%s", subject, body);

	strbuf_addf(out, "commit refs/heads/%s\n"
		    "committer respin <respin@localhost> 0 +0000\n", ref);
	put_data(out, message, strlen(message));
	free(message);
}

/* Append the tree of T as a commit with the message of P. */
static void put_tree(const struct sparse *t, const struct ppatch *p,
		     const char *ref, struct strbuf *out)
{
	put_commit(out, ref, p->subject, p->body);
	strbuf_addstr(out, "deleteall\n");
	for (size_t k = 0; k < t->n; k++)
		if (t->v[k].path && !t->v[k].has_binary)
			put_file(out, t->v[k].path, t->v[k].mode, t->v[k].now,
				 t->v[k].n);
}

/* The commits of PS, as branch REF; REF-base is where it begins. */
static int put_series(const struct patchset *ps, const char *ref,
		      struct strbuf *out)
{
	struct strbuf commits = STRBUF_INIT;
	struct sparse t = { 0 };
	int err = sparse_learn(&t, ps, "no range-diff");

	for (size_t i = 0; i < ps->n && !err; i++) {
		err = sparse_apply(&t, &ps->v[i], "no range-diff");
		if (!err)
			put_tree(&t, &ps->v[i], ref, &commits);
	}
	put_commit(out, ref, "base", "");
	for (size_t i = 0; i < t.n; i++)
		if (t.v[i].base_path && !t.v[i].has_binary)
			put_file(out, t.v[i].base_path, 0100644, t.v[i].base,
				 t.v[i].base_n);
	strbuf_addf(out, "reset refs/heads/%s-base\nfrom refs/heads/%s\n\n", ref,
		    ref);
	strbuf_addbuf(out, &commits);
	strbuf_release(&commits);
	sparse_release(&t);
	return err;
}

/* --- git --------------------------------------------------------------- */

/*
 * A repository in DIR, where git does not name functions: which one it finds
 * above a hunk depends on what other patches happen to show.
 */
static int make_repo(const char *dir)
{
	char *attributes = xstrfmt("%s/info/attributes", dir);
	struct git_cmd init;
	int err;

	git_begin(&init, dir, GIT_OURS);
	strvec_pushl(&init.proc.argv, "init", "--quiet", "--bare", ".", NULL);
	err = git_must(&init, "make a repository for git range-diff");
	git_release(&init);
	if (!err) {
		err = make_parent(attributes) ?:
		      write_file(attributes, "* diff=plain\n", 13);
		if (err)
			err = error("cannot write %s: %s", attributes,
				    strerror(-err));
	}
	free(attributes);
	return err;
}

/* Put the commits of STREAM, in the words of git fast-import, into DIR. */
static int import(const char *dir, const struct strbuf *stream)
{
	char *in = xstrfmt("%s/stream", dir);
	struct git_cmd g = { 0 };
	int err = write_file(in, stream->buf, stream->len);

	if (err) {
		err = error("cannot write %s: %s", in, strerror(-err));
		goto done;
	}
	git_begin(&g, dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "fast-import", "--quiet", NULL);
	g.proc.in = in;
	err = git_must(&g, "make the commits for git range-diff");
done:
	git_release(&g);
	free(in);
	return err;
}

static int range_diff(const char *dir, struct strbuf *out)
{
	struct git_cmd g;
	int err;

	git_begin(&g, dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "-c", "diff.plain.xfuncname=^\x01$",
		     "range-diff", "--no-color",
		     "theirs-base..theirs", "ours-base..ours", NULL);
	err = git_must(&g, "run git range-diff");
	if (!err)
		strbuf_addbuf(out, &g.out);
	git_release(&g);
	return err;
}

int rangediff(const struct patchset *theirs, const struct patchset *ours,
	      struct strbuf *out)
{
	struct strbuf stream = STRBUF_INIT;
	char *dir = scratch_new();
	int err = dir ? put_series(theirs, "theirs", &stream) : ERR_ENV;

	if (!err)
		err = put_series(ours, "ours", &stream);
	if (!err)
		err = make_repo(dir);
	if (!err)
		err = import(dir, &stream);
	if (!err)
		err = range_diff(dir, out);
	strbuf_release(&stream);
	scratch_free(dir);
	return err;
}
