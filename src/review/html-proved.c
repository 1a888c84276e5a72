// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "review/html-page.h"

/* Steps of a path are set in so far, and no farther. */
#define DEEPEST 12

static char verdict_class(enum prove_verdict v)
{
	static const char classes[PROVE_VERDICTS + 1] = "xPHWFFFF";

	return classes[v];
}

/* The class of a cell: a letter, see review_css. */
static char class_of(const struct review *r, const struct rrun *run)
{
	return review_proved_stale(r, run->last) ? 'O' : verdict_class(run->verdict);
}

static void symbol(const struct review *r, const struct rrun *run,
		   struct strbuf *out)
{
	html_f(out, "<b class=\"%c\">%c</b> ", class_of(r, run),
	       prove_symbol(run->verdict));
}

/* A link to what is known of the way, and its name. */
static void way_link(const struct review *r, size_t proof, struct strbuf *out)
{
	const struct proved *p = &r->proved;
	const struct rproof *pr = &p->proofs[proof];

	html_f(out, "<a href=\"#w%zu-c%zu\">%s %s</a>", pr->way + 1,
	       pr->config + 1, p->ways[pr->way].level, p->ways[pr->way].way);
}

static void names(const struct strvec *sv, struct strbuf *out)
{
	for (size_t i = 0; i < sv->n; i++)
		html_f(out, "%S%s", i ? ", " : "", sv->v[i]);
}

/* Does any cell lead there? */
static bool has_evidence(const struct rtrack *t)
{
	return t->changed || rtrack_last(t)->verdict > PROVE_OK;
}

static void states(const struct review *r, const struct rrun *run,
		   struct strbuf *out)
{
	const struct proved *p = &r->proved;
	bool link = run->first > p->from && !review_proved_stale(r, run->first);
	struct strbuf text = STRBUF_INIT;

	proved_states(p, run, &text);
	if (link)
		strbuf_addf(out, "<a href=\"#p%02zu\">", run->first);
	html_str(out, text.buf);
	if (link)
		strbuf_addstr(out, "</a>");
	if (review_proved_stale(r, run->first))
		strbuf_addstr(out, " (stale)");
	strbuf_release(&text);
}

/* --- the matrix -------------------------------------------------------- */

static void cell(const struct review *r, const struct proved_config *c, size_t way,
		 struct strbuf *out)
{
	const struct proved *p = &r->proved;
	const struct rtrack *t = &c->tracks[way];
	const struct rproof *pr = &p->proofs[t->proof];
	const struct rrun *last = rtrack_last(t);
	const char *open = review_proved_stale(r, last->last) ? "(" : "";
	const char *shut = *open ? ")" : "";

	if (!has_evidence(t)) {
		if (!last->row)
			strbuf_addstr(out, "<td class=\"S\">-");
		else if (last->verdict == PROVE_NONE)
			strbuf_addstr(out, "<td>");
		else
			html_f(out, "<td class=\"%c\">%S%c%S", class_of(r, last),
			       open, prove_symbol(last->verdict), shut);
		return;
	}
	html_f(out, "<td class=\"%c\"><a href=\"#w%zu-c%zu\" title=\"%s, %s %s: %s%S",
	       class_of(r, last), pr->way + 1, pr->config + 1, c->id,
	       p->ways[way].level, p->ways[way].way, prove_word(last->verdict),
	       *open ? ", stale" : "");
	if (t->changed)
		html_f(out, ", changed by patch %zu", t->changed);
	html_f(out, "\">%S%S%S%S</a>", open, last->verdict == PROVE_NONE ? "" :
	       (char[]){ prove_symbol(last->verdict), '\0' },
	       t->changed ? "*" : "", shut);
}

static void row(const struct review *r, const struct proved_config *c,
		struct strbuf *out)
{
	const struct proved *p = &r->proved;

