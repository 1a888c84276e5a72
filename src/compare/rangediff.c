// SPDX-License-Identifier: GPL-2.0-only
#include "compare/compare.h"
#include "compare/sparse.h"
#include "git/cmd.h"
#include "git/slice.h"
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

static int git(struct proc *p, struct strbuf *out)
{
	struct strbuf said = STRBUF_INIT;
	int err = proc_capture(p, out, &said);

	if (err < 0 && err != ERR_INTERRUPTED) {
		strbuf_rtrim(&said);
		err = error("git range-diff: %.*s", (int)strcspn(said.buf, "\n"),
			    said.len ? said.buf : "could not be run");
	}
	strbuf_release(&said);
	proc_release(p);
	return err;
}

/*
 * A repository in DIR, where git does not name functions: which one it finds
 * above a hunk depends on what other patches happen to show.
 */
static int make_repo(const char *dir)
{
	char *attributes = xstrfmt("%s/info/attributes", dir);
	struct proc init = PROC_INIT;
	struct strbuf said = STRBUF_INIT;
	int err;

	git_command(&init, dir);
	strvec_pushl(&init.argv, "init", "--quiet", "--bare", ".", NULL);
	err = git(&init, &said);
	if (!err && make_parent(attributes))
		err = error("cannot write %s", attributes);
	if (!err && write_file(attributes, "* diff=plain\n", 13))
		err = error("cannot write %s", attributes);
	strbuf_release(&said);
	free(attributes);
	return err;
}

int rangediff(const struct patchset *theirs, const struct patchset *ours,
	      struct strbuf *out)
{
	struct proc import = PROC_INIT, diff = PROC_INIT;
	struct strbuf stream = STRBUF_INIT, said = STRBUF_INIT;
	char *dir = scratch_new(), *in = NULL;
	int err = dir ? put_series(theirs, "theirs", &stream) : ERR_ENV;

	if (!err)
		err = put_series(ours, "ours", &stream);
	if (!err) {
		in = xstrfmt("%s/stream", dir);
		err = write_file(in, stream.buf, stream.len);
		if (err)
			err = error("cannot write %s: %s", in, strerror(-err));
	}
	if (!err)
		err = make_repo(dir);
	if (!err) {
		git_command(&import, dir);
		strvec_pushl(&import.argv, "fast-import", "--quiet", NULL);
		import.in = in;
		err = git(&import, &said);
	}
	if (!err) {
		git_command(&diff, dir);
		strvec_pushl(&diff.argv, "-c", "diff.plain.xfuncname=^\x01$",
			     "range-diff", "--no-color",
			     "theirs-base..theirs", "ours-base..ours", NULL);
		err = git(&diff, out);
	}
	strbuf_release(&stream);
	strbuf_release(&said);
	free(in);
	scratch_free(dir);
	return err;
}
