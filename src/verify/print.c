// SPDX-License-Identifier: GPL-2.0-only
#include "base/output.h"
#include "verify/report.h"

/* Left of the cells of a row. */
#define NAME_WIDTH 26

void print_verify_head(const struct report *r, const struct unitset *us)
{
	const struct checkout *co = r->v->co;

	printf("respin: verify %zu patches on ", co->patches.n);
	print_tree(r->tree);
	printf(", %zu files touched\n", co->touched.n);
	if (co->failed)
		printf("  does not apply; the series ends here: %s\n    %s\n",
		       co->failed, co->why);
	for (size_t i = 0; i < us->wide.n; i++)
		printf("  nearly every unit includes %s: not all its users are compiled (--depth full does)\n",
		       us->wide.v[i]);
	for (size_t i = 0; i < co->touched.n; i++)
		if (kbuild_reads(co->touched.v[i]))
			printf("  %s changes: configured again after the patch\n",
			       co->touched.v[i]);
	printf("  + passed   . nothing to compile   w warns   F fails   - not checked\n");
	printf("  %-*s", NAME_WIDTH, "");
	for (size_t k = 1; k < co->states; k++)
		printf(" %02zu", k);
	printf("  units   CPU\n");
	printf("  %-*s", NAME_WIDTH, "apply (git am)");
	for (size_t k = 1; k < co->states; k++)
		output_cell(2, '+');
	if (co->failed)
		output_cell(2, 'F');
	putchar('\n');
	fflush(stdout);
}

static char verdict_symbol(const struct verdict *v)
{
	return rstate_symbol(rstate_of(check_outcome_name(v->result.outcome)));
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
		output_cell(2, symbol);
	}
	for (size_t i = 0; i < vs->n; i++)
		if (vs->v[i].check == c && !vs->v[i].patch) {
			output_cell(2, verdict_symbol(&vs->v[i]));
			printf("  the series: %s", vs->v[i].result.summary);
		}
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

void print_column(const struct report *r, const struct column *c)
{
	static const char *const results[] = {
		[KBUILD_NO_COMPILER] = "skipped",
		[KBUILD_NO_CONFIG] = "no such configuration",
		[KBUILD_FAILED] = "the tree itself does not build",
		[KBUILD_TOOL_FAILED] = "a tool failed",
	};
	const struct verify *v = r->v;

	/* print_alike() lists those that another one stands for. */
	if (c->like)
		return;
	printf("  %-*s", NAME_WIDTH, c->config->id);
	if (c->result != KBUILD_OK) {
		for (size_t k = 1; k < v->co->states; k++)
			printf("  %c", k > v->from && k <= v->to ? '-' : ' ');
		printf("\n    %s: %s\n", results[c->result], c->why ?: "");
		fflush(stdout);
		return;
	}
	for (size_t k = 1; k < v->co->states; k++)
		output_cell(2, k > v->from && k <= v->to ?
			    rstate_symbol(rstate_of(c->cells[k].status)) : ' ');
	printf("  %5zu %4.0fs\n", c->cells[v->to].units, c->seconds);
	if (c->fallback)
		printf("    with %s: some units cannot be assembled\n",
		       c->compiler);
	if (c->not_linked)
		printf("    the base has no vmlinux, so no patch was linked: %s\n",
		       c->not_linked);
	for (size_t i = 0; i < c->not_set.n; i++)
		printf("    %s was not applied: unknown here, or a dependency is missing\n",
		       c->not_set.v[i]);
	fflush(stdout);
}

void print_solved(const struct arch_config *c)
{
	printf("  %s: %s", c->id, c->defconfig);
	for (size_t i = 0; i < c->set.n; i++)
		printf(" %s", c->set.v[i]);
	if (c->tc)
		printf(", compiled by %s", c->tc->name);
	putchar('\n');
	fflush(stdout);
}

/* "patch 1 mm/foo.c:12: ARCH-solved-1": how long is it without line and name? */
static size_t solved_place(const char *text, const char **name)
{
	const char *end = strstr(text, ": "), *next;

	while (end && (next = strstr(end + 1, ": ")))
		end = next;
	*name = end;
	while (end && end > text && end[-1] != ':')
		end--;
	return end && end > text ? (size_t)(end - 1 - text) : 0;
}

static bool solved_alike(const char *a, const char *b)
{
	const char *x, *y;
	size_t n = solved_place(a, &x);

	return n && solved_place(b, &y) == n && !strncmp(a, b, n) &&
	       !strcmp(x, y);
}

