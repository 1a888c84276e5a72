// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "review/review.h"
#include "review/screen.h"

/* Unproved ones that are named here; the page has them all. */
#define SHOWN 3

static void put_configs(const struct screen *s, const struct strvec *configs)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < configs->n; i++)
		strbuf_addf(&text, " %s", configs->v[i]);
	screen_put(s, 6, "     %s", text.buf ?: "");
	strbuf_clear(&text);
	proved_options(&s->r->proved, configs, &text);
	if (text.len)
		screen_put(s, 6, "      with %s", text.buf);
	strbuf_release(&text);
}

static void put_found(const struct screen *s, const struct rproof_found *f)
{
	const struct proved *p = &s->r->proved;
	struct strbuf when = STRBUF_INIT, again = STRBUF_INIT;
	struct strbuf why = STRBUF_INIT;

	proved_states(p, f->run, &when);
	proved_why(f->run->row, &why);
	screen_put(s, 4, "  %c %s %s, %s%s: %s", prove_symbol(f->run->verdict),
		   p->ways[f->way].level, p->ways[f->way].way, when.buf,
		   review_proved_stale(s->r, f->run->first) ? " (stale)" : "",
		   why.buf ?: "");
	put_configs(s, &f->configs);
	proved_again(p, f->run, f->configs.v[0], &again);
	screen_command(s, again.buf);
	strbuf_release(&again);
	strbuf_release(&when);
	strbuf_release(&why);
}

static void put_stale(const struct screen *s)
{
	const struct review *r = s->r;
	const struct proved *p = &r->proved;

	if (!r->proved_stale)
		return;
	screen_put(s, 4, "  stale: %s was written for other patches; run respin prove again",
		   r->proved_path);
	if (r->proved_elsewhere)
		screen_put(s, 4, "    the report is for %s %s, the series for %s %s",
			   p->tree, p->base, r->record.tree, r->record.base);
	else if (r->proved_same < p->n_patches && r->proved_same < r->set.n)
		screen_put(s, 4, "    patch %02zu has changed: the verdicts hold for the states before it only",
			   r->proved_same + 1);
	else
		screen_put(s, 4, "    the report is for %zu patches, and there are %zu now",
			   p->n_patches, r->set.n);
}

void review_prove_text(const struct screen *s)
{
	const struct review *r = s->r;
	const struct proved *p = &r->proved;
	struct strbuf sum = STRBUF_INIT;
	size_t open = 0;

	if (!r->has_proved && !r->prove_wanted)
		return;
	screen_heading(s, "Proved");
	if (!r->has_proved) {
		screen_put(s, 2, "  not run (respin prove): there is no %s",
			   r->proved_path);
		return;
	}
	proved_counts(p, &sum);
	screen_put(s, 2, "  %s; by %s", sum.buf, p->command);
	put_stale(s);
	for (size_t i = 0; i < p->n; i++)
		if (*p->v[i].why)
			screen_put(s, 4, "  %c %s: %s", *p->v[i].nothing ? ' ' : '-',
				   p->v[i].id, p->v[i].why);
	for (size_t i = 0; i < p->n_found; i++) {
		if (p->found[i].run->verdict > PROVE_UNPROVED)
			put_found(s, &p->found[i]);
		else
			open++;
	}
	if (open)
		screen_put(s, 2, "  unproved: %zu%s", open, open > SHOWN ?
			   ", the first of them:" : "");
	/* The last ones of the list are those. */
	for (size_t i = p->n_found - open; i < p->n_found &&
	     i < p->n_found - open + SHOWN; i++)
		put_found(s, &p->found[i]);
	if (p->places.missed.n)
		screen_put(s, 2, "  calls on no path that prove followed: %zu; prove lists them",
			   p->places.missed.n);
	strbuf_release(&sum);
}
