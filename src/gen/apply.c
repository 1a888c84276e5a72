// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "gen/apply.h"
#include "gen/apply-int.h"
#include "gen/cond.h"

static const char *const names[] = {
	[OUTCOME_OPEN] = "open",
	[OUTCOME_APPLIED] = "applied",
	[OUTCOME_IN] = "already in",
	[OUTCOME_NOT_APPLICABLE] = "not applicable",
	[OUTCOME_WAITS] = "waits for",
	[OUTCOME_FAILED] = "failed",
	[OUTCOME_NOT_WANTED] = "left out",
	[OUTCOME_NOT_REACHED] = "not reached",
};

const char *outcome_name(enum outcome o)
{
	return names[o];
}

void apply_init(struct apply *a)
{
	const struct series *s = a->series;

	a->reports = xcalloc(s->n, sizeof(*a->reports));
	for (size_t i = 0; i < s->n; i++) {
		a->reports[i].outcome = OUTCOME_NOT_REACHED;
		a->reports[i].ops = xcalloc(s->patches[i].n,
					    sizeof(*a->reports[i].ops));
	}
}

void apply_release(struct apply *a)
{
	for (size_t i = 0; a->reports && i < a->series->n; i++) {
		struct patch_report *r = &a->reports[i];

		for (size_t j = 0; j < a->series->patches[i].n; j++) {
			strvec_release(&r->ops[j].candidates);
			strvec_release(&r->ops[j].unchanged);
			for (size_t k = 0; k < r->ops[j].n_left; k++) {
				strvec_release(&r->ops[j].left[k].unparsed);
				strvec_release(&r->ops[j].left[k].lines);
			}
			free(r->ops[j].left);
			free(r->ops[j].steps);
		}
		free(r->ops);
		free(r->why);
	}
	for (size_t i = 0; i < a->n_parse; i++)
		free(a->parse[i].word);
	for (size_t i = 0; i < a->n_left; i++) {
		free(a->left[i].function);
		free(a->left[i].form);
	}
	findings_release(&a->findings);
	kept_close(a->kept);
	a->kept = NULL;
	free(a->macros);
	free(a->late);
	free(a->reports);
	free(a->parse);
	free(a->left);
	a->reports = NULL;
	a->parse = NULL;
	a->left = NULL;
	a->n_parse = a->n_left = 0;
}

static char *where(const struct cond *c)
{
	struct strbuf sb = STRBUF_INIT;

	if (c->paths.n)
		strbuf_addf(&sb, " in %s%s", c->paths.v[0],
			    c->paths.n > 1 ? " ..." : "");
	return strbuf_detach(&sb);
}

static char *evidence_text(const struct cond *c, const struct evidence *ev)
{
	char *in, *text;

	if (ev->path)
		return xstrfmt("%s:%d", ev->path, ev->line);
	in = where(c);
	text = xstrfmt("no '%s'%s", c->tokens, in);
	free(in);
	return text;
}

/* The first condition of LIST that does not hold, or NULL. */
static const struct cond *first_unmet(const struct apply *a,
				      const struct cond_list *list,
				      struct evidence *ev)
{
	for (size_t k = 0; k < list->n; k++)
		if (!cond_holds(&list->v[k], a->work, ev))
			return &list->v[k];
	return NULL;
}

/* What best shows that it is in: a place says more than an absence. */
static char *why_in(const struct apply *a, const struct cond_list *list)
{
	struct evidence ev;

	for (size_t k = 0; k < list->n; k++)
		if (cond_holds(&list->v[k], a->work, &ev) && ev.path)
			return evidence_text(&list->v[k], &ev);
	cond_holds(&list->v[0], a->work, &ev);
	return evidence_text(&list->v[0], &ev);
}

/* Without `done`, a conversion is in if there is nothing that it could change. */
static bool by_places(const struct patch *p)
{
	bool places = false;

	for (size_t i = 0; i < p->n; i++)
		places |= p->ops[i].kind == OP_RULE && p->ops[i].rule.places.n;
	return places && !p->done.n;
}

enum outcome apply_judge(const struct apply *a, size_t i, char **why)
{
	const struct patch *p = &a->series->patches[i];
	const struct cond *c;
	struct evidence ev;

	*why = NULL;
	c = by_places(p) ? first_unmet(a, &p->needs, &ev) : NULL;
	if (by_places(p) && !c) {
		char *place = left_first(a, i);

		if (!place)
			*why = xstrdup("no place to convert");
		free(place);
		return place ? OUTCOME_OPEN : OUTCOME_IN;
	}
	if (p->done.n && !first_unmet(a, &p->done, &ev) &&
	    !first_unmet(a, &p->later, &ev)) {
		*why = why_in(a, &p->done);
		return OUTCOME_IN;
	}
	c = first_unmet(a, &p->needs, &ev);
	if (!c)
		return OUTCOME_OPEN;
	*why = evidence_text(c, &ev);
	return OUTCOME_NOT_APPLICABLE;
}

/* What a patch was made for must hold when its operations are through. */
static void check_done(struct apply *a, size_t i)
{
	const struct patch *p = &a->series->patches[i];
	const struct cond *c;
	struct evidence ev;

	c = first_unmet(a, &p->done, &ev);
	if (!c)
		return;
	if (ev.path)
		finding_add(&a->findings, FINDING_DONE, NULL,
			    "'done = %s' does not hold after its operations (%s:%d)",
			    c->text, ev.path, ev.line);
	else
		finding_add(&a->findings, FINDING_DONE, NULL,
			    "'done = %s' does not hold after its operations",
			    c->text);
}

