// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "verify/report.h"

static void add_b4(json_t *a, const char *tool, const char *status,
		   const char *summary, const char *details)
{
	json_t *o = json_pack("{s:o,s:s,s:o,s:s,s:o}", "tool", jtext(tool),
			      "status", status, "summary", jtext(summary),
			      "url", "", "details", jtext(details));

	if (!o || json_array_append_new(a, o))
		BUG("b4: cannot append a result");
}

static void b4_column(const struct verified_column *c, json_t *a)
{
	struct strbuf details = STRBUF_INIT, summary = STRBUF_INIT;
	size_t bad = 0, warned = 0, compiled = 0;

	for (size_t k = 0; k < c->n; k++) {
		const struct cell *cell = &c->cells[k];
		const struct strvec *lists[] = { &cell->failures, &cell->cc,
						 &cell->sparse };
		enum rstate state = rstate_of(cell->status);

		bad += state == RSTATE_FAIL;
		warned += state == RSTATE_WARN;
		compiled += cell->compiled;
		for (size_t i = 0; cell->claimed && i < cell->code.changed.n; i++)
			strbuf_addf(&details, "patch %zu: changes the code of %s\n",
				    cell->patch, cell->code.changed.v[i]);
		for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
			for (size_t n = 0; n < lists[i]->n; n++)
				strbuf_addf(&details, "patch %zu: %s\n",
					    cell->patch, lists[i]->v[n]);
	}
	if (!verified_compiled(c))
		strbuf_addf(&summary, "not checked: %s", c->why ?: "");
	else
		strbuf_addf(&summary, "%zu patches fail, %zu warn, %zu units compiled",
			    bad, warned, compiled);
	/* b4 knows no skipped: what was not checked is no pass. */
	add_b4(a, c->id, bad ? "fail" : warned || !verified_compiled(c) ?
	       "warn" : "pass", summary.buf, details.buf);
	strbuf_release(&details);
	strbuf_release(&summary);
}

/* Of the series as a whole: git am, and changed lines. */
static void b4_series(const struct verified *v, json_t *a)
{
	struct strbuf details = STRBUF_INIT, summary = STRBUF_INIT;

	if (v->failed)
		strbuf_addf(&summary, "%s does not apply", v->failed);
	else
		strbuf_addf(&summary, "%zu patches apply", v->n_patches);
	add_b4(a, "apply", v->failed ? "fail" : "pass", summary.buf,
	       v->failed ? v->why : "");
	for (size_t i = 0; i < v->lines.n; i++)
		strbuf_addf(&details, "%s\n", v->lines.v[i]);
	strbuf_clear(&summary);
	strbuf_addf(&summary, "%zu of %zu changed lines compiled by no configuration",
		    v->lines.n, v->changed_lines);
	if (v->lines_known)
		add_b4(a, "lines", v->lines.n ? "warn" : "pass", summary.buf,
		       details.buf);
	strbuf_release(&details);
	strbuf_release(&summary);
}

char *report_b4(const struct report *r)
{
	json_t *a = json_array();
	char *text;

	b4_series(&r->out, a);

	for (size_t i = 0; i < r->out.n_checks; i++) {
		const struct verified_check *c = &r->out.checks[i];
		enum rstate state = rstate_of(c->status);

		add_b4(a, c->check, state == RSTATE_FAIL ? "fail" :
		       state == RSTATE_PASS ? "pass" : "warn", c->summary,
		       c->details);
	}
	for (size_t i = 0; i < r->out.n; i++)
		b4_column(&r->out.columns[i], a);
	text = json_dumps(a, JSON_INDENT(1));
	json_decref(a);
	if (!text)
		BUG("b4: no text");
	return text;
}
