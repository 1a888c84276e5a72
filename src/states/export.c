// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "git/cmd.h"
#include "git/repo.h"
#include "states/export.h"

#define STAMP ".respin-base"
#define TOUCHED ".respin-touched"
#define FILES ".respin-files"	/* "KIND ID PATH" each, with a NUL */

/* One of so many files may differ; otherwise all are exported again. */
#define SHARE 4

static char *in_folder(const char *dir, const char *name)
{
	return xstrfmt("%s/%s", dir, name);
}

/* --- single files ------------------------------------------------------ */

int export_put(const char *dir, const char *name, int there,
	       const struct strbuf *text)
{
	int err = there == 2 ? beneath_link(dir, name, text->buf) :
		  there ? beneath_write(dir, name, text->buf, text->len) :
			  beneath_remove(dir, name);

	return err ? error("cannot %s %s in %s: %s", there ? "write" : "remove",
			   name, dir, beneath_error(err)) : 0;
}

int export_restore(const char *dir, struct tree_reader *r, const char *name)
{
	const struct tree_file *f = tree_find(r->tree, name) ?:
				    tree_link(r->tree, name);
	struct strbuf text = STRBUF_INIT;
	int err;

	if (f && tree_read(r, f, &text) < 0)
		err = tree_lacks(r->tree, name);
	else
		err = export_put(dir, name, f ? 1 + f->link : 0, &text);
	strbuf_release(&text);
	return err;
}

/* --- all of them ------------------------------------------------------- */

/*
 * Objects may be missing where nobody looks (a partial copy): those files are
 * left out, and said. That anything else went wrong is an error.
 */
static int check_export(const struct git_cmd *g)
{
	static const char missing[] = "error: unable to read sha1 file of ";
	const char *first = NULL;
	size_t n = 0;

	for (const char *p = g->said.buf; *p;) {
		size_t len = strcspn(p, "\n");

		if (!starts_with(p, missing))
			return error("cannot export the base: %.*s", (int)len,
				     p);
		first = first ?: p + strlen(missing);
		n++;
		p += len + (p[len] == '\n');
	}
	if (!n)
		return error("cannot export the base: git exited with status %d",
			     g->proc.code);
	warning("the base lacks the content of %zu file%s (%.*s%s): units that need them do not compile",
		n, plural(n), (int)strcspn(first, " \n"), first,
		n > 1 ? ", ..." : "");
	return 0;
}

/*
 * By way of a repository of ours with their objects behind it: neither their
 * index nor a filter of their configuration takes part.
 */
static int export_git(const struct tree *t, const char *dir,
		      const char *scratch)
{
	char *path = xstrfmt("%s/export", scratch);
	struct git_cmd read = { 0 }, out = { 0 };
	struct repo repo = { 0 };
	int err = repo_init(&repo, path, t);

	if (!err) {
		git_begin(&read, repo.dir, GIT_OURS);
		strvec_pushl(&read.proc.argv, "read-tree", t->commit, NULL);
		err = git_must(&read, "read the base commit");
	}
	if (!err) {
		git_begin(&out, repo.dir, GIT_OURS);
		strvec_pushl(&out.proc.env, "GIT_DIR=.", NULL);
		strvec_pushf(&out.proc.env, "GIT_WORK_TREE=%s", dir);
		strvec_pushl(&out.proc.argv, "checkout-index", "-a", "-f",
			     "-q", NULL);
		err = git_run(&out);
		if (err == ERR_USER)
			err = check_export(&out);
	}
	git_release(&read);
	git_release(&out);
	repo_release(&repo);
	free(path);
	return err;
}

static int export_folder(const struct tree *t, const char *dir)
{
	struct proc cp = PROC_INIT;
	struct strbuf said = STRBUF_INIT;
	int err;

	strvec_pushl(&cp.argv, "cp", "-a", "--reflink=auto", "--", NULL);
	strvec_pushf(&cp.argv, "%s/.", t->path);
	strvec_push(&cp.argv, dir);
	err = proc_capture(&cp, &said, NULL);
	if (err < 0 && err != ERR_INTERRUPTED)
		err = error("cannot copy the source: %.*s",
			    (int)strcspn(said.buf, "\n"), said.buf);
	strbuf_release(&said);
	proc_release(&cp);
	return err;
}

