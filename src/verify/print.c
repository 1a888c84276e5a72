// SPDX-License-Identifier: GPL-2.0-only
#include "verify/report.h"

/* Left of the cells of a row. */
#define NAME_WIDTH 26

static bool is_kbuild(const char *path)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	return starts_with(base, "Makefile") || starts_with(base, "Kbuild") ||
	       starts_with(base, "Kconfig") || ends_with(base, "_defconfig");
}

void print_verify_head(const struct report *r, const struct unitset *us)
{
	const struct checkout *co = r->v->co;

	printf("respin: verify %zu patches on ", co->patches.n);
	print_tree(r->tree);
	printf(", %zu files touched\n", co->touched.n);
	if (co->failed)
		printf("  does not apply, and ends the series here: %s\n    %s\n",
		       co->failed, co->why);
	for (size_t i = 0; i < us->wide.n; i++)
		printf("  %s is included nearly everywhere: its users are not followed (--depth full does)\n",
		       us->wide.v[i]);
	for (size_t i = 0; i < co->touched.n; i++)
		if (is_kbuild(co->touched.v[i]))
			printf("  %s is touched: configurations and commands are those of the base all the same\n",
			       co->touched.v[i]);
	printf("  + passed   . nothing to compile   w warns   F fails   - not checked\n");
	printf("  %-*s", NAME_WIDTH, "");
	for (size_t k = 1; k < co->states; k++)
		printf(" %02zu", k);
	printf("  units  time\n");
	printf("  %-*s", NAME_WIDTH, "apply (git am)");
	for (size_t k = 1; k < co->states; k++)
		printf("  +");
	printf(co->failed ? "  F\n" : "\n");
	fflush(stdout);
}

static char verdict_symbol(const struct verdict *v)
{
	if (verdict_failed(v))
		return 'F';
	if (v->result.outcome == CHECK_WARN)
		return 'w';
	return verdict_passed(v) ? '+' : '-';
}

static void print_row(const struct report *r, const struct check *c)
{
	const struct verdicts *vs = r->verdicts;

	printf("  %-*s", NAME_WIDTH, c->name);
	for (size_t k = 1; c->scope == CHECK_PATCH && k < r->v->co->states; k++) {
		char symbol = ' ';

		for (size_t i = 0; i < vs->n; i++)
			if (vs->v[i].check == c && vs->v[i].patch == k)
				symbol = verdict_symbol(&vs->v[i]);
		printf("  %c", symbol);
	}
	for (size_t i = 0; i < vs->n; i++)
		if (vs->v[i].check == c && !vs->v[i].patch)
			printf("  %c  the series: %s", verdict_symbol(&vs->v[i]),
			       vs->v[i].result.summary);
	putchar('\n');
}

void print_verdicts(const struct report *r)
{
	const struct check *last = NULL;

	for (size_t i = 0; i < r->verdicts->n; i++) {
		const struct check *c = r->verdicts->v[i].check;

		if (c != last)
			print_row(r, c);
		last = c;
	}
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

void print_column(const struct report *r, const struct column *c)
{
	static const char *const results[] = {
		[KBUILD_NO_COMPILER] = "skipped",
		[KBUILD_NO_CONFIG] = "no such configuration",
		[KBUILD_FAILED] = "the tree's own fault",
	};
	const struct verify *v = r->v;

	printf("  %-*s", NAME_WIDTH, c->config->id);
	if (c->result != KBUILD_OK) {
		for (size_t k = 1; k < v->co->states; k++)
			printf("  %c", k > v->from && k <= v->to ? '-' : ' ');
		printf("\n    %s: %s\n", results[c->result], c->why ?: "");
		fflush(stdout);
		return;
	}
	for (size_t k = 1; k < v->co->states; k++)
		printf("  %c", k > v->from && k <= v->to ?
		       symbol(&c->cells[k]) : ' ');
	printf("  %5zu %4.0fs\n", c->cells[v->to].units, c->seconds);
	if (c->fallback)
		printf("    with %s: some units cannot be assembled\n",
		       c->compiler);
	for (size_t i = 0; i < c->not_set.n; i++)
		printf("    %s did not stick: this tree lacks it, or what it needs\n",
		       c->not_set.v[i]);
	fflush(stdout);
}

/* --- what was found ---------------------------------------------------- */

static void print_again(const struct report *r, size_t k, const char *option,
			const char *value)
{
	printf("  again: %s", r->command);
	if (k)
		printf(" --patch %zu", k);
	printf(" %s %s", option, value);
}

static void print_list(const char *what, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		printf("  %s %s\n", what, sv->v[i]);
}

/* "UNIT: ..." of a finding: the unit, once. */
static void add_units(struct strvec *units, const struct strvec *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const char *s = findings->v[i];
		char *unit = xstrndup(s, strcspn(s, ":"));

		if (!strvec_has(units, unit))
			strvec_push(units, unit);
		free(unit);
	}
}

