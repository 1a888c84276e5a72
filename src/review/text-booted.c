// SPDX-License-Identifier: GPL-2.0-only
#include "review/review.h"
#include "review/screen.h"

/* "18 ok, 1 leak; 9 machines not looked at". */
static void add_counts(const struct booted *b, struct strbuf *out)
{
	size_t counts[BOOT_FAILED + 1], n = booted_count(b, counts);

	booted_words(counts, out);
	if (n)
		strbuf_addf(out, "%s%zu machine%s not looked at",
			    out->len ? "; " : "", n, plural((long)n));
}

static void put_state(const struct screen *s, const struct booted_config *c,
		      const struct booted_state *st)
{
	struct strbuf cell = STRBUF_INIT, again = STRBUF_INIT;
	char when[32] = "at the base";

	booted_cell(st, &cell);
	if (st->state)
		snprintf(when, sizeof(when), "after %02zu", st->state);
	screen_put(s, 4, "  %s: %s, %s%s%s%s", cell.buf, c->id, when,
		   review_booted_stale(s->r, st->state) ? " (stale)" : "",
		   *st->why ? ": " : "", st->why);
	booted_again(&s->r->booted, c->id, st->state, &again);
	screen_command(s, again.buf);
	strbuf_release(&cell);
	strbuf_release(&again);
}

void review_boot_text(const struct screen *s)
{
	const struct review *r = s->r;
	struct strbuf sum = STRBUF_INIT;

	if (!r->has_booted)
		return;
	screen_heading(s, "Booted");
	add_counts(&r->booted, &sum);
	screen_put(s, 2, "  %s; by %s", sum.buf, r->booted.command);
	if (r->booted_stale)
		screen_put(s, 4, "  stale: %s was written for other patches; run respin boot again",
			   r->booted_path);
	for (size_t i = 0; i < r->booted.n; i++) {
		const struct booted_config *c = &r->booted.v[i];

		for (size_t k = 0; k < c->n_states; k++)
			if (booted_news(c, &c->states[k]))
				put_state(s, c, &c->states[k]);
			else if (!c->states[k].state &&
				 boot_verdict(c->states[k].verdict) != BOOT_OK)
				screen_put(s, 4, "  %s: %s, without the series as well",
					   c->states[k].verdict, c->id);
	}
	strbuf_release(&sum);
}
