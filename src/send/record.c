// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>

#include "git/diff.h"
#include "send/record.h"
#include "base/version.h"

/* Append, and have memory run out loudly. */
static void put(json_t *o, const char *key, json_t *v)
{
	if (!v || json_object_set_new(o, key, v))
		BUG("json: cannot set %s (text that is not UTF-8?)", key);
}

static void push(json_t *a, json_t *v)
{
	if (!v || json_array_append_new(a, v))
		BUG("json: cannot append");
}

/* Paths and evidence may hold any bytes; JSON may not. */
static json_t *text(const char *s)
{
	json_t *j = json_string(s);
	char *copy;

	if (j)
		return j;
	copy = xstrdup(s);
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p > 127)
			*p = '?';
	j = json_string(copy);
	free(copy);
	return j;
}

static json_t *list(const struct strvec *sv)
{
	json_t *a = json_array();

	for (size_t i = 0; i < sv->n; i++)
		push(a, text(sv->v[i]));
	return a;
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

static json_t *span_list(const struct patch *p, const struct spans *s)
{
	json_t *a = json_array();

	for (size_t i = 0; i < s->n; i++)
		push(a, json_sprintf("%u+%u %s", s->v[i].line, s->v[i].n,
				     step_name(p, s->v[i].op)));
	return a;
}

static json_t *op_json(const struct op *op, const struct op_report *r,
		       bool times)
{
	json_t *o = json_object(), *steps = json_array();

	put(o, "name", text(op->name));
	put(o, "candidates", list(&r->candidates));
	if (r->unchanged.n)
		put(o, "unchanged", list(&r->unchanged));
	for (size_t i = 0; i < r->n_steps; i++) {
		json_t *s = json_object();

		put(s, "name", text(r->steps[i].name));
		put(s, "hits", json_integer(r->steps[i].hits));
		if (r->steps[i].allowed && r->steps[i].reason)
			put(s, "may_miss", text(r->steps[i].reason));
		push(steps, s);
	}
	put(o, "steps", steps);
	if (times)
		put(o, "seconds", json_real(r->seconds));
	return o;
}

static json_t *changes_json(const struct record *r, size_t i)
{
	const struct patch *p = &r->apply->series->patches[i];
	const struct work *w = r->apply->work;
	json_t *a = json_array();

	for (size_t k = 0; k < w->n; k++) {
		const struct file_change *c = file_change_of(w->files[k], i);
		json_t *o;

		if (!c)
			continue;
		o = json_object();
		put(o, "path", text(w->files[k]->path));
		put(o, "plus", json_integer(c->plus));
		put(o, "minus", json_integer(c->minus));
		put(o, "added", span_list(p, &c->added));
		put(o, "removed", span_list(p, &c->removed));
		push(a, o);
	}
	return a;
}

/* What people gave, and whether it was for this very content. */
static json_t *given_json(const struct given_list *g)
{
	json_t *a = json_array();

	for (size_t i = 0; i < g->n; i++) {
		json_t *o = json_object();

		put(o, "trailer", text(g->v[i].t->text));
		if (g->v[i].t->from)
			put(o, "message-id", text(g->v[i].t->from));
		put(o, "found_by", text(g->v[i].same ? "patch-id" : "subject"));
		push(a, o);
	}
	return a;
}

static json_t *patch_json(const struct record *r, size_t i, size_t *mail_no,
			  bool times)
{
	const struct patch *p = &r->apply->series->patches[i];
	const struct patch_report *pr = &r->apply->reports[i];
	json_t *o = json_object(), *ops = json_array();

	put(o, "name", text(p->name));
	put(o, "subject", text(p->subject));
	put(o, "outcome", text(outcome_name(pr->outcome)));
	if (p->same_code)
		put(o, "code", text("same"));
	if (pr->why)
		put(o, "why", text(pr->why));
	if (pr->outcome == OUTCOME_APPLIED) {
		/* File 0 is the cover letter. */
		if (r->mail && ++*mail_no < r->mail->files.n)
			put(o, "file", text(r->mail->files.v[*mail_no]));
		put(o, "files", json_integer(pr->files));
		put(o, "plus", json_integer(pr->plus));
		put(o, "minus", json_integer(pr->minus));
	}
	if (r->mail && r->mail->given[i].n)
		put(o, "trailers", given_json(&r->mail->given[i]));
	if (times)
		put(o, "seconds", json_real(pr->seconds));
	for (size_t j = 0; j < p->n; j++)
		if (pr->ops[j].ran)
			push(ops, op_json(&p->ops[j], &pr->ops[j], times));
	put(o, "ops", ops);
	put(o, "changes", changes_json(r, i));
	return o;
}

/* Who made each line of the last text: patch * BIG + step, or -1. */
static json_t *lines_json(const struct record *r, const struct work_file *f)
{
	const struct series *s = r->apply->series;
	struct owner { int patch, step; } *own = NULL;
	size_t n = 0;
	json_t *a = json_array();

	for (size_t k = 0; k < f->n_changes; k++) {
		const struct file_change *c = &f->changes[k];
		struct hunks h = { 0 };
		struct owner *next;
		size_t total = 0, old = 0, new = 0;

		for (size_t b = 0; b < c->after.len; b++)
			total += c->after.buf[b] == '\n';
		next = xcalloc(total + 1, sizeof(*next));
		diff_lines(&c->before, &c->after, &h);
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
			push(a, json_sprintf("%zu+%zu %s %s", i + 1, run,
					     s->patches[own[i].patch].name,
					     step_name(&s->patches[own[i].patch],
						       own[i].step)));
	}
	free(own);
	return a;
}

static json_t *all_lines(const struct record *r)
{
	const struct work *w = r->apply->work;
	json_t *o = json_object();

	for (size_t i = 0; i < w->n; i++)
		if (w->files[i]->n_changes)
			put(o, w->files[i]->path, lines_json(r, w->files[i]));
	return o;
}

static json_t *parse_json(const struct record *r)
{
	json_t *a = json_array();

	for (size_t i = 0; i < r->apply->n_parse; i++) {
		const struct parse_miss *m = &r->apply->parse[i];
		const struct patch *p = &r->apply->series->patches[m->patch];
		json_t *o = json_object();

		put(o, "patch", text(p->name));
		put(o, "op", text(p->ops[m->op].name));
		put(o, "path", text(m->path));
		put(o, "from", json_integer(m->from));
		put(o, "to", json_integer(m->to));
		if (m->word)
			put(o, "holds", text(m->word));
		push(a, o);
	}
	return a;
}

static json_t *lefts_json(const struct record *r)
{
	json_t *a = json_array();

	for (size_t i = 0; i < r->lefts->n; i++) {
		const struct left *l = &r->lefts->v[i];
		json_t *o = json_object();

		put(o, "path", text(l->path));
		put(o, "line", json_integer(l->line));
		put(o, "word", text(l->word));
		if (l->reason)
			put(o, "reason", text(l->reason));
		push(a, o);
	}
	return a;
}

static json_t *head_json(const struct record *r)
{
	const struct series *s = r->apply->series;
	json_t *o = json_object(), *t = json_object();

	put(o, "format", json_integer(RECORD_FORMAT));
	put(o, "series", json_pack("{s:s,s:s,s:i}", "name", s->name, "title",
				   s->title, "version", s->version));
	put(t, "name", text(r->tree->name));
	put(t, "kind", text(r->tree->is_git ? "git" : "folder"));
	if (r->tree->commit)
		put(t, "base-commit", text(r->tree->commit));
	put(o, "tree", t);
	put(o, "tools", json_pack("{s:s,s:s}", "respin", RESPIN_VERSION,
				  "spatch", r->spatch_version ?: "not run"));
	return o;
}

int record_text(const struct record *r, bool times, struct strbuf *out)
{
	json_t *o = head_json(r), *patches = json_array();
	size_t mail_no = 0;
	char *s;

	for (size_t i = 0; i < r->apply->series->n; i++)
		push(patches, patch_json(r, i, &mail_no, times));
	put(o, "patches", patches);
	put(o, "proven", json_boolean(r->proven));
	put(o, "parse_errors", parse_json(r));
	put(o, "unread", list(&r->scan->unread));
	put(o, "leftovers", lefts_json(r));
	put(o, "lines", all_lines(r));
	s = json_dumps(o, JSON_INDENT(1) | JSON_REAL_PRECISION(4));
	if (!s)
		BUG("json: cannot write");
	strbuf_addf(out, "%s\n", s);
	free(s);
	json_decref(o);
	return 0;
}
