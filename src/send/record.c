// SPDX-License-Identifier: GPL-2.0-only
#include "base/version.h"
#include "git/diff.h"
#include "send/record.h"

static void copy(struct strvec *to, const struct strvec *from)
{
	for (size_t i = 0; i < from->n; i++)
		strvec_push(to, from->v[i]);
}

static const char *step_name(const struct patch *p, int step)
{
	const struct op *op;

	if (step < 0)
		return "tidy";
	op = &p->ops[STEP_OP(step)];
	return op->kind == OP_EDIT ? op->edit.cmds[STEP_CMD(step)].name :
				     op->name;
}

static void span_list(const struct patch *p, const struct spans *s,
		      struct strvec *out)
{
	for (size_t i = 0; i < s->n; i++)
		strvec_pushf(out, "%u+%u %s", s->v[i].line, s->v[i].n,
			     step_name(p, s->v[i].op));
}

static void fill_op(struct record_op *to, const struct op *op,
		    const struct op_report *r)
{
	to->name = op->name;
	to->from = op->from;
	copy(&to->candidates, &r->candidates);
	copy(&to->unchanged, &r->unchanged);
	to->steps = xcalloc(r->n_steps + 1, sizeof(*to->steps));
	for (to->n = 0; to->n < r->n_steps; to->n++) {
		const struct step_report *s = &r->steps[to->n];

		to->steps[to->n] = (struct record_step){
			.name = s->name, .hits = (size_t)s->hits,
			.may_miss = s->allowed ? s->reason : NULL,
		};
	}
	to->places = to->converted = to->functions = to->unparsed = -1;
	if (op->kind == OP_RULE) {
		to->functions = (long)r->functions;
		to->unparsed = (long)r->unparsed;
	}
	if (op->kind == OP_RULE && op->rule.places.n) {
		to->places = (long)r->places;
		to->converted = (long)r->converted;
	}
	to->seconds = r->seconds;
}

static void fill_changes(struct record_patch *to, const struct generated *g,
			 size_t i)
{
	const struct patch *p = &g->apply->series->patches[i];
	const struct work *w = g->apply->work;

	to->changes = xcalloc(w->n + 1, sizeof(*to->changes));
	for (size_t k = 0; k < w->n; k++) {
		const struct file_change *c = file_change_of(w->files[k], i);
		struct record_change *change;

		if (!c)
			continue;
		change = &to->changes[to->n_changes++];
		change->path = w->files[k]->path;
		change->plus = (size_t)c->plus;
		change->minus = (size_t)c->minus;
		span_list(p, &c->added, &change->added);
		span_list(p, &c->removed, &change->removed);
	}
}

/* What people gave, and whether it was for this very content. */
static void fill_trailers(struct record_patch *to, const struct given_list *l)
{
	to->trailers = xcalloc(l->n + 1, sizeof(*to->trailers));
	for (to->n_trailers = 0; to->n_trailers < l->n; to->n_trailers++) {
		const struct given *g = &l->v[to->n_trailers];

		to->trailers[to->n_trailers] = (struct record_trailer){
			.text = g->t->text, .message_id = g->t->from,
			.found_by = g->what == GIVEN_SAME ? "patch-id" : "subject",
			.dropped = !given_holds(g),
		};
	}
}

static void fill_patch(struct record_patch *to, const struct generated *g,
		       size_t i, size_t *mail_no)
{
	const struct patch *p = &g->apply->series->patches[i];
	const struct patch_report *pr = &g->apply->reports[i];
	bool applied = pr->outcome == OUTCOME_APPLIED;

	*to = (struct record_patch){
		.name = p->name, .subject = p->subject,
		.outcome = outcome_name(pr->outcome), .why = pr->why,
		.code = p->same_code ? "same" : NULL,
		.files = applied ? pr->files : -1,
		.plus = applied ? pr->plus : -1,
		.minus = applied ? pr->minus : -1, .seconds = pr->seconds,
	};
	/* File 0 is the cover letter. */
	if (applied && g->mail && ++*mail_no < g->mail->files.n)
		to->file = g->mail->files.v[*mail_no];
	if (g->mail)
		fill_trailers(to, &g->mail->given[i]);
	to->ops = xcalloc(p->n + 1, sizeof(*to->ops));
	for (size_t j = 0; j < p->n; j++)
		if (pr->ops[j].ran)
			fill_op(&to->ops[to->n_ops++], &p->ops[j], &pr->ops[j]);
	fill_changes(to, g, i);
}

/* Who made each line of the last text: patch * BIG + step, or -1. */
static void fill_lines(const struct generated *g, const struct work_file *f,
		       struct strvec *out)
{
	const struct series *s = g->apply->series;
	struct owner { int patch, step; } *own = NULL;
	size_t n = 0;

