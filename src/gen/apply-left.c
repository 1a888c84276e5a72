// SPDX-License-Identifier: GPL-2.0-only
#include "gen/apply-int.h"
#include "gen/place.h"

/* The rule behind a file's places. */
struct judge {
	struct apply *a;
	size_t patch, op;
	const struct rule *rule;
	const struct left_file *left;
};

/* The line that stopped spatch in FUNCTION, or NULL: it was parsed. */
static const char *stopped_at(const struct left_file *l, const char *function)
{
	for (size_t i = 0; i < l->unparsed.n; i++)
		if (!strcmp(l->unparsed.v[i], function ?: ""))
			return l->lines.v[i];
	return NULL;
}

static void complain(const struct judge *j, const struct place *p,
		     const char *stop)
{
	const char *path = j->left->file->path, *in = p->function ?: "";
	struct findings *f = &j->a->findings;

	if (stop)
		finding_add(f, FINDING_UNPARSED, NULL,
			    "%s:%d: %s left%s%s: spatch cannot parse that (%s stops at line %s)",
			    path, p->line, p->form, *in ? " in " : "", in,
			    j->rule->path, stop);
	else if (p->macro)
		finding_add(f, FINDING_MACRO, NULL, "%s:%d: %s left in a macro: %s did not match it",
			    path, p->line, p->form, j->rule->path);
	else
		finding_add(f, FINDING_PLACE, NULL, "%s:%d: %s left%s%s: %s did not match it",
			    path, p->line, p->form, *in ? " in " : "", in,
			    j->rule->path);
}

/* What any rule of the patch states of place P of the file PATH. */
static const char *stated(const struct patch *patch, const char *path,
			  const struct place *p, bool parsed)
{
	const char *reason = NULL;

	for (size_t i = 0; i < patch->n && !reason; i++) {
		const struct select *s = &patch->ops[i].rule.select;

		if (patch->ops[i].kind != OP_RULE)
			continue;
		if (!parsed)
			reason = select_allows(s, MISS_PARSE, path, p->function);
		if (!reason)
			reason = select_allows(s, MISS_PLACE, path, p->function);
	}
	return reason;
}

void left_note(struct apply *a, size_t patch, size_t op, const char *path,
	       const struct place *p, const char *why, const char *reason)
{
	GROW(a->left, a->n_left + 1, a->alloc_left);
	a->left[a->n_left++] = (struct place_left){
		.patch = patch, .op = op, .path = path, .line = p->line,
		.form = xstrdup(p->form), .why = why, .reason = reason,
		.function = p->function ? xstrdup(p->function) : NULL,
	};
}

/* Two rules of a patch may be for the same places. */
static bool known(const struct judge *j, const struct place *p)
{
	for (size_t i = j->a->n_left; i-- > 0;) {
		const struct place_left *l = &j->a->left[i];

		if (l->patch != j->patch)
			break;
		if (l->path == j->left->file->path && l->line == p->line &&
		    l->op != j->op && !strcmp(l->form, p->form))
			return true;
	}
	return false;
}

static void judge_place(const struct judge *j, const struct place *p)
{
	const char *path = j->left->file->path;
	const char *stop = stopped_at(j->left, p->function);
	const char *reason = stated(&j->a->series->patches[j->patch], path, p,
				    !stop);
	struct apply *a = j->a;

	if (known(j, p))
		return;
	left_note(a, j->patch, j->op, path, p, stop ? "not parsed" :
		  p->macro ? "in a macro" : "no rule matches", reason);
	if (!reason)
		complain(j, p, stop);
}

static void judge_op(struct apply *a, size_t i, size_t op)
{
	struct op_report *r = &a->reports[i].ops[op];
	struct judge j = { .a = a, .patch = i, .op = op,
			   .rule = &a->series->patches[i].ops[op].rule };
	struct place_forms forms;

	place_forms_init(&forms, &j.rule->places);
	for (size_t k = 0; k < r->n_left; k++) {
		struct places p;

		j.left = &r->left[k];
		if (!j.left->file->there)
			continue;
		/* As the operations behind it have left the file. */
		place_list(&forms, &j.left->file->text, &p);
		for (size_t n = 0; n < p.n; n++)
			judge_place(&j, &p.v[n]);
		places_release(&p);
	}
	place_forms_release(&forms);
}

void left_judge(struct apply *a, size_t i, size_t first)
{
	const struct patch *p = &a->series->patches[i];

	for (size_t j = first; j < p->n; j++)
		if (p->ops[j].kind == OP_RULE && a->reports[i].ops[j].n_left)
			judge_op(a, i, j);
}

static char *first_in(const struct rule *r, const struct work *w)
{
	struct place_forms forms;
	char *found = NULL;

	place_forms_init(&forms, &r->places);
	for (size_t i = 0; i < w->n && !found; i++) {
		const struct work_file *f = w->files[i];
		struct places l;

		if (!f->there || !select_path(&r->select, f->path) ||
		    !select_text(&r->select, &f->text))
			continue;
		place_list(&forms, &f->text, &l);
		if (l.n)
			found = xstrfmt("%s:%d", f->path, l.v[0].line);
		places_release(&l);
	}
	place_forms_release(&forms);
	return found;
}

char *left_first(const struct apply *a, size_t i)
{
	const struct patch *p = &a->series->patches[i];
	char *found = NULL;

	for (size_t j = 0; j < p->n && !found; j++)
		if (p->ops[j].kind == OP_RULE && p->ops[j].rule.places.n)
			found = first_in(&p->ops[j].rule, a->work);
	return found;
}
