// SPDX-License-Identifier: GPL-2.0-only
#include "review/html-page.h"

static void stated(const struct record *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->patches[i].n_ops; k++) {
			const char *step = r->patches[i].name;
			const struct record_op *op = &r->patches[i].ops[k];

			for (size_t j = 0; j < op->n; j++)
				if (*op->steps[j].may_miss)
					html_f(out, "<li>%s, %s found nothing, which is allowed: %s\n",
					       step, op->steps[j].name,
					       op->steps[j].may_miss);
			for (size_t j = 0; j < op->unchanged.n; j++)
				html_f(out, "<li>%s, %s left unchanged, which is allowed: <code>%s</code>\n",
				       step, op->name, op->unchanged.v[j]);
		}
}

static void list_end(struct strbuf *out, size_t empty)
{
	if (out->len == empty)
		strbuf_addstr(out, "<li>none\n");
	strbuf_addstr(out, "</ul>\n");
}

void html_misses(const struct record *r, struct strbuf *out)
{
	size_t empty;

	strbuf_addstr(out, "<h3>Leftovers</h3>\n<ul>\n");
	empty = out->len;
	for (size_t i = 0; i < r->n_lefts; i++) {
		const struct record_left *l = &r->lefts[i];

		html_f(out, "<li><code>%s:%zu</code> %s%S%s\n", l->path,
		       l->line, l->word, *l->reason ? ", as stated: " : "",
		       l->reason);
	}
	list_end(out, empty);
	if (r->n_places) {
		strbuf_addstr(out, "<h3>Places left, as stated</h3>\n<ul>\n");
		for (size_t i = 0; i < r->n_places; i++) {
			const struct record_place *p = &r->places[i];

			html_f(out, "<li><code>%s:%zu</code> %s%S%s, %s: %s\n",
			       p->path, p->line, p->form,
			       *p->function ? " in " : "", p->function, p->why,
			       p->reason);
		}
		strbuf_addstr(out, "</ul>\n");
	}
	strbuf_addstr(out, "<h3>Stated misses</h3>\n<ul>\n");
	empty = out->len;
	stated(r, out);
	list_end(out, empty);
	strbuf_addstr(out, "<h3>Not parsed by spatch</h3>\n<ul>\n");
	empty = out->len;
	for (size_t i = 0; i < r->n_parse; i++) {
		const struct record_parse *m = &r->parse[i];

		html_f(out, "<li><code>%s:%zu-%zu</code> by %s/%s%S%s\n",
		       m->path, m->from, m->to, m->patch, m->op,
		       *m->holds ? ", holds " : ", holds no word of the rules",
		       m->holds);
	}
	list_end(out, empty);
	if (r->unread.n) {
		strbuf_addstr(out, "<h3>Not scanned, because the object is missing</h3>\n<ul>\n");
		for (size_t i = 0; i < r->unread.n; i++)
			html_f(out, "<li><code>%s</code>\n", r->unread.v[i]);
		strbuf_addstr(out, "</ul>\n");
	}
}

static void side(const struct excerpt *e, const char *who, struct strbuf *out)
{
	if (e->text)
		html_f(out, "%S %c%u: %s\n", who, e->sign, e->line, e->text);
	else
		html_f(out, "%S nothing there\n", who);
}

static void pair(const struct pair *p, struct strbuf *out)
{
	strbuf_addstr(out, "<tr><td>");
	if (p->our_number)
		html_f(out, "<a href=\"#p%02zu\">%02zu</a>", p->our_number,
		       p->our_number);
	strbuf_addstr(out, "<td>");
	if (p->their_number)
		html_f(out, "%02zu", p->their_number);
	html_f(out, "<td>%s<td>%s<td>", (p->ours ? p->ours : p->theirs)->subject,
	       compare_verdict_name(p->verdict));
	for (size_t i = 0; i < p->n; i++) {
		const struct file_result *f = &p->files[i];

		if (f->verdict < DIFFERENT && !f->note)
			continue;
		html_f(out, "<p><code>%s</code> %s%S%s</p>\n", f->path,
		       compare_verdict_name(f->verdict), f->note ? ", " : "", f->note);
		if (f->verdict != DIFFERENT || (!f->ours.text && !f->theirs.text))
			continue;
		strbuf_addstr(out, "<pre tabindex=\"0\">");
		side(&f->ours, "ours  ", out);
		side(&f->theirs, "theirs", out);
		strbuf_addstr(out, "</pre>\n");
	}
	strbuf_addch(out, '\n');
}

void html_against(const struct review *r, struct strbuf *out)
{
	const struct comparison *c = &r->comparison;
	const char *between = ": ";

	html_f(out, "<p>The reference is <code>%s</code>; comments and layout do not matter. %S",
	       r->against, compare_same(c) ? "Same content" : "Not the same");
	for (int v = 0; v < VERDICTS; v++) {
		if (!c->count[v])
			continue;
		html_f(out, "%S%d %s", between, c->count[v], compare_verdict_name(v));
		between = ", ";
	}
	strbuf_addstr(out, ".</p>\n<div class=\"scroll\" tabindex=\"0\"><table class=\"t\">\n<thead><tr>"
		      "<th scope=\"col\">ours<th scope=\"col\">theirs<th scope=\"col\">subject"
		      "<th scope=\"col\">verdict<th scope=\"col\">where</thead>\n<tbody>\n");
	for (size_t i = 0; i < c->n; i++)
		pair(&c->v[i], out);
	strbuf_addstr(out, "</tbody></table></div>\n");
	if (r->range_diff.len) {
		strbuf_addstr(out, "<details><summary>git range-diff, theirs and ours</summary>\n<pre tabindex=\"0\">");
		html_text(out, r->range_diff.buf, r->range_diff.len);
		strbuf_addstr(out, "</pre></details>\n");
	}
}
