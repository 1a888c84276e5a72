// SPDX-License-Identifier: GPL-2.0-only
#include "apply.h"
#include "apply-op.h"

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
	text = xstrfmt("no %s%s", c->tokens, in);
	free(in);
	return text;
}

enum outcome apply_judge(const struct apply *a, size_t i, char **why)
{
	const struct patch *p = &a->series->patches[i];
	struct evidence ev, shown = { 0 };
	const struct cond *by = NULL;
	bool in = p->done.n > 0;

	for (size_t k = 0; k < p->done.n && in; k++) {
		in = cond_holds(&p->done.v[k], a->work, &ev);
		if (!in)
			break;
		/* A place in the tree says more than an absence. */
		if (!by || (!shown.path && ev.path)) {
			by = &p->done.v[k];
			shown = ev;
		}
	}
	if (in) {
		*why = evidence_text(by, &shown);
		return OUTCOME_IN;
	}
	for (size_t k = 0; k < p->needs.n; k++) {
		const struct cond *c = &p->needs.v[k];

		if (cond_holds(c, a->work, &ev))
			continue;
		*why = evidence_text(c, &ev);
		return OUTCOME_NOT_APPLICABLE;
	}
	*why = NULL;
	return OUTCOME_OPEN;
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

static int run_ops(struct apply *a, size_t i)
{
	const struct patch *p = &a->series->patches[i];
	struct strbuf why = STRBUF_INIT;
	int err = 0;

	for (size_t j = 0; j < p->n && !err; j++)
		err = op_run(a, i, j, &why);
	if (!err) {
		int files = work_commit(a->work, i);

		if (files < 0) {
			err = files;
		} else if (!files) {
			strbuf_addstr(&why, "its operations changed nothing, yet its 'done' conditions do not hold");
			err = ERR_FINDING;
		}
	}
	if (err == ERR_FINDING) {
		a->reports[i].outcome = OUTCOME_FAILED;
		a->reports[i].why = xstrdup(why.buf);
		error("patch %s: %s", p->name, why.buf);
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
	if (err == ERR_FINDING)
		error("patch %s: %s", a->series->patches[i].name, why.buf);
	strbuf_release(&why);
	return err;
}
