// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/datadir.h"
#include "base/json.h"
#include "report/outdir.h"
#include "report/series-json.h"
#include "report/report.h"

static void read_steps(struct rop *op, const json_t *o)
{
	json_t *steps = json_object_get(o, "steps"), *s;
	size_t i;

	op->steps = xcalloc(json_array_size(steps), sizeof(*op->steps));
	json_array_foreach(steps, i, s)
		op->steps[op->n++] = (struct rstep){
			.name = jstr(s, "name"), .hits = jlong(s, "hits"),
			.may_miss = jstr(s, "may_miss"),
		};
}

/* A name that stands in series.json leads nowhere but below the series. */
static bool is_plain(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

static char *read_rule(const char *path)
{
	struct strbuf text = STRBUF_INIT;
	char *full = data_path(path);

	if (strbuf_read_file(&text, full) || memchr(text.buf, 0, text.len))
		strbuf_release(&text);
	free(full);
	return text.len ? strbuf_detach(&text) : NULL;
}

static void read_ops(struct review *r, struct rpatch *p, const json_t *o)
{
	json_t *ops = json_object_get(o, "ops"), *e;
	size_t i;

	p->ops = xcalloc(json_array_size(ops), sizeof(*p->ops));
	json_array_foreach(ops, i, e) {
		struct rop *op = &p->ops[p->n_ops++];

		op->name = jstr(e, "name");
		op->path = xstrfmt("cocci/%s/%s/%s", r->series, p->name,
				   op->name);
		if (is_plain(r->series) && is_plain(p->name) &&
		    is_plain(op->name))
			op->text = read_rule(op->path);
		op->candidates = json_array_size(json_object_get(e, "candidates"));
		jlist(e, "unchanged", &op->unchanged);
		read_steps(op, e);
	}
}

/* "12+3 1-words.edit:5": REST is from the name on. */
static void name_span(const struct rpatch *p, struct rspan *s, const char *rest)
{
	s->op = REVIEW_TIDY;
	for (size_t i = 0; i < p->n_ops; i++) {
		size_t n = strlen(p->ops[i].name);

		if (strncmp(rest, p->ops[i].name, n) ||
		    (rest[n] && rest[n] != ':'))
			continue;
		s->op = i;
		s->at = rest[n] ? atol(rest + n + 1) : 0;
	}
}

static void read_spans(const struct rpatch *p, struct rchange *c, int side,
		       const json_t *list)
{
	json_t *e;
	size_t i;

	c->v[side] = xcalloc(json_array_size(list), sizeof(struct rspan));
	json_array_foreach(list, i, e) {
		const char *s = json_string_value(e);
		struct rspan span = { 0 };
		int at = 0;

		if (!s || sscanf(s, "%ld+%ld %n", &span.line, &span.n, &at) < 2 ||
		    !at)
			continue;
		name_span(p, &span, s + at);
		c->v[side][c->n[side]++] = span;
	}
}

static void read_changes(struct rpatch *p, const json_t *o)
{
	json_t *list = json_object_get(o, "changes"), *e;
	size_t i;

	p->changes = xcalloc(json_array_size(list), sizeof(*p->changes));
	json_array_foreach(list, i, e) {
		struct rchange *c = &p->changes[p->n_changes++];

		c->path = jstr(e, "path");
		read_spans(p, c, 0, json_object_get(e, "removed"));
		read_spans(p, c, 1, json_object_get(e, "added"));
	}
}

static void read_lefts(struct review *r)
{
	json_t *list = json_object_get(r->record, "leftovers"), *e;
	size_t i;

	r->lefts = xcalloc(json_array_size(list), sizeof(*r->lefts));
	json_array_foreach(list, i, e)
		r->lefts[r->n_lefts++] = (struct rleft){
			.path = jstr(e, "path"), .line = jlong(e, "line"),
			.word = jstr(e, "word"), .reason = jstr(e, "reason"),
		};
	list = json_object_get(r->record, "parse_errors");
	r->parse = xcalloc(json_array_size(list), sizeof(*r->parse));
	json_array_foreach(list, i, e)
		r->parse[r->n_parse++] = (struct rparse){
			.patch = jstr(e, "patch"), .op = jstr(e, "op"),
			.path = jstr(e, "path"), .holds = jstr(e, "holds"),
			.from = jlong(e, "from"), .to = jlong(e, "to"),
		};
	jlist(r->record, "unread", &r->unread);
}

static void read_head(struct review *r)
{
	const json_t *series = json_object_get(r->record, "series");
	const json_t *tree = json_object_get(r->record, "tree");
	const json_t *tools = json_object_get(r->record, "tools");

	r->series = jstr(series, "name");
	r->title = jstr(series, "title");
	r->version = jlong(series, "version");
	r->tree = jstr(tree, "name");
	r->base = jstr(tree, "base-commit");
	r->respin = jstr(tools, "respin");
	r->spatch = jstr(tools, "spatch");
	r->proven = jbool(r->record, "proven");
}

int review_record(struct review *r)
{
	struct strbuf text = STRBUF_INIT;
	char *path = outdir_file(r->dir, RECORD_NAME);
	int err = strbuf_read_file(&text, path);
	json_error_t je;
	json_t *list, *e;
	size_t i;

	if (!err)
		r->record = json_loadb(text.buf, text.len, 0, &je);
	if (err == -ENOENT || err == -ENOTDIR)
		err = 0;
	else if (err)
		err = error("cannot read %s: %s", path, strerror(-err));
	else if (!r->record)
		err = error_user("%s, line %d: %s (run respin generate again)",
				 path, je.line, je.text);
	else if (jlong(r->record, "format") != RECORD_FORMAT)
		err = error_user("%s was written by another version of respin: run respin generate again",
				 path);
	read_head(r);
	list = json_object_get(r->record, "patches");
	r->patches = xcalloc(json_array_size(list) + r->set.n,
			     sizeof(*r->patches));
	json_array_foreach(list, i, e) {
		struct rpatch *p = &r->patches[r->n++];

		p->name = jstr(e, "name");
		p->subject = jstr(e, "subject");
		p->outcome = jstr(e, "outcome");
		p->why = jstr(e, "why");
		read_ops(r, p, e);
		read_changes(p, e);
	}
	read_lefts(r);
	strbuf_release(&text);
	free(path);
	return err;
}

void review_record_release(struct review *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct rpatch *p = &r->patches[i];

		for (size_t k = 0; k < p->n_ops; k++) {
			free(p->ops[k].path);
			free(p->ops[k].text);
			free(p->ops[k].steps);
			strvec_release(&p->ops[k].unchanged);
		}
		for (size_t k = 0; k < p->n_changes; k++) {
			free(p->changes[k].v[0]);
			free(p->changes[k].v[1]);
		}
		free(p->ops);
		free(p->changes);
	}
	free(r->patches);
	free(r->lefts);
	free(r->parse);
	strvec_release(&r->unread);
	json_decref(r->record);
}
