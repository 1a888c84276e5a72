// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>

#include "git-diff.h"
#include "print.h"
#include "region.h"
#include "verify-print.h"

/* --- adding up --------------------------------------------------------- */

/* The conditionals around byte POS: why no configuration saw the line. */
static void hidden_by(const struct source *src, size_t pos,
		      struct strbuf *out)
{
	size_t i = ppline_around(&src->pp, pos);

	while (i != CLEX_NONE) {
		if (out->len)
			strbuf_addstr(out, ", in ");
		ppline_text(&src->pp.v[i], &src->lex, out);
		i = src->pp.v[i].parent;
	}
	if (!out->len)
		strbuf_addstr(out, "under no conditional: no configuration here compiles this file, or uses this macro");
}

static void file_lines(struct verify_sum *s, const struct verify *v, size_t k,
		       size_t i, const struct strbuf *text,
		       const struct hunks *h)
{
	const struct lines *seen = &v->seen[k * v->co->touched.n + i];
	struct macro_ranges m = { 0 };
	struct lines code = { 0 };
	struct source src;

	lines_code(&code, text->buf, text->len);
	macro_lines(&m, text->buf, text->len, NULL);
	for (size_t r = 0; r < m.n; r++)
		lines_add(&code, m.v[r].first, m.v[r].last);
	source_init(&src, text->buf, text->len);
	for (size_t j = 0; j < h->n; j++) {
		for (size_t l = h->v[j].new; l < h->v[j].new + h->v[j].new_n; l++) {
			struct strbuf why = STRBUF_INIT;
			size_t pos = 0, line = 0;

			if (!lines_has(&code, l + 1))
				continue;
			s->changed_lines++;
			if (lines_has(seen, l + 1))
				continue;
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
			    (!ends_with(p, ".c") && !ends_with(p, ".h")))
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

int verify_sum(struct verify_sum *s, const struct verify *v,
	       const struct column *c, size_t n)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < n; i++) {
		if (c[i].result != KBUILD_OK) {
			s->skipped_columns++;
			continue;
		}
		for (size_t k = 1; k < v->co->states; k++) {
			const struct cell *cell = &c[i].cells[k];

			s->failed += cell_bad(cell);
			s->warned += !cell_bad(cell) && cell_warned(cell);
			s->pairs += cell->units;
			s->skipped += cell->unchanged + cell->unreached + cell->same;
			s->compiled += cell->compiled;
			s->sparsed += cell->sparsed;
		}
	}
	return changed_lines(s, v);
}

void verify_sum_release(struct verify_sum *s)
{
	strvec_release(&s->lines);
}

/* --- text -------------------------------------------------------------- */

void print_verify_head(const struct tree *t, const struct checkout *co,
		       const struct unitset *us)
{
	printf("respin: verify %zu patches on ", co->patches.n);
	print_tree(t);
	printf(", %zu files touched\n", co->touched.n);
	if (co->failed)
		printf("  does not apply, and ends the series here: %s\n    %s\n",
		       co->failed, co->why);
	for (size_t i = 0; i < us->wide.n; i++)
		printf("  %s is included nearly everywhere: its users are not followed (--depth full does)\n",
		       us->wide.v[i]);
	printf("  . nothing to compile   + compiled, nothing new   w new warnings   F fails\n");
	printf("  %-26s", "");
	for (size_t k = 1; k < co->states; k++)
		printf(" %02zu", k);
	printf("  units\n");
	fflush(stdout);
}

static char symbol(const struct cell *c)
{
	if (cell_bad(c))
		return 'F';
	if (cell_warned(c))
		return 'w';
	return c->compiled ? '+' : '.';
}

void print_column(const struct verify *v, const struct column *c)
{
	static const char *const results[] = {
		[KBUILD_NO_COMPILER] = "skipped",
		[KBUILD_NO_CONFIG] = "no such configuration",
		[KBUILD_FAILED] = "the tree's own fault",
	};

	printf("  %-26s", c->config->id);
	if (c->result != KBUILD_OK) {
		printf(" %s: %s\n", results[c->result], c->why ?: "");
		fflush(stdout);
		return;
	}
	for (size_t k = 1; k < v->co->states; k++)
		printf("  %c", k > v->from && k <= v->to ?
		       symbol(&c->cells[k]) : ' ');
	printf("  %5zu %5.0fs\n", c->cells[0].units, c->seconds);
	if (c->fallback)
		printf("    with %s: some units cannot be assembled\n",
		       c->compiler);
	for (size_t i = 0; i < c->not_set.n; i++)
		printf("    %s did not stick: this tree lacks it, or what it needs\n",
		       c->not_set.v[i]);
	fflush(stdout);
}

