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

static void file_lines(struct verify_sum *s, const struct verify *v, size_t k,
		       size_t i, const struct strbuf *text,
		       const struct hunks *h)
{
	const struct lines *seen = &v->seen[k * v->co->touched.n + i];
	struct macro_ranges m = { 0 };
	struct lines code = { 0 }, active = { 0 };
	struct source src;

	lines_code(&code, text->buf, text->len);
	macro_lines(&m, text->buf, text->len, NULL);
	for (size_t r = 0; r < m.n; r++)
		lines_add(&code, m.v[r].first, m.v[r].last);
	lines_active(&active, seen, text->buf, text->len);
	source_init(&src, text->buf, text->len);
	for (size_t j = 0; j < h->n; j++) {
		for (size_t l = h->v[j].new; l < h->v[j].new + h->v[j].new_n; l++) {
			struct strbuf why = STRBUF_INIT;
			const char *macro;
			size_t pos = 0, line = 0;

			if (!lines_has(&code, l + 1))
				continue;
			s->changed_lines++;
			if (lines_has(seen, l + 1))
				continue;
			macro = unused_macro(&m, &active, l + 1);
			if (macro) {
				s->in_macros++;
				strvec_pushf(&s->macros, "patch %zu %s:%zu: %s",
					     k, v->co->touched.v[i], l + 1,
					     macro);
				continue;
			}
			for (; line < l; pos++)
				line += text->buf[pos] == '\n';
			hidden_by(&src, pos, &why);
			s->not_compiled++;
			strvec_pushf(&s->lines, "patch %zu %s:%zu: %s", k,
				     v->co->touched.v[i], l + 1, why.buf);
			strbuf_release(&why);
		}
	}
	source_release(&src);
	macro_ranges_release(&m);
	lines_release(&code);
	lines_release(&active);
}

static int changed_lines(struct verify_sum *s, const struct verify *v)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct checkout *co = v->co;
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
				file_lines(s, v, k, i, &b, &h);
		}
	}
	strbuf_release(&a);
	strbuf_release(&b);
	hunks_release(&h);
	return err < 0 ? err : 0;
}

static void add_column(struct verify_sum *s, const struct verify *v,
		       const struct column *c)
{
	if (c->result != KBUILD_OK) {
		s->skipped_columns++;
		return;
	}
	s->fallback_columns += c->fallback;
	for (size_t k = v->from + 1; k <= v->to; k++) {
		const struct cell *cell = &c->cells[k];

		s->failed += cell_bad(cell);
		s->warned += !cell_bad(cell) && cell_warned(cell);
		s->pairs += cell->units;
		s->skipped += cell->unchanged + cell->unreached + cell->same;
		s->compiled += cell->compiled;
		s->sparsed += cell->sparsed;
		s->broken += cell->broken;
	}
}

int verify_sum(struct report *r)
{
	struct verify_sum *s = &r->sum;

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < r->n; i++)
		add_column(s, r->v, &r->columns[i]);
	for (size_t i = 0; i < r->verdicts->n; i++) {
		const struct verdict *vd = &r->verdicts->v[i];

		s->checks++;
		s->checks_failed += verdict_failed(vd);
		s->checks_warned += vd->result.outcome == CHECK_WARN;
		s->checks_skipped += vd->result.outcome == CHECK_SKIPPED;
	}
	return r->lines ? changed_lines(s, r->v) : 0;
}

bool verify_found(const struct report *r)
{
	const struct verify_sum *s = &r->sum;

	return s->failed || s->warned || s->not_compiled || s->checks_failed ||
	       s->checks_warned || r->v->co->failed;
}

void verify_sum_release(struct verify_sum *s)
{
	strvec_release(&s->lines);
	strvec_release(&s->macros);
}
