// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/lang.h"
#include "csrc/lines.h"
#include "csrc/region.h"
#include "git/diff.h"
#include "verify/missing.h"

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

static void file_lines(const struct verify *v, struct missings *ms, size_t k, size_t i,
		       const struct strbuf *text, const struct hunks *h)
{
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
			ms->changed++;
			if (lines_has(seen, l + 1))
				continue;
			macro = unused_macro(&m, &active, l + 1);
			for (; line < l; pos++)
				line += text->buf[pos] == '\n';
			if (macro)
				strbuf_addstr(&why, macro);
			else
				hidden_by(&src, pos, &why);
			GROW(ms->v, ms->n + 1, ms->alloc);
			ms->v[ms->n++] = (struct missing){
				.patch = k, .file = i, .line = (uint32_t)l + 1,
				.macro = macro, .why = strbuf_detach(&why),
			};
		}
	}
	source_release(&src);
	macro_ranges_release(&m);
	lines_release(&code);
	lines_release(&active);
}

int missing_find(const struct verify *v, struct missings *ms)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	struct checkout *co = v->co;
	struct hunks h = { 0 };
	int err = 0;

	memset(ms, 0, sizeof(*ms));
	for (size_t k = 1; k < co->states && err >= 0; k++) {
		for (size_t i = 0; i < co->touched.n && err >= 0; i++) {
			const char *p = co->touched.v[i];

			if (!checkout_changed(co, k, i) || !lang_is_c(p))
				continue;
			err = checkout_text(co, k - 1, i, &a);
			if (err >= 0)
				err = checkout_text(co, k, i, &b);
			if (err >= 0)
				err = diff_lines(&a, &b, &h);
			if (err >= 0)
				file_lines(v, ms, k, i, &b, &h);
		}
	}
	strbuf_release(&a);
	strbuf_release(&b);
	hunks_release(&h);
	return err < 0 ? err : 0;
}

void missing_release(struct missings *ms)
{
	for (size_t i = 0; i < ms->n; i++)
		free(ms->v[i].why);
	free(ms->v);
	memset(ms, 0, sizeof(*ms));
}