static void print_list(const char *what, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		printf("    %s %s\n", what, sv->v[i]);
}

static void print_findings(const struct verify *v, const struct column *c)
{
	const struct strvec *make = c->config->make.n ? &c->config->make :
				    &c->config->arch->tc.make;

	for (size_t k = 1; k < v->co->states; k++) {
		const struct cell *cell = &c->cells[k];

		if (!cell_bad(cell) && !cell_warned(cell))
			continue;
		printf("patch %02zu on %s: %s\n", k, c->config->id,
		       v->co->subjects.v[k - 1]);
		print_list("fails:", &cell->failures);
		print_list("new:", &cell->cc);
		print_list("sparse:", &cell->sparse);
		printf("    again: respin verify --arch %s; by hand, in a tree with the patches up to %02zu:\n      make",
		       c->config->id, k);
		for (size_t i = 0; i < make->n; i++)
			printf(" %s", make->v[i]);
		printf(" %s", c->config->defconfig);
		for (size_t i = 0; i < cell->failures.n; i++)
			printf(" %.*s.o", (int)strlen(cell->failures.v[i]) - 2,
			       cell->failures.v[i]);
		putchar('\n');
	}
}

void print_verify_end(const struct verify *v, const struct column *c,
		      size_t n, const struct verify_sum *s, double seconds)
{
	size_t broken = 0;

	for (size_t i = 0; i < n; i++)
		if (c[i].result == KBUILD_OK)
			print_findings(v, &c[i]);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 1; c[i].result == KBUILD_OK &&
		     k < v->co->states; k++)
			broken += c[i].cells[k].broken;
	for (size_t i = 0; i < s->lines.n; i++)
		printf("not compiled: %s\n", s->lines.v[i]);
	printf("%zu of %zu configurations, %zu cells failed, %zu warned; %zu configurations skipped\n",
	       n - s->skipped_columns, n, s->failed, s->warned,
	       s->skipped_columns);
	printf("%zu (patch, unit) pairs: %zu skipped soundly (%.1f%%), %zu compiled, %zu by sparse; %zu were broken before\n",
	       s->pairs, s->skipped,
	       s->pairs ? 100.0 * (double)s->skipped / (double)s->pairs : 0.0,
	       s->compiled, s->sparsed, broken);
	printf("%zu changed lines of C, %zu compiled by no configuration; %.0f s\n",
	       s->changed_lines, s->not_compiled, seconds);
}

/* --- JSON -------------------------------------------------------------- */

static json_t *list_json(const struct strvec *sv)
{
	json_t *a = json_array();

	for (size_t i = 0; i < sv->n; i++)
		json_array_append_new(a, json_string(sv->v[i]));
	return a;
}

static json_t *cell_json(const struct cell *c, size_t k)
{
	return json_pack("{s:i,s:s,s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:o,s:o,s:o}",
			 "patch", (int)k, "status", cell_bad(c) ? "fail" :
			 cell_warned(c) ? "warn" : c->compiled ? "pass" :
			 "nothing-to-compile", "units", (int)c->units,
			 "unchanged", (int)c->unchanged, "unreached",
			 (int)c->unreached, "same", (int)c->same,
			 "compiled", (int)c->compiled, "sparse_run",
			 (int)c->sparsed, "broken_before", (int)c->broken,
			 "failures", list_json(&c->failures), "warnings",
			 list_json(&c->cc), "sparse", list_json(&c->sparse));
}

void print_verify_json(const struct verify *v, const struct column *c,
		       size_t n, const struct verify_sum *s)
{
	json_t *cols = json_array(), *o;
	char *text;

	for (size_t i = 0; i < n; i++) {
		json_t *cells = json_array();

		for (size_t k = v->from + 1; c[i].result ==
		     KBUILD_OK && k <= v->to; k++)
			json_array_append_new(cells, cell_json(&c[i].cells[k], k));
		json_array_append_new(cols, json_pack("{s:s,s:s,s:s*,s:s*,s:f,s:o}",
			"config", c[i].config->id, "result",
			c[i].result == KBUILD_OK ? "ran" : "skipped", "why",
			c[i].why, "compiler", c[i].compiler, "seconds",
			c[i].seconds, "cells", cells));
	}
	o = json_pack("{s:o,s:o,s:i,s:i,s:o}", "patches",
		      list_json(&v->co->subjects), "configurations", cols,
		      "pairs", (int)s->pairs, "skipped", (int)s->skipped,
		      "lines_not_compiled", list_json(&s->lines));
	text = json_dumps(o, JSON_INDENT(1));
	puts(text ?: "{}");
	free(text);
	json_decref(o);
}
