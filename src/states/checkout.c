// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <strings.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "base/path.h"
#include "base/strset.h"
#include "git/cmd.h"
#include "git/lib.h"
#include "states/base-id.h"
#include "states/checkout.h"
#include "states/export.h"

/*
 * Could PATH be a file of the tree? The folder's files are written and
 * removed by these names, before git has had its say on them.
 */
static bool in_tree(const char *path)
{
	if (!path_is_inside(path))
		return false;
	for (const char *p = path;; p++) {
		size_t n = strcspn(p, "/");

		if (n == 4 && !strncasecmp(p, ".git", 4))
			return false;
		p += n;
		if (!*p)
			return true;
	}
}

static int note_path(struct checkout *co, const struct ppatch *p,
		     const char *path)
{
	if (!path)
		return 0;
	if (!in_tree(path))
		return error_user("%s: '%s' in its diff is not a path in a kernel tree",
				  p->name, path);
	strvec_push(&co->touched, path);
	return 0;
}

static int note_touched(struct checkout *co, const struct patchset *ps)
{
	int err = 0;

	for (size_t i = 0; i < ps->n; i++) {
		const struct ppatch *p = &ps->v[i];

		for (size_t k = 0; k < p->n && !err; k++) {
			err = note_path(co, p, p->v[k].path);
			if (!err)
				err = note_path(co, p, p->v[k].old_path);
		}
	}
	strvec_sort(&co->touched);
	strvec_uniq(&co->touched);
	return err;
}

/*
 * What git am would look at in the whole tree, for the file PATH: the file, or
 * what else has its name, a file or link in place of a folder above it, and
 * attributes.
 */
static void need_entries(const struct tree *t, const char *path,
			 const struct strvec *touched, struct strvec *need)
{
	/* One that no patch takes away keeps a folder what it is. */
	const struct tree_file *f = tree_below(t, path, strlen(path), touched);

	strvec_push(need, path);
	if (f)
		strvec_push(need, f->path);
	strvec_push(need, ".gitattributes");
	for (const char *s = path; (s = strchr(s, '/')); s++) {
		strvec_take(need, xstrndup(path, s - path));
		strvec_pushf(need, "%.*s/.gitattributes", (int)(s - path),
			     path);
	}
}

static int open_slice(struct checkout *co, const struct tree *t,
		      const char *scratch)
{
	struct ident who = { "respin", "respin@localhost", t->time, t->tz };
	struct strvec need = STRVEC_INIT;
	char *dir = xstrfmt("%s/slice", scratch);
	struct strbuf *texts;
	struct change *v;
	struct tree_reader r;
	size_t n = 0;
	int err = tree_reader_init(&r, t);

	for (size_t i = 0; i < co->touched.n; i++)
		need_entries(t, co->touched.v[i], &co->touched, &need);
	strvec_sort(&need);
	strvec_uniq(&need);
	v = xcalloc(need.n, sizeof(*v));
	texts = xcalloc(need.n, sizeof(*texts));
	for (size_t i = 0; i < need.n && !err; i++) {
		const struct tree_file *f = tree_find(t, need.v[i]) ?:
					    tree_link(t, need.v[i]);

		strbuf_init(&texts[i]);
		if (!f)
			continue;
		if (tree_read(&r, f, &texts[i]) < 0)
			err = tree_lacks(t, f->path);
		v[n++] = (struct change){ f->path, &texts[i], f->exec,
					  f->link };
	}
	if (!err)
		err = slice_open(&co->slice, dir, v, n, &who, NULL);
	tree_reader_release(&r);
	for (size_t i = 0; i < need.n; i++)
		strbuf_release(&texts[i]);
	strvec_release(&need);
	free(texts);
	free(dir);
	free(v);
	return err;
}

