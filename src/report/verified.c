// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "git/lib.h"
#include "git/tree.h"
#include "base/json.h"
#include "report/outdir.h"
#include "report/report.h"
#include "base/shell.h"

#define REPORT_FORMAT 1

static const struct {
	const char *status;	/* in the report */
	enum rstate state;
} states[] = {
	{ "pass", RSTATE_PASS }, { "warn", RSTATE_WARN },
	{ "nothing-to-compile", RSTATE_NOTHING }, { "skipped", RSTATE_SKIP },
};

/* "fail", "timed-out", "killed" and all that is not known have failed. */
static enum rstate state_of(const char *status)
{
	for (size_t i = 0; i < ARRAY_SIZE(states); i++)
		if (!strcmp(states[i].status, status))
			return states[i].state;
	return RSTATE_FAIL;
}

char rstate_symbol(enum rstate s)
{
	return " +~.wF-?"[s];
}

const char *rstate_name(enum rstate s)
{
	static const char *const names[] = {
		[RSTATE_NONE] = "not asked for", [RSTATE_PASS] = "passed",
		[RSTATE_PART] = "passed in part",
		[RSTATE_NOTHING] = "nothing to compile",
		[RSTATE_WARN] = "warns", [RSTATE_FAIL] = "fails",
		[RSTATE_SKIP] = "not checked", [RSTATE_STALE] = "stale",
	};

	return names[s];
}

static double seconds(const json_t *o)
{
	const json_t *t = json_object_get(o, "seconds");

	return json_is_number(t) ? json_number_value(t) : -1;
}

void review_read_code(struct rcell *c, const json_t *cell)
{
	const json_t *o = json_object_get(cell, "code");

	c->code.units = jlong(o, "units");
	c->claimed = jbool(o, "claimed_same");
	jlist(o, "changed", &c->code.changed);
	jlist(o, "added", &c->code.added);
	jlist(o, "removed", &c->code.removed);
	jlist(o, "moved", &c->code.moved);
	jlist(o, "unknown", &c->code.unknown);
}

static void read_cell(struct rcell *c, const json_t *o, bool in_part)
{
	c->state = state_of(jstr(o, "status"));
	if (c->state == RSTATE_PASS && in_part)
		c->state = RSTATE_PART;
	c->units = jlong(o, "units");
	c->unchanged = jlong(o, "unchanged");
	c->unreached = jlong(o, "unreached");
	c->same = jlong(o, "same");
	c->compiled = jlong(o, "compiled");
	c->forced = jlong(o, "forced");
	c->by_sparse = jlong(o, "by_sparse");
	c->broken = jlong(o, "broken_before");
	c->linked = jbool(o, "linked");
	jlist(o, "failures", &c->failures);
	jlist(o, "warnings", &c->warnings);
	jlist(o, "sparse", &c->sparse);
	review_read_code(c, o);
}

static void read_columns(struct review *r)
{
	json_t *list = json_object_get(r->report, "configurations"), *e, *o;
	size_t i, k;

	r->columns = xcalloc(json_array_size(list), sizeof(*r->columns));
	json_array_foreach(list, i, e) {
		struct rcolumn *c = &r->columns[r->n_columns++];
		bool *there = xcalloc(r->seen.n + 1, sizeof(*there));

		*c = (struct rcolumn){
			.id = jstr(e, "config"), .result = jstr(e, "result"),
			.why = jstr(e, "why"), .compiler = jstr(e, "compiler"),
			.in_part = jbool(e, "in_part"), .seconds = seconds(e),
			.cells = xcalloc(r->seen.n + 1, sizeof(*c->cells)),
		};
		jlist(e, "not_set", &c->not_set);
		json_array_foreach(json_object_get(e, "cells"), k, o) {
			size_t n = jlong(o, "patch");

			if (n && n <= r->seen.n && !there[n])
				read_cell(&c->cells[n], o, c->in_part);
			if (n <= r->seen.n)
				there[n] = true;
		}
		for (k = 1; k <= r->seen.n && strcmp(c->result, "compiled"); k++)
			c->cells[k].state = RSTATE_SKIP;
		free(there);
	}
}