	html_f(out, "<tr><th scope=\"row\">%s", c->id);
	if (*c->nothing && p->n_ways)
		html_f(out, "<td colspan=\"%zu\">", p->n_ways);
	else if (!c->tracks && p->n_ways)
		html_f(out, "<td class=\"S\" colspan=\"%zu\">-", p->n_ways);
	for (size_t i = 0; c->tracks && i < p->n_ways; i++)
		cell(r, c, i, out);
	html_f(out, "<td class=\"note\">%s\n", *c->why ? c->why : c->compiler);
}

static void columns(const struct review *r, struct strbuf *out)
{
	const struct proved *p = &r->proved;

	strbuf_addstr(out, "<thead><tr><th scope=\"col\"><span class=\"off\">configuration</span>");
	for (size_t i = 0, n; i < p->n_ways; i += n) {
		for (n = 1; i + n < p->n_ways; n++)
			if (strcmp(p->ways[i].level, p->ways[i + n].level))
				break;
		html_f(out, "<th scope=\"colgroup\" colspan=\"%zu\">%s", n,
		       p->ways[i].level);
	}
	strbuf_addstr(out, "<th scope=\"col\" class=\"note\">compiler, or why not\n<tr><td>");
	for (size_t i = 0; i < p->n_ways; i++)
		html_f(out, "<th scope=\"col\">%s", p->ways[i].way);
	strbuf_addstr(out, "<td class=\"note\"></thead>\n");
}

static void legend(const struct review *r, struct strbuf *out)
{
	static const char *const words[] = {
		[PROVE_OK] = "released once on every path",
		[PROVE_KEPT] = "some are kept for a stated reason",
		[PROVE_UNPROVED] = "unproved",
	};

	strbuf_addstr(out, "<p class=\"legend\">");
	for (int v = PROVE_OK; v < PROVE_VERDICTS; v++)
		html_f(out, "<span><b class=\"%c\">%c</b> %S</span> ",
		       verdict_class(v), prove_symbol(v),
		       prove_is_fault(v) ? prove_fault(v, false) : words[v]);
	html_f(out, "<span><b class=\"S\">-</b> not looked at</span> "
	       "<span>blank: no such level or entry point</span> "
	       "<span><b>*</b> changed by a patch</span>%S</p>\n", r->proved_stale ?
	       " <span><b class=\"O\">( )</b> stale</span>" : "");
}

/* --- evidence ---------------------------------------------------------- */

static void path(const json_t *steps, struct strbuf *out)
{
	const json_t *s;
	size_t i, at = 0;

	if (!json_array_size(steps))
		return;
	strbuf_addstr(out, "<ul class=\"path\">");
	json_array_foreach(steps, i, s) {
		size_t depth = (size_t)jlong(s, "depth");

		/* A list stands in an item: one level down at a time. */
		if (i && depth > at && at < DEEPEST) {
			strbuf_addstr(out, "<ul>");
			at++;
		}
		for (; at > depth; at--)
			strbuf_addstr(out, "</ul>");
		html_f(out, "<li><code>%s</code> %s\n",
		       *jstr(s, "at") ? jstr(s, "at") : "-", jstr(s, "what"));
	}
	for (; at; at--)
		strbuf_addstr(out, "</ul>");
	strbuf_addstr(out, "</ul>\n");
}

static void counts(const json_t *row, struct strbuf *out)
{
	long paths = jlong(row, "paths");

	if (!paths)
		return;
	html_f(out, " <small>%ld path%S", paths, plural(paths));
	if (json_object_get(row, "acquired"))
		html_f(out, "; this path acquires %ld times, releases %ld times, frees %ld times",
		       jlong(row, "acquired"), jlong(row, "released"),
		       jlong(row, "freed"));
	strbuf_addstr(out, "</small>");
}

