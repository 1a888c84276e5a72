// SPDX-License-Identifier: GPL-2.0-only
#include "base/progress.h"
#include "verify/missing.h"
#include "verify/run.h"

/* Configurations side by side, a processor: few leave it idle where they end. */
#define BATCH 4

/* The columns at C side by side; with CLASSIFY, only the first of each class. */
static int run_batch(struct run *run, struct column *c, size_t n,
		     bool classify)
{
	struct column **todo = xcalloc(n, sizeof(*todo));
	size_t n_todo = 0;
	int err = verify_prepare(run->v, c, n);

	if (!err && classify)
		err = classes_find(&run->classes, run->v, c, n);
	for (size_t i = 0; i < n; i++)
		if (!c[i].like)
			todo[n_todo++] = &c[i];
	if (!err)
		err = verify_columns(run->v, todo, n_todo);
	free(todo);
	return err;
}

/* Columns FROM to TO of the list. */
int run_columns(struct run *run, const struct report *r, size_t from, size_t to)
{
	bool classify = run->all && from == 0;
	size_t batch = BATCH * (run->jobs < 1 ? 1 : run->jobs);
	int err = 0;

	for (size_t i = from; i < to && !err; i += batch) {
		size_t n = to - i < batch ? to - i : batch;

		err = run_batch(run, &run->columns[i], n, classify);
		if (run->progress)
			progress_clear();
		for (size_t k = i; k < i + n && !err; k++) {
			if (run->text)
				print_column(r, &run->columns[k]);
			run->found += column_found(&run->columns[k],
						  run->s->co.states);
		}
	}
	return err;
}

/*
 * Configurations for the lines that none so far compiled, behind those that the
 * list has.
 */
static int run_solved(struct run *run, struct report *r)
{
	char *work = xstrfmt("%s/solve", run->s->work);
	const struct solver *s = &run->solved.solver;
	size_t from = run->s->n;
	int err;

	if (run->progress)
		progress_line("working out configurations ...");
	err = solved_run(&run->solved, run->v, &run->s->tree, &run->s->arches, work,
			 run->solve_max);
	if (run->progress)
		progress_clear();
	r->solved = &run->solved;
	run->s->configs = xrealloc(run->s->configs, (from + s->n + 1) *
						sizeof(*run->s->configs));
	for (size_t i = 0; i < s->n && !err; i++) {
		run->s->configs[from + i] = s->configs[i];
		run->columns[from + i].config = s->configs[i];
		if (run->text)
			print_solved(s->configs[i]);
	}
	if (!err) {
		run->s->n = r->n = from + s->n;
		err = run_columns(run, r, from, run->s->n);
	}
	free(work);
	return err;
}

/* Are all changed lines compiled, or proved to be dead? */
static int all_settled(struct run *run, bool *yes)
{
	struct missings ms;
	int err = missing_find(run->v, &ms);

	*yes = true;
	for (size_t i = 0; i < ms.n; i++) {
		const struct want *w = solved_find(&run->solved, ms.v[i].patch,
						   ms.v[i].file, ms.v[i].line);

		*yes &= w && w->state == WANT_DEAD;
	}
	missing_release(&ms);
	return err;
}

/*
 * A series that few units see, none of them of what the data files are for:
 * solve first, and compile by the others only if that leaves something.
 */
static int run_solved_first(struct run *run, struct report *r)
{
	size_t n = run->s->n;
	const struct arch_config **later = run->s->configs;
	bool settled = true;
	int err;

	run->s->configs = NULL;
	run->s->n = r->n = 0;
	memset(run->columns, 0, n * sizeof(*run->columns));
	if (run->text)
		printf("  few units see what changes: compiled by solved configurations%s\n",
		       run->solve_only ? "" :
		       "; the others only if these leave a line (--solve=no: all)");
	err = run_solved(run, r);
	if (!err && !run->solve_only)
		err = all_settled(run, &settled);
	if (!err && !settled) {
		size_t from = run->s->n;

		run->s->configs = xrealloc(run->s->configs, (from + n + 1) *
							sizeof(*later));
		for (size_t i = 0; i < n; i++) {
			run->s->configs[from + i] = later[i];
			run->columns[from + i].config = later[i];
		}
		run->s->n = r->n = from + n;
		err = run_columns(run, r, from, run->s->n);
	}
	free(later);
	return err;
}

/* Is everything wanted, so that what is left is worth a configuration? */
static bool may_solve(const struct run *run, const struct report *r)
{
	return run->solve_max && r->lines && !run->few && !run->one_job &&
	       run->s->n && solved_possible(&run->s->co);
}

int run_all(struct run *run, struct report *r)
{
	int err;

	if (may_solve(run, r) &&
	    (run->solve_only || solved_first(run->us, &run->s->co)))
		return run_solved_first(run, r);
	err = run_columns(run, r, 0, run->s->n);
	return err || !may_solve(run, r) ? err : run_solved(run, r);
}

void run_release(struct run *run)
{
	for (size_t i = 0; run->columns && i < run->s->n; i++)
		column_release(&run->columns[i], run->s->co.states);
	free(run->columns);
	classes_release(&run->classes);
	solved_release(&run->solved);
}
