// SPDX-License-Identifier: GPL-2.0-only
#include "review/html-page.h"

/* The class of a cell: a letter, see review_css. */
static char state_class(enum rstate s)
{
	return "xPHNWFSO"[s];
}

void html_counts(const struct review *r, const struct rpatch *p,
		 struct strbuf *out)
{
	static const enum rstate order[] = {
		RSTATE_FAIL, RSTATE_WARN, RSTATE_STALE, RSTATE_SKIP,
		RSTATE_PASS, RSTATE_PART, RSTATE_NOTHING,
	};
	const char *between = "";
	size_t count[RSTATES];
	struct rbrings b;

	review_brings(r, p, &b);
	for (int v = PROVE_VERDICTS; --v > PROVE_UNPROVED;)
		if (b.faults[v])
			html_f(out, "<a class=\"F\" href=\"#proved\" title=\"%s\">%zu%c</a> ",
			       prove_fault(v, true), b.faults[v],
			       prove_symbol(v));
	review_count(r, p, count);
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		if (!count[order[i]])
			continue;
		html_f(out, "%S<span class=\"%c\" title=\"%s\">%zu%c</span>",
		       between, state_class(order[i]), rstate_name(order[i]),
		       count[order[i]], rstate_symbol(order[i]));
		between = " ";
	}
	if (!*between)
		strbuf_addstr(out, "not verified");
}

/* --- the matrix -------------------------------------------------------- */

static void cell(const struct rpatch *p, enum rstate s, const char *what,
		 char kind, size_t index, struct strbuf *out)
{
	size_t number = p ? p->number : 0;

	if (!s) {
		strbuf_addstr(out, "<td>");
		return;
	}
	html_f(out, "<td class=\"%c\"><a href=\"#e%02zu-%c%zu\" title=\"%02zu %s: %s\">%c</a>",
	       state_class(s), number, kind, index, number, what,
	       rstate_name(s), rstate_symbol(s));
}

static void check_row(const struct review *r, const char *check, size_t index,
		      struct strbuf *out)
{
	const struct verified_check *v = review_verdict(r, NULL, check);

	html_f(out, "<tr><th scope=\"row\">%s", check);
	for (size_t k = 1; k <= r->set.n; k++) {
		const struct rpatch *p = review_mail(r, k);

		cell(p, review_verdict_state(r, p, check), check, 'k', index,
		     out);
	}
	strbuf_addstr(out, "<td class=\"note\">");
	if (v) {
		enum rstate s = review_verdict_state(r, NULL, check);

		html_f(out, "<a href=\"#e00-k%zu\">the series: %c %s</a>",
		       index, rstate_symbol(s), rstate_name(s));
	}
	strbuf_addch(out, '\n');
}

static void note(const struct review *r, const struct verified_column *c,
		 struct strbuf *out)
{
	size_t stands = verified_stands(&r->report, c);
	bool ran = verified_compiled(c);

	strbuf_addstr(out, "<td class=\"note\">");
	if (!ran)
		html_f(out, "%s: %s", c->result, c->why);
	else
		html_f(out, "%s%s", c->compiler, c->in_part ?
		       ", some units cannot be assembled" : "");
	if (stands)
		strbuf_addf(out, ", stands for %zu more", stands);
	if (ran && c->seconds >= 0)
		strbuf_addf(out, ", %.0f s", c->seconds);
	if (c->not_linked && *c->not_linked)
		html_f(out, "; the base has no vmlinux, so no patch was linked: %s",
		       c->not_linked);
	for (size_t i = 0; i < c->not_set.n; i++)
		html_f(out, "; %s was not applied", c->not_set.v[i]);
	strbuf_addch(out, '\n');
}

static void column_row(const struct review *r, size_t i, struct strbuf *out)
{
	const struct verified_column *c = &r->report.columns[i];

	html_f(out, "<tr><th scope=\"row\">%s", c->id);
	for (size_t k = 1; k <= r->set.n; k++) {
		const struct rpatch *p = review_mail(r, k);

		cell(p, review_state(p, c), c->id, 'c', i + 1, out);
	}
	note(r, c, out);
}

static void legend(const struct review *r, struct strbuf *out)
{
	strbuf_addstr(out, "<p class=\"legend\">");
	for (int s = RSTATE_PASS; s < RSTATES - !r->stale; s++)
		html_f(out, "<span><b class=\"%c\">%c</b> %s</span> ",
		       state_class(s), rstate_symbol(s), rstate_name(s));
	strbuf_addstr(out, "</p>\n");
}

/* What prove says, beside what verify does. */
static void proved_row(const struct review *r, struct strbuf *out)
{
	strbuf_addstr(out, "<tr><th scope=\"row\">prove");
	for (size_t k = 1; k <= r->set.n; k++) {
		struct rbrings b;

		review_brings(r, review_mail(r, k), &b);
		if (b.worst)
			html_f(out, "<td class=\"F\"><a href=\"#proved\" title=\"%02zu prove: %s\">%c</a>",
			       k, prove_fault(b.worst, b.faults[b.worst] != 1),
			       prove_symbol(b.worst));
		else
			html_f(out, "<td class=\"%c\">%c", b.known ? 'P' : 'S',
			       b.known ? '+' : '-');
	}
	strbuf_addstr(out, "<td class=\"note\"><a href=\"#proved\">what is proved</a>\n");
}