static void print_cell(const struct report *r, const struct column *c,
		       size_t k)
{
	const struct cell *cell = &c->cells[k];
	struct strvec units = STRVEC_INIT;

	printf("patch %02zu on %s: %s\n", k, c->config->id,
	       r->v->co->subjects.v[k - 1]);
	print_list("fails:", &cell->failures);
	print_list("new:", &cell->cc);
	print_list("sparse:", &cell->sparse);
	if (cell->claimed && (code_differs(&cell->code) || cell->code.unknown.n)) {
		printf("  the series says that no function changes (code = same):\n");
		print_code_list("code:", &cell->code);
		add_units(&units, &cell->code.changed);
		add_units(&units, &cell->code.added);
		add_units(&units, &cell->code.removed);
		add_units(&units, &cell->code.unknown);
	}
	add_units(&units, &cell->failures);
	add_units(&units, &cell->cc);
	add_units(&units, &cell->sparse);
	print_again(r, k, "--arch", c->config->id);
	printf(" --again");
	for (size_t i = 0; i < units.n; i++)
		printf(" --unit %s", units.v[i]);
	putchar('\n');
	strvec_release(&units);
}

static void print_indented(const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		printf("  %.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void print_verdict(const struct report *r, const struct verdict *v)
{
	if (verdict_passed(v))
		return;
	if (v->patch)
		printf("patch %02zu, %s: %s\n", v->patch, v->check->name,
		       r->v->co->subjects.v[v->patch - 1]);
	else
		printf("the series, %s\n", v->check->name);
	print_indented(v->result.details);
	printf("  %s: %s\n", check_outcome_name(v->result.outcome),
	       v->result.summary);
	if (v->result.outcome != CHECK_SKIPPED) {
		print_again(r, v->patch, "--check", v->check->name);
		printf(" --again\n");
	}
}

static void print_totals(const struct report *r)
{
	const struct verify_sum *s = &r->sum;

	if (s->checks)
		printf("checks: %zu passed, %zu warn, %zu fail, %zu not run\n",
		       s->checks - s->checks_failed - s->checks_warned -
		       s->checks_skipped, s->checks_warned, s->checks_failed,
		       s->checks_skipped);
	if (!r->n)
		return;
	printf("%zu of %zu configurations compiled%s, %zu not checked; %zu cells fail, %zu warn\n",
	       r->n - s->skipped_columns, r->n,
	       s->fallback_columns ? ", some in part" : "",
	       s->skipped_columns, s->failed, s->warned);
	printf("%zu (patch, unit) pairs: %zu skipped soundly (%.1f%%), %zu compiled, %zu by sparse; %zu were broken before\n",
	       s->pairs, s->skipped,
	       s->pairs ? 100.0 * (double)s->skipped / (double)s->pairs : 0.0,
	       s->compiled, s->sparsed, s->broken);
	if (r->lines)
		printf("%zu changed lines of C, %zu compiled by no configuration, %zu in macros not known to be used; ",
		       s->changed_lines, s->not_compiled, s->in_macros);
	printf("%.0f s\n", r->seconds);
}

void print_verify_end(const struct report *r)
{
	const struct verify *v = r->v;

	for (size_t i = 0; i < r->verdicts->n; i++)
		print_verdict(r, &r->verdicts->v[i]);
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = v->from + 1; r->columns[i].result == KBUILD_OK &&
		     k <= v->to; k++)
			if (cell_bad(&r->columns[i].cells[k]) ||
			    cell_warned(&r->columns[i].cells[k]))
				print_cell(r, &r->columns[i], k);
	/* What others compile is no news of the few that were asked for. */
	if (r->archs->n && r->sum.lines.n)
		printf("not compiled: %zu lines; without --arch they are listed\n",
		       r->sum.lines.n);
	for (size_t i = 0; i < r->sum.lines.n && !r->archs->n; i++)
		printf("not compiled: %s\n", r->sum.lines.v[i]);
	for (size_t i = 0; i < r->sum.macros.n; i++)
		printf("not known to be used: %s, a macro%s\n",
		       r->sum.macros.v[i], i ? "" :
		       " (units read it; gcc says which are used, clang does not)");
	print_code(r);
	print_totals(r);
	if (r->path)
		printf("report: %s\n", r->path);
}
