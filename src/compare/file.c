// SPDX-License-Identifier: GPL-2.0-only
#include "compare/compare.h"
#include "compare/int.h"

const char *compare_verdict_name(enum verdict v)
{
	static const char *const name[] = {
		[SAME_LINES] = "identical",
		[SAME_TOKENS] = "same tokens",
		[DIFFERENT] = "different",
		[ONLY_OURS] = "only ours",
		[ONLY_THEIRS] = "only theirs",
	};

	return name[v];
}

static struct file_result *add_file(struct pair *p, const char *path,
				    enum verdict v)
{
	struct file_result *r;

	GROW(p->files, p->n + 1, p->alloc);
	r = &p->files[p->n++];
	memset(r, 0, sizeof(*r));
	r->path = path;
	r->verdict = v;
	return r;
}

/* --- lines ------------------------------------------------------------- */

/* Walks the lines of a file's hunks that have one sign. */
struct walker {
	const struct pfile *f;
	size_t hunk, line;
};

static const struct pline *next(struct walker *w, char sign)
{
	while (w->hunk < w->f->n) {
		const struct phunk *h = &w->f->v[w->hunk];

		while (w->line < h->n)
			if (h->v[w->line++].sign == sign)
				return &h->v[w->line - 1];
		w->hunk++;
		w->line = 0;
	}
	return NULL;
}

static bool pline_same(const struct pline *a, const struct pline *b)
{
	return a->len == b->len && a->cut == b->cut &&
	       !memcmp(a->text, b->text, a->len);
}

static bool lines_same(const struct pfile *a, const struct pfile *b, char sign)
{
	struct walker wa = { a }, wb = { b };
	const struct pline *s, *t;

	do {
		s = next(&wa, sign);
		t = next(&wb, sign);
		if (!s || !t)
			return !s && !t;
	} while (pline_same(s, t));
	return false;
}

static bool all_lines_same(const struct pfile *a, const struct pfile *b)
{
	return lines_same(a, b, '-') && lines_same(a, b, '+');
}

/* --- what else a patch says of a file ---------------------------------- */

static void describe(const struct pfile *f, struct strbuf *out)
{
	static const char *const name[] = {
		[PFILE_CHANGED] = "changed",
		[PFILE_NEW] = "new",
		[PFILE_DELETED] = "deleted",
		[PFILE_RENAMED] = "renamed from",
		[PFILE_COPIED] = "copied from",
	};

	strbuf_addstr(out, name[f->kind]);
	if (f->kind == PFILE_RENAMED || f->kind == PFILE_COPIED)
		strbuf_addf(out, " %s", f->old_path);
	if (f->mode && (f->kind != PFILE_NEW || f->mode != 0100644))
		strbuf_addf(out, ", mode %o", f->mode);
}

/* Kind and mode: NULL if the same, else what is not, in words. */
static char *header_differs(const struct pfile *o, const struct pfile *t)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	char *ret = NULL;

	describe(o, &a);
	describe(t, &b);
	if (!strbuf_equal(&a, &b))
		ret = xstrfmt("ours: %s; theirs: %s", a.buf, b.buf);
	strbuf_release(&a);
	strbuf_release(&b);
	return ret;
}

/* --- tokens ------------------------------------------------------------ */

static void fill(struct excerpt *e, const struct tokens *t, size_t i)
{
	const struct pline *l;

	if (i == NONE)
		return;
	l = t->v[i].line;
	e->text = xstrndup(l->text, l->len);
	e->sign = t->v[i].sign;
	e->line = e->sign == '-' ? l->old : l->new;
}

static bool has_text(const struct pline *l)
{
	for (uint32_t i = 0; i < l->len; i++)
		if (!strchr(" \t\r", l->text[i]))
			return true;
	return false;
}

/* The context line with text closest to token I in its hunk, or NULL. */
static const struct pline *line_near(const struct tokens *t, size_t i,
				     bool behind)
{
	const struct phunk *h = &t->file->v[t->v[i].hunk];
	size_t k = t->v[i].line - h->v, step = behind ? 1 : -1;

	for (k += step; k < h->n; k += step)
		if (h->v[k].sign == ' ' && has_text(&h->v[k]))
			return &h->v[k];
	return NULL;
}

/* The change stands somewhere else: show what it stands beside. */
static void fill_moved(struct file_result *r, const struct tokens *o,
		       const struct tokens *t, const struct token_place *at)
{
	const struct pline *a = NULL, *b = NULL;

	r->note = xstrdup("the same change at another place");
	if (at->a == NONE)
		return;
	fill(&r->ours, o, at->a);
	fill(&r->theirs, t, at->b);
	for (int behind = 0; behind < 2; behind++) {
		r->near_behind = behind;
		a = line_near(o, at->a, behind);
		b = line_near(t, at->b, behind);
		if (!a || !b || !pline_same(a, b))
			break;
	}
	if (a)
		r->ours.near = xstrndup(a->text, a->len);
	if (b)
		r->theirs.near = xstrndup(b->text, b->len);
}

/* What a patch does, as its lines have it and with what they share gone. */
struct change {
	struct tokens lines, net;
};

static int change_init(struct change *c, const struct pfile *f, bool words)
{
	tokens_init(&c->lines, f, words);
	return tokens_cancel(&c->lines, &c->net);
}

