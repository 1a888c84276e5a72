// SPDX-License-Identifier: GPL-2.0-only
#include "base/path.h"
#include "review/html-hunk.h"
#include "review/links.h"

/* --- files ------------------------------------------------------------- */

static void count(const struct pfile *f, size_t *plus, size_t *minus)
{
	*plus = *minus = 0;
	for (size_t h = 0; h < f->n && !f->binary; h++)
		for (size_t i = 0; i < f->v[h].n; i++) {
			*plus += f->v[h].v[i].sign == '+';
			*minus += f->v[h].v[i].sign == '-';
		}
}

static const char *file_verdict(const struct rpatch *p, const char *path)
{
	for (size_t i = 0; p->pair && i < p->pair->n; i++)
		if (!strcmp(p->pair->files[i].path, path))
			return compare_verdict_name(p->pair->files[i].verdict);
	return NULL;
}

/* AGAIN: what all of its hunks replace, like those before; or NULL. */
static void file_head(const struct place *pl, const char *again,
		      struct strbuf *out)
{
	static const char *const kinds[] = {
		[PFILE_NEW] = "new", [PFILE_DELETED] = "deleted",
		[PFILE_RENAMED] = "renamed from", [PFILE_COPIED] = "copied from",
	};
	const struct pfile *f = pl->f;
	const char *verdict = file_verdict(pl->p, f->path);
	size_t plus, minus;

	count(f, &plus, &minus);
	html_f(out, "<summary><h3>%s</h3> <small>+%zu -%zu", f->path, plus, minus);
	if (kinds[f->kind])
		html_f(out, " %s %s", kinds[f->kind],
		       f->kind > PFILE_DELETED ? f->old_path : NULL);
	if (f->mode)
		strbuf_addf(out, " mode %o", f->mode);
	if (verdict)
		html_f(out, " · against the reference: %s", verdict);
	if (again)
		html_f(out, " · again <code>%s</code>", again);
	strbuf_addstr(out, "</small></summary>\n");
}

/* Hunks that do the same are shown so often, and then folded. */
#define SHOWN 3

/* How many hunks of this patch so far replaced WHAT. */
static size_t times(const struct place *pl, const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < pl->done->n; i++)
		n += !strcmp(pl->done->v[i], what);
	return n;
}

/* The hunks from I on that replace what it does, which was shown often enough. */
static size_t repeats(const struct place *pl, const struct shown *v, size_t i)
{
	size_t n = i;

	while (n < pl->f->n && v[n].replaced && !strcmp(v[n].replaced, v[i].replaced))
		n++;
	return n - i;
}

/* Was what S replaces shown often enough? */
static bool is_old(const struct place *pl, const struct shown *s)
{
	return s->replaced && times(pl, s->replaced) >= SHOWN;
}

/* With MAY_FOLD, those that repeat are folded. */
static void hunks(struct place *pl, const struct shown *v, bool may_fold,
		  struct strbuf *out)
{
	for (size_t i = 0, n; i < pl->f->n; i += n) {
		bool fold = may_fold && is_old(pl, &v[i]);

		n = fold ? repeats(pl, v, i) : 1;
		if (fold)
			html_f(out, "<details class=\"again\"><summary>%zu more hunk%S: <code>%s</code></summary>\n",
			       n, plural((long)n), v[i].replaced);
		for (size_t k = 0; k < n; k++) {
			pl->hunk = i + k + 1;
			html_hunk(pl, &v[i + k], out);
		}
		if (fold)
			strbuf_addstr(out, "</details>\n");
		else if (v[i].replaced)
			strvec_push(pl->done, v[i].replaced);
	}
}

static void file(const struct place *from, struct strbuf *out)
{
	struct place pl = *from;
	struct shown *v = shown_hunks(pl.f);
	bool again = pl.f->n && is_old(&pl, v) && repeats(&pl, v, 0) == pl.f->n;

	pl.text = around_file(pl.around, pl.p->mail, pl.f);
	html_f(out, "<details class=\"f\" id=\"p%02zu-f%zu\"%S>\n",
	       pl.p->number, pl.file, again ? "" : " open");
	file_head(&pl, again ? v->replaced : NULL, out);
	if (pl.f->binary)
		strbuf_addstr(out, "<p>A binary file.</p>\n");
	else
		hunks(&pl, v, !again, out);
	strbuf_addstr(out, "</details>\n");
	shown_free(v, pl.f->n);
}

/* --- the patch --------------------------------------------------------- */

static void hit_names(const struct record_op *op, struct strbuf *out)
{
	const char *between = "hits: ";

	for (size_t i = 0; i < op->n; i++) {
		const struct record_step *step = &op->steps[i];

		if (!step->hits || starts_with(step->name, op->name))
			continue;
		html_f(out, "%S%s %zu", between, step->name, step->hits);
		between = ", ";
	}
}

static void rules(const struct review *r, const struct rpatch *p,
		  struct strbuf *out)
{
	size_t n = p->step->n_ops;

