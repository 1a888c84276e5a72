// SPDX-License-Identifier: GPL-2.0-only
#include "review/html-page.h"

static char verdict_class(const struct review *r, const struct booted_state *s)
{
	static const char classes[] = {
		[BOOT_OK] = 'P', [BOOT_LEAK] = 'F', [BOOT_DOUBLE] = 'F',
		[BOOT_BUG] = 'F', [BOOT_TIMED_OUT] = 'F', [BOOT_NOT] = 'W',
		[BOOT_NOT_BUILT] = 'W', [BOOT_FAILED] = 'W',
	};

	return review_booted_stale(r, s->state) ? 'O' :
	       classes[boot_verdict(s->verdict)];
}

static const struct booted_state *state_of(const struct booted_config *c,
					   size_t state)
{
	for (size_t i = 0; i < c->n_states; i++)
		if (c->states[i].state == state)
			return &c->states[i];
	return NULL;
}

/* Was any machine booted in STATE? */
static bool any_state(const struct review *r, size_t state)
{
	for (size_t i = 0; i < r->booted.n; i++)
		if (state_of(&r->booted.v[i], state))
			return true;
	return false;
}

/* --- beside what verify says ---------------------------------------------- */

/* 2: a kernel ran and did wrong; 1: no result; 0: no news. */
static int rank(const struct booted_config *c, const struct booted_state *s)
{
	return !booted_news(c, s) ? 0 :
	       boot_verdict(s->verdict) > BOOT_TIMED_OUT ? 1 : 2;
}

/* The worst of all machines after patch K, which were N. */
static const struct booted_state *worst(const struct review *r, size_t k,
					size_t *n, int *most)
{
	const struct booted_state *worst = NULL;

	*n = 0;
	*most = -1;
	for (size_t i = 0; i < r->booted.n; i++) {
		const struct booted_config *c = &r->booted.v[i];
		const struct booted_state *s = state_of(c, k);

		*n += s != NULL;
		if (s && rank(c, s) > *most) {
			worst = s;
			*most = rank(c, s);
		}
	}
	return worst;
}

/* As verify's and prove's rows have them. */
static char symbol(const struct booted_state *s, int rank)
{
	switch (boot_verdict(s->verdict)) {
	case BOOT_LEAK:
		return rank ? 'L' : '+';
	case BOOT_DOUBLE:
		return rank ? 'D' : '+';
	default:
		return "+wF"[rank];
	}
}

void html_boot_row(const struct review *r, struct strbuf *out)
{
	strbuf_addstr(out, "<tr><th scope=\"row\">boot");
	for (size_t k = 1; k <= r->set.n; k++) {
		size_t n;
		int rank;
		const struct booted_state *s = worst(r, k, &n, &rank);

		if (!s || review_booted_stale(r, k))
			strbuf_addstr(out, "<td class=\"S\">-");
		else
			html_f(out, "<td class=\"%c\"><a href=\"#booted\" title=\"%02zu boot: %s, %zu machine%S\">%c</a>",
			       "PWF"[rank], k, rank ? s->verdict : "ok", n,
			       plural((long)n), symbol(s, rank));
	}
	strbuf_addstr(out, "<td class=\"note\"><a href=\"#booted\">what was booted</a>\n");
}

/* --- what needs a look ---------------------------------------------------- */

static void bad_item(const struct review *r, size_t machine,
		     const struct booted_state *s, struct strbuf *out)
{
	const struct booted_config *c = &r->booted.v[machine];
	struct strbuf text = STRBUF_INIT;

	booted_cell(s, &text);
	html_f(out, "<li><b class=\"%c\">%s</b> %s", verdict_class(r, s), text.buf,
	       s->state ? "after " : "at the base");
	if (s->state)
		html_f(out, "<a href=\"#p%02zu\">%02zu</a>", s->state, s->state);
	html_f(out, ", booted on <a href=\"#b%zu\">%s</a>%S", machine + 1, c->id,
	       review_booted_stale(r, s->state) ? " (stale)" : "");
	if (*s->why)
		html_f(out, ": %s", s->why);
	strbuf_addch(out, '\n');
	strbuf_release(&text);
}