static void read_verdicts(struct review *r)
{
	json_t *list = json_object_get(r->report, "checks"), *e;
	size_t i;

	r->verdicts = xcalloc(json_array_size(list), sizeof(*r->verdicts));
	json_array_foreach(list, i, e)
		r->verdicts[r->n_verdicts++] = (struct rverdict){
			.check = jstr(e, "check"), .patch = jlong(e, "patch"),
			.status = jstr(e, "status"), .seconds = seconds(e),
			.summary = jstr(e, "summary"),
			.details = jstr(e, "details"),
			.state = state_of(jstr(e, "status")),
		};
}

/* --- is it of these patches? ------------------------------------------- */

/* As checkout_json() has it: of the mail that patchset_write() makes. */
char *review_id(const struct ppatch *p)
{
	struct strbuf mail = STRBUF_INIT;
	char *id;

	ppatch_mail(p, &mail);
	id = blob_hex(mail.buf, mail.len);
	strbuf_release(&mail);
	return id;
}

/* The number of the patch in the report whose KEY is VALUE, or 0. */
static size_t find(const struct review *r, const char *key, const char *value)
{
	json_t *e;
	size_t i;

	json_array_foreach(json_object_get(r->report, "patches"), i, e)
		if (!strcmp(jstr(e, key), value))
			return i + 1;
	return 0;
}

static void match(struct review *r)
{
	const json_t *list = json_object_get(r->report, "patches");
	bool moved = r->other_tree;

	for (size_t k = 1; k <= r->set.n; k++) {
		struct rpatch *p = (struct rpatch *)review_mail(r, k);
		const char *id = jstr(json_array_get(list, k - 1), "id");
		char *now = review_id(p->mail);

		p->seen = k;
		if (strcmp(id, now)) {
			moved = true;
			p->seen = find(r, "id", now);
		}
		free(now);
		if (p->seen) {
			p->fresh = moved ? FRESH_BEHIND : FRESH_YES;
		} else {
			p->seen = find(r, "subject", p->subject);
			p->fresh = p->seen ? FRESH_CHANGED : FRESH_NONE;
		}
		r->stale += p->fresh != FRESH_YES;
	}
}

/* A commit says it for certain, a name only if there is no commit. */
bool review_other_tree(const struct review *r, const char *tree,
		       const char *commit)
{
	if (*r->base && *commit)
		return strcmp(r->base, commit) != 0;
	return *r->tree && strcmp(r->tree, tree);
}

static void read_report(struct review *r)
{
	json_t *e;
	size_t i;

	r->report_tree = jstr(r->report, "tree");
	r->report_commit = jstr(r->report, "commit");
	r->command = jstr(r->report, "command");
	r->failed = jstr(r->report, "does_not_apply");
	r->why = jstr(r->report, "why");
	r->other_tree = r->report && review_other_tree(r, r->report_tree,
						       r->report_commit);
	r->lines_known = jbool(r->report, "lines_looked_for");
	json_array_foreach(json_object_get(r->report, "patches"), i, e)
		strvec_push(&r->seen, jstr(e, "name"));
	jlist(r->report, "lines_not_compiled", &r->lines);
	jlist(r->report, "lines_in_macros", &r->macros);
	read_columns(r);
	read_verdicts(r);
	if (r->report)
		match(r);
}

int review_report(struct review *r, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	json_error_t je;
	int err;

	r->report_path = path ? xstrdup(path) :
			 outdir_file(r->dir, REPORT_NAME);
	err = strbuf_read_file(&text, r->report_path);
	if (!err)
		r->report = json_loadb(text.buf, text.len, 0, &je);
	if (err == -ENOENT && !path)
		err = 0;
	else if (err)
		err = error("cannot read %s: %s", r->report_path,
			    strerror(-err));
	else if (!r->report)
		err = error_user("%s, line %d: %s (respin verify --report writes it)",
				 r->report_path, je.line, je.text);
	else if (jlong(r->report, "format") != REPORT_FORMAT ||
		 !json_is_array(json_object_get(r->report, "configurations")))
		err = error_user("%s is no report of respin verify, or one of another version",
				 r->report_path);
	read_report(r);
	strbuf_release(&text);
	return err;
}

