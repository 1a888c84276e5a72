// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "report/proved.h"
#include "review/screen.h"
#include "base/shell.h"

/* Unproved ones that are named here; the page has them all. */
#define SHOWN 3

char rprove_symbol(enum prove_verdict v)
{
	return " +k?LD"[v];
}

void rprove_states(const struct rprove *p, const struct rrun *run,
		   struct strbuf *out)
{
	if (run->first > p->from)
		strbuf_addf(out, "from patch %02zu on", run->first);
	else if (p->from)
		strbuf_addf(out, "before patch %02zu", p->from + 1);
	else
		strbuf_addstr(out, "in the tree");
	if (run->last < p->to)
		strbuf_addf(out, ", until patch %02zu", run->last + 1);
	else if (run->first == p->from && p->to > p->from)
		strbuf_addstr(out, " and after every patch");
}

void rprove_sum(const struct rprove *p, struct strbuf *out)
{
	size_t all = 0;

	for (int v = PROVE_OK; v <= PROVE_DOUBLE; v++)
		all += p->rows[v];
	strbuf_addf(out, "%zu verdicts on %zu of %zu configurations: %zu ok, %zu kept as stated, %zu unproved, %zu leaks, %zu double",
		    all, p->n - p->not_looked - p->nothing, p->n - p->nothing,
		    p->rows[PROVE_OK],
		    p->rows[PROVE_KEPT], p->rows[PROVE_UNPROVED],
		    p->rows[PROVE_LEAK], p->rows[PROVE_DOUBLE]);
}

void rprove_again(const struct rprove *p, const struct rrun *run,
		  const char *config, struct strbuf *out)
{
	strbuf_addstr(out, *p->command ? p->command : "respin prove");
	strbuf_addstr(out, " --arch ");
	shell_quote(out, config);
	if (run->first)
		strbuf_addf(out, " --patch %zu", run->first);
	if (run->verdict == PROVE_KEPT)
		strbuf_addstr(out, " -d");
}

static void put_configs(const struct screen *s, const struct strvec *configs)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < configs->n; i++)
		strbuf_addf(&text, " %s", configs->v[i]);
	screen_put(s, 6, "     %s", text.buf ?: "");
	strbuf_clear(&text);
	rprove_options(s->r->prove, configs, &text);
	if (text.len)
		screen_put(s, 6, "      with %s", text.buf);
	strbuf_release(&text);
}

static void put_found(const struct screen *s, const struct rprove *p,
		      const struct rproof_found *f)
{
	struct strbuf when = STRBUF_INIT, again = STRBUF_INIT;

	rprove_states(p, f->run, &when);
	screen_put(s, 4, "  %c %s %s, %s%s: %s", rprove_symbol(f->run->verdict),
		   p->ways[f->way].level, p->ways[f->way].way, when.buf,
		   rprove_stale(p, f->run->first) ? " (stale)" : "",
		   jstr(f->run->row, "why"));
	put_configs(s, &f->configs);
	rprove_again(p, f->run, f->configs.v[0], &again);
	screen_command(s, again.buf);
	strbuf_release(&again);
	strbuf_release(&when);
}

static void put_stale(const struct screen *s, const struct rprove *p)
{
	const struct review *r = s->r;

	if (!p->stale)
		return;
	screen_put(s, 4, "  stale: %s was written for other patches; run respin prove again",
		   p->path);
	if (p->other_tree)
		screen_put(s, 4, "    it is of %s %s, the series of %s %s",
			   p->tree, p->base, r->tree, r->base);
	else if (p->same < p->patches && p->same < r->set.n)
		screen_put(s, 4, "    patch %02zu is another one now: only what is said of states before it holds",
			   p->same + 1);
	else
		screen_put(s, 4, "    it is of %zu patches, and %zu are there now",
			   p->patches, r->set.n);
}

void review_prove_text(const struct screen *s)
{
	const struct rprove *p = s->r->prove;
	struct strbuf sum = STRBUF_INIT;
	size_t open = 0;

	if (!p->report && !p->wanted)
		return;
	screen_heading(s, "Proved");
	if (!p->report) {
		screen_put(s, 2, "  not run (respin prove): there is no %s",
			   p->path);
		return;
	}
	rprove_sum(p, &sum);
	screen_put(s, 2, "  %s; by %s", sum.buf, p->command);
	put_stale(s, p);
	for (size_t i = 0; i < p->n; i++)
		if (*p->v[i].why)
			screen_put(s, 4, "  %c %s: %s", p->v[i].nothing ? ' ' : '-',
				   p->v[i].id, p->v[i].why);
	for (size_t i = 0; i < p->n_found; i++) {
		if (p->found[i].run->verdict > PROVE_UNPROVED)
			put_found(s, p, &p->found[i]);
		else
			open++;
	}
	if (open)
		screen_put(s, 2, "  unproved: %zu%s", open, open > SHOWN ?
			   ", the first of them:" : "");
	/* The last ones of the list are those. */
	for (size_t i = p->n_found - open; i < p->n_found &&
	     i < p->n_found - open + SHOWN; i++)
		put_found(s, p, &p->found[i]);
	if (json_array_size(p->off))
		screen_put(s, 2, "  calls on no path that was looked at: %zu; prove lists them",
			   json_array_size(p->off));
	strbuf_release(&sum);
}
