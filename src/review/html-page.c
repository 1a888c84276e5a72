// SPDX-License-Identifier: GPL-2.0-only
#include "review/html-page.h"
#include "review/links.h"
#include "base/version.h"

static void head(const struct review *r, struct strbuf *out)
{
	strbuf_addstr(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
	html_f(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	       "style-src 'sha256-%S'; script-src 'sha256-%S'; base-uri 'none'; form-action 'none'\">\n",
	       review_css_digest, review_js_digest);
	strbuf_addstr(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"color-scheme\" content=\"light dark\">\n"
		      "<meta name=\"referrer\" content=\"no-referrer\">\n");
	html_f(out, "<title>%s on %s</title>\n<style>%S</style>\n</head>\n<body id=\"top\">\n",
	       r->has_record ? r->record.series : "Patches",
	       r->has_record ? r->record.tree : r->dir, review_css);
}

/* --- overview ---------------------------------------------------------- */

static void title(const struct review *r, struct strbuf *out)
{
	const struct record *rec = &r->record;
	struct strbuf truth = STRBUF_INIT;

	strbuf_addstr(out, "<header>\n<h1>");
	if (r->has_record)
		html_f(out, "%s <small>v%zu on %s</small></h1>\n",
		       *rec->title ? rec->title : rec->series, rec->version,
		       rec->tree);
	else
		html_f(out, "%s <small>without series.json</small></h1>\n",
		       r->dir);
	html_f(out, "<p>%zu patch%S, %zu file%S; each patch by itself +%zu -%zu.",
	       r->set.n, r->set.n == 1 ? "" : "es", r->files,
	       plural((long)r->files), r->plus, r->minus);
	if (r->has_record && rec->proven)
		strbuf_addstr(out, " <code>git am</code> gives the same tree, patch by patch.");
	strbuf_addstr(out, "</p>\n");
	if (review_truth(r, &truth))
		html_f(out, "<p class=\"truth\"><b class=\"F\">%s</b></p>\n",
		       truth.buf);
	strbuf_release(&truth);
	strbuf_addstr(out, "<nav><a href=\"#patches\">Patches</a> <a href=\"#look\">Needs a look</a> "
		      "<a href=\"#checks\">Checks</a> ");
	if (r->has_proved || r->prove_wanted)
		strbuf_addstr(out, "<a href=\"#proved\">Proved</a> ");
	if (r->has_booted)
		strbuf_addstr(out, "<a href=\"#booted\">Booted</a> ");
	if (r->has_record)
		strbuf_addstr(out, "<a href=\"#misses\">Leftovers and misses</a> ");
	if (r->against)
		strbuf_addstr(out, "<a href=\"#against\">Against the reference</a> ");
	if (r->has_report)
		strbuf_addstr(out, "<a href=\"#evidence\">Evidence</a> ");
	strbuf_addstr(out, "<a href=\"#made\">How it was made</a></nav>\n");
	/* What needs a script, a script shows. */
	strbuf_addstr(out, "<p id=\"find\" hidden><label>Only files with <input type=\"search\" "
		      "placeholder=\"path, folder, rule, arch:NAME\"></label> <span role=\"status\"></span></p>\n</header>\n");
}

static void patch_row(const struct review *r, const struct rpatch *p,
		      struct strbuf *out)
{
	const struct record_patch *step = p->step;
	size_t n = p->number;

	if (!n) {
		html_f(out, "<tr class=\"none\"><td><td>%s<td>%s<td colspan=\"%d\">%s%S%s\n",
		       p->subject, step->name, r->against ? 5 : 4,
		       step->outcome, *step->why ? ": " : "", step->why);
		return;
	}
	html_f(out, "<tr><td><a href=\"#p%02zu\">%02zu</a><td><a href=\"#p%02zu\">%s</a><td>%s",
	       n, n, n, p->subject, *step->name ? step->name :
	       r->has_record ? "no step made it" : "");
	html_f(out, "<td class=\"n\">%zu<td class=\"n\">+%zu<td class=\"n\">-%zu<td>",
	       p->mail->n, p->plus, p->minus);
	html_counts(r, p, out);
	if (r->against)
		html_f(out, "<td>%s", p->pair ? compare_verdict_name(p->pair->verdict) : "");
	strbuf_addch(out, '\n');
}

static void patches(const struct review *r, struct strbuf *out)
{
	strbuf_addstr(out, "<section id=\"patches\"><h2>Patches</h2>\n<div class=\"scroll\" tabindex=\"0\">"
		      "<table class=\"t\">\n<caption class=\"off\">The patches</caption>\n"
		      "<thead><tr><th scope=\"col\"><span class=\"off\">number</span>"
		      "<th scope=\"col\">subject<th scope=\"col\">step<th scope=\"col\" class=\"n\">files"
		      "<th scope=\"col\" class=\"n\">+<th scope=\"col\" class=\"n\">-<th scope=\"col\">checks");
	if (r->against)
		strbuf_addstr(out, "<th scope=\"col\">reference");
	strbuf_addstr(out, "</thead>\n<tbody>\n");
	for (size_t i = 0; i < r->n; i++)
		patch_row(r, &r->patches[i], out);
	strbuf_addstr(out, "</tbody></table></div>\n");
	if (r->cover) {
		strbuf_addstr(out, "<details><summary>Cover letter</summary>\n<pre class=\"msg\">");
		link_text(out, r->cover);
		strbuf_addstr(out, "</pre></details>\n");
	}
	strbuf_addstr(out, "</section>\n");
}

/* --- what needs a look ------------------------------------------------- */

static void look_stale(const struct review *r, struct strbuf *out)
{
	static const char *const how[] = {
		[FRESH_NONE] = "is not in the report",
		[FRESH_CHANGED] = "has changed since it was verified",
		[FRESH_BEHIND] = "was verified on top of other patches, or on another tree",
	};

	if (!r->has_report) {
		html_f(out, "<li>not verified: there is no <code>%s</code>. To make it: "
		       "<code class=\"cmd\">respin verify --report %s LINUX %s</code>\n",
		       r->report_path, r->report_path, r->dir);
		return;
	}
	if (r->other_tree)
		html_f(out, "<li>stale: <code>%s</code> is for %s %s, the series for %s %s\n",
		       r->report_path, r->report.tree, r->report.commit,
		       r->record.tree, r->record.base);
	for (size_t k = 1; k <= r->set.n; k++) {
		enum rfresh f = review_mail(r, k)->fresh;

		if (f != FRESH_YES && !(r->other_tree && f == FRESH_BEHIND))
			html_f(out, "<li><b class=\"O\">?</b> <a href=\"#p%02zu\">%02zu</a> %S: run respin verify again\n",
			       k, k, how[f]);
	}
}

/* "patch 3 PATH:LINE: ...": a link, if the line is on the page. */
static void look_line(const struct review *r, const char *s, struct strbuf *out)
{
	for (size_t k = 1; k <= r->set.n; k++) {
		const struct rpatch *p = review_mail(r, k);

		for (size_t i = 0; i < p->mail->n; i++) {
			const char *path = p->mail->v[i].path, *colon;
			char *begin = xstrfmt("patch %zu %s:", p->seen, path);
			bool is = p->fresh == FRESH_YES && starts_with(s, begin);

			colon = s + strlen(begin);
			free(begin);
			if (!is)
				continue;
			html_f(out, "<li>compiled by no configuration: <a href=\"#p%02zu-f%zu-n%ld\">%s</a>\n",
			       k, i + 1, atol(colon), s);
			return;
		}
	}
	html_f(out, "<li>compiled by no configuration: %s\n", s);
}

/* Lines that verify made configurations for, and dead ones with their proofs. */
static void settled(const char *what, const struct strvec *lines,
		    struct strbuf *out)
{
	if (!lines->n)
		return;
	html_f(out, "<details><summary>%S: %zu line%S</summary>\n<ul>\n", what,
	       lines->n, plural((long)lines->n));
	for (size_t i = 0; i < lines->n; i++)
		html_f(out, "<li><code>%s</code>\n", lines->v[i]);
	strbuf_addstr(out, "</ul></details>\n");
}

static void look(const struct review *r, struct strbuf *out)
{
	size_t empty;

	strbuf_addstr(out, "<section id=\"look\"><h2>Needs a look</h2>\n<ul class=\"found\">\n");
	empty = out->len;
	look_stale(r, out);
	if (r->has_report && *r->report.failed)
		html_f(out, "<li><b class=\"F\">F</b> does not apply: %s: %s\n",
		       r->report.failed, r->report.why);
	for (size_t k = 0; k <= r->set.n; k++)
		html_found(r, review_mail(r, k), out);
	for (size_t k = 1; k <= r->set.n; k++) {
		const struct rpatch *p = review_mail(r, k);

		if (p->unexplained)
			html_f(out, "<li><a href=\"#p%02zu\">%02zu</a>: %zu changed line%S that no rule or edit made\n",
			       k, k, p->unexplained,
			       plural((long)p->unexplained));
	}
	for (size_t i = 0; i < r->record.n_lefts; i++)
		if (!*r->record.lefts[i].reason)
			html_f(out, "<li>left: <code>%s:%zu</code> %s\n",
			       r->record.lefts[i].path, r->record.lefts[i].line,
			       r->record.lefts[i].word);
	for (size_t i = 0; i < r->report.lines.n; i++)
		look_line(r, r->report.lines.v[i], out);
	for (size_t i = 0; i < r->report.macros.n; i++)
		html_f(out, "<li>in a macro without a known user: <code>%s</code>\n",
		       r->report.macros.v[i]);
	if (r->has_report && !r->report.lines_known)
		strbuf_addstr(out, "<li>verify did not look for changed lines that nothing compiled\n");
	html_prove_look(r, out);
	html_boot_look(r, out);
	if (r->against && !compare_same(&r->comparison))
		strbuf_addstr(out, "<li>the content <a href=\"#against\">differs from the reference</a>\n");
	if (out->len == empty)
		strbuf_addstr(out, "<li>nothing\n");
	strbuf_addstr(out, "</ul></section>\n");
}

/* --- the rest ---------------------------------------------------------- */

static void lines_around(const struct around *a, struct strbuf *out)
{
	if (!a->source)
		return;
	html_f(out, "<dt>lines around hunks<dd>up to %zu on each side, from %s", a->each,
	       a->source->tree);
	if (a->unknown)
		html_f(out, "; none for %zu file%S, which the patches do not fit there",
		       a->unknown, plural((long)a->unknown));
	strbuf_addstr(out, a->full ? "; not all, for the page would be too large\n" : "\n");
}

static void made(const struct review *r, const struct around *around,
		 struct strbuf *out)
{
	const struct record *rec = &r->record;

	strbuf_addstr(out, "<section id=\"made\"><h2>How it was made</h2>\n<dl>");
	if (r->has_record) {
		html_f(out, "<dt>respin<dd>%s<dt>spatch<dd>%s<dt>tree<dd>%s %s\n",
		       rec->respin, rec->spatch, rec->tree,
		       *rec->base ? rec->base : "(a plain folder)");
		html_f(out, "<dt>made by<dd><code class=\"cmd\">respin generate --series %s%S%s LINUX</code>\n",
		       rec->series, *rec->base ? " --base " : "",
		       rec->base);
	}
	if (r->has_report)
		html_f(out, "<dt>verified on<dd>%s %s<dt>verified by<dd><code class=\"cmd\">%s --report %s</code>\n",
		       r->report.tree, r->report.commit, r->report.command,
		       r->report_path);
	if (r->has_proved)
		html_f(out, "<dt>proved on<dd>%s %s<dt>proved by<dd><code class=\"cmd\">%s</code>\n",
		       r->proved.tree, r->proved.base, r->proved.command);
	if (r->has_booted)
		html_f(out, "<dt>booted<dd>%s %s<dt>booted by<dd><code class=\"cmd\">%s</code>\n",
		       r->booted.tree, r->booted.base, r->booted.command);
	lines_around(around, out);
	html_f(out, "<dt>this page<dd>respin " RESPIN_VERSION ", <code class=\"cmd\">respin review%S%s%S --html FILE %s</code>\n",
	       r->against ? " --against " : "", r->against,
	       r->range_diff.len ? " --range-diff" : "", r->dir);
	strbuf_addstr(out, "</dl>\n<p id=\"keys\" hidden>Keys: <kbd>j</kbd> <kbd>k</kbd> next and previous patch, "
		      "<kbd>n</kbd> <kbd>p</kbd> next and previous hunk, <kbd>o</kbd> rules of this hunk, "
		      "<kbd>m</kbd> more lines around it, <kbd>s</kbd> side by side on wide screens, "
		      "<kbd>u</kbd> overview, <kbd>/</kbd> only some files, <kbd>x</kbd> patch seen, "
		      "<kbd>r</kbd> quote the selection or this hunk for a reply, <kbd>?</kbd> these keys.</p></section>\n");
	strbuf_addstr(out, "<section id=\"reply\" hidden><label>Reply, kept in this browser only"
		      "<textarea rows=\"10\"></textarea></label></section>\n");
}

void review_html(const struct review *r, const struct around_source *source,
		 struct strbuf *out)
{
	struct around around;

	head(r, out);
	title(r, out);
	strbuf_addstr(out, "<main>\n");
	patches(r, out);
	look(r, out);
	strbuf_addstr(out, "<section id=\"checks\"><h2>Checks</h2>\n");
	if (r->has_report)
		html_matrix(r, out);
	else
		strbuf_addstr(out, "<p>Not verified.</p>\n");
	settled("Compiled only by a configuration that verify made for them",
		&r->report.solved, out);
	settled("Dead: no configuration can compile them", &r->report.dead, out);
	strbuf_addstr(out, "</section>\n");
	if (r->has_proved || r->prove_wanted)
		html_prove(r, out);
	if (r->has_booted)
		html_boot(r, out);
	if (r->has_record) {
		strbuf_addstr(out, "<section id=\"misses\"><h2>Leftovers and misses</h2>\n");
		html_misses(&r->record, out);
		strbuf_addstr(out, "</section>\n");
	}
	if (r->against) {
		strbuf_addstr(out, "<section id=\"against\"><h2>Against the reference</h2>\n");
		html_against(r, out);
		strbuf_addstr(out, "</section>\n");
	}
	around_init(&around, source, &r->set);
	for (size_t k = 1; k <= r->set.n; k++)
		html_patch(r, review_mail(r, k), &around, out);
	if (r->has_report) {
		strbuf_addstr(out, "<section id=\"evidence\"><h2>Evidence</h2>\n");
		html_evidence(r, out);
		strbuf_addstr(out, "</section>\n");
	}
	made(r, &around, out);
	around_release(&around);
	html_f(out, "</main>\n<script>%S</script>\n</body>\n</html>\n", review_js);
}