static void stale(const struct review *r, const char *open, struct strbuf *out)
{
	if (r->booted_stale)
		html_f(out, "%S<b class=\"O\">( )</b> stale: <code>%s</code> was written for other patches: run respin boot again\n",
		       open, r->booted_path);
}

/* What the patches are not to blame for. */
static void look_bases(const struct review *r, struct strbuf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < r->booted.n; i++) {
		const struct booted_state *s = state_of(&r->booted.v[i], 0);

		n += s && boot_verdict(s->verdict) != BOOT_OK &&
		     !booted_news(&r->booted.v[i], s);
	}
	if (n)
		html_f(out, "<li><a href=\"#booted\">%zu machine%S</a> with a fault that the tree has without the series\n",
		       n, plural((long)n));
}

void html_boot_look(const struct review *r, struct strbuf *out)
{
	size_t not_looked = 0;

	if (r->has_booted)
		stale(r, "<li>", out);
	for (size_t i = 0; i < r->booted.n; i++)
		for (size_t k = 0; k < r->booted.v[i].n_states; k++) {
			const struct booted_config *c = &r->booted.v[i];

			if (booted_news(c, &c->states[k]))
				bad_item(r, i, &c->states[k], out);
		}
	look_bases(r, out);
	for (size_t i = 0; i < r->booted.n; i++)
		not_looked += *r->booted.v[i].not_looked != 0;
	if (not_looked)
		html_f(out, "<li><a href=\"#booted\">%zu machine%S</a> not booted\n",
		       not_looked, plural((long)not_looked));
}

/* --- the section ------------------------------------------------------------ */

static void columns(const struct review *r, struct strbuf *out)
{
	strbuf_addstr(out, "<caption class=\"off\">Machines by states of the series</caption>\n"
		      "<thead><tr><th scope=\"col\"><span class=\"off\">machine</span>");
	for (size_t k = 0; k <= r->booted.n_patches; k++) {
		if (!any_state(r, k))
			continue;
		if (k && !review_booted_stale(r, k))
			html_f(out, "<th scope=\"col\"><a href=\"#p%02zu\">%02zu</a>",
			       k, k);
		else
			html_f(out, k ? "<th scope=\"col\">%02zu" :
			       "<th scope=\"col\">base", k);
	}
	strbuf_addstr(out, "<th scope=\"col\" class=\"note\">emulator and compiler, or why not</thead>\n");
}

static void row(const struct review *r, size_t machine, struct strbuf *out)
{
	const struct booted_config *c = &r->booted.v[machine];

	html_f(out, "<tr><th scope=\"row\">%s", c->id);
	for (size_t k = 0; k <= r->booted.n_patches; k++) {
		const struct booted_state *s = state_of(c, k);
		struct strbuf text = STRBUF_INIT;

		if (s) {
			booted_cell(s, &text);
			html_f(out, "<td class=\"%c\"><a href=\"#b%zu\">%s</a>",
			       verdict_class(r, s), machine + 1, text.buf);
		} else if (any_state(r, k)) {
			strbuf_addstr(out, "<td class=\"S\">-");
		}
		strbuf_release(&text);
	}
	if (*c->not_looked)
		html_f(out, "<td class=\"note\">%s\n", c->not_looked);
	else
		html_f(out, "<td class=\"note\">%s; %s\n", c->emulator, c->compiler);
}

static void words(const char *what, const struct strvec *sv, struct strbuf *out)
{
	if (sv->n)
		html_f(out, "<p>%S:", what);
	for (size_t i = 0; i < sv->n; i++)
		html_f(out, " %s", sv->v[i]);
	if (sv->n)
		strbuf_addstr(out, "</p>\n");
}

/* What the rounds of KIND leave, and what one of them has at its peak. */
static void kind_cell(const struct booted_state *s, const char *kind,
		      struct strbuf *out)
{
	long rounds, sum = booted_change(s, kind, &rounds), peak = -1;

