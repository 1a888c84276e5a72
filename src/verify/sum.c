// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/lang.h"
#include "csrc/lines.h"
#include "git/diff.h"
#include "csrc/region.h"
#include "verify/report.h"

/* "#ifdef CONFIG_X": a configuration that shows it has X=y. */
static void add_hint(const char *directive, struct strbuf *hint)
{
	static const struct {
		const char *form, *value;
	} forms[] = {
		{ "#ifdef CONFIG_", "y" }, { "#if defined(CONFIG_", "y" },
		{ "#ifndef CONFIG_", "n" }, { "#if !defined(CONFIG_", "n" },
		{ "#if IS_ENABLED(CONFIG_", "y" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		size_t n = strlen(forms[i].form), word;

		if (strncmp(directive, forms[i].form, n))
			continue;
		word = strspn(directive + n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
		if (directive[n + word] && strcmp(directive + n + word, ")"))
			return;
		strbuf_addf(hint, "%s%.*s=%s", hint->len ? " " : "; set ",
			    (int)word, directive + n, forms[i].value);
	}
}

/* The conditionals around byte POS: why no configuration saw the line. */
static void hidden_by(const struct source *src, size_t pos,
		      struct strbuf *out)
{
	size_t i = ppline_around(&src->pp, pos);
	struct strbuf text = STRBUF_INIT, hint = STRBUF_INIT;

	while (i != CLEX_NONE) {
		if (out->len)
			strbuf_addstr(out, ", in ");
		strbuf_clear(&text);
		ppline_text(&src->pp.v[i], &src->lex, &text);
		strbuf_addstr(out, text.buf);
		add_hint(text.buf, &hint);
		i = src->pp.v[i].parent;
	}
	if (hint.len)
		strbuf_addstr(out, hint.buf);
	strbuf_release(&text);
	strbuf_release(&hint);
	if (!out->len)
		strbuf_addstr(out, "under no conditional: no configuration here compiles this file, or uses this macro");
}

/*
 * A line of a #define that units read and are not known to use: no text of it
 * is compiled, whatever the configuration. Which macros are used, gcc tells
 * and clang does not.
 */
static const char *unused_macro(const struct macro_ranges *m,
				const struct lines *active, size_t line)
{
	for (size_t i = 0; i < m->n; i++)
		if (line >= m->v[i].first && line <= m->v[i].last)
			return lines_has(active, m->v[i].first) ?
			       m->v[i].name : NULL;
	return NULL;
}

static void file_lines(struct report *r, size_t k, size_t i,
		       const struct strbuf *text, const struct hunks *h)
{
	const struct verify *v = r->v;
	const struct lines *seen = &v->seen[k * v->co->touched.n + i];
	struct macro_ranges m = { 0 };
	struct lines code = { 0 }, active = { 0 };
	struct source src;

	lines_code(&code, text->buf, text->len);
	macro_lines(&m, text->buf, text->len, NULL);
	for (size_t j = 0; j < m.n; j++)
		lines_add(&code, m.v[j].first, m.v[j].last);
	lines_active(&active, seen, text->buf, text->len);
	source_init(&src, text->buf, text->len);
	for (size_t j = 0; j < h->n; j++) {
		for (size_t l = h->v[j].new; l < h->v[j].new + h->v[j].new_n; l++) {
			struct strbuf why = STRBUF_INIT;
			const char *macro;
			size_t pos = 0, line = 0;

			if (!lines_has(&code, l + 1))
				continue;
			r->out.changed_lines++;
			if (lines_has(seen, l + 1))
				continue;
			macro = unused_macro(&m, &active, l + 1);
			if (macro) {
				strvec_pushf(&r->out.macros, "patch %zu %s:%zu: %s",
					     k, v->co->touched.v[i], l + 1,
					     macro);
				continue;
			}
			for (; line < l; pos++)
				line += text->buf[pos] == '\n';
			hidden_by(&src, pos, &why);
			strvec_pushf(&r->out.lines, "patch %zu %s:%zu: %s", k,
				     v->co->touched.v[i], l + 1, why.buf);
			strbuf_release(&why);
		}
	}
	source_release(&src);
	macro_ranges_release(&m);
	lines_release(&code);
	lines_release(&active);
}

static int changed_lines(struct report *r)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct checkout *co = r->v->co;
	struct hunks h = { 0 };
	int err = 0;

	for (size_t k = 1; k < co->states && err >= 0; k++) {
		for (size_t i = 0; i < co->touched.n && err >= 0; i++) {
			const char *p = co->touched.v[i];

			if (!checkout_changed(co, k, i) ||
			    !lang_is_c(p))
				continue;
			err = checkout_text(co, k - 1, i, &a);
			if (err >= 0)
				err = checkout_text(co, k, i, &b);
			if (err >= 0)
				err = diff_lines(&a, &b, &h);
			if (err >= 0)
				file_lines(r, k, i, &b, &h);
		}
	}
	strbuf_release(&a);
	strbuf_release(&b);
	hunks_release(&h);
	return err < 0 ? err : 0;
}

static void add_column(struct report *r, const struct verified_column *c)
{
	struct verify_sum *s = &r->sum;

	s->skipped_columns += !verified_compiled(c);
	s->fallback_columns += verified_compiled(c) && c->in_part;
	for (size_t i = 0; i < c->n; i++) {
		const struct cell *cell = &c->cells[i];
		enum rstate state = rstate_of(cell->status);

		s->failed += state == RSTATE_FAIL;
		s->warned += state == RSTATE_WARN;
		s->compiled += cell->compiled;
		s->sparsed += cell->sparsed;
		s->broken += cell->broken;
		r->out.pairs += cell->units;
		r->out.skipped += cell->unchanged + cell->unreached +
				  cell->same;
	}
}

static struct verified_column to_column(const struct report *r,
					const struct column *c)
{
	static const char *const results[] = {
		[KBUILD_OK] = "compiled", [KBUILD_NO_COMPILER] = "no-compiler",
		[KBUILD_NO_CONFIG] = "no-config", [KBUILD_FAILED] = "broken-tree",
		[KBUILD_TOOL_FAILED] = "tool-failed",
	};
	bool ok = c->result == KBUILD_OK;

	return (struct verified_column){
		.id = c->config->id, .arch = c->config->arch->name,
		.result = results[c->result], .why = c->why,
		.compiler = c->compiler, .in_part = c->fallback,
		.not_set = c->not_set, .seconds = c->seconds,
		.cells = ok ? c->cells + r->v->from + 1 : NULL,
		.n = ok ? r->v->to - r->v->from : 0,
	};
}

static void fill_columns(struct report *r)
{
	struct verified *out = &r->out;

	out->columns = xcalloc(r->n + 1, sizeof(*out->columns));
	out->alike = xcalloc(r->n + 1, sizeof(*out->alike));
	for (size_t i = 0; i < r->n; i++) {
		const struct column *c = &r->columns[i];

		if (c->like) {
			out->alike[out->n_alike++] = (struct verified_like){
				.id = c->config->id,
				.arch = c->config->arch->name,
				.like = c->like->config->id,
			};
			continue;
		}
		out->columns[out->n] = to_column(r, c);
		add_column(r, &out->columns[out->n++]);
	}
}

static void fill_checks(struct report *r)
{
	struct verified *out = &r->out;
	size_t n = r->verdicts->n;

	out->checks = xcalloc(n + 1, sizeof(*out->checks));
	for (; out->n_checks < n; out->n_checks++) {
		const struct verdict *vd = &r->verdicts->v[out->n_checks];
		const struct check_result *said = &vd->result;
		const char *status = check_outcome_name(said->outcome);
		enum rstate state = rstate_of(status);

		out->checks[out->n_checks] = (struct verified_check){
			.check = vd->check->name, .patch = vd->patch,
			.status = status, .summary = said->summary,
			.details = said->details, .seconds = said->seconds,
		};
		r->sum.checks_failed += state == RSTATE_FAIL;
		r->sum.checks_warned += state == RSTATE_WARN;
		r->sum.checks_skipped += state == RSTATE_SKIP;
	}
}

int report_sum(struct report *r)
{
	struct checkout *co = r->v->co;

	bool here = r->archs && r->archs->n;

	r->out = (struct verified){
		.tree = r->tree->name, .commit = r->tree->commit,
		.command = r->portable, .patches = checkout_patches(co),
		.n_patches = co->patches.n, .failed = co->failed,
		.why = co->why, .lines_known = r->lines && !here,
		.sparse = r->v->sparse,
	};
	if (!r->out.patches)
		return ERR_ENV;
	fill_columns(r);
	fill_checks(r);
	if (r->lines && changed_lines(r))
		return ERR_ENV;
	/* What others compile is nothing that these few could know. */
	if (here) {
		r->sum.elsewhere = r->out.lines.n;
		strvec_clear(&r->out.lines);
		strvec_clear(&r->out.macros);
	}
	return 0;
}

bool report_found(const struct report *r)
{
	const struct verify_sum *s = &r->sum;

	/* What somebody asked for by name, and did not get, is no pass. */
	if (r->archs && r->archs->n && s->skipped_columns)
		return true;
	return s->failed || s->warned || r->out.lines.n || s->checks_failed ||
	       s->checks_warned || r->v->co->failed;
}

void report_release(struct report *r)
{
	strvec_release(&r->out.lines);
	strvec_release(&r->out.macros);
	free(r->out.patches);
	free(r->out.columns);
	free(r->out.alike);
	free(r->out.checks);
	memset(&r->out, 0, sizeof(r->out));
}
