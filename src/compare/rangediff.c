// SPDX-License-Identifier: GPL-2.0-only
#include "compare/rangediff.h"
#include "git/slice.h"
#include "base/fs.h"

/* A line that stays the same from when it comes until it goes. */
struct vline {
	const char *text;	/* NULL: no hunk has shown it; borrowed */
	uint32_t len;
	bool cut;		/* without newline, at the end of its file */
	size_t filler;		/* what stands there instead of a text */
	struct vline *next;	/* of all, to be freed */
};

/* A file, as far as it is known. */
struct vfile {
	char *path;		/* after the patches so far; NULL: not there */
	char *base_path;	/* before all of them, or NULL */
	bool made;		/* by one of them */
	unsigned int mode;
	struct vline **base;	/* its lines, then */
	size_t base_n, base_alloc;
	struct vline **now;	/* and now */
	size_t n, alloc;
};

struct vtree {
	struct vfile *v;
	size_t n, alloc;
	struct vline *lines;	/* all that were made */
	size_t fillers;
};

/* --- files from hunks -------------------------------------------------- */

static struct vline *line_new(struct vtree *t)
{
	struct vline *l = xcalloc(1, sizeof(*l));

	l->filler = ++t->fillers;
	l->next = t->lines;
	t->lines = l;
	return l;
}

static void line_set(struct vline *l, const struct pline *p)
{
	l->text = p->text;
	l->len = p->len;
	l->cut = p->cut;
}

static struct vfile *file_of(struct vtree *t, const char *path)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].path && !strcmp(t->v[i].path, path))
			return &t->v[i];
	GROW(t->v, t->n + 1, t->alloc);
	t->v[t->n] = (struct vfile){ .path = xstrdup(path), .mode = 0100644 };
	return &t->v[t->n++];
}

/* Line AT (from 0 on), now. What is behind the known ones is of the base. */
static struct vline *line_at(struct vtree *t, struct vfile *f, size_t at)
{
	while (f->n <= at) {
		struct vline *l = line_new(t);

		GROW(f->base, f->base_n + 1, f->base_alloc);
		f->base[f->base_n++] = l;
		GROW(f->now, f->n + 1, f->alloc);
		f->now[f->n++] = l;
	}
	return f->now[at];
}

struct vlist {
	struct vline **v;
	size_t n, alloc;
};

static void push(struct vlist *l, struct vline *line)
{
	GROW(l->v, l->n + 1, l->alloc);
	l->v[l->n++] = line;
}

/* Returns whether the hunk fits; AT is how far the old lines are copied. */
static bool apply_hunk(struct vtree *t, struct vfile *f,
		       const struct phunk *h, size_t *at, struct vlist *next)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct pline *p = &h->v[i];
		size_t to = p->sign == '+' ? p->old : p->old - 1;
		struct vline *l;

		if (to < *at)
			return false;
		for (; *at < to; ++*at)
			push(next, line_at(t, f, *at));
		if (p->sign == '+') {
			l = line_new(t);
			line_set(l, p);
			push(next, l);
			continue;
		}
		l = line_at(t, f, (*at)++);
		if (!l->text)
			line_set(l, p);
		else if (l->len != p->len || memcmp(l->text, p->text, l->len))
			return false;
		if (p->sign == ' ')
			push(next, l);
	}
	return true;
}

static bool apply_file(struct vtree *t, const struct pfile *p)
{
	bool made = p->kind == PFILE_NEW || p->kind == PFILE_COPIED;
	struct vfile *f = file_of(t, made || !p->old_path ? p->path :
							   p->old_path);
	struct vlist next = { 0 };
	bool fits = true;
	size_t at = 0;

	if (made)
		f->made = true;
	else if (!f->made && !f->base_path)
		f->base_path = xstrdup(f->path);
	for (size_t i = 0; i < p->n && fits; i++)
		fits = apply_hunk(t, f, &p->v[i], &at, &next);
	for (; at < f->n; at++)
		push(&next, f->now[at]);
	free(f->now);
	f->now = next.v;
	f->n = next.n;
	f->alloc = next.alloc;
	if ((p->mode & 0170000) == 0100000)
		f->mode = p->mode;
	free(f->path);
	f->path = p->kind == PFILE_DELETED ? NULL : xstrdup(p->path);
	return fits;
}

/* Back to the base, with all that is known of it by now. */
static void vtree_rewind(struct vtree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct vfile *f = &t->v[i];

		free(f->path);
		f->path = f->base_path ? xstrdup(f->base_path) : NULL;
		f->n = 0;
		f->mode = 0100644;
		for (size_t k = 0; f->base_path && k < f->base_n; k++) {
			GROW(f->now, f->n + 1, f->alloc);
			f->now[f->n++] = f->base[k];
		}
	}
}

static void vtree_release(struct vtree *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->v[i].path);
		free(t->v[i].base_path);
		free(t->v[i].base);
		free(t->v[i].now);
	}
	while (t->lines) {
		struct vline *next = t->lines->next;

		free(t->lines);
		t->lines = next;
	}
	free(t->v);
	memset(t, 0, sizeof(*t));
}

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
		     struct vline **v, size_t n)
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

/* Make the changes of P; append them to COMMITS, unless that is NULL. */
static int put_patch(struct vtree *t, const struct ppatch *p, const char *ref,
		     struct strbuf *commits)
{
	for (size_t k = 0; k < p->n; k++)
		if (!p->v[k].binary && !apply_file(t, &p->v[k]))
			return error_user("no range-diff: %s does not fit on the patches before it, in %s",
					  p->name, p->v[k].path);
	if (!commits)
		return 0;
	put_commit(commits, ref, p->subject, p->body);
	strbuf_addstr(commits, "deleteall\n");
	for (size_t k = 0; k < t->n; k++)
		if (t->v[k].path)
			put_file(commits, t->v[k].path, t->v[k].mode,
				 t->v[k].now, t->v[k].n);
	return 0;
}

/*
 * The commits of PS, as branch REF; REF-base is where it begins. What a line
 * holds may be known only from a later patch: on the first pass all is learnt,
 * on the second it is written.
 */
static int put_series(const struct patchset *ps, const char *ref,
		      struct strbuf *out)
{
	struct strbuf commits = STRBUF_INIT;
	struct vtree t = { 0 };
	int err = 0;

	for (size_t i = 0; i < ps->n && !err; i++)
		err = put_patch(&t, &ps->v[i], ref, NULL);
	vtree_rewind(&t);
	for (size_t i = 0; i < ps->n && !err; i++)
		err = put_patch(&t, &ps->v[i], ref, &commits);
	put_commit(out, ref, "base", "");
	for (size_t i = 0; i < t.n; i++)
		if (t.v[i].base_path)
			put_file(out, t.v[i].base_path, 0100644, t.v[i].base,
				 t.v[i].base_n);
	strbuf_addf(out, "reset refs/heads/%s-base\nfrom refs/heads/%s\n\n", ref,
		    ref);
	strbuf_addbuf(out, &commits);
	strbuf_release(&commits);
	vtree_release(&t);
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
	make_parent(attributes);
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