void review_report_release(struct review *r)
{
	for (size_t i = 0; i < r->n_columns; i++) {
		for (size_t k = 0; k <= r->seen.n; k++) {
			strvec_release(&r->columns[i].cells[k].failures);
			strvec_release(&r->columns[i].cells[k].warnings);
			strvec_release(&r->columns[i].cells[k].sparse);
			code_release(&r->columns[i].cells[k].code);
		}
		strvec_release(&r->columns[i].not_set);
		free(r->columns[i].cells);
	}
	free(r->columns);
	free(r->verdicts);
	strvec_release(&r->lines);
	strvec_release(&r->macros);
	strvec_release(&r->seen);
	free(r->report_path);
	json_decref(r->report);
}

/* --- what it says ------------------------------------------------------ */

static enum rstate as_fresh(const struct rpatch *p, enum rstate s)
{
	return s && p->fresh != FRESH_YES ? RSTATE_STALE : s;
}

enum rstate review_state(const struct rpatch *p, const struct rcolumn *c)
{
	return p->seen ? as_fresh(p, c->cells[p->seen].state) : RSTATE_NONE;
}

const struct rverdict *review_verdict(const struct review *r,
				      const struct rpatch *p, const char *check)
{
	for (size_t i = 0; i < r->n_verdicts; i++)
		if (r->verdicts[i].patch == (p ? p->seen : 0) &&
		    (!p || p->seen) && !strcmp(r->verdicts[i].check, check))
			return &r->verdicts[i];
	return NULL;
}

enum rstate review_verdict_state(const struct review *r,
				 const struct rpatch *p, const char *check)
{
	const struct rverdict *v = review_verdict(r, p, check);

	if (!v)
		return RSTATE_NONE;
	return p ? as_fresh(p, v->state) : r->stale ? RSTATE_STALE : v->state;
}

void review_checks(const struct review *r, struct strvec *names)
{
	for (size_t i = 0; i < r->n_verdicts; i++)
		if (!strvec_has(names, r->verdicts[i].check))
			strvec_push(names, r->verdicts[i].check);
}

void review_count(const struct review *r, const struct rpatch *p,
		  size_t count[RSTATES])
{
	struct strvec names = STRVEC_INIT;

	memset(count, 0, RSTATES * sizeof(*count));
	review_checks(r, &names);
	for (size_t i = 0; i < r->n_columns; i++)
		count[review_state(p, &r->columns[i])]++;
	for (size_t i = 0; i < names.n; i++)
		count[review_verdict_state(r, p, names.v[i])]++;
	strvec_release(&names);
}

/* "UNIT: ...": the unit, once each. */
static void add_units(struct strvec *units, const struct strvec *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		char *unit = xstrndup(findings->v[i],
				      strcspn(findings->v[i], ":"));

		if (!strvec_has(units, unit))
			strvec_push(units, unit);
		free(unit);
	}
}

void review_again(const struct review *r, const struct rpatch *p,
		  const struct rcolumn *c, const char *check,
		  struct strbuf *out)
{
	struct strvec units = STRVEC_INIT;

	strbuf_addstr(out, *r->command ? r->command : "respin verify");
	if (p && p->seen)
		strbuf_addf(out, " --patch %zu", p->seen);
	strbuf_addstr(out, c ? " --arch " : " --check ");
	shell_quote(out, c ? c->id : check);
	strbuf_addstr(out, " --again");
	if (c && p) {
		add_units(&units, &c->cells[p->seen].failures);
		add_units(&units, &c->cells[p->seen].warnings);
		add_units(&units, &c->cells[p->seen].sparse);
	}
	if (c && p && rcell_claim(&c->cells[p->seen])) {
		add_units(&units, &c->cells[p->seen].code.changed);
		add_units(&units, &c->cells[p->seen].code.added);
		add_units(&units, &c->cells[p->seen].code.removed);
		add_units(&units, &c->cells[p->seen].code.unknown);
	}
	for (size_t i = 0; i < units.n; i++) {
		strbuf_addstr(out, " --unit ");
		shell_quote(out, units.v[i]);
	}
	strvec_release(&units);
}
