// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "csrc/region.h"
#include "gen/apply-int.h"
#include "gen/new-int.h"

#define CUTS_MAX 40	/* that are tried */

/* A part of a file that the rule changes: a function, or a paragraph. */
struct cut {
	const char *path;	/* borrowed */
	char *text;
	size_t len;
	bool taken;
};

struct cuts {
	struct cut *v;
	size_t n, alloc;
};

/* --- cutting ------------------------------------------------------------- */

struct around {
	const struct clex *lx;
	size_t pos;		/* a byte of the change */
	size_t start, end;	/* out */
};

static void each(void *arg, size_t name, size_t from, size_t to)
{
	struct around *a = arg;
	size_t start = a->lx->v[from].pos, end = clex_end(a->lx, to - 1);

	(void)name;
	if (start <= a->pos && a->pos < end) {
		a->start = start;
		a->end = end;
	}
}

static size_t line_pos(const struct strbuf *text, size_t line)
{
	size_t at = 0;

	for (; line && at < text->len; line--) {
		at += strcspn(text->buf + at, "\n");
		at += at < text->len;
	}
	return at;
}

/* Outside of functions: what blank lines part. */
static void paragraph(const struct strbuf *text, struct around *a)
{
	a->start = a->end = a->pos;
	while (a->start && !(text->buf[a->start - 1] == '\n' &&
			     (a->start < 2 || text->buf[a->start - 2] == '\n')))
		a->start--;
	while (a->end < text->len && !(text->buf[a->end] == '\n' &&
				       (a->end + 1 == text->len ||
					text->buf[a->end + 1] == '\n')))
		a->end++;
}

static void cut_file(struct cuts *cuts, const char *path,
		     const struct strbuf *before, const struct strbuf *after)
{
	struct hunks h = { 0 };
	struct source src;
	struct around a = { 0 };
	struct cut *c;

	if (diff_lines(before, after, &h) < 0 || !h.n)
		return;
	source_init(&src, before->buf, before->len);
	a.lx = &src.lex;
	a.pos = line_pos(before, h.v[0].old);
	region_each_function(&src, each, &a);
	if (!a.end)
		paragraph(before, &a);
	source_release(&src);
	hunks_release(&h);
	GROW(cuts->v, cuts->n + 1, cuts->alloc);
	c = &cuts->v[cuts->n++];
	*c = (struct cut){ .path = path };
	c->text = xstrfmt("%.*s\n", (int)(a.end - a.start), before->buf + a.start);
	c->len = strlen(c->text);
}

static int by_size(const void *a, const void *b)
{
	const struct cut *x = a, *y = b;

	return x->len != y->len ? (x->len > y->len) - (x->len < y->len) :
	       strcmp(x->path, y->path);
}

static void cut_all(struct cuts *cuts, const struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct work_file *f = w->files[i];
		const struct file_change *c = file_change_of(f, 0);

		if (c)
			cut_file(cuts, f->path, &c->before, change_after(f, c));
	}
	if (cuts->n)
		qsort(cuts->v, cuts->n, sizeof(*cuts->v), by_size);
}

/* --- trying -------------------------------------------------------------- */

struct tester {
	struct draft *d;
	const char *series;	/* folder */
	char *top;		/* of the test case */
	char *before;
	size_t i, j;
	bool *wanted;		/* by rule: found something in the tree, but not
				   in a cut yet */
	size_t n;
};

static int write_before(const struct tester *t, const struct cuts *cuts)
{
	int made = make_dirs(t->before);

	if (made)
		return error("cannot make %s: %s", t->before, strerror(-made));
	for (size_t k = 0; k < cuts->n; k++) {
		int err = cuts->v[k].taken ?
			  beneath_write(t->before, cuts->v[k].path,
					cuts->v[k].text, cuts->v[k].len) : 0;

		if (err)
			return error("cannot write %s/%s: %s", t->before,
				     cuts->v[k].path, beneath_error(err));
	}
	return 0;
}

static int write_after(const struct tester *t, const struct session *s)
{
	char *dir = xstrfmt("%s/after", t->top);
	int err = make_dirs(dir);

	if (err)
		err = error("cannot make %s: %s", dir, strerror(-err));
	for (size_t k = 0; k < s->work.n && !err; k++) {
		const struct work_file *f = s->work.files[k];

		err = beneath_write(dir, f->path, f->text.buf, f->text.len);
		if (err)
			err = error("cannot write %s/%s: %s", dir, f->path,
				    beneath_error(err));
	}
	free(dir);
	return err;
}

