// SPDX-License-Identifier: GPL-2.0-only
#include "base/json.h"
#include "prove/report.h"

/* Left of the cells of a row. */
#define NAME_WIDTH 26

static char symbol(enum prove_verdict v)
{
	return "++k?LD"[v];
}

void print_prove_head(const struct prove_report *r)
{
	const struct checkout *co = r->v->co;

	if (co->patches.n)
		printf("respin: prove %zu patches on ", co->patches.n);
	else
		printf("respin: prove without patches ");
	print_tree(r->tree);
	printf(", by %s\n", r->v->rules->path);
	if (co->failed)
		printf("  does not apply, and ends the series here: %s\n    %s\n",
		       co->failed, co->why);
	printf("  + proved   k proved, some are kept for a stated reason   ? unproved\n"
	       "  L leak   D double   . as before   - not looked at\n");
	printf("  %-*s base", NAME_WIDTH, "");
	for (size_t k = r->v->from + 1; k <= r->v->to; k++)
		printf(" %02zu", k);
	printf("  units  time\n");
	fflush(stdout);
}

void print_proof(const struct prove_report *r, const struct proof *p)
{
	printf("  %-*s", NAME_WIDTH, p->config->id);
	if (p->why) {
		printf("    %c  %s\n", p->nothing ? ' ' : '-', p->why);
		return;
	}
	for (size_t k = r->v->from; k <= r->v->to; k++) {
		bool as_before = k > r->v->from &&
				 prove_alike(p->rows[k], p->rows[k - 1]);

		printf("%*c", k > r->v->from ? 3 : 5,
		       as_before ? '.' : symbol(prove_worst(p->rows[k])));
	}
	printf("  %5zu  %4.0fs\n", p->compiled, p->seconds);
	fflush(stdout);
}

static void print_states(const struct prove_report *r,
			 const struct prove_finding *f)
{
	size_t from = r->v->from;

	if (!r->v->to)
		printf("in the tree");
	else if (f->first == from && f->last == r->v->to)
		printf(from ? "before patch %zu and after it" : "in the tree and after every patch",
		       from + 1);
	else if (f->first == from)
		printf("in the tree%s", f->last > from ? "" : " without the series");
	else
		printf("from patch %02zu on", f->first);
	if (f->last < r->v->to)
		printf(", until patch %02zu", f->last + 1);
}

static void print_path(const struct prove_finding *f)
{
	const json_t *step;
	size_t i;

	json_array_foreach(json_object_get(f->row, "path"), i, step)
		printf("      %*s%s: %s\n", (int)jlong(step, "depth") * 2, "",
		       *jstr(step, "at") ? jstr(step, "at") : "-",
		       jstr(step, "what"));
}

static void print_finding(const struct prove_report *r,
			  const struct prove_finding *f)
{
	printf("\n  %s: %s %s, ", f->verdict, f->level, f->way);
	print_states(r, f);
	printf("\n   ");
	for (size_t i = 0; i < f->configs.n; i++)
		printf(" %s", f->configs.v[i]);
	if (*f->options)
		printf("\n    with %s", f->options);
	printf("\n    %s\n", f->why);
	print_path(f);
	printf("    %s --arch %s", r->command, f->configs.v[0]);
	if (f->first)
		printf(" --patch %zu", f->first);
	putchar('\n');
}

static void print_places(const struct prove_places *p)
{
	if (!p->known)
		return;
	printf("%zu calls in the tree acquire or release: %zu on a path that was looked at, %zu in macros, %zu on none%s\n",
	       p->seen.n + p->missed.n + p->in_macros, p->seen.n, p->in_macros,
	       p->missed.n, p->missed.n ? ":" : "");
	for (size_t i = 0; i < p->missed.n; i++)
		printf("  %s\n", p->missed.v[i]);
	if (p->unread)
		printf("not read for that, their objects are missing: %zu files\n",
		       p->unread);
}

/* What no configuration has otherwise may hide a path. */
static void print_options(const struct prove_report *r)
{
	const json_t **v = xcalloc(r->n + 1, sizeof(*v));
	struct strbuf text = STRBUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (!r->proofs[i].why)
			v[n++] = r->proofs[i].options;
	prove_options_alike(v, n, &text);
	if (n > 1 && text.len)
		printf("alike on all of them: %s\n", text.buf);
	strbuf_release(&text);
	free(v);
}

void print_prove_end(const struct prove_report *r)
{
	size_t all = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		print_finding(r, &r->findings[i]);
	for (int v = PROVE_OK; v <= PROVE_DOUBLE; v++)
		all += r->rows[v];
	printf("%zu verdicts on %zu configurations: %zu ok, %zu kept as stated, %zu unproved, %zu leaks, %zu double, in %.0f s\n",
	       all, r->n - r->not_looked - r->nothing, r->rows[PROVE_OK],
	       r->rows[PROVE_KEPT], r->rows[PROVE_UNPROVED],
	       r->rows[PROVE_LEAK], r->rows[PROVE_DOUBLE], r->seconds);
	print_places(&r->places);
	print_options(r);
	if (r->not_looked)
		printf("not looked at: %zu configuration%s\n", r->not_looked,
		       plural(r->not_looked));
	if (r->path)
		printf("report: %s\n", r->path);
}
