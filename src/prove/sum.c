// SPDX-License-Identifier: GPL-2.0-only
#include "prove/report.h"

static void fill_states(struct proved_config *to, const struct proof *p,
			size_t from, size_t last)
{
	to->states = xcalloc(last - from + 1, sizeof(*to->states));
	for (size_t k = from; k <= last; k++) {
		bool same = k > from && json_equal(p->rows[k], p->rows[k - 1]);

		to->states[to->n_states++] = (struct proved_state){
			.state = k,
			.verdict = prove_word(prove_worst(p->rows[k])),
			.rows = same ? NULL : (json_t *)p->rows[k],
		};
	}
}

/* What a person looks at first: by what it is, not by whose it is. */
static int by_verdict(const void *a, const void *b)
{
	const struct rproof_found *x = a, *y = b;
	int c = (int)y->run->verdict - (int)x->run->verdict;

	if (!c)
		c = (int)x->run->first - (int)y->run->first;
	return c ?: strcmp(x->configs.v[0], y->configs.v[0]);
}

int prove_sum(struct prove_report *r)
{
	struct checkout *co = r->v->co;
	struct proved *out = &r->out;

	*out = (struct proved){
		.tree = r->tree->name, .base = r->tree->commit,
		.command = r->portable, .patches = checkout_patches(co),
		.n_patches = co->patches.n,
		.v = xcalloc(r->n + 1, sizeof(*out->v)),
	};
	if (!out->patches)
		return ERR_ENV;
	for (; out->n < r->n; out->n++) {
		const struct proof *p = &r->proofs[out->n];
		struct proved_config *c = &out->v[out->n];

		*c = (struct proved_config){
			.id = p->config->id, .compiler = p->compiler ?: "",
			.options = p->options, .compiled = p->compiled,
			.nothing = p->nothing ? p->why : NULL,
			.not_looked = p->nothing ? NULL : p->why,
			.seconds = p->seconds,
		};
		if (!p->why)
			fill_states(c, p, r->v->from, r->v->to);
	}
	if (proved_sum(out, r->details ? PROVE_KEPT : PROVE_UNPROVED))
		return error("the report would be too large: give fewer configurations with --arch, or fewer files in the rules");
	if (out->n_found)
		qsort(out->found, out->n_found, sizeof(*out->found),
		      by_verdict);
	return 0;
}

void prove_report_release(struct prove_report *r)
{
	proved_release(&r->out);
}
