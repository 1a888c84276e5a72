// SPDX-License-Identifier: GPL-2.0-only
#include "base/word.h"
#include "csrc/tidy.h"
#include "gen/apply-int.h"
#include "gen/batch.h"
#include "gen/lost.h"
#include "gen/place.h"

/* A rule on its candidates. */
struct rule_run {
	struct apply *a;
	size_t patch, op;
	const struct rule *rule;
	struct op_report *report;
	bool converts;			/* has places that have to go */
	struct strvec words;		/* without any: those of Has */
	struct place_forms forms;	/* of either */
	struct strvec unseen;		/* attributes that spatch does not see */
	struct batch batch;
	struct work_file **files;	/* of the batch's units */
	size_t n, alloc;
};

static void choose(struct rule_run *run)
{
	const struct select *s = &run->rule->select;

	for (size_t k = 0; k < run->a->work->n; k++) {
		struct work_file *f = run->a->work->files[k];

		if (!f->there || !select_path(s, f->path) ||
		    !select_text(s, &f->text))
			continue;
		strvec_push(&run->report->candidates, f->path);
		GROW(run->files, run->n + 1, run->alloc);
		run->files[run->n++] = f;
		batch_add(&run->batch, f->path, &f->text);
	}
}

/* --- what could not be parsed -------------------------------------------- */

/* What a range holds that matters, or NULL. */
static const struct place *place_in(const struct places *p,
				    const struct bad_range *b)
{
	for (size_t i = 0; i < p->n; i++)
		if (b->from <= p->v[i].line && p->v[i].line <= b->to)
			return &p->v[i];
	return NULL;
}

#define SHOWN 60	/* characters of a line */