static int apply_all(struct checkout *co, const struct patchset *ps,
		     const struct strvec *mails)
{
	struct strbuf why = STRBUF_INIT;
	int err = 0;

	for (size_t i = 0; i < ps->n && !err; i++) {
		err = slice_am(&co->slice, mails->v[i], &why);
		if (err == ERR_FINDING) {
			co->failed = xstrdup(ps->v[i].name);
			co->why = xstrdup(why.buf);
			err = 0;
			break;
		}
		strvec_push(&co->patches, mails->v[i]);
		strvec_push(&co->names, ps->v[i].name);
		strvec_push(&co->subjects, ps->v[i].subject);
	}
	co->states = co->patches.n + 1;
	strbuf_release(&why);
	return err;
}

/*
 * git am cuts the first folder off each name, the reader of patches only a/
 * and b/. Files that we do not know of would be lost without a word.
 */
static int check_paths(struct checkout *co, const struct patchset *ps)
{
	struct strvec paths = STRVEC_INIT, kept = STRVEC_INIT;
	int err = slice_paths(&co->slice, &paths);

	for (size_t i = 0; i < paths.n && !err; i++)
		if (!strvec_has(&co->touched, paths.v[i]))
			err = error_user("%s: git am creates %s, a path that no diff in it names: write paths with a/ and b/ (git config diff.noprefix false)",
					 ps->name, paths.v[i]);
	/* What no patch that applies changes is not to be touched. */
	strvec_sort(&paths);
	for (size_t i = 0; i < co->touched.n; i++)
		if (strset_has(&paths, co->touched.v[i]))
			strvec_push(&kept, co->touched.v[i]);
	strvec_release(&co->touched);
	co->touched = kept;
	strvec_release(&paths);
	return err;
}

static int am(struct checkout *co, const struct tree *t,
	      const struct patchset *ps, const char *scratch)
{
	struct strvec mails = STRVEC_INIT;
	char *dir = xstrfmt("%s/mails", scratch);
	int err = make_dirs(dir);

	if (err)
		err = error("cannot write to %s: %s", dir, strerror(-err));
	else
		err = patchset_write(ps, dir, &mails);
	if (!err)
		err = open_slice(co, t, scratch);
	if (!err) {
		co->slice.keep_cr = true;
		err = apply_all(co, ps, &mails);
	}
	if (!err)
		err = check_paths(co, ps);
	strvec_release(&mails);
	free(dir);
	return err;
}

static int note_states(struct checkout *co)
{
	struct strbuf text = STRBUF_INIT;
	int there = 0;

	co->files = xcalloc(co->states * co->touched.n, sizeof(*co->files));
	for (size_t k = 0; k < co->states && there >= 0; k++) {
		for (size_t i = 0; i < co->touched.n; i++) {
			struct file_state *f =
				&co->files[k * co->touched.n + i];

			there = checkout_text(co, k, i, &text);
			if (there < 0)
				break;
			f->there = there;
			f->link = there == 2;
			blob_id(&f->id, text.buf, text.len);
		}
	}
	strbuf_release(&text);
	return there < 0 ? there : 0;
}

int checkout_text(struct checkout *co, size_t k, size_t i, struct strbuf *out)
{
	return slice_read(&co->slice, k, co->touched.v[i], out);
}

/* --- the base ---------------------------------------------------------- */

static int write_one(struct checkout *co, size_t k, size_t i)
{
	struct strbuf text = STRBUF_INIT;
	int there = checkout_text(co, k, i, &text);
	int err = there < 0 ? there :
		  export_put(co->dir, co->touched.v[i], there, &text);

	strbuf_release(&text);
	return err;
}

/*
 * An earlier run may have left the folder with patches of its own in it, to
 * files that ours do not touch. Undo them, and note which ours may change.
 */
static int undo_earlier(struct checkout *co, const struct tree *t)
{
	struct strbuf names = STRBUF_INIT;
	struct tree_reader r;
	int err = tree_reader_init(&r, t);

	if (!err)
		err = export_touched(co->dir, &names);
	for (size_t i = 0; i < names.len && !err;
	     i += strlen(names.buf + i) + 1)
		if (checkout_index(co, names.buf + i) < 0)
			err = export_restore(co->dir, &r, names.buf + i);
	strbuf_clear(&names);
	for (size_t i = 0; i < co->touched.n; i++)
		strbuf_add(&names, co->touched.v[i],
			   strlen(co->touched.v[i]) + 1);
	if (!err)
		err = export_touch(co->dir, names.buf, names.len);
	tree_reader_release(&r);
	strbuf_release(&names);
	return err;
}