	for (size_t k = 0; k < f->n_changes; k++) {
		const struct file_change *c = &f->changes[k];
		const struct strbuf *after = change_after(f, c);
		struct hunks h = { 0 };
		struct owner *next;
		size_t total = 0, old = 0, new = 0;

		for (size_t b = 0; b < after->len; b++)
			total += after->buf[b] == '\n';
		next = xcalloc(total + 1, sizeof(*next));
		diff_lines(&c->before, after, &h);
		for (size_t i = 0; i <= h.n; i++) {
			size_t stop = i < h.n ? h.v[i].new : total;

			for (; new < stop; new++, old++)
				next[new] = k && old < n ? own[old] :
					    (struct owner){ -1, -1 };
			if (i == h.n)
				break;
			old += h.v[i].old_n;
			for (size_t j = 0; j < h.v[i].new_n; j++)
				next[new++] = (struct owner){ (int)c->patch, -1 };
		}
		for (size_t i = 0; i < c->added.n; i++)
			for (size_t j = 0; j < c->added.v[i].n; j++)
				if (c->added.v[i].line - 1 + j < total)
					next[c->added.v[i].line - 1 + j].step =
						c->added.v[i].op;
		hunks_release(&h);
		free(own);
		own = next;
		n = total;
	}
	for (size_t i = 0, run = 1; i < n; i += run, run = 1) {
		while (i + run < n && own[i + run].patch == own[i].patch &&
		       own[i + run].step == own[i].step)
			run++;
		if (own[i].patch >= 0)
			strvec_pushf(out, "%zu+%zu %s %s", i + 1, run,
				     s->patches[own[i].patch].name,
				     step_name(&s->patches[own[i].patch],
					       own[i].step));
	}
	free(own);
}

static void fill_misses(struct record *r, const struct generated *g)
{
	const struct apply *a = g->apply;

	r->parse = xcalloc(a->n_parse + 1, sizeof(*r->parse));
	for (; r->n_parse < a->n_parse; r->n_parse++) {
		const struct parse_miss *m = &a->parse[r->n_parse];
		const struct patch *p = &a->series->patches[m->patch];

		r->parse[r->n_parse] = (struct record_parse){
			.patch = p->name, .op = p->ops[m->op].name,
			.path = m->path, .from = (size_t)m->from,
			.to = (size_t)m->to, .holds = m->word,
		};
	}
	r->places = xcalloc(a->n_left + 1, sizeof(*r->places));
	for (; r->n_places < a->n_left; r->n_places++) {
		const struct place_left *l = &a->left[r->n_places];
		const struct patch *p = &a->series->patches[l->patch];

		r->places[r->n_places] = (struct record_place){
			.patch = p->name, .op = p->ops[l->op].name,
			.path = l->path, .line = (size_t)l->line,
			.function = l->function, .form = l->form,
			.why = l->why, .reason = l->reason,
		};
	}
	r->lefts = xcalloc(g->lefts->n + 1, sizeof(*r->lefts));
	for (; r->n_lefts < g->lefts->n; r->n_lefts++) {
		const struct left *l = &g->lefts->v[r->n_lefts];

		r->lefts[r->n_lefts] = (struct record_left){
			.path = l->path, .line = (size_t)l->line,
			.word = l->word, .reason = l->reason,
		};
	}
	copy(&r->unread, &g->scan->unread);
}

void generated_text(const struct generated *g, bool times, struct strbuf *out)
{
	const struct series *s = g->apply->series;
	const struct work *w = g->apply->work;
	struct record r = {
		.series = s->name, .title = s->title,
		.version = (size_t)s->version, .tree = g->tree->name,
		.kind = g->tree->is_git ? "git" : "folder",
		.base = g->tree->commit, .respin = RESPIN_VERSION,
		.spatch = g->spatch_version ?: "not run", .proven = g->proven,
		.patches = xcalloc(s->n + 1, sizeof(*r.patches)),
		.lines = xcalloc(w->n + 1, sizeof(*r.lines)),
	};
	size_t mail_no = 0;

	for (; r.n < s->n; r.n++)
		fill_patch(&r.patches[r.n], g, r.n, &mail_no);
	fill_misses(&r, g);
	for (size_t i = 0; i < w->n; i++) {
		if (!w->files[i]->n_changes)
			continue;
		r.lines[r.n_lines].key = w->files[i]->path;
		fill_lines(g, w->files[i], &r.lines[r.n_lines++].v);
	}
	record_text(&r, times, out);
	record_release(&r);
}
