// SPDX-License-Identifier: GPL-2.0-only
#include "compare/sparse.h"

/* --- files from hunks -------------------------------------------------- */

static struct sparse_line *line_new(struct sparse *t)
{
	struct sparse_line *l = xcalloc(1, sizeof(*l));

	l->filler = ++t->fillers;
	l->next = t->lines;
	t->lines = l;
	return l;
}

static void line_set(struct sparse_line *l, const struct pline *p)
{
	l->text = p->text;
	l->len = p->len;
	l->cut = p->cut;
}

static struct sparse_file *file_of(struct sparse *t, const char *path)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].path && !strcmp(t->v[i].path, path))
			return &t->v[i];
	GROW(t->v, t->n + 1, t->alloc);
	t->v[t->n] = (struct sparse_file){
		.path = xstrdup(path), .mode = 0100644,
	};
	return &t->v[t->n++];
}

/* Line AT (from 0 on), now. What is behind the known ones is of the base. */
static struct sparse_line *line_at(struct sparse *t, struct sparse_file *f,
				  size_t at)
{
	while (f->n <= at) {
		struct sparse_line *l = line_new(t);

		GROW(f->base, f->base_n + 1, f->base_alloc);
		f->base[f->base_n++] = l;
		GROW(f->now, f->n + 1, f->alloc);
		f->now[f->n++] = l;
	}
	return f->now[at];
}

struct vlist {
	struct sparse_line **v;
	size_t n, alloc;
};

static void push(struct vlist *l, struct sparse_line *line)
{
	GROW(l->v, l->n + 1, l->alloc);
	l->v[l->n++] = line;
}

/* Returns whether the hunk fits; AT is how far the old lines are copied. */
static bool apply_hunk(struct sparse *t, struct sparse_file *f,
		       const struct phunk *h, size_t *at, struct vlist *next)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct pline *p = &h->v[i];
		size_t to = p->sign == '+' ? p->old : p->old - 1;
		struct sparse_line *l;

		if (to < *at)
			return false;
		for (; *at < to; ++*at)
			push(next, line_at(t, f, *at));
		if (p->sign == '+') {
			l = line_new(t);
			line_set(l, p);
			l->added = true;
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

/* What the patch says of the file as a whole. */
static void note_file(struct sparse_file *f, const struct pfile *p)
{
	bool made = p->kind == PFILE_NEW || p->kind == PFILE_COPIED;

	if (made)
		f->made = true;
	else if (!f->made && !f->base_path)
		f->base_path = xstrdup(f->path);
	if (!f->first)
		f->first = p;
	if (p->binary) {
		f->binary = p;
		f->has_binary = true;
	}
	if (p->mode)
		f->set_mode = p->mode;
	if ((p->mode & 0170000) == 0100000)
		f->mode = p->mode;
}

static bool apply_file(struct sparse *t, const struct pfile *p)
{
	bool made = p->kind == PFILE_NEW || p->kind == PFILE_COPIED;
	struct sparse_file *f = file_of(t, made || !p->old_path ? p->path :
								  p->old_path);
	struct vlist next = { 0 };
	bool fits = true;
	size_t at = 0;

	note_file(f, p);
	for (size_t i = 0; i < p->n && fits && !p->binary; i++)
		fits = apply_hunk(t, f, &p->v[i], &at, &next);
	for (; at < f->n; at++)
		push(&next, f->now[at]);
	free(f->now);
	f->now = next.v;
	f->n = next.n;
	f->alloc = next.alloc;
	free(f->path);
	f->path = p->kind == PFILE_DELETED ? NULL : xstrdup(p->path);
	return fits;
}

int sparse_apply(struct sparse *t, const struct ppatch *p, const char *what)
{
	for (size_t k = 0; k < p->n; k++)
		if (!apply_file(t, &p->v[k]))
			return error_user("%s: %s does not fit on the patches before it, in %s",
					  what, p->name, p->v[k].path);
	return 0;
}

/* Back to the base, with all that is known of it by now. */
static void rewind_all(struct sparse *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct sparse_file *f = &t->v[i];

		free(f->path);
		f->path = f->base_path ? xstrdup(f->base_path) : NULL;
		f->n = 0;
		f->mode = 0100644;
		f->set_mode = 0;
		f->first = f->binary = NULL;
		for (size_t k = 0; f->base_path && k < f->base_n; k++) {
			GROW(f->now, f->n + 1, f->alloc);
			f->now[f->n++] = f->base[k];
		}
	}
}

int sparse_learn(struct sparse *t, const struct patchset *ps, const char *what)
{
	int err = 0;

	for (size_t i = 0; i < ps->n && !err; i++)
		err = sparse_apply(t, &ps->v[i], what);
	rewind_all(t);
	return err;
}

