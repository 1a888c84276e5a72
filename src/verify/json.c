// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>

#include "states/checkout-json.h"
#include "base/json.h"
#include "report/outdir.h"
#include "verify/report.h"

static const char *cell_status(const struct cell *c)
{
	return cell_bad(c) ? "fail" : cell_warned(c) ? "warn" :
	       c->compiled ? "pass" : "nothing-to-compile";
}

static json_t *code_json(const struct cell *c)
{
	json_t *o = json_pack("{s:i,s:b}", "units", (int)c->code.units,
			      "claimed_same", c->claimed);

	json_object_set_new(o, "changed", jstrings(&c->code.changed));
	json_object_set_new(o, "added", jstrings(&c->code.added));
	json_object_set_new(o, "removed", jstrings(&c->code.removed));
	json_object_set_new(o, "moved", jstrings(&c->code.moved));
	json_object_set_new(o, "unknown", jstrings(&c->code.unknown));
	return o;
}

static json_t *cell_json(const struct cell *c, size_t k)
{
	json_t *o = json_pack("{s:i,s:s}", "patch", (int)k, "status",
			      cell_status(c));
	const struct {
		const char *name;
		size_t n;
	} counts[] = {
		{ "units", c->units }, { "unchanged", c->unchanged },
		{ "unreached", c->unreached }, { "same", c->same },
		{ "compiled", c->compiled }, { "forced", c->forced },
		{ "by_sparse", c->sparsed }, { "broken_before", c->broken },
	};

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		json_object_set_new(o, counts[i].name,
				    json_integer((json_int_t)counts[i].n));
	json_object_set_new(o, "linked", json_boolean(c->linked));
	json_object_set_new(o, "failures", jstrings(&c->failures));
	json_object_set_new(o, "warnings", jstrings(&c->cc));
	json_object_set_new(o, "sparse", jstrings(&c->sparse));
	json_object_set_new(o, "code", code_json(c));
	return o;
}

static json_t *column_json(const struct report *r, const struct column *c,
			   bool with_times)
{
	static const char *const results[] = {
		[KBUILD_OK] = "compiled", [KBUILD_NO_COMPILER] = "no-compiler",
		[KBUILD_NO_CONFIG] = "no-config", [KBUILD_FAILED] = "broken-tree",
	};
	json_t *cells = json_array(), *o;

	for (size_t k = r->v->from + 1; c->result == KBUILD_OK &&
	     k <= r->v->to; k++)
		json_array_append_new(cells, cell_json(&c->cells[k], k));
	o = json_pack("{s:s,s:s,s:s,s:s*,s:s*,s:b,s:o,s:o}", "config",
		      c->config->id, "arch", c->config->arch->name, "result",
		      results[c->result], "why", c->why, "compiler",
		      c->compiler, "in_part", c->fallback, "not_set",
		      jstrings(&c->not_set), "cells", cells);
	if (with_times)
		json_object_set_new(o, "seconds", json_real(c->seconds));
	return o;
}

static json_t *verdict_json(const struct verdict *v, bool with_times)
{
	json_t *o = json_pack("{s:s,s:i,s:s,s:s,s:s}", "check",
			      v->check->name, "patch", (int)v->patch, "status",
			      check_outcome_name(v->result.outcome), "summary",
			      v->result.summary, "details", v->result.details);

	if (with_times)
		json_object_set_new(o, "seconds", json_real(v->result.seconds));
	return o;
}

char *report_json(const struct report *r, bool with_times)
{
	json_t *columns = json_array(), *checks = json_array(), *o;
	const struct checkout *co = r->v->co;
	char *text;

	for (size_t i = 0; i < r->verdicts->n; i++)
		json_array_append_new(checks, verdict_json(&r->verdicts->v[i],
							   with_times));
	for (size_t i = 0; i < r->n; i++)
		json_array_append_new(columns, column_json(r, &r->columns[i],
							   with_times));
	o = json_pack("{s:i,s:s,s:s*,s:s,s:o,s:s*,s:s*,s:o,s:o,s:i,s:i,s:b,s:o,s:o}",
		      "format", 1, "tree", r->tree->name, "commit",
		      r->tree->commit, "command", r->command, "patches",
		      checkout_json(co), "does_not_apply", co->failed, "why",
		      co->why, "checks", checks, "configurations", columns,
		      "pairs", (int)r->sum.pairs, "skipped",
		      (int)r->sum.skipped, "lines_looked_for", r->lines,
		      "lines_not_compiled", jstrings(&r->sum.lines),
		      "lines_in_macros", jstrings(&r->sum.macros));
	if (with_times)
		json_object_set_new(o, "seconds", json_real(r->seconds));
	text = json_dumps(o, JSON_INDENT(1));
	json_decref(o);
	return text ?: xstrdup("{}");
}

int report_write(const struct report *r, const char *path)
{
	char *text = report_json(r, false);
	int err = outdir_write(path, text);

	free(text);
	return err;
}

/* --- b4 ---------------------------------------------------------------- */

static void add_b4(json_t *a, const char *tool, const char *status,
		   const char *summary, const char *details)
{
	json_array_append_new(a, json_pack("{s:s,s:s,s:s,s:s,s:s}", "tool",
					   tool, "status", status, "summary",
					   summary, "url", "", "details",
					   details));
}

static void b4_column(const struct report *r, const struct column *c,
		      json_t *a)
{
	struct strbuf details = STRBUF_INIT, summary = STRBUF_INIT;
	size_t bad = 0, warned = 0, compiled = 0;

	for (size_t k = r->v->from + 1; c->result == KBUILD_OK &&
	     k <= r->v->to; k++) {
		const struct cell *cell = &c->cells[k];
		const struct strvec *lists[] = { &cell->failures, &cell->cc,
						 &cell->sparse };

		bad += cell_bad(cell);
		warned += !cell_bad(cell) && cell_warned(cell);
		compiled += cell->compiled;
		for (size_t i = 0; cell->claimed && i < cell->code.changed.n; i++)
			strbuf_addf(&details, "patch %zu: changes the code of %s\n",
				    k, cell->code.changed.v[i]);
		for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
			for (size_t n = 0; n < lists[i]->n; n++)
				strbuf_addf(&details, "patch %zu: %s\n", k,
					    lists[i]->v[n]);
	}
	if (c->result != KBUILD_OK)
		strbuf_addf(&summary, "not checked: %s", c->why ?: "");
	else
		strbuf_addf(&summary, "%zu patches fail, %zu warn, %zu units compiled",
			    bad, warned, compiled);
	/* b4 knows no skipped: what was not checked is no pass. */
	add_b4(a, c->config->id, bad ? "fail" : warned ||
	       c->result != KBUILD_OK ? "warn" : "pass", summary.buf,
	       details.buf ?: "");
	strbuf_release(&details);
	strbuf_release(&summary);
}

char *report_b4(const struct report *r)
{
	json_t *a = json_array();
	char *text;

	for (size_t i = 0; i < r->verdicts->n; i++) {
		const struct verdict *v = &r->verdicts->v[i];

		add_b4(a, v->check->name, verdict_failed(v) ? "fail" :
		       verdict_passed(v) ? "pass" : "warn", v->result.summary,
		       v->result.details);
	}
	for (size_t i = 0; i < r->n; i++)
		b4_column(r, &r->columns[i], a);
	text = json_dumps(a, JSON_INDENT(1));
	json_decref(a);
	return text ?: xstrdup("[]");
}