/* Is there a finding, but for rules that found nothing? */
static bool complains(const struct apply *a, bool rules)
{
	for (size_t k = 0; k < a->findings.n; k++)
		if (rules || a->findings.v[k].kind != FINDING_RULE)
			return true;
	return false;
}

/*
 * Run the rule on before/. *good: it changes every file, and nothing is amiss;
 * with LAST, no rule may find nothing, and after/ is written.
 */
static int run(struct tester *t, bool last, bool *good)
{
	struct session_options so = { .series = t->series, .jobs = 1,
				      .no_cache = true, .any_tree = true,
				      .trust = t->d->o.trust };
	char *scratch = scratch_new();
	struct session s;
	int err = scratch ? session_open(&s, &so, t->before) : ERR_ENV;

	*good = false;
	if (!scratch)
		return err;
	if (!err) {
		s.apply.scratch = scratch;
		s.apply.alone = t->d->t.spatch.alone;
		err = op_run(&s.apply, t->i, t->j);
		if (err == ERR_FINDING)
			err = 0;
	}
	if (!err) {
		const struct op_report *r = &s.apply.reports[t->i].ops[t->j];

		left_judge(&s.apply, t->i, t->j);
		*good = !complains(&s.apply, last) && r->candidates.n;
		for (size_t k = 0; k < s.work.n; k++)
			*good &= s.work.files[k]->lines != NULL;
		for (size_t k = 0; k < r->n_steps && k < t->n && *good; k++)
			if (r->steps[k].hits)
				t->wanted[k] = false;
		if (*good && last)
			err = write_after(t, &s);
	}
	session_close(&s);
	scratch_free(scratch);
	return err;
}

static size_t count_wanted(const struct tester *t)
{
	size_t n = 0;

	for (size_t k = 0; k < t->n; k++)
		n += t->wanted[k];
	return n;
}

/* Does this cut show what those before it do not? */
static int try_cut(struct tester *t, struct cuts *cuts, size_t k)
{
	struct cuts one = { .v = &cuts->v[k], .n = 1 };
	size_t wanted = count_wanted(t);
	bool good;
	int err;

	cuts->v[k].taken = true;
	err = write_before(t, &one);
	if (!err)
		err = run(t, false, &good);
	if (!err)
		cuts->v[k].taken = good && count_wanted(t) < wanted;
	if (!err && remove_tree(t->before))
		err = error("cannot remove %s", t->before);
	return err;
}

static int make_case(struct tester *t, struct cuts *cuts)
{
	bool good = false;
	int err = 0;

	for (size_t k = 0; k < cuts->n && k < CUTS_MAX && count_wanted(t) &&
	     !err; k++)
		err = try_cut(t, cuts, k);
	if (!err && !count_wanted(t)) {
		err = write_before(t, cuts);
		if (!err)
			err = run(t, true, &good);
	}
	t->d->tested = !err && good;
	return err;
}

int draft_test(struct draft *d, const char *dir, size_t i, size_t j)
{
	const struct op_report *r = &d->t.s.apply.reports[0].ops[0];
	struct tester t = { .d = d, .series = dir, .i = i, .j = j,
			    .n = r->n_steps };
	struct cuts cuts = { 0 };
	int err;

	t.top = xstrfmt("%s/%s/tests/%.*s", dir, d->patch,
			(int)(strrchr(d->op, '.') - d->op), d->op);
	t.before = xstrfmt("%s/before", t.top);
	t.wanted = xcalloc(t.n + 1, sizeof(*t.wanted));
	for (size_t k = 0; k < t.n; k++)
		t.wanted[k] = d->t.rule->names[k].changes && r->steps[k].hits;
	cut_all(&cuts, &d->t.s.work);
	err = make_case(&t, &cuts);
	if (!err && !d->tested) {
		char *tests = xstrfmt("%s/%s/tests", dir, d->patch);

		remove_quietly(t.top);
		(void)rmdir(tests);
		free(tests);
	}
	for (size_t k = 0; k < cuts.n; k++)
		free(cuts.v[k].text);
	free(cuts.v);
	free(t.wanted);
	free(t.top);
	free(t.before);
	return err;
}