void html_matrix(const struct review *r, struct strbuf *out)
{
	struct strvec checks = STRVEC_INIT;

	verified_checks(&r->report, &checks);
	legend(r, out);
	strbuf_addstr(out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"m\">\n<caption class=\"off\">Checks and configurations by patches</caption>\n<thead><tr><th scope=\"col\"><span class=\"off\">check or configuration</span>");
	for (size_t k = 1; k <= r->set.n; k++)
		html_f(out, "<th scope=\"col\"><a href=\"#p%02zu\" title=\"%s\">%02zu</a>",
		       k, review_mail(r, k)->subject, k);
	strbuf_addstr(out, "<th scope=\"col\" class=\"note\">compiler, or why not</thead>\n<tbody>\n");
	if (r->has_proved)
		proved_row(r, out);
	if (r->has_booted)
		html_boot_row(r, out);
	for (size_t i = 0; i < checks.n; i++)
		check_row(r, checks.v[i], i + 1, out);
	for (size_t i = 0; i < r->report.n; i++)
		column_row(r, i, out);
	strbuf_addstr(out, "</tbody></table></div>\n");
	strvec_release(&checks);
}

/* --- evidence ---------------------------------------------------------- */

static void again(const struct review *r, const struct rpatch *p,
		  const struct verified_column *c, const char *check,
		  struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	size_t n;

	verified_again(&r->report, p ? p->seen : 0, c, check, &text);
	/* What is common to all of them is cut off on the screen alone. */
	n = *r->report.command ? strlen(r->report.command) : 0;
	strbuf_addstr(out, "<code><span class=\"c\">");
	html_text(out, text.buf, n);
	html_f(out, "</span>%s</code>", text.buf + n);
	strbuf_release(&text);
}

static void count(struct strbuf *out, size_t n, const char *what,
		  const char **between)
{
	if (!n)
		return;
	html_f(out, "%S%zu %S", *between, n, what);
	*between = ", ";
}

static void list(struct strbuf *out, const char *what, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		html_f(out, "%S %s\n", what, sv->v[i]);
}

static void column_evidence(const struct review *r, const struct rpatch *p,
			    size_t i, struct strbuf *out)
{
	const struct verified_column *c = &r->report.columns[i];
	enum rstate s = review_state(p, c), said;
	const struct cell *cell;
	const char *between = ": ";

	if (!s)
		return;
	cell = review_cell(p, c);
	said = verified_state(c, p->seen);
	html_f(out, "<tr id=\"e%02zu-c%zu\"><td class=\"%c\">%c<td>%s<td>",
	       p->number, i + 1, state_class(s), rstate_symbol(s), c->id);
	if (s == RSTATE_STALE)
		html_f(out, "stale, from the former patch %zu: %s; ", p->seen,
		       rstate_name(said));
	if (said == RSTATE_SKIP) {
		html_f(out, "not checked: %s", *c->why ? c->why : c->result);
	} else {
		html_f(out, "%zu unit%S", cell->units,
		       plural((long)cell->units));
		count(out, cell->compiled, "compiled", &between);
		count(out, cell->forced, "of these for a declaration", &between);
		count(out, cell->sparsed, "by sparse", &between);
		count(out, cell->unchanged, "unchanged", &between);
		count(out, cell->unreached, "out of reach", &between);
		count(out, cell->same, "the same code", &between);
		count(out, cell->broken, "broken before", &between);
		if (cell->linked)
			strbuf_addstr(out, "; linked");
	}
	if (cell->failures.n || cell->cc.n || cell->sparse.n ||
	    cell_claim(cell)) {
		struct strvec code = STRVEC_INIT;

		if (cell_claim(cell))
			cell_code(cell, &code);
		strbuf_addstr(out, "<pre>");
		list(out, "code:", &code);
		strvec_release(&code);
		list(out, "fails:", &cell->failures);
		list(out, "new:", &cell->cc);
		list(out, "sparse:", &cell->sparse);
		strbuf_addstr(out, "</pre>");
	}
	strbuf_addstr(out, "<td>");
	again(r, p, c, NULL, out);
	strbuf_addch(out, '\n');
}