/* More lines than this of a file by one configuration are counted. */
#define SOLVED_MANY 4

/* The report has each of them. */
static void print_solved_lines(const struct strvec *sv)
{
	for (size_t i = 0, n; i < sv->n; i += n) {
		const char *name;
		size_t place = solved_place(sv->v[i], &name);

		n = 1;
		while (i + n < sv->n && solved_alike(sv->v[i], sv->v[i + n]))
			n++;
		for (size_t k = i; k < i + n && n <= SOLVED_MANY; k++)
			printf("  solved: %s\n", sv->v[k]);
		if (n > SOLVED_MANY)
			printf("  solved: %.*s: %zu lines from %d to %d%s\n",
			       (int)place, sv->v[i], n,
			       atoi(sv->v[i] + place + 1),
			       atoi(sv->v[i + n - 1] + place + 1), name);
	}
}

/* --- what was found ---------------------------------------------------- */

static void print_again(const struct report *r, size_t patch,
			const struct verified_column *c, const char *check)
{
	struct verified here = r->out;
	struct strbuf again = STRBUF_INIT;

	here.command = r->command;
	verified_again(&here, patch, c, check, &again);
	printf("  again: %s\n", again.buf);
	strbuf_release(&again);
}

static void print_list(const char *what, const struct strvec *sv)
{
	for (size_t i = 0; i < sv->n; i++)
		printf("  %s %s\n", what, sv->v[i]);
}

static void print_code(const char *what, const struct cell *cell)
{
	struct strvec code = STRVEC_INIT;

	cell_code(cell, &code);
	print_list(what, &code);
	strvec_release(&code);
}

static void print_cell(const struct report *r, const struct verified_column *c,
		       const struct cell *cell)
{
	if (!rstate_bad(rstate_of(cell->status)))
		return;
	printf("patch %02zu on %s: %s\n", cell->patch, c->id,
	       r->out.patches[cell->patch - 1].subject);
	print_list("fails:", &cell->failures);
	print_list("new:", &cell->cc);
	print_list("sparse:", &cell->sparse);
	if (cell_claim(cell)) {
		printf("  the series says that no function changes (code = same):\n");
		print_code("code:", cell);
	}
	print_again(r, cell->patch, c, NULL);
}

static void print_check(const struct report *r, const struct verified_check *c)
{
	enum rstate state = rstate_of(c->status);

	if (state == RSTATE_PASS)
		return;
	if (c->patch)
		printf("patch %02zu, %s: %s\n", c->patch, c->check,
		       r->out.patches[c->patch - 1].subject);
	else
		printf("the series, %s\n", c->check);
	for (const char *p = c->details; *p;) {
		size_t n = strcspn(p, "\n");

		printf("  %.*s\n", (int)n, p);
		p += n + (p[n] == '\n');
	}
	printf("  %s: %s\n", c->status, c->summary);
	if (state != RSTATE_SKIP)
		print_again(r, c->patch, NULL, c->check);
}

/* How each patch changed machine code, on all configurations together. */
static void print_codes(const struct report *r)
{
	bool any = false;

	for (size_t k = r->v->from + 1; k <= r->v->to && r->n; k++) {
		struct strbuf text = STRBUF_INIT;
		size_t units;
		long configs = verified_code(&r->out, k, &units, &text);

		any |= configs > 0;
		if (configs > 0)
			printf("code: patch %02zu: functions: %s\n", k, text.buf);
		else if (!configs)
			printf("code: patch %02zu: %s (%zu unit%s compared)\n",
			       k, text.buf, units, plural((long)units));
		for (size_t i = 0; i < r->out.n && r->functions; i++) {
			const struct verified_column *c = &r->out.columns[i];

			if (verified_cell(c, k))
				print_code(c->id, verified_cell(c, k));
		}
		strbuf_release(&text);
	}
	if (!any || r->functions)
		return;
	printf("  list them: %s", r->command);
	for (size_t i = 0; i < r->archs->n; i++)
		printf(" --arch %s", r->archs->v[i]);
	printf(" -d\n");
}