static void change_release(struct change *c)
{
	tokens_release(&c->net);
	tokens_release(&c->lines);
}

static int fill_different(struct file_result *r, const struct change *o,
			  const struct change *t)
{
	struct token_place lines, net;
	long n = merge_differ(&o->lines, &t->lines, &lines);
	long m = merge_differ(&o->net, &t->net, &net);
	bool less = m < n;

	if (n < 0 || m < 0)
		return (int)(n < 0 ? n : m);
	/* The one that has less to tell hits the point. */
	fill(&r->ours, less ? &o->net : &o->lines, less ? net.a : lines.a);
	fill(&r->theirs, less ? &t->net : &t->lines, less ? net.b : lines.b);
	return 0;
}

static int judge_tokens(struct file_result *r, const struct change *o,
			const struct change *t)
{
	struct token_place at;
	bool moved = false;
	int same = merge_same(&o->net, &t->net, &moved, &at);

	r->verdict = same > 0 ? SAME_TOKENS : DIFFERENT;
	if (same)
		return same < 0 ? same : 0;
	if (!moved)
		return fill_different(r, o, t);
	fill_moved(r, &o->net, &t->net, &at);
	return 0;
}

static void judge_binary(struct file_result *r, const struct pfile *o,
			 const struct pfile *t)
{
	bool known = o->n && t->n && o->binary && t->binary;

	r->verdict = known && all_lines_same(o, t) ? SAME_LINES : DIFFERENT;
	if (r->verdict == DIFFERENT)
		r->note = xstrdup(known ? "binary, not the same content" :
				  "binary, and a patch is without its content");
}

/* Returns 1 if they have the same lines, and at the same places, 0 or < 0. */
static int is_identical(const struct pfile *o, const struct pfile *t)
{
	struct change co = { 0 }, ct = { 0 };
	struct token_place at;
	bool moved;
	int ret;

	if (!all_lines_same(o, t))
		return 0;
	ret = change_init(&co, o, true);
	if (!ret)
		ret = change_init(&ct, t, true);
	if (!ret)
		ret = merge_same(&co.net, &ct.net, &moved, &at);
	change_release(&co);
	change_release(&ct);
	return ret;
}

static int judge(struct pair *p, const struct pfile *o, const struct pfile *t)
{
	struct file_result *r = add_file(p, o->path, DIFFERENT);
	struct change co = { 0 }, ct = { 0 };
	int err;

	r->note = header_differs(o, t);
	if (r->note)
		return 0;
	if (o->binary || t->binary) {
		judge_binary(r, o, t);
		return 0;
	}
	err = is_identical(o, t);
	if (err) {
		r->verdict = SAME_LINES;
		return err < 0 ? err : 0;
	}
	err = change_init(&co, o, false);
	if (!err)
		err = change_init(&ct, t, false);
	if (!err)
		err = judge_tokens(r, &co, &ct);
	change_release(&co);
	change_release(&ct);
	return err;
}

/* A file of one patch only. If that changes but layout, nothing is missed. */
static int judge_alone(struct pair *p, const struct pfile *f, enum verdict v)
{
	struct file_result *r = add_file(p, f->path, v);
	struct change c;
	int err;

	if (f->kind != PFILE_CHANGED || f->mode || f->binary)
		return 0;
	err = change_init(&c, f, false);
	if (!err && tokens_unchanged(&c.net)) {
		r->verdict = SAME_TOKENS;
		r->note = xstrfmt("%s, and only comments or layout",
				  compare_verdict_name(v));
	}
	change_release(&c);
	return err;
}

/* --- all files --------------------------------------------------------- */

/* What A renames, B may have as a deleted and a new file. */
static int join_renames(const struct ppatch *a, struct ppatch *b)
{
	int err = 0;

	for (size_t i = 0; i < a->n && !err; i++)
		if (a->v[i].kind == PFILE_RENAMED)
			err = ppatch_join(b, a->v[i].old_path, a->v[i].path);
	return err;
}

static int by_path(const void *a, const void *b)
{
	const struct file_result *x = a, *y = b;

	return strcmp(x->path, y->path);
}

int compare_pair(struct pair *p, struct ppatch *ours, struct ppatch *theirs)
{
	int err = join_renames(ours, theirs);

	if (!err)
		err = join_renames(theirs, ours);
	for (size_t i = 0; i < ours->n && !err; i++) {
		const struct pfile *f = &ours->v[i];
		const struct pfile *t = ppatch_file(theirs, f->path);

		err = t ? judge(p, f, t) : judge_alone(p, f, ONLY_OURS);
	}
	for (size_t i = 0; i < theirs->n && !err; i++)
		if (!ppatch_file(ours, theirs->v[i].path))
			err = judge_alone(p, &theirs->v[i], ONLY_THEIRS);
	if (p->n)
		qsort(p->files, p->n, sizeof(*p->files), by_path);
	p->verdict = SAME_LINES;
	for (size_t i = 0; i < p->n; i++) {
		enum verdict v = p->files[i].verdict;

		if (v > DIFFERENT)
			v = DIFFERENT;
		if (v > p->verdict)
			p->verdict = v;
	}
	return err;
}