static void run_evidence(const struct review *r, const struct rproof *pr,
			 const struct rrun *run, struct strbuf *out)
{
	const struct proved *p = &r->proved;
	struct strbuf again = STRBUF_INIT, why = STRBUF_INIT;

	strbuf_addstr(out, "<p>");
	proved_why(run->row, &why);
	symbol(r, run, out);
	states(r, run, out);
	html_f(out, ": %s%S%s", !run->row ? "not in the report" :
	       run->verdict == PROVE_NONE ? "no such level or entry point" :
	       prove_word(run->verdict),
	       why.len ? ", " : "", why.buf ?: "");
	counts(run->row, out);
	strbuf_addstr(out, "</p>\n");
	path(json_object_get(run->row, "path"), out);
	if (run->verdict > PROVE_OK) {
		proved_again(p, run, pr->configs.v[0], &again);
		html_f(out, "<p class=\"again\"><code>%s</code>%S</p>\n",
		       again.buf, pr->configs.n < 2 ? "" :
		       " <small>or with another of these configurations</small>");
	}
	strbuf_release(&again);
	strbuf_release(&why);
}

static void with_options(const struct review *r, const struct rproof *pr,
			 struct strbuf *out)
{
	const struct proved *p = &r->proved;
	struct strbuf text = STRBUF_INIT;

	proved_options(p, &pr->configs, &text);
	if (text.len)
		html_f(out, "<p><small>with %s</small></p>\n", text.buf);
	strbuf_release(&text);
}

static void evidence(const struct review *r, struct strbuf *out)
{
	const struct proved *p = &r->proved;
	size_t way = p->n_ways;

	for (size_t i = 0; i < p->n_proofs; i++) {
		const struct rproof *pr = &p->proofs[i];

		if (!has_evidence(pr->track))
			continue;
		if (pr->way != way)
			html_f(out, "<h3>%s %s</h3>\n", p->ways[pr->way].level,
			       p->ways[pr->way].way);
		way = pr->way;
		strbuf_addstr(out, "<details class=\"w\"><summary>");
		symbol(r, rtrack_last(pr->track), out);
		names(&pr->configs, out);
		html_f(out, "</summary>\n<div id=\"w%zu-c%zu\">\n", way + 1,
		       pr->config + 1);
		with_options(r, pr, out);
		for (size_t k = 0; k < pr->track->n; k++)
			run_evidence(r, pr, &pr->track->v[k], out);
		strbuf_addstr(out, "</div></details>\n");
	}
}

/* --- what was found ---------------------------------------------------- */

static void found_item(const struct review *r, size_t i, bool anchor,
		       struct strbuf *out)
{
	const struct proved *p = &r->proved;
	const struct rproof_found *f = &p->found[i];
	struct strbuf why = STRBUF_INIT;

	if (anchor)
		html_f(out, "<li id=\"v%zu\">", i + 1);
	else
		strbuf_addstr(out, "<li>");
	symbol(r, f->run, out);
	way_link(r, f->proof, out);
	strbuf_addstr(out, ", ");
	states(r, f->run, out);
	html_f(out, ", on ");
	names(&f->configs, out);
	proved_why(f->run->row, &why);
	html_f(out, ": %s\n", why.buf ?: "");
	strbuf_release(&why);
}

static size_t bad_ones(const struct review *r)
{
	const struct proved *p = &r->proved;
	size_t n = 0;

	while (n < p->n_found && p->found[n].run->verdict > PROVE_UNPROVED)
		n++;
	return n;
}

static void found(const struct review *r, struct strbuf *out)
{
	const struct proved *p = &r->proved;
	size_t bad = bad_ones(r);

	strbuf_addstr(out, "<ul class=\"found\">\n");
	for (size_t i = 0; i < bad; i++)
		found_item(r, i, true, out);
	if (!bad)
		strbuf_addstr(out, "<li>no fault\n");
	strbuf_addstr(out, "</ul>\n");
	if (bad == p->n_found)
		return;
	html_f(out, "<details class=\"w\"><summary>%zu unproved</summary>\n<ul class=\"found\">\n",
	       p->n_found - bad);
	for (size_t i = bad; i < p->n_found; i++)
		found_item(r, i, true, out);
	strbuf_addstr(out, "</ul></details>\n");
}

