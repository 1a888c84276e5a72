// SPDX-License-Identifier: GPL-2.0-only
#include "review/review.h"
#include "review/screen.h"

/* A line of a patch without its subject, see put_patch(). */
#define BESIDE 46

/* --- one line a patch -------------------------------------------------- */

/* "1D 2L", before all that verify says. */
static void put_brings(const struct screen *s, const struct rpatch *p)
{
	struct rbrings b;

	review_brings(s->r, p, &b);
	for (int v = PROVE_VERDICTS; --v > PROVE_UNPROVED;)
		if (b.faults[v])
			strbuf_addf(s->out, " %s%zu%c%s", RED(s), b.faults[v],
				    prove_symbol(v), OFF(s));
}

/* "1F 2w 30+ 4.": what is worst comes first. */
static void put_counts(const struct screen *s, const struct rpatch *p)
{
	static const enum rstate order[] = {
		RSTATE_FAIL, RSTATE_WARN, RSTATE_STALE, RSTATE_SKIP,
		RSTATE_PASS, RSTATE_PART, RSTATE_NOTHING,
	};
	size_t count[RSTATES];
	bool any = false;

	review_count(s->r, p, count);
	if (!s->r->has_report || !p->seen) {
		strbuf_addf(s->out, " %snot verified%s", FAINT(s), OFF(s));
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		enum rstate st = order[i];

		if (!count[st])
			continue;
		strbuf_addf(s->out, " %s%zu%c%s", st == RSTATE_FAIL ? RED(s) :
			    st == RSTATE_WARN || st == RSTATE_STALE ?
			    YELLOW(s) : st == RSTATE_PASS ? GREEN(s) :
			    FAINT(s), count[st], rstate_symbol(st), OFF(s));
		any = true;
	}
	if (!any)
		strbuf_addstr(s->out, " nothing checked");
}

static void put_patch(const struct screen *s, const struct rpatch *p)
{
	int width = s->width - BESIDE > 72 ? 72 : s->width - BESIDE;

	if (p->number)
		strbuf_addf(s->out, " %02zu  ", p->number);
	else
		strbuf_addf(s->out, "%s --  ", FAINT(s));
	screen_cut(s->out, p->subject, width < 20 ? 20 : width);
	if (!p->number) {
		strbuf_addf(s->out, " %s%s\n", p->step->outcome, OFF(s));
		if (*p->step->why)
			screen_put(s, 7, "       %s", p->step->why);
		return;
	}
	strbuf_addf(s->out, " %3zu file%-1s %s%+5ld%s %s%5ld%s", p->mail->n,
		    plural((long)p->mail->n), GREEN(s), (long)p->plus, OFF(s),
		    RED(s), -(long)p->minus, OFF(s));
	put_brings(s, p);
	put_counts(s, p);
	strbuf_addch(s->out, '\n');
	if (s->r->has_record && !*p->step->outcome)
		screen_put(s, 7, "       no step of the series made it");
	else if (p->unexplained)
		screen_put(s, 7, "       %zu changed line%s that no rule or edit made: edited by hand?",
			   p->unexplained, plural((long)p->unexplained));
}

/* "D double release  L leak  ", of what there is. */
static void fault_legend(const struct review *r, struct strbuf *out)
{
	for (int v = PROVE_VERDICTS; --v > PROVE_UNPROVED && r->has_proved;) {
		bool any = false;

		for (size_t i = 0; i < r->proved.n_found && !any; i++)
			any = (int)r->proved.found[i].run->verdict == v;
		if (any)
			strbuf_addf(out, "%c %s  ", prove_symbol(v),
				    prove_fault(v, false));
	}
}

static void put_patches(const struct screen *s)
{
	size_t in = 0, out = 0;
	const struct review *r = s->r;
	struct strbuf faults = STRBUF_INIT;

	fault_legend(r, &faults);
	if (r->has_report)
		screen_put(s, 7, "       %s+ passed  ~ in part  . no code  w warns  F fails  - unchecked%s",
			   faults.buf,
			   r->stale ? "  ? stale" : "");
	strbuf_release(&faults);
	for (size_t i = 0; i < r->n; i++)
		put_patch(s, &r->patches[i]);
	for (size_t i = 0; i < r->n; i++) {
		in += !strcmp(r->patches[i].step->outcome, "already in");
		out += !strcmp(r->patches[i].step->outcome, "not applicable");
	}
	if (r->has_record)
		screen_put(s, 2, "%zu patches, %zu already in, %zu not applicable; %zu file%s, +%zu -%zu in all",
			   r->set.n, in, out, r->files, plural((long)r->files),
			   r->plus, r->minus);
	else
		screen_put(s, 0, "%zu patch%s, %zu file%s, +%zu -%zu; no series.json, which says what rule made each line",
			   r->set.n, r->set.n == 1 ? "" : "es", r->files,
			   plural((long)r->files), r->plus, r->minus);
}