void sparse_release(struct sparse *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->v[i].path);
		free(t->v[i].base_path);
		free(t->v[i].base);
		free(t->v[i].now);
	}
	while (t->lines) {
		struct sparse_line *next = t->lines->next;

		free(t->lines);
		t->lines = next;
	}
	free(t->v);
	memset(t, 0, sizeof(*t));
}

/* --- what is left of it ------------------------------------------------ */

/* Writes the hunks of a file, line by line. */
struct writer {
	struct pfile *f;
	struct phunk *h;	/* the one at hand, or NULL */
	bool changes;		/* it does */
	uint32_t old, new;	/* lines so far */
};

/* Behind a hunk: it stays if it changes anything. */
static void end_hunk(struct writer *w)
{
	if (w->h && !w->changes) {
		free(w->h->v);
		w->f->n--;
	}
	w->h = NULL;
	w->changes = false;
}

static void put_line(struct writer *w, const struct sparse_line *l, char sign)
{
	w->old += sign != '+';
	w->new += sign != '-';
	if (!l->text) {
		end_hunk(w);
		return;
	}
	if (!w->h) {
		GROW(w->f->v, w->f->n + 1, w->f->alloc);
		w->h = &w->f->v[w->f->n++];
		*w->h = (struct phunk){ .old = w->old + (sign == '+') };
	}
	GROW(w->h->v, w->h->n + 1, w->h->alloc);
	w->h->v[w->h->n++] = (struct pline){
		.text = l->text, .len = l->len, .old = w->old, .new = w->new,
		.sign = sign, .cut = l->cut,
	};
	w->h->old_n += sign != '+';
	w->changes = w->changes || sign != ' ';
}

static void put_lines(struct sparse_file *f, struct pfile *to)
{
	size_t n = f->path ? f->n : 0, i = 0, k = 0;
	struct writer w = { .f = to };

	for (size_t m = 0; m < f->base_n; m++)
		f->base[m]->kept = false;
	for (size_t m = 0; m < n; m++)
		f->now[m]->kept = true;
	while (i < f->base_n || k < n) {
		if (i < f->base_n && !f->base[i]->kept)
			put_line(&w, f->base[i++], '-');
		else if (k < n && f->now[k]->added)
			put_line(&w, f->now[k++], '+');
		else
			put_line(&w, f->base[(k++, i++)], ' ');
	}
	end_hunk(&w);
}

/* git's encoding of a binary file says what it becomes from what it was. */
static void put_binary(const struct sparse_file *f, struct pfile *to)
{
	to->binary = true;
	for (size_t i = 0; f->binary == f->first && i < f->binary->n; i++) {
		const struct phunk *h = &f->binary->v[i];

		GROW(to->v, to->n + 1, to->alloc);
		to->v[to->n] = *h;
		to->v[to->n].v = xcalloc(h->n, sizeof(*h->v));
		to->v[to->n].alloc = h->n;
		memcpy(to->v[to->n++].v, h->v, h->n * sizeof(*h->v));
	}
}

static void put_net(struct sparse_file *f, struct ppatch *out)
{
	const char *old = f->base_path;
	struct pfile *to;

	if (!f->path && !old)
		return;
	GROW(out->v, out->n + 1, out->alloc);
	to = &out->v[out->n++];
	memset(to, 0, sizeof(*to));
	if (f->first->kind == PFILE_COPIED)
		old = f->first->old_path;
	to->kind = !f->path ? PFILE_DELETED : !old ? PFILE_NEW :
		   f->first->kind == PFILE_COPIED ? PFILE_COPIED :
		   strcmp(old, f->path) ? PFILE_RENAMED : PFILE_CHANGED;
	to->path = xstrdup(f->path ? f->path : old);
	to->old_path = old ? xstrdup(old) : NULL;
	to->mode = !f->path ? 0 : old ? f->set_mode : f->mode;
	to->base = f->first->base ? xstrdup(f->first->base) : NULL;
	if (f->binary)
		put_binary(f, to);
	else
		put_lines(f, to);
	/* What one patch did another one has undone. */
	if (!to->n && to->kind == PFILE_CHANGED && !to->mode && !to->binary) {
		free(to->path);
		free(to->old_path);
		free(to->base);
		out->n--;
	}
}

int sparse_net(const struct patchset *ps, const char *what, struct ppatch *out)
{
	struct sparse t = { 0 };
	int err = sparse_learn(&t, ps, what);

	for (size_t i = 0; i < ps->n && !err; i++)
		err = sparse_apply(&t, &ps->v[i], what);
	for (size_t i = 0; i < t.n && !err; i++)
		if (t.v[i].first)
			put_net(&t.v[i], out);
	sparse_release(&t);
	return err;
}
