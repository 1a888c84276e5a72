// SPDX-License-Identifier: GPL-2.0-only
#include "gen/apply-int.h"
#include "csrc/tidy.h"

/* The candidates of a group of commands, as they were when it began. */
struct group {
	struct work_file **files;
	size_t n, alloc;
	int number;	/* edit_cmd.group, -1 before the first */
};

static int read_other(void *data, const char *path, struct strbuf *out)
{
	const struct work *w = data;
	const struct work_file *f = work_find(w, path);

	if (!f || !f->there)
		return ERR_ENV;
	strbuf_addbuf(out, &f->text);
	return 0;
}

static void begin_group(struct group *g, const struct edit_cmd *cmd,
			const struct work *w, struct op_report *r)
{
	/* A view: the lists stay the command's. */
	struct select s = { .files = cmd->files, .has = cmd->has,
			    .lacks = cmd->lacks };

	g->number = cmd->group;
	g->n = 0;
	for (size_t k = 0; k < w->n; k++) {
		struct work_file *f = w->files[k];

		if (!f->there || !select_path(&s, f->path) ||
		    !select_text(&s, &f->text))
			continue;
		GROW(g->files, g->n + 1, g->alloc);
		g->files[g->n++] = f;
		if (!strvec_has(&r->candidates, f->path))
			strvec_push(&r->candidates, f->path);
	}
}

static void missed(struct apply *a, const struct edit_cmd *cmd,
		   const struct work_file *f)
{
	struct strbuf why = STRBUF_INIT;

	edit_cmd_missing(cmd, f->path, &f->text, read_other, a->work, &why);
	finding_add(&a->findings, FINDING_EDIT, cmd->name,
		    "edit %s (%s) found nothing in %s: %s", cmd->name,
		    edit_verb_name(cmd->verb), f->path, why.buf);
	strbuf_release(&why);
}

static int on_file(struct apply *a, const struct edit_cmd *cmd,
		   struct work_file *f, int step, struct step_report *sr)
{
	struct strbuf text = STRBUF_INIT;
	int hits = 0, err;

	strbuf_addbuf(&text, &f->text);
	err = edit_cmd_apply(cmd, f->path, &text, read_other, a->work, &hits);
	if (!err && !hits && !cmd->may_miss) {
		missed(a, cmd, f);
	} else if (err == ERR_FINDING) {
		finding_add(&a->findings, FINDING_EDIT, NULL,
			    "edit %s failed in %s (see above)", cmd->name,
			    f->path);
		err = 0;
	}
	if (!err && hits) {
		sr->hits += hits;
		err = tidy(&f->text, &text);
		if (!err)
			err = work_update(f, &text, step);
	}
	strbuf_release(&text);
	return err;
}

static int on_group(struct apply *a, const struct edit_cmd *cmd,
		    const struct group *g, int step, struct step_report *sr)
{
	int err = 0;

	if (!g->n && !cmd->may_miss) {
		finding_add(&a->findings, FINDING_EDIT, NULL,
			    "edit %s has no candidate file in this tree (add may-miss \"REASON\" if that is right)",
			    cmd->name);
		return 0;
	}
	for (size_t k = 0; k < g->n && !err; k++)
		err = on_file(a, cmd, g->files[k], step, sr);
	if (!err && !sr->hits) {
		sr->allowed = true;
		sr->reason = cmd->may_miss;
	}
	return err;
}

int op_run_edit(struct apply *a, size_t i, size_t j)
{
	const struct edit *e = &a->series->patches[i].ops[j].edit;
	struct op_report *r = &a->reports[i].ops[j];
	struct group g = { .number = -1 };
	int err = 0;

	r->n_steps = e->n;
	r->steps = xcalloc(e->n, sizeof(*r->steps));
	/* What one command misses, the next may stand on: the first is it. */
	for (size_t k = 0; k < e->n && !err && !a->findings.n; k++) {
		r->steps[k].name = e->cmds[k].name;
		if (e->cmds[k].group != g.number)
			begin_group(&g, &e->cmds[k], a->work, r);
		err = on_group(a, &e->cmds[k], &g, STEP(j, k), &r->steps[k]);
	}
	free(g.files);
	return err ? err : a->findings.n ? ERR_FINDING : 0;
}