static void stale(const struct review *r, const char *open, struct strbuf *out)
{
	const struct proved *p = &r->proved;


	if (!r->proved_stale)
		return;
	html_f(out, "%S<b class=\"O\">( )</b> stale: <code>%s</code> ", open,
	       r->proved_path);
	if (r->proved_elsewhere)
		html_f(out, "is for %s %s, the series for %s %s", p->tree,
		       p->base, r->record.tree, r->record.base);
	else
		html_f(out, "is for %zu patches, of which the first %zu have not changed",
		       p->n_patches, r->proved_same);
	strbuf_addstr(out, ": run respin prove again\n");
}

void html_prove_look(const struct review *r, struct strbuf *out)
{
	const struct proved *p = &r->proved;
	size_t bad = bad_ones(r), old = 0;

	if (!r->has_proved && r->prove_wanted)
		html_f(out, "<li>not proved: there is no <code>%s</code>. To make it: <code class=\"cmd\">respin prove LINUX %s</code>\n",
		       r->proved_path, r->dir);
	if (!r->has_proved)
		return;
	stale(r, "<li>", out);
	for (size_t i = 0; i < bad; i++) {
		if (p->found[i].run->first > p->from)
			found_item(r, i, false, out);
		else
			old++;
	}
	if (old)
		html_f(out, "<li><a href=\"#proved\">%zu fault%S</a> that the tree has without the series\n",
		       old, plural((long)old));
	if (bad < p->n_found)
		html_f(out, "<li><a href=\"#v%zu\">%zu unproved</a>\n", bad + 1,
		       p->n_found - bad);
	if (p->not_looked)
		html_f(out, "<li><a href=\"#proved\">%zu configuration%S</a> not looked at by prove\n",
		       p->not_looked, plural((long)p->not_looked));
}

void html_prove_patch(const struct review *r, const struct rpatch *patch,
		      struct strbuf *out)
{
	const struct proved *p = &r->proved;


	if (!r->has_proved || review_proved_stale(r, patch->number))
		return;
	for (size_t i = 0; i < p->n_proofs; i++) {
		const struct rtrack *t = p->proofs[i].track;

		for (size_t k = 1; k < t->n; k++) {
			const struct rrun *was = &t->v[k - 1], *is = &t->v[k];

			if (is->first != patch->number ||
			    is->verdict == was->verdict)
				continue;
			strbuf_addstr(out, "<li>");
			symbol(r, is, out);
			way_link(r, i, out);
			html_f(out, ": %s, %s before, on ",
			       prove_word(is->verdict), prove_word(was->verdict));
			names(&p->proofs[i].configs, out);
			strbuf_addch(out, '\n');
		}
	}
}

/* What the matrix does not say anything of. */
static void off_path(const struct review *r, struct strbuf *out)
{
	const struct strvec *calls = &r->proved.places.missed;

	if (!calls->n)
		return;
	html_f(out, "<details class=\"w\"><summary>%zu calls that acquire or release, on no path that prove followed</summary>\n<ul class=\"found\">\n",
	       calls->n);
	for (size_t i = 0; i < calls->n; i++)
		html_f(out, "<li><code>%s</code>\n", calls->v[i]);
	strbuf_addstr(out, "</ul></details>\n");
}

void html_prove(const struct review *r, struct strbuf *out)
{
	const struct proved *p = &r->proved;
	struct strbuf sum = STRBUF_INIT;

	strbuf_addstr(out, "<section id=\"proved\"><h2>Proved</h2>\n");
	if (!r->has_proved) {
		strbuf_addstr(out, "<p>Not run (respin prove).</p>\n</section>\n");
		return;
	}
	proved_counts(p, &sum);
	html_f(out, "<p>%s; the base and each patch, by <code class=\"cmd\">%s</code></p>\n",
	       sum.buf, p->command);
	stale(r, "<p>", out);
	found(r, out);
	legend(r, out);
	strbuf_addstr(out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"m w\">\n");
	columns(r, out);
	strbuf_addstr(out, "<tbody>\n");
	for (size_t i = 0; i < p->n; i++)
		row(r, &p->v[i], out);
	strbuf_addstr(out, "</tbody></table></div>\n");
	evidence(r, out);
	off_path(r, out);
	strbuf_addstr(out, "</section>\n");
	strbuf_release(&sum);
}