/* "12: foo(bar) {": line N of TEXT and its number. */
static char *line_text(const struct strbuf *text, int n)
{
	const char *p = text->buf;
	size_t len;

	for (int i = 1; i < n && *p; i++) {
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	p += strspn(p, " \t");
	len = strcspn(p, "\n");
	return xstrfmt("%d: %.*s%s", n, (int)(len > SHOWN ? SHOWN : len), p,
		       len > SHOWN ? "..." : "");
}

static void note_parse(struct rule_run *run, const struct unit *u,
		       const struct places *p)
{
	struct apply *a = run->a;

	for (size_t k = 0; k < u->said.n_bad; k++) {
		const struct bad_range *b = &u->said.bad[k];
		const struct place *in = place_in(p, b);
		char *line;

		GROW(a->parse, a->n_parse + 1, a->alloc_parse);
		a->parse[a->n_parse++] = (struct parse_miss){
			.patch = run->patch, .op = run->op, .path = u->path,
			.from = b->from, .to = b->to,
			.word = in ? xstrdup(in->form) : NULL,
		};
		/* A place to convert will be found left. */
		if (!in || run->converts ||
		    select_allows(&run->rule->select, MISS_PARSE, u->path,
				  in->function))
			continue;
		line = line_text(u->text, b->at);
		finding_add(&a->findings, FINDING_UNPARSED, NULL,
			    "spatch cannot parse %s:%d-%d, which holds %s: %s may have missed it (it stops at line %s)",
			    u->path, b->from, b->to, in->form,
			    run->rule->path, line);
		free(line);
	}
}

/* --- what is left -------------------------------------------------------- */

static bool is_bad(const void *arg, int from, int to)
{
	return spatch_bad_in(arg, from, to);
}

/* The file has places behind the rule: remember where it was not parsed. */
static void note_left(struct rule_run *run, struct work_file *f,
		      const struct unit *u, const struct places *before)
{
	struct op_report *r = run->report;
	struct left_file *l;

	GROW(r->left, r->n_left + 1, r->alloc_left);
	l = &r->left[r->n_left++];
	memset(l, 0, sizeof(*l));
	l->file = f;
	for (size_t i = 0; i < before->n; i++) {
		const struct place *p = &before->v[i];
		const struct bad_range *b = spatch_bad_in(&u->said, p->line,
							  p->line);

		if (!b)
			continue;
		strvec_push(&l->unparsed, p->function ?: "");
		strvec_take(&l->lines, line_text(u->text, b->at));
	}
}

static void count_places(struct rule_run *run, struct work_file *f,
			 const struct unit *u, const struct places *before)
{
	size_t left = place_count(&run->forms, &f->text);

	run->report->places += before->n;
	run->report->talk += place_talk(&run->forms, &f->text);
	run->report->converted += before->n > left ? before->n - left : 0;
	if (left)
		note_left(run, f, u, before);
}

/* --- taking results ------------------------------------------------------ */

static void nothing_found(struct rule_run *run, const struct unit *u)
{
	struct strvec words = STRVEC_INIT;
	struct strbuf where = STRBUF_INIT;

	select_words(&run->rule->select, &words);
	for (size_t i = 0; i < words.n && !where.len; i++) {
		size_t at = word_find(u->text->buf, u->text->len, 0, words.v[i]);
		int line = 1;

		if (at == WORD_NONE)
			continue;
		for (size_t k = 0; k < at; k++)
			line += u->text->buf[k] == '\n';
		strbuf_addf(&where, " (expected a match: %s occurs in line %d)",
			    words.v[i], line);
	}
	finding_add(&run->a->findings, FINDING_UNCHANGED, NULL,
		    "%s found nothing in %s%s", run->rule->path, u->path,
		    where.buf ?: "");
	strbuf_release(&where);
	strvec_release(&words);
}

/*
 * A file that stays as it is: whether that is right tell its places, if the
 * rule has any; a rule that only adds something has none.
 */
static void unchanged(struct rule_run *run, const struct unit *u,
		      const struct places *p)
{
	if (!select_allows(&run->rule->select, MISS_FILE, u->path, NULL) &&
	    !(run->converts && !p->n)) {
		if (!run->converts)
			nothing_found(run, u);
		return;
	}
	strvec_push(&run->report->unchanged, u->path);
}

struct loser {
	struct rule_run *run;
	const struct unit *unit;
};

static void note_lost(void *arg, const char *name, int line)
{
	const struct loser *l = arg;
	const struct rule *r = l->run->rule;

	if (!select_allows(&r->select, MISS_ATTRIBUTE, l->unit->path, NULL))
		finding_add(&l->run->a->findings, FINDING_LOST, NULL,
			    "%s:%d: %s is gone, with the code that %s replaces",
			    l->unit->path, line, name, r->path);
}

static int change(struct rule_run *run, struct unit *u, struct work_file *f)
{
	struct loser l = { run, u };
	int err = lost_find(&run->unseen, u->text, &u->after, note_lost, &l);

	if (!err)
		err = tidy(&f->text, &u->after);
	return err ? err : work_update(f, &u->after, STEP(run->op, 0));
}

static int take_answer(struct rule_run *run, struct unit *u,
		       struct work_file *f)
{
	struct op_report *r = run->report;
	struct places p = { 0 };
	size_t bad;
	int err = 0;

	place_list(&run->forms, u->text, &p);
	r->functions += place_functions(u->text, is_bad, &u->said, &bad);
	r->unparsed += bad;
	r->known += u->known;
	note_parse(run, u, &p);
	for (size_t k = 0; k < run->rule->n; k++)
		r->steps[k].hits += u->said.hits[k];
	if (u->changed)
		err = change(run, u, f);
	else
		unchanged(run, u, &p);
	if (!err && run->converts)
		count_places(run, f, u, &p);
	places_release(&p);
	return err;
}

static void check_rules(struct rule_run *run)
{
	const struct rule *rule = run->rule;

	for (size_t k = 0; k < rule->n; k++) {
		struct step_report *s = &run->report->steps[k];

		if (s->hits || !rule->names[k].changes)
			continue;
		s->reason = select_allows(&rule->select, MISS_RULE,
					  rule->names[k].name, NULL);
		s->allowed = s->reason != NULL;
		if (s->allowed || !run->n)
			continue;
		finding_add(&run->a->findings, FINDING_RULE, NULL,
			    "%s:%d: rule %s found nothing in its %zu candidate file%s (%s%s)",
			    rule->path, rule->names[k].line,
			    rule->names[k].name, run->n, plural(run->n),
			    run->files[0]->path, run->n > 1 ? ", ..." : "");
	}
}

static void failed(struct rule_run *run, const struct unit *u)
{
	finding_add(&run->a->findings, u->state == UNIT_REFUSED ?
		    FINDING_REFUSED : FINDING_NO_ANSWER, u->why,
		    "spatch on %s with %s %s", u->path, run->rule->path, u->why);
}

static int take_units(struct rule_run *run)
{
	bool all = true;
	int err = 0;

	for (size_t k = 0; k < run->n && !err; k++) {
		struct unit *u = &run->batch.units[k];

		if (u->state == UNIT_DONE)
			err = take_answer(run, u, run->files[k]);
		else
			failed(run, u);
		all &= u->state == UNIT_DONE;
	}
	/* Of files without an answer, a rule may have found something. */
	if (!err && all)
		check_rules(run);
	return err;
}

static void init_steps(struct rule_run *run)
{
	struct op_report *r = run->report;

	r->n_steps = run->rule->n;
	r->steps = xcalloc(r->n_steps, sizeof(*r->steps));
	for (size_t k = 0; k < r->n_steps; k++)
		r->steps[k].name = run->rule->names[k].name;
}

/* The places of files that the rule leaves alone count, and are listed. */
static void note_excluded(struct rule_run *run)
{
	const struct select *s = &run->rule->select;
	struct apply *a = run->a;

	for (size_t k = 0; k < a->work->n && s->n_not; k++) {
		struct work_file *f = a->work->files[k];
		const char *reason = select_excluded(s, f->path);
		struct places p;

		if (!f->there || !reason || !select_text(s, &f->text))
			continue;
		place_list(&run->forms, &f->text, &p);
		run->report->places += p.n;
		for (size_t i = 0; i < p.n; i++)
			left_note(a, run->patch, run->op, f->path, &p.v[i],
				  "excluded", reason);
		places_release(&p);
	}
}

static void init_forms(struct rule_run *run)
{
	const struct rule *r = run->rule;

	run->converts = r->places.n > 0;
	if (!run->converts)
		select_words(&r->select, &run->words);
	place_forms_init(&run->forms, run->converts ? &r->places : &run->words);
}

/* The headers that the rule's options ask for. */
static int find_headers(struct rule_run *run, struct headers **h)
{
	const struct apply *a = run->a;
	char *dir = xstrfmt("%s/headers", a->scratch);
	int err = a->tree ? headers_open(h, run->rule, dir, a->tree, a->work) : 0;

	for (size_t k = 0; k < run->n && *h && !err; k++)
		err = headers_add(*h, run->files[k]->path, &run->files[k]->text);
	if (*h && !err)
		err = headers_end(*h);
	run->batch.headers = *h;
	free(dir);
	return err;
}

/* Run spatch on all candidates. */
static int run_batch(struct rule_run *run)
{
	struct headers *headers = NULL;
	struct apply *a = run->a;
	int err = 0;

	if (run->n)
		err = find_headers(run, &headers);
	if (run->n && !err)
		err = macros_begin(a, run->rule, &run->batch);
	if (run->n && !err) {
		lost_names(run->batch.macros, run->rule->text.buf, &run->unseen);
		err = batch_run(&run->batch);
	}
	if (!err)
		err = macros_again(a, &run->batch, &run->forms);
	a->spatch_runs += run->batch.processes;
	if (run->batch.why)
		finding_add(&a->findings, FINDING_REFUSED, NULL, "%s",
			    run->batch.why);
	run->batch.headers = NULL;
	headers_close(headers);
	return err;
}

static void release_run(struct rule_run *run)
{
	batch_release(&run->batch);
	place_forms_release(&run->forms);
	strvec_release(&run->words);
	strvec_release(&run->unseen);
	free(run->files);
}

static struct rule_run new_run(struct apply *a, size_t i, size_t j)
{
	const struct rule *rule = &a->series->patches[i].ops[j].rule;

	return (struct rule_run){
		.a = a, .patch = i, .op = j, .rule = rule,
		.report = &a->reports[i].ops[j],
		.batch = { .rule = rule, .scratch = a->scratch,
			   .jobs = a->jobs, .alone = a->alone,
			   .timeout = a->timeout,
			   .progress = a->progress },
	};
}

int op_run_rule(struct apply *a, size_t i, size_t j)
{
	struct rule_run run = new_run(a, i, j);
	int err;

	if (!a->kept && !a->no_kept) {
		a->kept = kept_open();
		a->no_kept = !a->kept;
	}
	run.batch.kept = a->kept;
	init_steps(&run);
	init_forms(&run);
	choose(&run);
	if (run.converts)
		note_excluded(&run);
	if (!run.n && !select_allows(&run.rule->select, MISS_ALL, NULL, NULL))
		finding_add(&a->findings, FINDING_NO_FILE, NULL,
			    "%s has no candidate file in this tree (add '// May-miss: all -- REASON' if that is right)",
			    run.rule->path);
	err = run_batch(&run);
	/* In order of path, whatever order they ended in. */
	if (!err && !run.batch.why)
		err = take_units(&run);
	release_run(&run);
	return err ? err : a->findings.n ? ERR_FINDING : 0;
}

int op_tell(struct apply *a, struct strbuf *out, size_t *files)
{
	struct rule_run run = new_run(a, 0, 0);
	struct op_report *r = run.report;
	int err;

	/* A script may look at anything: what it prints is not kept. */
	run.batch.tell = r->ran = true;
	init_steps(&run);
	select_words(&run.rule->select, &run.words);
	place_forms_init(&run.forms, &run.words);
	choose(&run);
	err = run_batch(&run);
	for (size_t k = 0; k < run.n && !err; k++) {
		const struct unit *u = &run.batch.units[k];
		struct places p = { 0 };
		size_t bad;

		if (u->state != UNIT_DONE) {
			failed(&run, u);
			continue;
		}
		place_list(&run.forms, u->text, &p);
		r->functions += place_functions(u->text, is_bad, &u->said, &bad);
		r->unparsed += bad;
		note_parse(&run, u, &p);
		strbuf_addbuf(out, &u->told);
		*files += u->told.len > 0;
		places_release(&p);
	}
	release_run(&run);
	return err ? err : a->findings.n ? ERR_FINDING : 0;
}
