// SPDX-License-Identifier: GPL-2.0-only
#include "compare/compare.h"
#include "compare/stream.h"

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

static void fill(struct excerpt *e, const struct stream *s, size_t i)
{
	const struct pline *l;

	if (i == CLEX_NONE)
		return;
	l = s->v[i].line;
	e->text = xstrndup(l->text, l->len);
	e->sign = s->v[i].sign;
	e->line = e->sign == '-' ? l->old : l->new;
}

/* The change stands somewhere else: show what it stands beside. */
static void fill_moved(struct file_result *r, const struct stream *o,
		       const struct stream *t, const struct stream_place *at)
{
	const struct pline *a = NULL, *b = NULL;

	r->note = xstrdup("the same change at another place");
	if (at->a == CLEX_NONE)
		return;
	fill(&r->ours, o, at->a);
	fill(&r->theirs, t, at->b);
	for (int behind = 0; behind < 2; behind++) {
		r->near_behind = behind;
		a = stream_near(o, at->a, behind);
		b = stream_near(t, at->b, behind);
		if (!a || !b || !pline_same(a, b))
			break;
	}
	if (a)
		r->ours.near = xstrndup(a->text, a->len);
	if (b)
		r->theirs.near = xstrndup(b->text, b->len);
}

static int fill_different(struct file_result *r, const struct stream *o,
			  const struct stream *t, const struct stream *co,
			  const struct stream *ct)
{
	struct stream_place raw, cancelled;
	long n = stream_differ(o, t, &raw);
	long m = stream_differ(co, ct, &cancelled);

	if (n < 0 || m < 0)
		return (int)(n < 0 ? n : m);
	/* The one that has less to tell hits the point. */
	if (m < n) {
		o = co;
		t = ct;
		raw = cancelled;
	}
	fill(&r->ours, o, raw.a);
	fill(&r->theirs, t, raw.b);
	return 0;
}

/* The first difference; O and T, and the same after cancelling. */
static int explain(struct file_result *r, const struct stream *o,
		   const struct stream *t, const struct stream *co,
		   const struct stream *ct)
{
	struct stream_place at;
	enum stream_match match = stream_match(co, ct, &at);

	r->verdict = DIFFERENT;
	if (match == STREAM_DIFFERENT) {
		match = stream_match(o, t, &at);
		if (match == STREAM_DIFFERENT)
			return fill_different(r, o, t, co, ct);
		co = o;
		ct = t;
	}
	if (match == STREAM_SAME)
		stream_apart(co, ct, &at);
	fill_moved(r, co, ct, &at);
	return 0;
}

/* Ways 2 to 4 of stream.h: 1 if they are the same, 0 if not, or < 0. */
static int seem_same(const struct stream *o, const struct stream *t,
		     const struct stream *co, const struct stream *ct)
{
	struct stream_place at;

	if (stream_match(o, t, &at) == STREAM_SAME ||
	    stream_match(co, ct, &at) == STREAM_SAME)
		return 1;
	return stream_merge(co, ct);
}

static int judge_tokens(struct file_result *r, const struct stream *o,
			const struct stream *t)
{
	struct stream co = { 0 }, ct = { 0 };
	enum stream_match exact = stream_exact(o, t);
	int err, same = exact == STREAM_SAME;

	r->verdict = SAME_TOKENS;
	if (same)
		return 0;
	err = stream_cancel(o, &co);
	if (!err)
		err = stream_cancel(t, &ct);
	if (!err && exact == STREAM_UNKNOWN)
		same = seem_same(o, t, &co, &ct);
	if (same < 0)
		err = same;
	if (!err && !same)
		err = explain(r, o, t, &co, &ct);
	stream_release(&co);
	stream_release(&ct);
	return err;
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

/* The same lines, and at the same places, as far as words tell? */
static bool is_identical(const struct pfile *o, const struct pfile *t)
{
	enum stream_match match;
	struct stream_place at;
	struct stream so, st;

	if (!all_lines_same(o, t))
		return false;
	stream_init(&so, o, true);
	stream_init(&st, t, true);
	match = stream_exact(&so, &st);
	if (match == STREAM_UNKNOWN)
		match = stream_match(&so, &st, &at);
	stream_release(&so);
	stream_release(&st);
	return match == STREAM_SAME;
}

static int judge(struct pair *p, const struct pfile *o, const struct pfile *t)
{
	struct file_result *r = add_file(p, o->path, DIFFERENT);
	struct stream so, st;
	int err;

	r->note = header_differs(o, t);
	if (r->note)
		return 0;
	if (o->binary || t->binary) {
		judge_binary(r, o, t);
		return 0;
	}
	if (is_identical(o, t)) {
		r->verdict = SAME_LINES;
		return 0;
	}
	stream_init(&so, o, false);
	stream_init(&st, t, false);
	err = judge_tokens(r, &so, &st);
	stream_release(&so);
	stream_release(&st);
	return err;
}

/* A file of one patch only. If that changes but layout, nothing is missed. */
static int judge_alone(struct pair *p, const struct pfile *f, enum verdict v)
{
	struct file_result *r = add_file(p, f->path, v);
	struct stream s, cancelled = { 0 };
	int err;

	if (f->kind != PFILE_CHANGED || f->mode || f->binary)
		return 0;
	stream_init(&s, f, false);
	err = stream_cancel(&s, &cancelled);
	if (!err && stream_empty(&cancelled)) {
		r->verdict = SAME_TOKENS;
		r->note = xstrfmt("%s, and only comments or layout",
				  verdict_name(v));
	}
	stream_release(&cancelled);
	stream_release(&s);
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