static int export_all(const char *dir, const struct tree *t,
		      const char *scratch)
{
	int err = remove_tree(dir);

	if (!err)
		err = make_dirs(dir);
	if (err)
		return error("cannot write to %s: %s", dir, strerror(-err));
	err = t->is_git ? export_git(t, dir, scratch) : export_folder(t, dir);
	return err ?: export_touch(dir, "", 0);
}

/* --- what differs ------------------------------------------------------ */

static void add_entry(struct strbuf *out, const struct tree_file *f)
{
	strbuf_addf(out, "%c ", f->link ? 'l' : !f->settled ? 'u' :
		    f->exec ? 'x' : 'f');
	for (size_t i = 0; i < sizeof(f->id.b); i++)
		strbuf_addf(out, "%02x", f->id.b[i]);
	strbuf_addf(out, " %s", f->path);
	strbuf_addch(out, '\0');
}

/* Sorted by path, as T's files are; then the links. */
static void list_files(const struct tree *t, struct strbuf *out)
{
	for (size_t i = 0; i < t->n; i++)
		add_entry(out, &t->files[i]);
	for (size_t i = 0; i < t->n_links; i++)
		add_entry(out, &t->links[i]);
}

/* What leads from one list to the other. */
struct file_changes {
	struct strvec gone, new;	/* a file that changes is in both */
};

/* The path of an entry; what is no entry has none. */
static const char *path_in(const char *entry)
{
	const char *p = entry[0] && entry[1] == ' ' ? strchr(entry + 2, ' ') : NULL;

	return p ? p + 1 : "";
}

/* The next entry of *P behind this one, before END; NULL: there is none. */
static const char *next_entry(const char *p, const char *end)
{
	p += strlen(p) + 1;
	return p < end ? p : NULL;
}

/* What has no time that tells (links, 'u': just written) is made again. */
static bool same_entry(const char *a, const char *b)
{
	return *a != 'l' && *a != 'u' && !strcmp(a, b);
}

/* Where a list turns to links, paths begin anew. */
static int by_place(const char *a, const char *b)
{
	return (*a == 'l') != (*b == 'l') ? (*a == 'l') - (*b == 'l') :
	       strcmp(path_in(a), path_in(b));
}

static void compare(const struct strbuf *from, const struct strbuf *to,
		    struct file_changes *c)
{
	const char *a = from->len ? from->buf : NULL;
	const char *b = to->len ? to->buf : NULL;
	const char *a_end = from->buf + from->len, *b_end = to->buf + to->len;

	while (a || b) {
		int cmp = !a ? 1 : !b ? -1 : by_place(a, b);

		if (cmp || !same_entry(a, b)) {
			if (cmp <= 0)
				strvec_push(&c->gone, path_in(a));
			if (cmp >= 0)
				strvec_push(&c->new, path_in(b));
		}
		if (cmp <= 0)
			a = next_entry(a, a_end);
		if (cmp >= 0)
			b = next_entry(b, b_end);
	}
}

static int make_executable(const char *dir, const struct tree *t,
			   const char *name)
{
	const struct tree_file *f = tree_find(t, name);
	int err = f && f->exec ? beneath_executable(dir, name) : 0;

	return err ? error("cannot make %s in %s executable: %s", name, dir,
			   beneath_error(err)) : 0;
}

/* Of what patches brought, nothing may be in the way. */
static void add_touched(const struct tree *t, const struct strbuf *names,
			struct strvec *gone)
{
	for (size_t i = 0; i < names->len; i += strlen(names->buf + i) + 1) {
		const char *name = names->buf + i;

		if (!tree_find(t, name) && !tree_link(t, name))
			strvec_push(gone, name);
	}
}

