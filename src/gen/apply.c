// SPDX-License-Identifier: GPL-2.0-only
#include "gen/apply.h"
#include "gen/apply-int.h"
#include "gen/cond.h"

static const char *const names[] = {
	[OUTCOME_OPEN] = "open",
	[OUTCOME_APPLIED] = "applied",
	[OUTCOME_IN] = "already in",
	[OUTCOME_NOT_APPLICABLE] = "not applicable",
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
			free(r->ops[j].steps);
		}
		free(r->ops);
		free(r->why);
	}
	for (size_t i = 0; i < a->n_parse; i++)
		free(a->parse[i].word);
	free(a->reports);
	free(a->parse);
	a->reports = NULL;
	a->parse = NULL;
	a->n_parse = 0;
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

enum outcome apply_judge(const struct apply *a, size_t i, char **why)
{
	const struct patch *p = &a->series->patches[i];
	const struct cond *c;
	struct evidence ev;

	*why = NULL;
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
static int check_done(const struct apply *a, size_t i, struct strbuf *why)
{
	const struct patch *p = &a->series->patches[i];
	const struct cond *c;
	struct evidence ev;

	c = first_unmet(a, &p->done, &ev);
	if (!c)
		return 0;
	strbuf_addf(why, "'done = %s' does not hold after its operations",
		    c->text);
	if (ev.path)
		strbuf_addf(why, " (%s:%d)", ev.path, ev.line);
	return ERR_FINDING;
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

/* Report it. That the machine failed is nothing found. */
static int failed(const struct patch *p, int err, const struct strbuf *why)
{
	error("patch %s: %s", p->name, why->buf);
	return err == ERR_TOOL ? ERR_ENV : err;
}

static int run_ops(struct apply *a, size_t i)
{
	const struct patch *p = &a->series->patches[i];
	struct strbuf why = STRBUF_INIT;
	int err = 0;

	for (size_t j = 0; j < p->n && !err; j++)
		err = op_run(a, i, j, &why);
	if (!err)
		err = check_done(a, i, &why);
	if (!err) {
		int files = work_commit(a->work, i);

		if (files < 0) {
			err = files;
		} else if (!files) {
			strbuf_addstr(&why, "its operations changed nothing");
			err = ERR_FINDING;
		}
	}
	if (err == ERR_FINDING || err == ERR_TOOL) {
		a->reports[i].outcome = OUTCOME_FAILED;
		a->reports[i].why = xstrdup(why.buf);
		err = failed(p, err, &why);
	}
	if (err < 0)
		work_rollback(a->work);
	strbuf_release(&why);
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
	if (!err) {
		r->outcome = OUTCOME_APPLIED;
		count_change(a, i);
	}
	return err;
}

int apply_op(struct apply *a, size_t i, size_t j)
{
	struct strbuf why = STRBUF_INIT;
	int err = op_run(a, i, j, &why);

	if (!err && work_commit(a->work, i) < 0)
		err = ERR_ENV;
	if (err == ERR_FINDING || err == ERR_TOOL)
		err = failed(&a->series->patches[i], err, &why);
	strbuf_release(&why);
	return err;
}
