// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "prove/report.h"

static bool same(const struct prove_finding *f, const json_t *row,
		 size_t first, size_t last)
{
	return f->first == first && f->last == last &&
	       !strcmp(f->level, jstr(row, "level")) &&
	       !strcmp(f->way, jstr(row, "way")) &&
	       !strcmp(f->verdict, jstr(row, "verdict")) &&
	       !strcmp(f->why, jstr(row, "why"));
}

static void add(struct prove_report *r, const struct proof *p,
		const json_t *row, size_t first, size_t last)
{
	struct prove_finding *f = NULL;

	for (size_t i = 0; i < r->n_findings && !f; i++)
		if (same(&r->findings[i], row, first, last))
			f = &r->findings[i];
	if (!f) {
		GROW(r->findings, r->n_findings + 1, r->alloc_findings);
		f = &r->findings[r->n_findings++];
		*f = (struct prove_finding){
			.level = jstr(row, "level"), .way = jstr(row, "way"),
			.verdict = jstr(row, "verdict"),
			.why = jstr(row, "why"), .first = first, .last = last,
			.row = row,
		};
	}
	strvec_push(&f->configs, p->config->id);
}

static const json_t *row_of(const json_t *rows, const json_t *like)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		if (!strcmp(jstr(row, "level"), jstr(like, "level")) &&
		    !strcmp(jstr(row, "way"), jstr(like, "way")))
			return row;
	return NULL;
}

bool prove_alike(const json_t *a, const json_t *b)
{
	const json_t *row;
	size_t i;

	json_array_foreach(a, i, row)
		if (!prove_row_alike(row, row_of(b, row)))
			return false;
	return true;
}

/* A finding begins where the state before has not the same. */
static void sum_state(struct prove_report *r, const struct proof *p,
		      size_t state)
{
	const json_t *row;
	size_t i, last;

	json_array_foreach(p->rows[state], i, row) {
		enum prove_verdict v = prove_verdict(jstr(row, "verdict"));

		r->rows[v]++;
		if (v < PROVE_KEPT || (v == PROVE_KEPT && !r->details))
			continue;
		if (state > r->v->from &&
		    prove_row_alike(row, row_of(p->rows[state - 1], row)))
			continue;
		for (last = state; last < r->v->to; last++)
			if (!prove_row_alike(row, row_of(p->rows[last + 1], row)))
				break;
		add(r, p, row, state, last);
	}
}

static const struct proof *proof_of(const struct prove_report *r,
				    const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->proofs[i].config->id, id))
			return &r->proofs[i];
	return NULL;
}

static void add_options(const struct prove_report *r, struct prove_finding *f)
{
	const json_t **v = xcalloc(f->configs.n, sizeof(*v));
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < f->configs.n; i++)
		v[i] = proof_of(r, f->configs.v[i])->options;
	prove_options_alike(v, f->configs.n, &text);
	f->options = strbuf_detach(&text);
	free(v);
}

static int by_weight(const void *a, const void *b)
{
	const struct prove_finding *x = a, *y = b;
	int c = (int)prove_verdict(y->verdict) - (int)prove_verdict(x->verdict);

	if (!c)
		c = (int)x->first - (int)y->first;
	return c ?: strcmp(x->configs.v[0], y->configs.v[0]);
}

void prove_sum(struct prove_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		r->nothing += r->proofs[i].nothing;
		r->not_looked += r->proofs[i].why && !r->proofs[i].nothing;
		for (size_t k = r->v->from; k <= r->v->to; k++)
			if (r->proofs[i].rows && r->proofs[i].rows[k])
				sum_state(r, &r->proofs[i], k);
	}
	for (size_t i = 0; i < r->n_findings; i++)
		add_options(r, &r->findings[i]);
	if (r->n_findings)
		qsort(r->findings, r->n_findings, sizeof(*r->findings),
		      by_weight);
}

bool prove_found(const struct prove_report *r)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		enum prove_verdict v = prove_verdict(r->findings[i].verdict);

		if (v == PROVE_UNPROVED ||
		    (v > PROVE_UNPROVED && r->findings[i].first > r->v->from))
			return true;
	}
	return r->not_looked > 0;
}

void prove_report_release(struct prove_report *r)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		strvec_release(&r->findings[i].configs);
		free(r->findings[i].options);
	}
	free(r->findings);
	prove_places_release(&r->places);
}
