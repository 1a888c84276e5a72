// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is worst, in one line, for the first lines of terminal and page. Each
 * fault that prove found counts once, at the patch that brings it.
 */
#include "review/review.h"

void review_brings(const struct review *r, const struct rpatch *p,
		   struct rbrings *b)
{
	memset(b, 0, sizeof(*b));
	if (!r->has_proved || !p->number ||
	    review_proved_stale(r, p->number))
		return;
	b->known = p->number > r->proved.from && p->number <= r->proved.to;
	for (size_t i = 0; i < r->proved.n_found; i++) {
		const struct rproof_found *f = &r->proved.found[i];

		if (f->run->first != p->number)
			continue;
		if (!prove_is_fault(f->run->verdict))
			continue;
		b->faults[f->run->verdict]++;
		if (f->run->verdict > b->worst)
			b->worst = f->run->verdict;
		b->first = b->first ?: f->configs.v[0];
	}
}

/* "05 (2 double releases, on x-def), 07 (1 leak, on y-def)". */
static size_t add_faults(const struct review *r, struct strbuf *out)
{
	size_t n = 0;

	for (size_t k = 1; k <= r->set.n; k++) {
		struct rbrings b;
		const char *between = "";

		review_brings(r, review_mail(r, k), &b);
		if (!b.worst)
			continue;
		strbuf_addf(out, "%s%02zu (", n++ ? ", " : "", k);
		for (int v = PROVE_VERDICTS; --v > PROVE_UNPROVED;) {
			if (!b.faults[v])
				continue;
			strbuf_addf(out, "%s%zu %s", between, b.faults[v],
				    prove_fault(v, b.faults[v] != 1));
			between = ", ";
		}
		strbuf_addf(out, ", on %s)", b.first);
	}
	return n;
}

/* The patches with a cell or a verdict in STATE: "06, 12". */
static size_t add_patches(const struct review *r, enum rstate state,
			  struct strbuf *out)
{
	size_t n = 0;

	for (size_t k = 1; k <= r->set.n && r->has_report; k++) {
		size_t count[RSTATES];

		review_count(r, review_mail(r, k), count);
		if (count[state])
			strbuf_addf(out, "%s%02zu", n++ ? ", " : "", k);
	}
	return n;
}

/* "here-board leak +1000 after 13": news of kernels that ran. */
static size_t add_booted(const struct review *r, struct strbuf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < r->booted.n; i++)
		for (size_t k = 0; k < r->booted.v[i].n_states; k++) {
			const struct booted_config *c = &r->booted.v[i];
			const struct booted_state *s = &c->states[k];

			if (review_booted_stale(r, s->state) || !s->state ||
			    boot_verdict(s->verdict) > BOOT_TIMED_OUT ||
			    !booted_news(c, s))
				continue;
			strbuf_addf(out, "%s%s ", n++ ? ", " : "", c->id);
			booted_cell(s, out);
			strbuf_addf(out, " after %02zu", s->state);
		}
	return n;
}

static bool is_left_out(const struct review *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->patches[i].step->outcome, "left out"))
			return true;
	return false;
}

bool review_truth(const struct review *r, struct strbuf *out)
{
	struct strbuf faults = STRBUF_INIT, fails = STRBUF_INIT;
	struct strbuf booted = STRBUF_INIT;
	size_t n_faults = add_faults(r, &faults);
	size_t n_fails = add_patches(r, RSTATE_FAIL, &fails);
	size_t n_booted = add_booted(r, &booted);
	const char *total = r->set.n == 1 ? "patch" : "patches";

	if (n_fails)
		strbuf_addf(out, "%zu of %zu %s fail%s: %s", n_fails, r->set.n,
			    total, n_fails == 1 ? "s" : "", fails.buf);
	if (n_faults)
		strbuf_addf(out, "%s%zu of %zu %s bring%s faults: %s%s",
			    n_fails ? "; " : "", n_faults, r->set.n, total,
			    n_faults == 1 ? "s" : "", faults.buf,
			    is_left_out(r) ? "; generate --fixes adds the steps that mend them, if the series has any" : "");
	if (n_booted)
		strbuf_addf(out, "%sbooted: %s", n_fails || n_faults ? "; " : "",
			    booted.buf);
	strbuf_release(&faults);
	strbuf_release(&fails);
	strbuf_release(&booted);
	return n_fails || n_faults || n_booted;
}