/* What kbuild makes of PATCH, on whichever configurations. */
static void print_kbuild(const struct verified *out, size_t patch)
{
	struct strvec said = STRVEC_INIT;

	for (size_t i = 0; i < out->n; i++) {
		const struct cell *c = verified_cell(&out->columns[i], patch);

		for (size_t k = 0; c && k < c->kbuild.n; k++)
			strvec_push(&said, c->kbuild.v[k]);
	}
	strvec_sort(&said);
	for (size_t i = 0, same; i < said.n; i += same) {
		for (same = 1; i + same < said.n &&
			       !strcmp(said.v[i + same], said.v[i]);)
			same++;
		printf("kbuild: patch %02zu: %s", patch, said.v[i]);
		if (same > 1)
			printf(" (on %zu configurations)", same);
		putchar('\n');
	}
	strvec_release(&said);
}

/* Which configurations another one stands for, in lines of 79 columns. */
static void print_alike(const struct verified *out)
{
	for (size_t i = 0; i < out->n; i++) {
		const struct verified_column *c = &out->columns[i];
		size_t stands = verified_stands(out, c), at = 0;
		int width = 0;

		for (size_t k = 0; stands && k < out->n_alike; k++) {
			const struct verified_like *l = &out->alike[k];
			const char *name = l->id + strlen(l->arch) + 1;

			if (strcmp(l->like, c->id))
				continue;
			if (!at++)
				width = printf("%s stands for %zu:", c->id, stands);
			else if (width + (int)strlen(name) + 2 > 79)
				width = printf("\n   ") - 1;
			width += printf(" %s%s", name, at < stands ? "," : "\n");
		}
	}
}

static void print_totals(const struct report *r)
{
	const struct verify_sum *s = &r->sum;
	const struct verified *out = &r->out;
	size_t ran = 0;

	for (size_t i = 0; i < r->n; i++)
		ran += r->columns[i].ran;

	if (out->n_checks)
		printf("checks: %zu passed, %zu warn, %zu fail, %zu not run\n",
		       out->n_checks - s->checks_failed - s->checks_warned -
		       s->checks_skipped, s->checks_warned, s->checks_failed,
		       s->checks_skipped);
	if (!r->n)
		return;
	if (out->n_alike)
		printf("%zu configurations in %zu class%s, one of each compiled%s; ",
		       out->n + out->n_alike - s->skipped_columns,
		       out->n - s->skipped_columns,
		       out->n - s->skipped_columns == 1 ? "" : "es",
		       s->fallback_columns ? ", some in part" : "");
	else
		printf("%zu of %zu configurations compiled%s, ",
		       out->n - s->skipped_columns, out->n,
		       s->fallback_columns ? ", some in part" : "");
	printf("%zu not checked; %zu cells fail, %zu warn\n",
	       s->skipped_columns, s->failed, s->warned);
	printf("%zu (patch, unit) pairs: %zu skipped soundly (%.1f%%), %zu compiled, %zu by sparse; %zu were broken before\n",
	       out->pairs, out->skipped,
	       out->pairs ? 100.0 * (double)out->skipped / (double)out->pairs : 0.0,
	       s->compiled, s->sparsed, s->broken);
	if (out->lines_known)
		printf("%zu changed lines of C, %zu compiled by no configuration, %zu in macros without a known user; ",
		       out->changed_lines, out->lines.n, out->macros.n);
	printf("%.0f s, %zu compiler%s started\n", r->seconds, ran,
	       plural((long)ran));
}

void print_verify_end(const struct report *r)
{
	const struct verified *out = &r->out;

	for (size_t i = 0; i < out->n_checks; i++)
		print_check(r, &out->checks[i]);
	for (size_t i = 0; i < out->n; i++)
		for (size_t k = 0; k < out->columns[i].n; k++)
			print_cell(r, &out->columns[i],
				   &out->columns[i].cells[k]);
	if (r->sum.elsewhere)
		printf("not compiled here: %zu changed lines; others may compile them (run without --arch)\n",
		       r->sum.elsewhere);
	for (size_t i = 0; i < out->lines.n; i++)
		printf("not compiled: %s\n", out->lines.v[i]);
	for (size_t i = 0; i < out->macros.n; i++)
		printf("no known user: %s, a macro%s\n",
		       out->macros.v[i], i ? "" :
		       " (units read it; gcc says which macros they use, clang does not)");
	print_solved_lines(&out->solved);
	print_list("dead:", &out->dead);
	for (size_t k = 1; k <= out->n_patches; k++)
		print_kbuild(out, k);
	print_codes(r);
	print_alike(out);
	print_totals(r);
	if (r->path)
		printf("report: %s\n", r->path);
}