	for (size_t i = 1; i < s->n_rounds; i++) {
		long more = s->rounds[i].peak - s->rounds[i - 1].level;

		if (!strcmp(s->rounds[i].kind, kind) &&
		    s->rounds[i].peak >= 0 && more > peak)
			peak = more;
	}
	if (!rounds) {
		strbuf_addstr(out, "<td>");
		return;
	}
	strbuf_addf(out, "<td class=\"%c\">%s%.4g", sum ? 'F' : 'P',
		    sum > 0 ? "+" : "", (double)sum / (double)rounds);
	if (peak >= 0)
		strbuf_addf(out, " of %ld", peak);
}

static void kinds_of(const struct booted_config *c, struct strvec *kinds)
{
	for (size_t i = 0; i < c->n_states; i++)
		for (size_t k = 0; k < c->states[i].n_rounds; k++)
			if (!strvec_has(kinds, c->states[i].rounds[k].kind))
				strvec_push(kinds, c->states[i].rounds[k].kind);
}

static void rounds(const struct booted_config *c, struct strbuf *out)
{
	struct strvec kinds = STRVEC_INIT;

	kinds_of(c, &kinds);
	if (!kinds.n)
		return;
	strbuf_addstr(out, "<table class=\"m\"><caption>What a round leaves behind, out of its peak</caption>\n"
		      "<thead><tr><th scope=\"col\">kind");
	for (size_t i = 0; i < c->n_states; i++)
		html_f(out, c->states[i].state ? "<th scope=\"col\">%02zu" :
		       "<th scope=\"col\">base", c->states[i].state);
	strbuf_addstr(out, "</thead>\n<tbody>\n");
	for (size_t k = 0; k < kinds.n; k++) {
		html_f(out, "<tr><th scope=\"row\">%s", kinds.v[k]);
		for (size_t i = 0; i < c->n_states; i++)
			kind_cell(&c->states[i], kinds.v[k], out);
		strbuf_addch(out, '\n');
	}
	strbuf_addstr(out, "</tbody></table>\n");
	strvec_release(&kinds);
}

static void machine(const struct review *r, size_t i, struct strbuf *out)
{
	const struct booted_config *c = &r->booted.v[i];
	struct strbuf text = STRBUF_INIT;

	if (*c->not_looked)
		return;
	html_f(out, "<details class=\"w\"><summary>%s</summary>\n<div id=\"b%zu\">\n",
	       c->id, i + 1);
	booted_processors(c, &text);
	if (text.len)
		html_f(out, "<p>%s</p>\n", text.buf);
	strbuf_release(&text);
	words("Looks for faults with", &c->on, out);
	words("Without", &c->off, out);
	words("Options that did not hold", &c->not_set, out);
	rounds(c, out);
	for (size_t k = 0; k < c->n_states; k++) {
		const struct booted_state *s = &c->states[k];
		struct strbuf again = STRBUF_INIT;

		if (boot_verdict(s->verdict) == BOOT_OK)
			continue;
		booted_again(&r->booted, c->id, s->state, &again);
		html_f(out, s->state ? "<p>%s, after %02zu" : "<p>%s, at the base",
		       s->verdict, s->state);
		html_f(out, "%S%s: <code class=\"cmd\">%s</code></p>\n",
		       *s->why ? ", " : "", s->why, again.buf);
		for (size_t l = 0; l < s->log.n; l++)
			html_f(out, "%S<code>%s</code>\n", l ? "<br>" : "",
			       s->log.v[l]);
		strbuf_release(&again);
	}
	strbuf_addstr(out, "</div></details>\n");
}

void html_boot(const struct review *r, struct strbuf *out)
{
	const struct booted *b = &r->booted;

	html_f(out, "<section id=\"booted\"><h2>Booted</h2>\n<p>Kernels in QEMU make and free objects in rounds, and count them; by <code class=\"cmd\">%s</code></p>\n",
	       b->command);
	stale(r, "<p>", out);
	strbuf_addstr(out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"m w\">\n");
	columns(r, out);
	strbuf_addstr(out, "<tbody>\n");
	for (size_t i = 0; i < b->n; i++)
		row(r, i, out);
	strbuf_addstr(out, "</tbody></table></div>\n");
	for (size_t i = 0; i < b->n; i++)
		machine(r, i, out);
	strbuf_addstr(out, "</section>\n");
}
