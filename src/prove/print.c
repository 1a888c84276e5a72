// SPDX-License-Identifier: GPL-2.0-only
#include "base/output.h"
#include "base/json.h"
#include "prove/report.h"

/* Left of the cells of a row. */
#define NAME_WIDTH 26

void print_prove_head(const struct prove_report *r)
{
	const struct checkout *co = r->v->co;

	if (co->patches.n)
		printf("respin: prove %zu patches on ", co->patches.n);
	else
		printf("respin: prove without patches ");
	print_tree(r->tree);
	printf(", by %s\n", r->v->rules->path);
	printf("  %zu files take part%s\n", r->v->units.n,
	       r->v->rules->probe ? " by what they mention" : "");
	if (co->failed)
		printf("  does not apply; the series ends here: %s\n    %s\n",
		       co->failed, co->why);
	printf("  + proved   k proved, some are kept for a stated reason   ? unproved\n"
	       "  D double   A used after free   L leak   S size   U unchecked\n"
	       "  . as before   - not looked at\n");
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
				 prove_rows_alike(p->rows[k], p->rows[k - 1]);

		enum prove_verdict v = prove_worst(p->rows[k]);

		output_cell(k > r->v->from ? 2 : 4, as_before ? '.' :
			    prove_symbol(v == PROVE_NONE ? PROVE_OK : v));
	}
	printf("  %5zu  %4.0fs\n", p->compiled, p->seconds);
	fflush(stdout);
}

static void print_path(const json_t *row)
{
	const json_t *step;
	size_t i;

	json_array_foreach(json_object_get(row, "path"), i, step)
		printf("      %*s%s: %s\n", (int)jlong(step, "depth") * 2, "",
		       *jstr(step, "at") ? jstr(step, "at") : "-",
		       jstr(step, "what"));
}

static void print_found(const struct proved *p, const struct rproof_found *f)
{
	struct strbuf text = STRBUF_INIT;

	proved_states(p, f->run, &text);
	printf("\n  %s: %s %s, %s\n   ", prove_word(f->run->verdict),
	       p->ways[f->way].level, p->ways[f->way].way, text.buf);
	for (size_t i = 0; i < f->configs.n; i++)
		printf(" %s", f->configs.v[i]);
	strbuf_clear(&text);
	proved_options(p, &f->configs, &text);
	if (text.len)
		printf("\n    with %s", text.buf);
	strbuf_clear(&text);
	proved_why(f->run->row, &text);
	printf("\n    %s\n", text.buf ?: "");
	print_path(f->run->row);
	strbuf_clear(&text);
	proved_again(p, f->run, f->configs.v[0], &text);
	printf("    %s\n", text.buf);
	strbuf_release(&text);
}

static void print_places(const struct prove_places *p)
{
	if (!p->known)
		return;
	printf("%zu calls in the tree acquire or release: %zu on a path that prove followed, %zu in macros, %zu on no path%s\n",
	       p->seen.n + p->missed.n + p->in_macros, p->seen.n, p->in_macros,
	       p->missed.n, p->missed.n ? ":" : "");
	for (size_t i = 0; i < p->missed.n; i++)
		printf("  %s\n", p->missed.v[i]);
	if (p->not_compiled.n)
		printf("none of these configurations compile %zu of the files that take part: %s%s\n",
		       p->not_compiled.n, p->not_compiled.v[0],
		       p->not_compiled.n > 1 ? ", ..." : "");
	if (p->unread)
		printf("not searched for calls, because their objects are missing: %zu file%s\n",
		       p->unread, plural((long)p->unread));
}

void print_prove_end(const struct prove_report *r)
{
	const struct proved *p = &r->out;
	struct proved here = r->out;
	struct strbuf text = STRBUF_INIT;

	here.command = r->command;
	for (size_t i = 0; i < p->n_found; i++)
		print_found(&here, &p->found[i]);
	proved_counts(p, &text);
	printf("%s, in %.0f s\n", text.buf, r->seconds);
	print_places(&p->places);
	/* What no configuration has otherwise may hide a path. */
	strbuf_clear(&text);
	if (p->n - p->not_looked - p->no_objects > 1)
		proved_options(p, NULL, &text);
	if (text.len)
		printf("the same on all configurations: %s\n", text.buf);
	strbuf_release(&text);
	if (p->not_looked)
		printf("not looked at: %zu configuration%s\n", p->not_looked,
		       plural((long)p->not_looked));
	if (r->path)
		printf("report: %s\n", r->path);
}
