// SPDX-License-Identifier: GPL-2.0-only
#include "git/lib.h"
#include "gen/work.h"

static size_t count_lines(const struct strbuf *sb)
{
	size_t n = 0;

	for (const char *p = sb->buf; (p = memchr(p, '\n', sb->buf + sb->len - p)); p++)
		n++;
	if (sb->len && sb->buf[sb->len - 1] != '\n')
		n++;
	return n;
}

/*
 * Somebody may be editing the work tree: what is on disk counts only if it is
 * what the commit has.
 */
static int read_base(struct tree_reader *r, const struct tree_file *f,
		     struct strbuf *out)
{
	struct tree_file blob = *f;
	struct oid id;
	int err = tree_read(r, f, out);

	if (err < 0 || !f->on_disk || !r->tree->is_git)
		return err;
	blob_id(&id, out->buf, out->len);
	if (!memcmp(&id, &f->id, sizeof(id)))
		return 0;
	blob.on_disk = false;
	return tree_read(r, &blob, out);
}

int work_add(struct work *w, struct tree_reader *r, const struct tree_file *f)
{
	struct work_file *wf = xcalloc(1, sizeof(*wf));

	GROW(w->files, w->n + 1, w->alloc);
	w->files[w->n++] = wf;
	strbuf_init(&wf->given_base);
	strbuf_init(&wf->text);
	strbuf_init(&wf->start);
	wf->path = xstrdup(f->path);
	wf->exec = f->exec;
	wf->there = wf->base_there = wf->start_there = true;
	return read_base(r, f, &wf->text) < 0 ?
	       tree_lacks(r->tree, f->path) : 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp((*(struct work_file *const *)a)->path,
		      (*(struct work_file *const *)b)->path);
}

void work_sort(struct work *w)
{
	if (w->n)
		qsort(w->files, w->n, sizeof(*w->files), by_path);
}

static int is_file(const void *path, const void *f)
{
	return strcmp(path, (*(struct work_file *const *)f)->path);
}

struct work_file *work_find(const struct work *w, const char *path)
{
	struct work_file **f = w->n ? bsearch(path, w->files, w->n,
					      sizeof(*w->files), is_file) :
				      NULL;

	return f ? *f : NULL;
}

static void forget_origins(struct work_file *f)
{
	free(f->lines);
	free(f->removed_by);
	f->lines = NULL;
	f->removed_by = NULL;
	strbuf_release(&f->start);
}

void work_release(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct work_file *f = w->files[i];

		for (size_t j = 0; j < f->n_changes; j++) {
			strbuf_release(&f->changes[j].before);
			strbuf_release(&f->changes[j].given_after);
			free(f->changes[j].added.v);
			free(f->changes[j].removed.v);
		}
		forget_origins(f);
		strbuf_release(&f->given_base);
		strbuf_release(&f->text);
		free(f->changes);
		free(f->path);
		free(f);
	}
	free(w->files);
	memset(w, 0, sizeof(*w));
}

static void begin_origins(struct work_file *f)
{
	strbuf_clear(&f->start);
	strbuf_addbuf(&f->start, &f->text);
	f->start_there = f->there;
	f->n_start = f->n_lines = count_lines(&f->text);
	f->lines = xcalloc(f->n_lines, sizeof(*f->lines));
	f->removed_by = xcalloc(f->n_start, sizeof(*f->removed_by));
	for (size_t i = 0; i < f->n_lines; i++) {
		f->lines[i] = (struct origin){ .from = i, .op = -1 };
		f->removed_by[i] = -1;
	}
}

static void apply_hunks(struct work_file *f, const struct hunks *h,
			size_t n_new, int op)
{
	struct origin *lines = xcalloc(n_new, sizeof(*lines));
	size_t old = 0, new = 0;

	for (size_t i = 0; i <= h->n; i++) {
		size_t stop = i < h->n ? h->v[i].old : f->n_lines;

		while (old < stop && new < n_new)
			lines[new++] = f->lines[old++];
		if (i == h->n)
			break;
		for (size_t k = 0; k < h->v[i].old_n; k++, old++)
			if (f->lines[old].from >= 0)
				f->removed_by[f->lines[old].from] = op;
		for (size_t k = 0; k < h->v[i].new_n; k++)
			lines[new++] = (struct origin){ .from = -1, .op = op };
	}
	free(f->lines);
	f->lines = lines;
	f->n_lines = n_new;
}