/* --- what was missed --------------------------------------------------- */

static void put_stated(const struct screen *s)
{
	const struct record *r = &s->r->record;

	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->patches[i].n_ops; k++) {
			const char *step = r->patches[i].name;
			const struct record_op *op = &r->patches[i].ops[k];

			for (size_t j = 0; j < op->n; j++)
				if (*op->steps[j].may_miss)
					screen_put(s, 4, "  %s, %s found nothing, which is allowed: %s",
						   step, op->steps[j].name,
						   op->steps[j].may_miss);
			for (size_t j = 0; j < op->unchanged.n; j++)
				screen_put(s, 4, "  %s, %s left unchanged, which is allowed: %s",
					   step, op->name, op->unchanged.v[j]);
		}
}

static void put_parse(const struct screen *s)
{
	const struct record *r = &s->r->record;
	size_t holding = 0;

	for (size_t i = 0; i < r->n_parse; i++)
		holding += *r->parse[i].holds != 0;
	screen_put(s, 2, "not parsed: %zu place%s, %s", r->n_parse,
		   plural((long)r->n_parse), holding ? "" :
		   "none of them with a word of the rules");
	for (size_t i = 0; i < r->n_parse; i++) {
		const struct record_parse *m = &r->parse[i];

		screen_put(s, 4, "  %s:%zu-%zu (%s)%s%s", m->path, m->from, m->to,
			   m->patch, *m->holds ? " holds " : "", m->holds);
	}
}

static void put_places(const struct screen *s)
{
	const struct record *r = &s->r->record;

	for (size_t i = 0; i < r->n_places; i++) {
		const struct record_place *p = &r->places[i];

		screen_put(s, 4, "  place left, as stated: %s:%zu: %s%s%s, %s (%s)",
			   p->path, p->line, p->form,
			   *p->function ? " in " : "", p->function, p->why,
			   p->reason);
	}
}

static void put_misses(const struct screen *s)
{
	const struct record *r = &s->r->record;
	size_t open = 0;

	screen_heading(s, "Leftovers and misses");
	for (size_t i = 0; i < r->n_lefts; i++)
		open += !*r->lefts[i].reason;
	screen_put(s, 2, "leftovers: %zu, and %zu as stated", open,
		   r->n_lefts - open);
	for (size_t i = 0; i < r->n_lefts; i++) {
		const struct record_left *l = &r->lefts[i];

		screen_put(s, 4, "  %s:%zu: %s%s%s", l->path, l->line, l->word,
			   *l->reason ? ", as stated: " : "", l->reason);
	}
	put_stated(s);
	put_places(s);
	put_parse(s);
	for (size_t i = 0; i < r->unread.n; i++)
		screen_put(s, 4, "  not scanned, its object is missing: %s",
			   r->unread.v[i]);
	if (s->r->set.n)
		screen_put(s, 2, r->proven ? "proof: git am gives the same tree, patch by patch" :
			   "no proof: git am was not tried");
}

/* --- what was verified ------------------------------------------------- */

static void put_list(const struct screen *s, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		screen_put(s, 6, "    %s", sv->v[i]);
}

static void put_again(const struct screen *s, const struct rpatch *p,
		      const struct verified_column *c, const char *check)
{
	struct strbuf again = STRBUF_INIT;

	verified_again(&s->r->report, p ? p->seen : 0, c, check, &again);
	screen_command(s, again.buf);
	strbuf_release(&again);
}