static void count_change(struct apply *a, size_t i)
{
	struct patch_report *r = &a->reports[i];

	r->files = r->plus = r->minus = 0;
	for (size_t k = 0; k < a->work->n; k++) {
		const struct file_change *c =
			file_change_of(a->work->files[k], i);

		if (!c)
			continue;
		r->files++;
		r->plus += c->plus;
		r->minus += c->minus;
	}
}

/* What the findings say in one line. */
static char *summary(const struct findings *f)
{
	const struct finding *first = &f->v[0];

	for (size_t i = 1; i < f->n; i++)
		if (f->v[i].kind < first->kind)
			first = &f->v[i];
	return f->n == 1 ? xstrdup(first->text) :
	       xstrfmt("%s (and %zu more)", first->text, f->n - 1);
}

/*
 * Nothing of a patch without conditions found anything, and all places that
 * there are may stay: it is in.
 */
static bool is_in(const struct apply *a, size_t i)
{
	if (!by_places(&a->series->patches[i]))
		return false;
	for (size_t k = 0; k < a->findings.n; k++)
		if (a->findings.v[k].kind != FINDING_RULE)
			return false;
	for (size_t k = 0; k < a->work->n; k++)
		if (a->work->files[k]->lines)
			return false;
	return true;
}

static int run_ops(struct apply *a, size_t i)
{
	const struct patch *p = &a->series->patches[i];
	size_t j;
	int err = 0;

	for (j = 0; j < p->n && !err; j++)
		err = op_run(a, i, j);
	/* What the first operations leave may be for those that did not run. */
	if (!err)
		left_judge(a, i, 0);
	else if (err == ERR_FINDING)
		left_judge(a, i, j - 1);
	if ((!err || err == ERR_FINDING) && is_in(a, i)) {
		a->reports[i].outcome = OUTCOME_IN;
		findings_release(&a->findings);
		return 0;
	}
	if (!err && !a->findings.n)
		check_done(a, i);
	if (!err && !a->findings.n) {
		int files = work_commit(a->work, i);

		if (files < 0)
			err = files;
		else if (!files)
			finding_add(&a->findings, FINDING_DONE, NULL,
				    "its operations changed nothing");
	}
	return err && err != ERR_FINDING ? err : findings_error(&a->findings);
}

/* Print what was found, and undo the patch. */
static int fail(struct apply *a, size_t i, int err)
{
	struct patch_report *r = &a->reports[i];

	if (a->findings.n) {
		r->outcome = OUTCOME_FAILED;
		r->why = summary(&a->findings);
		findings_print(&a->findings, a->series->patches[i].name,
			       a->all_findings);
	}
	work_rollback(a->work);
	return err;
}

int apply_patch(struct apply *a, size_t i)
{
	struct patch_report *r = &a->reports[i];
	double start = now();
	int err;

	if (!a->series->patches[i].wanted) {
		r->outcome = OUTCOME_NOT_WANTED;
		return 0;
	}
	r->outcome = apply_judge(a, i, &r->why);
	if (r->outcome != OUTCOME_OPEN)
		return 0;
	err = run_ops(a, i);
	r->seconds = now() - start;
	if (err)
		err = fail(a, i, err);
	findings_release(&a->findings);
	if (!err && r->outcome == OUTCOME_IN) {
		r->why = xstrdup("no place to convert but those stated");
	} else if (!err) {
		r->outcome = OUTCOME_APPLIED;
		count_change(a, i);
	}
	return err;
}

int apply_op(struct apply *a, size_t i, size_t j)
{
	int err = op_run(a, i, j);

	if (!err || err == ERR_FINDING)
		left_judge(a, i, j);
	if (!err && !a->findings.n && work_commit(a->work, i) < 0)
		err = ERR_ENV;
	if (a->findings.n) {
		findings_print(&a->findings, a->series->patches[i].name,
			       a->all_findings);
		err = err && err != ERR_FINDING ? err :
		      findings_error(&a->findings);
	}
	findings_release(&a->findings);
	return err;
}

int op_run(struct apply *a, size_t i, size_t j)
{
	struct op_report *r = &a->reports[i].ops[j];
	double start = now();
	int err;

	r->ran = true;
	if (a->series->patches[i].ops[j].kind == OP_RULE)
		err = op_run_rule(a, i, j);
	else
		err = op_run_edit(a, i, j);
	r->seconds = now() - start;
	return err;
}

/* Has an operation before J the same places? */
static bool shares_places(const struct patch *p, size_t j)
{
	for (size_t i = 0; i < j; i++)
		if (p->ops[i].kind == OP_RULE &&
		    strset_equal(&p->ops[i].rule.places, &p->ops[j].rule.places))
			return true;
	return false;
}

size_t apply_places(const struct apply *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->series->n; i++) {
		const struct patch *p = &a->series->patches[i];

		for (size_t j = 0; j < p->n; j++)
			if (p->ops[j].kind == OP_RULE && !shares_places(p, j))
				n += a->reports[i].ops[j].places;
	}
	return n;
}

/* Where DONE holds, does NEED? */
static bool brings(const struct cond *done, const struct cond *need)
{
	return !done->negated && !need->negated &&
	       strstr(done->tokens, need->tokens) &&
	       strset_equal(&done->paths, &need->paths);
}

const struct patch *apply_waits(const struct apply *a, size_t i)
{
	struct evidence ev;
	const struct cond *need = first_unmet(a, &a->series->patches[i].needs, &ev);

	for (size_t k = 0; need && k < i; k++) {
		const struct patch *p = &a->series->patches[k];
		enum outcome o = a->reports[k].outcome;

		for (size_t c = 0; c < p->done.n; c++)
			if ((o == OUTCOME_OPEN || o == OUTCOME_WAITS) &&
			    brings(&p->done.v[c], need))
				return p;
	}
	return NULL;
}