int work_update(struct work_file *f, struct strbuf *text, int op)
{
	struct hunks h = { 0 };
	int err;

	if (!f->lines)
		begin_origins(f);
	err = diff_lines(&f->text, text, &h);
	if (!err) {
		apply_hunks(f, &h, count_lines(text), op);
		strbuf_swap(&f->text, text);
		f->there = true;
	}
	strbuf_release(text);
	hunks_release(&h);
	return err;
}

static void add_span(struct spans *s, size_t line, int op)
{
	struct span *last = s->n ? &s->v[s->n - 1] : NULL;

	if (last && last->op == op && last->line + last->n == line) {
		last->n++;
		return;
	}
	GROW(s->v, s->n + 1, s->alloc);
	s->v[s->n++] = (struct span){ .line = line, .n = 1, .op = op };
}

/*
 * The patch's own diff decides which lines are + and -; a line that one
 * operation took and another put back is in neither. A - line whose remover
 * is not known to the origins was matched with another equal line by the
 * diff: the operation of the hunk's first + line stands in.
 */
static void note_spans(struct work_file *f, const struct hunks *h,
		       struct file_change *c)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct hunk *k = &h->v[i];
		int op = -1;

		for (size_t j = k->new; j < k->new + k->new_n; j++) {
			if (f->lines[j].op >= 0)
				op = f->lines[j].op;
			add_span(&c->added, j + 1, op);
		}
		for (size_t j = k->old; j < k->old + k->old_n; j++) {
			int by = f->removed_by[j];

			add_span(&c->removed, j + 1, by >= 0 ? by : op);
		}
		c->plus += k->new_n;
		c->minus += k->old_n;
	}
}

static int commit_file(struct work_file *f, size_t patch)
{
	struct file_change *c;
	struct hunks h = { 0 };
	int err;

	if (strbuf_equal(&f->start, &f->text)) {
		forget_origins(f);
		return 0;
	}
	err = diff_lines(&f->start, &f->text, &h);
	if (err < 0)
		return err;
	GROW(f->changes, f->n_changes + 1, f->alloc_changes);
	c = &f->changes[f->n_changes++];
	memset(c, 0, sizeof(*c));
	c->patch = patch;
	c->was_there = f->start_there;
	c->exec = f->exec;
	strbuf_init(&c->before);
	strbuf_init(&c->given_after);
	note_spans(f, &h, c);
	strbuf_swap(&c->before, &f->start);
	forget_origins(f);
	hunks_release(&h);
	return 1;
}

int work_commit(struct work *w, size_t patch)
{
	int files = 0;

	for (size_t i = 0; i < w->n; i++) {
		int n = w->files[i]->lines ?
			commit_file(w->files[i], patch) : 0;

		if (n < 0)
			return n;
		files += n;
	}
	return files;
}

void work_rollback(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct work_file *f = w->files[i];

		if (!f->lines)
			continue;
		strbuf_swap(&f->text, &f->start);
		f->there = f->start_there;
		forget_origins(f);
	}
}

const struct strbuf *work_base(const struct work_file *f)
{
	return f->given_base.len ? &f->given_base :
	       f->n_changes ? &f->changes[0].before : &f->text;
}

const struct strbuf *change_after(const struct work_file *f,
				  const struct file_change *c)
{
	return c->given_after.len ? &c->given_after :
	       c + 1 < f->changes + f->n_changes ? &c[1].before : &f->text;
}

const struct file_change *file_change_of(const struct work_file *f,
					 size_t patch)
{
	for (size_t i = 0; i < f->n_changes; i++)
		if (f->changes[i].patch == patch)
			return &f->changes[i];
	return NULL;
}