static void put_details(const struct screen *s, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		screen_put(s, 6, "    %.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void put_verdict(const struct screen *s, const struct rpatch *p,
			const char *check)
{
	const struct verified_check *v = review_verdict(s->r, p, check);

	if (!v || !rstate_bad(review_verdict_state(s->r, p, check)))
		return;
	if (p)
		screen_put(s, 4, "  %c patch %02zu, %s: %s", rstate_symbol(rstate_of(v->status)),
			   p->number, v->check, v->summary);
	else
		screen_put(s, 4, "  %c the series, %s: %s", rstate_symbol(rstate_of(v->status)),
			   v->check, v->summary);
	put_details(s, v->details);
	put_again(s, p, NULL, check);
}

static void put_claim(const struct screen *s, const struct cell *c)
{
	struct strvec code = STRVEC_INIT;

	if (!cell_claim(c))
		return;
	screen_put(s, 6, "    the series says that no function changes (code = same)");
	cell_code(c, &code);
	put_list(s, &code);
	strvec_release(&code);
}

static void put_findings(const struct screen *s, const struct rpatch *p)
{
	const struct review *r = s->r;
	struct strvec names = STRVEC_INIT;

	verified_checks(&r->report, &names);
	for (size_t i = 0; i < names.n; i++)
		put_verdict(s, p, names.v[i]);
	for (size_t i = 0; p && i < r->report.n; i++) {
		const struct verified_column *c = &r->report.columns[i];
		const struct cell *cell = review_cell(p, c);

		if (!rstate_bad(review_state(p, c)))
			continue;
		screen_put(s, 4, "  %c patch %02zu on %s",
			   rstate_symbol(review_state(p, c)), p->number, c->id);
		put_list(s, &cell->failures);
		put_list(s, &cell->cc);
		put_list(s, &cell->sparse);
		put_claim(s, cell);
		put_again(s, p, c, NULL);
	}
	strvec_release(&names);
}

static void put_stale(const struct screen *s)
{
	static const char *const how[] = {
		[FRESH_NONE] = "is not in the report",
		[FRESH_CHANGED] = "has changed since",
		[FRESH_BEHIND] = "was verified on top of other patches",
	};
	const struct review *r = s->r;

	if (!r->stale)
		return;
	screen_put(s, 4, "  stale: %s was written for other patches; run respin verify again",
		   r->report_path);
	if (r->other_tree)
		screen_put(s, 4, "    the report is for %s %s, the series for %s %s",
			   r->report.tree, r->report.commit, r->record.tree,
			   r->record.base);
	for (size_t k = 1; k <= r->set.n; k++) {
		const struct rpatch *p = review_mail(r, k);

		if (p->fresh != FRESH_YES && !(r->other_tree &&
					       p->fresh == FRESH_BEHIND))
			screen_put(s, 6, "    patch %02zu %s", k, how[p->fresh]);
	}
}

static void put_code(const struct screen *s)
{
	for (size_t k = 1; k <= s->r->set.n; k++) {
		struct strbuf text = STRBUF_INIT;

		if (review_code(s->r, review_mail(s->r, k), &text))
			screen_put(s, 4, "  code of patch %02zu: %s", k, text.buf);
		strbuf_release(&text);
	}
}

static void put_verified(const struct screen *s)
{
	const struct review *r = s->r;
	const struct verified *v = &r->report;
	size_t compiled = 0;

	screen_heading(s, "Verified");
	if (!r->has_report) {
		screen_put(s, 2, "  not verified: there is no %s; to make it, run",
			   r->report_path);
		strbuf_addf(s->out, "  respin verify --report %s LINUX %s\n",
			    r->report_path, r->dir);
		return;
	}
	for (size_t i = 0; i < v->n; i++)
		compiled += verified_compiled(&v->columns[i]);
	screen_put(s, 2, "  %zu of %zu configurations compiled, by %s", compiled,
		   v->n, v->command);
	put_stale(s);
	if (v->n_alike)
		screen_put(s, 2, "  they stand for %zu more, which nothing can tell apart from them for these patches",
			   v->n_alike);
	if (*v->failed)
		screen_put(s, 4, "  F does not apply: %s: %s", v->failed,
			   v->why);
	for (size_t i = 0; i < v->n; i++) {
		const struct verified_column *c = &v->columns[i];

		if (!verified_compiled(c))
			screen_put(s, 4, "  - %s: %s", c->id,
				   *c->why ? c->why : c->result);
	}
	for (size_t k = 0; k <= r->set.n; k++)
		put_findings(s, k ? review_mail(r, k) : NULL);
	put_code(s);
	screen_put(s, 4, v->lines_known ? "  changed lines that nothing compiled: %zu" :
		   "  changed lines that nothing compiled: not looked for",
		   v->lines.n);
	put_list(s, &v->lines);
	if (v->macros.n)
		screen_put(s, 4, "  changed lines in macros without a known user: %zu",
			   v->macros.n);
	put_list(s, &v->macros);
	if (v->solved.n)
		screen_put(s, 4, "  changed lines that only a configuration made for them compiled: %zu",
			   v->solved.n);
	if (v->dead.n)
		screen_put(s, 4, "  changed lines that no configuration can compile: %zu",
			   v->dead.n);
	put_list(s, &v->dead);
}

/* --- the reference ----------------------------------------------------- */

static void put_pair(const struct screen *s, const struct pair *p)
{
	const struct ppatch *any = p->ours ? p->ours : p->theirs;
	char ours[24] = "--", theirs[24] = "--";

	if (p->our_number)
		snprintf(ours, sizeof(ours), "%02zu", p->our_number);
	if (p->their_number)
		snprintf(theirs, sizeof(theirs), "%02zu", p->their_number);
	strbuf_addf(s->out, " %s  %s  ", ours, theirs);
	screen_cut(s->out, any->subject, s->width - 26 > 72 ? 72 : s->width - 26);
	strbuf_addf(s->out, " %s%s%s\n", p->verdict < DIFFERENT ? GREEN(s) :
		    YELLOW(s), compare_verdict_name(p->verdict), OFF(s));
	for (size_t i = 0; i < p->n; i++) {
		const struct file_result *f = &p->files[i];

		if (f->verdict < DIFFERENT)
			continue;
		screen_put(s, 13, "         %s: %s%s%s", f->path,
			   compare_verdict_name(f->verdict), f->note ? ", " : "",
			   f->note ? f->note : "");
		if (f->ours.text)
			screen_put(s, 22, "           ours   %c%u: %s", f->ours.sign,
				   f->ours.line, f->ours.text);
		if (f->theirs.text)
			screen_put(s, 22, "           theirs %c%u: %s", f->theirs.sign,
				   f->theirs.line, f->theirs.text);
	}
}

static void put_against(const struct screen *s)
{
	const struct comparison *c = &s->r->comparison;
	const char *between = ": ";

	screen_heading(s, "Against the reference");
	screen_put(s, 2, "  theirs: %s (%zu patch%s)", s->r->against, s->r->theirs.n,
		   s->r->theirs.n == 1 ? "" : "es");
	for (size_t i = 0; i < c->n; i++)
		put_pair(s, &c->v[i]);
	strbuf_addstr(s->out, compare_same(c) ? "same content" : "not the same");
	for (int v = 0; v < VERDICTS; v++) {
		if (!c->count[v])
			continue;
		strbuf_addf(s->out, "%s%d %s", between, c->count[v],
			    compare_verdict_name(v));
		between = ", ";
	}
	strbuf_addch(s->out, '\n');
	if (s->r->range_diff.len)
		screen_heading(s, "git range-diff, theirs and ours");
	for (size_t i = 0; i < s->r->range_diff.len; i++) {
		char c = s->r->range_diff.buf[i];

		if (c == '\n' || c == '\t')
			strbuf_addch(s->out, c);
		else
			screen_char(s->out, c);
	}
}

void review_text(const struct review *r, bool colour, int width,
		 struct strbuf *out)
{
	const struct screen s = { r, out, colour, width < 60 ? 60 : width };
	struct strbuf truth = STRBUF_INIT;

	if (r->has_record)
		screen_put(&s, 8, "respin: %s v%zu on %s%s%s", r->record.series, r->record.version,
			   r->record.tree, *r->record.base ? " " : "", r->record.base);
	else
		screen_put(&s, 8, "respin: %s", r->dir);
	if (review_truth(r, &truth))
		screen_put(&s, 2, "%s%s%s", RED(&s), truth.buf, OFF(&s));
	strbuf_release(&truth);
	put_patches(&s);
	if (r->has_record)
		put_misses(&s);
	put_verified(&s);
	review_prove_text(&s);
	review_boot_text(&s);
	if (r->against)
		put_against(&s);
}