/* A file may come where a folder was: first what goes. */
static int apply(const char *dir, const struct tree *t, const struct file_changes *c)
{
	static const struct strbuf none = STRBUF_INIT;
	struct tree_reader r;
	int err = tree_reader_init(&r, t);

	for (size_t i = 0; i < c->gone.n && !err; i++)
		err = export_put(dir, c->gone.v[i], 0, &none);
	for (size_t i = 0; i < c->new.n && !err; i++) {
		err = export_restore(dir, &r, c->new.v[i]);
		if (!err)
			err = make_executable(dir, t, c->new.v[i]);
	}
	tree_reader_release(&r);
	return err;
}

/* Objects may be missing (a partial copy): what git says of them is better. */
static bool can_read(const struct tree *t, const struct strvec *names)
{
	struct tree_reader r;
	bool all = !tree_reader_init(&r, t);

	for (size_t i = 0; i < names->n && all; i++) {
		const struct tree_file *f = tree_find(t, names->v[i]);

		all = !f || tree_has(&r, f);
	}
	tree_reader_release(&r);
	return all;
}

/*
 * Make the export that DIR has another one. *DONE: that was possible. The stamp
 * is gone meanwhile.
 */
static int export_change(const char *dir, const struct tree *t,
			 const struct strbuf *list, bool *done)
{
	char *path = in_folder(dir, FILES);
	struct strbuf have = STRBUF_INIT, touched = STRBUF_INIT;
	struct file_changes c = { 0 };
	int err = export_touched(dir, &touched);

	*done = false;
	if (!err)
		add_touched(t, &touched, &c.gone);
	if (!err && !strbuf_read_file(&have, path) && have.len &&
	    !have.buf[have.len - 1]) {
		compare(&have, list, &c);
		if (c.gone.n + c.new.n < t->n / SHARE && can_read(t, &c.new)) {
			*done = true;
			err = apply(dir, t, &c);
		}
	}
	strvec_release(&c.gone);
	strvec_release(&c.new);
	strbuf_release(&have);
	strbuf_release(&touched);
	free(path);
	return err;
}

static int write_note(const char *dir, const char *name, const char *text,
		      size_t len)
{
	char *path = in_folder(dir, name);
	int err = write_file_atomic(path, text, len) ?
		  error("cannot write %s", path) : 0;

	free(path);
	return err;
}

static bool is_exported(const char *dir, const char *id, bool *any)
{
	char *stamp = in_folder(dir, STAMP), *list = in_folder(dir, TOUCHED);
	struct strbuf have = STRBUF_INIT;
	bool same;

	*any = !strbuf_read_file(&have, stamp) && !access(list, R_OK);
	same = *any && !strcmp(have.buf, id);
	strbuf_release(&have);
	free(stamp);
	free(list);
	return same;
}

int export_base(const char *dir, const char *id, const struct tree *t,
		const char *scratch)
{
	struct strbuf list = STRBUF_INIT;
	bool any, done = false;
	int err = 0;

	if (is_exported(dir, id, &any))
		return 0;
	list_files(t, &list);
	if (any) {
		export_forget(dir);
		err = export_change(dir, t, &list, &done);
	}
	if (!err && !done)
		err = export_all(dir, t, scratch);
	if (!err)
		err = write_note(dir, FILES, list.buf, list.len);
	if (!err)
		err = write_note(dir, STAMP, id, strlen(id));
	strbuf_release(&list);
	return err;
}

int export_touched(const char *dir, struct strbuf *out)
{
	char *path = in_folder(dir, TOUCHED);
	int err = strbuf_read_file(out, path) ?
		  error("cannot read %s", path) : 0;

	free(path);
	return err;
}

int export_touch(const char *dir, const char *names, size_t len)
{
	return write_note(dir, TOUCHED, names, len);
}

void export_forget(const char *dir)
{
	char *stamp = in_folder(dir, STAMP);

	unlink(stamp);
	free(stamp);
}