static bool differs(const struct checkout *co, size_t a, size_t b, size_t i)
{
	const struct file_state *x = checkout_state(co, a, i);
	const struct file_state *y = checkout_state(co, b, i);

	return x->there != y->there || x->link != y->link ||
	       memcmp(&x->id, &y->id, sizeof(x->id));
}

bool checkout_changed(const struct checkout *co, size_t k, size_t i)
{
	return differs(co, k - 1, k, i);
}

int checkout_go(struct checkout *co, size_t k)
{
	int err = 0;

	/* A file may come where a folder was: first what goes. */
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < co->touched.n && !err; i++)
			if (differs(co, co->at, k, i) &&
			    checkout_state(co, k, i)->there == pass)
				err = write_one(co, k, i);
	if (!err)
		co->at = k;
	return err;
}

ssize_t checkout_index(const struct checkout *co, const char *path)
{
	return strset_index(co->touched.v, co->touched.n, path);
}

void checkout_deps(const struct checkout *co, struct strbuf *text,
		   struct strvec *deps)
{
	struct strvec words = STRVEC_INIT;

	for (char *p = text->buf; (p = strstr(p, "\\\n"));)
		*p = ' ';
	strvec_split(&words, text->buf);
	strvec_clear(deps);
	for (size_t i = 0; i < words.n; i++) {
		/* As "/src/mm/damon/../internal.h", too. */
		char *path = path_below(words.v[i], co->dir);

		if (checkout_index(co, path) >= 0)
			strvec_push(deps, path);
		free(path);
	}
	strvec_sort(deps);
	strvec_uniq(deps);
	strvec_release(&words);
}

int checkout_open(struct checkout *co, const struct tree *t,
		  const struct patchset *ps, const char *dir,
		  const char *scratch)
{
	int err;

	memset(co, 0, sizeof(*co));
	co->dir = dir ? xstrdup(dir) : NULL;
	co->base_id = dir ? base_id(t) : NULL;
	if (dir && !co->base_id)
		return ERR_ENV;
	err = note_touched(co, ps);
	if (!err)
		err = am(co, t, ps, scratch);
	if (!err)
		err = note_states(co);
	if (err || !dir)
		return err;
	err = export_base(dir, co->base_id, t, scratch);
	if (!err)
		err = undo_earlier(co, t);
	/* Whatever an earlier run left: start from the base. */
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < co->touched.n && !err; i++)
			if (checkout_state(co, 0, i)->there == pass)
				err = write_one(co, 0, i);
	if (err)
		export_forget(dir);
	return err;
}

void checkout_release(struct checkout *co)
{
	slice_release(&co->slice);
	strvec_release(&co->patches);
	strvec_release(&co->names);
	strvec_release(&co->subjects);
	strvec_release(&co->ids);
	strvec_release(&co->touched);
	free(co->files);
	free(co->failed);
	free(co->why);
	free(co->base_id);
	free(co->dir);
	memset(co, 0, sizeof(*co));
}

struct report_patch *checkout_patches(struct checkout *co)
{
	struct report_patch *v = xcalloc(co->patches.n + 1, sizeof(*v));
	struct strbuf text = STRBUF_INIT;
	int err = 0;

	strvec_clear(&co->ids);
	for (size_t i = 0; i < co->patches.n && !err; i++) {
		strbuf_clear(&text);
		err = strbuf_read_file(&text, co->patches.v[i]);
		if (err)
			error("cannot read %s: %s", co->patches.v[i],
			      strerror(-err));
		strvec_take(&co->ids, mail_id(&text));
		v[i] = (struct report_patch){
			.subject = co->subjects.v[i], .name = co->names.v[i],
			.id = co->ids.v[i],
		};
	}
	strbuf_release(&text);
	if (err) {
		free(v);
		v = NULL;
	}
	return v;
}
