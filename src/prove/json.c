// SPDX-License-Identifier: GPL-2.0-only
#include "states/checkout-json.h"
#include "base/json.h"
#include "prove/report.h"

static json_t *state_json(const struct proof *p, size_t from, size_t k)
{
	json_t *o = json_object();

	json_object_set_new(o, "state", json_integer(k));
	json_object_set_new(o, "verdict",
			    json_string(prove_word(prove_worst(p->rows[k]))));
	/* What is as before is not said again. */
	if (k == from || !json_equal(p->rows[k], p->rows[k - 1]))
		json_object_set(o, "rows", (json_t *)p->rows[k]);
	return o;
}

static json_t *config_json(const struct prove_report *r, const struct proof *p,
			   bool with_times)
{
	json_t *o = json_object(), *states = json_array();

	json_object_set_new(o, "configuration", json_string(p->config->id));
	json_object_set_new(o, "compiler", json_string(p->compiler ?: ""));
	if (p->options)
		json_object_set(o, "options", p->options);
	if (p->why)
		json_object_set_new(o, p->nothing ? "nothing_to_prove" :
				    "not_looked_at", json_string(p->why));
	for (size_t k = r->v->from; !p->why && k <= r->v->to; k++)
		json_array_append_new(states, state_json(p, r->v->from, k));
	json_object_set_new(o, "states", states);
	if (with_times) {
		json_object_set_new(o, "compiled", json_integer(p->compiled));
		json_object_set_new(o, "seconds", json_real(p->seconds));
	}
	return o;
}

static json_t *finding_json(const struct prove_finding *f)
{
	json_t *o = json_deep_copy((json_t *)f->row);

	json_object_set_new(o, "configurations", jstrings(&f->configs));
	json_object_set_new(o, "options", json_string(f->options));
	json_object_set_new(o, "first", json_integer(f->first));
	json_object_set_new(o, "last", json_integer(f->last));
	return o;
}

static json_t *places_json(const struct prove_places *p)
{
	return json_pack("{s:o, s:o, s:i, s:i}", "on_a_path", jstrings(&p->seen),
			 "on_no_path", jstrings(&p->missed), "in_macros",
			 (int)p->in_macros, "unread", (int)p->unread);
}

char *prove_json(const struct prove_report *r, bool with_times)
{
	json_t *o = json_object(), *configs = json_array();
	json_t *findings = json_array();
	json_t *counts = json_object();
	char *text;

	json_object_set_new(o, "format", json_integer(1));
	json_object_set_new(o, "tree", json_string(r->tree->name));
	if (r->tree->commit)
		json_object_set_new(o, "base", json_string(r->tree->commit));
	json_object_set_new(o, "command", json_string(r->command));
	json_object_set_new(o, "patches", checkout_json(r->v->co));
	for (int v = PROVE_OK; v <= PROVE_DOUBLE; v++)
		json_object_set_new(counts, prove_word(v),
				    json_integer(r->rows[v]));
	json_object_set_new(counts, "not_looked_at",
			    json_integer(r->not_looked));
	json_object_set_new(counts, "nothing_to_prove",
			    json_integer(r->nothing));
	json_object_set_new(o, "verdicts", counts);
	for (size_t i = 0; i < r->n_findings; i++)
		json_array_append_new(findings, finding_json(&r->findings[i]));
	json_object_set_new(o, "findings", findings);
	if (r->places.known)
		json_object_set_new(o, "places", places_json(&r->places));
	for (size_t i = 0; i < r->n; i++)
		json_array_append_new(configs, config_json(r, &r->proofs[i],
							   with_times));
	json_object_set_new(o, "configurations", configs);
	if (with_times)
		json_object_set_new(o, "seconds", json_real(r->seconds));
	text = json_dumps(o, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(o);
	return text;
}