	if (!n)
		return;
	html_f(out, "<details class=\"rules\"><summary>%zu rule file%S or edit%S</summary>\n",
	       n, plural((long)n), plural((long)n));
	for (size_t i = 0; i < n; i++) {
		const struct record_op *op = p->ops[i].said;

		html_f(out, "<h4 id=\"p%02zu-r%zu\">", p->number, i + 1);
		link_file(out, p->ops[i].text ? r->page : NULL, p->ops[i].path,
			  p->ops[i].path);
		html_f(out, "</h4>\n<p>ran on %zu file%S; ", op->candidates.n,
		       plural((long)op->candidates.n));
		hit_names(op, out);
		for (size_t k = 0; k < op->n; k++)
			if (*op->steps[k].may_miss)
				html_f(out, "; %s found nothing, which is allowed: %s",
				       op->steps[k].name,
				       op->steps[k].may_miss);
		strbuf_addstr(out, "</p>\n");
		html_rule(&p->ops[i], 0, out);
	}
	strbuf_addstr(out, "</details>\n");
}

static void facts(const struct review *r, const struct rpatch *p,
		  struct strbuf *out)
{
	const char *name = path_base(p->mail->name);
	char *path;

	html_f(out, "<p class=\"facts\">%zu file%S, +%zu -%zu", p->mail->n,
	       plural((long)p->mail->n), p->plus, p->minus);
	if (*p->step->name)
		html_f(out, " · step %s", p->step->name);
	strbuf_addstr(out, " · ");
	path = xstrfmt("%s/%s", r->dir, name);
	link_file(out, r->page, path, name);
	free(path);
	html_f(out, " · %s", p->mail->author ? p->mail->author : "no author");
	link_thread(out, " · ", p->mail->body);
	strbuf_addstr(out, " · ");
	html_counts(r, p, out);
	if (p->pair)
		html_f(out, " · <a href=\"#against\">%s</a>",
		       compare_verdict_name(p->pair->verdict));
	strbuf_addstr(out, "</p>\n<ul class=\"found\">");
	if (p->unexplained)
		html_f(out, "<li>%zu changed line%S that no rule or edit made: edited by hand?\n",
		       p->unexplained, plural((long)p->unexplained));
	html_found(r, p, out);
	html_prove_patch(r, p, out);
	strbuf_addstr(out, "</ul>\n");
}

static void file_list(const struct rpatch *p, struct strbuf *out)
{
	if (p->mail->n < 2)
		return;
	strbuf_addstr(out, "<ul class=\"files\">\n");
	for (size_t i = 0; i < p->mail->n; i++)
		html_f(out, "<li><a href=\"#p%02zu-f%zu\">%s</a>\n", p->number,
		       i + 1, p->mail->v[i].path);
	strbuf_addstr(out, "</ul>\n");
}

/* Architectures on which verify compiled the patch, or tried to, each once. */
static void archs(const struct review *r, const struct rpatch *p,
		  struct strbuf *out)
{
	struct strvec names = STRVEC_INIT;

	for (size_t i = 0; i < r->report.n; i++) {
		const struct verified_column *c = &r->report.columns[i];
		enum rstate s = review_state(p, c);

		if (s == RSTATE_PASS || s == RSTATE_PART || rstate_bad(s))
			strvec_push(&names, c->arch);
	}
	strvec_sort(&names);
	strvec_uniq(&names);
	strbuf_addstr(out, " data-archs=\"");
	for (size_t i = 0; i < names.n; i++)
		html_f(out, "%S%S", i ? " " : "", names.v[i]);
	strbuf_addstr(out, "\"");
	strvec_release(&names);
}

void html_patch(const struct review *r, const struct rpatch *p,
		struct around *around, struct strbuf *out)
{
	char id[32];
	size_t shown = 0;
	struct moved moved;
	const struct moved_line *next;
	struct strvec done = STRVEC_INIT;
	struct place pl = { .r = r, .p = p, .around = around, .shown = &shown, .next = &next,
			    .done = &done };

	snprintf(id, sizeof(id), "p%02zu", p->number);
	html_f(out, "<article id=\"%s\" data-subject=\"%s\"", id, p->subject);
	archs(r, p, out);
	html_f(out, ">\n<h2><a href=\"#%s\">%s</a> %s <span class=\"nav\">",
	       id, id + 1, p->subject);
	if (p->number > 1)
		strbuf_addf(out, "<a href=\"#p%02zu\" title=\"previous patch\">↑</a> ",
			    p->number - 1);
	if (p->number < r->set.n)
		strbuf_addf(out, "<a href=\"#p%02zu\" title=\"next patch\">↓</a> ",
			    p->number + 1);
	strbuf_addstr(out, "<a href=\"#top\" title=\"overview\">⌂</a></span></h2>\n");
	facts(r, p, out);
	html_code_changes(r, p, out);
	strbuf_addstr(out, "<pre class=\"msg\">");
	link_text(out, p->mail->body);
	strbuf_addstr(out, "</pre>\n");
	rules(r, p, out);
	file_list(p, out);
	moved_find(&moved, p->mail);
	next = moved.v;
	for (size_t i = 0; i < p->mail->n; i++) {
		pl.f = &p->mail->v[i];
		pl.file = i + 1;
		file(&pl, out);
	}
	moved_release(&moved);
	strvec_release(&done);
	strbuf_addstr(out, "</article>\n");
}