static void check_evidence(const struct review *r, const struct rpatch *p,
			   const char *check, size_t index, struct strbuf *out)
{
	const struct verified_check *v = review_verdict(r, p, check);
	enum rstate s = review_verdict_state(r, p, check);
	size_t number = p ? p->number : 0;

	if (!s)
		return;
	html_f(out, "<tr id=\"e%02zu-k%zu\"><td class=\"%c\">%c<td>%s<td>",
	       number, index, state_class(s), rstate_symbol(s), check);
	if (s == RSTATE_STALE)
		strbuf_addstr(out, "stale: ");
	html_f(out, "%s: %s", v->status, v->summary);
	if (v->seconds >= 0)
		strbuf_addf(out, ", %.1f s", v->seconds);
	if (*v->details)
		html_f(out, "<pre>%s</pre>", v->details);
	strbuf_addstr(out, "<td>");
	again(r, p, NULL, check, out);
	strbuf_addch(out, '\n');
}

void html_evidence(const struct review *r, struct strbuf *out)
{
	struct strvec checks = STRVEC_INIT;

	verified_checks(&r->report, &checks);
	for (size_t k = 0; k <= r->set.n; k++) {
		const struct rpatch *p = k ? review_mail(r, k) : NULL;
		size_t before = out->len, empty;

		strbuf_addstr(out, "<table class=\"e\">\n<caption>");
		if (p)
			html_f(out, "<a href=\"#p%02zu\">%02zu</a> %s", k, k,
			       p->subject);
		else
			strbuf_addstr(out, "The series as a whole");
		strbuf_addstr(out, "</caption>\n");
		empty = out->len;
		for (size_t i = 0; i < checks.n; i++)
			check_evidence(r, p, checks.v[i], i + 1, out);
		for (size_t i = 0; p && i < r->report.n; i++)
			column_evidence(r, p, i, out);
		if (out->len == empty)
			strbuf_splice(out, before, out->len - before, "", 0);
		else
			strbuf_addstr(out, "</table>\n");
	}
	strvec_release(&checks);
}

/* --- what was found ---------------------------------------------------- */

static void item(const struct rpatch *p, enum rstate s, const char *what,
		 const char *said, char kind, size_t index, struct strbuf *out)
{
	size_t number = p ? p->number : 0;

	if (!rstate_bad(s))
		return;
	html_f(out, "<li><b class=\"%c\">%c</b> <a href=\"#e%02zu-%c%zu\">",
	       state_class(s), rstate_symbol(s), number, kind, index);
	if (p)
		html_f(out, "%02zu, %s</a>", number, what);
	else
		html_f(out, "the series, %s</a>", what);
	html_f(out, " %s: %s\n", rstate_name(s), said);
}

void html_found(const struct review *r, const struct rpatch *p,
		struct strbuf *out)
{
	struct strvec checks = STRVEC_INIT;

	verified_checks(&r->report, &checks);
	for (size_t i = 0; i < checks.n; i++) {
		const struct verified_check *v = review_verdict(r, p, checks.v[i]);

		item(p, review_verdict_state(r, p, checks.v[i]), checks.v[i],
		     v ? v->summary : "", 'k', i + 1, out);
	}
	for (size_t i = 0; p && i < r->report.n; i++) {
		const struct verified_column *c = &r->report.columns[i];
		const struct cell *cell = review_cell(p, c);

		if (cell_claim(cell)) {
			item(p, review_state(p, c), c->id,
			     "the series says that no function changes", 'c',
			     i + 1, out);
			continue;
		}
		item(p, review_state(p, c), c->id,
		     cell->failures.n ? cell->failures.v[0] :
		     cell->cc.n ? cell->cc.v[0] :
		     cell->sparse.n ? cell->sparse.v[0] : "", 'c', i + 1, out);
	}
	strvec_release(&checks);
}

/* --- machine code ------------------------------------------------------ */

static char *list_text(const struct cell *c)
{
	struct strvec lines = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;

	cell_code(c, &lines);
	for (size_t i = 0; i < lines.n; i++)
		strbuf_addf(&text, "%s\n", lines.v[i]);
	strvec_release(&lines);
	return strbuf_detach(&text);
}

void html_code_changes(const struct review *r, const struct rpatch *p,
		       struct strbuf *out)
{
	struct strbuf head = STRBUF_INIT;
	struct strvec texts = STRVEC_INIT;

	if (!review_code(r, p, &head))
		goto done;
	for (size_t i = 0; i < r->report.n; i++)
		strvec_take(&texts, list_text(review_cell(p, &r->report.columns[i])));
	html_f(out, "<details><summary>Machine code: %s</summary>\n", head.buf);
	/* Configurations with one list share it. */
	for (size_t i = 0; i < texts.n; i++) {
		const char *between = "<p>";

		if (!*texts.v[i])
			continue;
		for (size_t k = i; k < texts.n; k++) {
			if (strcmp(texts.v[k], texts.v[i]))
				continue;
			html_f(out, "%S%s", between, r->report.columns[k].id);
			between = ", ";
		}
		html_f(out, "</p>\n<pre>%s</pre>\n", texts.v[i]);
		for (size_t k = texts.n; k-- > i + 1;)
			if (!strcmp(texts.v[k], texts.v[i]))
				*texts.v[k] = '\0';
	}
	strbuf_addstr(out, "</details>\n");
done:
	strvec_release(&texts);
	strbuf_release(&head);
}
