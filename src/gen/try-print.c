// SPDX-License-Identifier: GPL-2.0-only
#include "gen/print.h"
#include "gen/try-int.h"

#define SHOWN 20	/* of each kind */

static const struct op_report *report(const struct try *t)
{
	return &t->s.apply.reports[0].ops[0];
}

/* Files that failed. What else an operation of a patch must not miss is no
   fault here: which files match nobody knows before. */
static bool counts(const struct finding *f)
{
	return f->kind == FINDING_NO_ANSWER || f->kind == FINDING_REFUSED;
}

size_t try_failed(const struct try *t)
{
	const struct findings *f = &t->s.apply.findings;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += counts(&f->v[i]);
	return n;
}

size_t try_left(const struct try *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->s.apply.n_left; i++)
		n += !t->s.apply.left[i].reason;
	return n;
}

/* Attributes that go with the code that the rule replaces. */
static size_t print_lost(const struct try *t, bool print)
{
	const struct findings *f = &t->s.apply.findings;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].kind != FINDING_LOST)
			continue;
		n++;
		if (print)
			printf("  lost: %s\n", f->v[i].text);
	}
	return n;
}

/* Places that are left say more than the part that they are in. */
static bool may_hold(const struct try *t, const struct parse_miss *p)
{
	return p->word && !t->rule->places.n;
}

size_t try_unparsed(const struct try *t)
{
	const struct apply *a = &t->s.apply;
	size_t n = 0;

	for (size_t i = 0; i < a->n_parse; i++)
		n += may_hold(t, &a->parse[i]);
	return n;
}

void try_print_head(const struct try *t)
{
	printf("respin: try %s (%s) on ", t->rule->path, t->mode);
	print_tree(&t->s.tree);
	putchar('\n');
	if (t->s.tree.dirty)
		printf("  the work tree differs from %s, which is what counts\n",
		       t->s.tree.rev);
	if (t->rule->cut)
		printf("  %zu script%s of other modes left out\n", t->rule->cut,
		       plural(t->rule->cut));
	if (t->all)
		warning("spatch names no word that a file must have for %s: it reads all %zu C files, one second for about ten of them; --files PATHSPEC names fewer",
			t->rule->path, t->s.work.n);
	fflush(stdout);
}

static void print_changed(const struct try *t)
{
	const struct work *w = &t->s.work;

	for (size_t i = 0; i < w->n; i++) {
		const struct file_change *c = file_change_of(w->files[i], 0);

		if (c)
			printf("  changed: %s %+d %d\n", w->files[i]->path,
			       c->plus, -c->minus);
	}
}

static void print_more(size_t n, size_t shown)
{
	if (n > shown)
		printf("  ... and %zu more (-d shows all)\n", n - shown);
}

static void print_places_left(const struct try *t, bool all)
{
	const struct apply *a = &t->s.apply;
	size_t shown = 0;

	for (size_t i = 0; i < a->n_left; i++) {
		const struct place_left *l = &a->left[i];

		if (l->reason || (!all && shown == SHOWN))
			continue;
		printf("  left: %s:%d: %s%s%s: %s\n", l->path, l->line, l->form,
		       l->function ? " in " : "", l->function ?: "", l->why);
		shown++;
	}
	print_more(try_left(t), shown);
	print_left(a, stdout);
}

static void print_parts(const struct try *t, bool all)
{
	const struct apply *a = &t->s.apply;
	size_t shown = 0;

	for (size_t i = 0; i < a->n_parse; i++) {
		const struct parse_miss *p = &a->parse[i];

		if (!all && (!may_hold(t, p) || shown == SHOWN))
			continue;
		printf("  not parsed: %s:%d-%d%s%s\n", p->path, p->from, p->to,
		       p->word ? ", which holds " : "", p->word ?: "");
		shown++;
	}
	print_more(try_unparsed(t), shown);
}

static void print_counts(const struct try *t)
{
	const struct op_report *r = report(t);

	printf("%zu candidate%s of %zu C files", r->candidates.n,
	       plural(r->candidates.n), t->scope);
	if (r->known)
		printf(" (%zu known)", r->known);
	if (t->unread)
		printf(", %zu not read", t->unread);
	if (t->tell)
		printf("; something to say of %zu", t->changed);
	else
		printf("; %zu changed, +%zu -%zu", t->changed, t->plus, t->minus);
	printf("; %.1f s\n", now() - t->start);
	if (t->rule->places.n && !t->tell)
		printf("places: %zu found, %zu converted, %zu left   ",
		       r->places, r->converted, try_left(t));
	if (r->functions)
		printf("functions parsed: %.2f %% of %zu", 100.0 *
		       (double)(r->functions - r->unparsed) /
		       (double)r->functions, r->functions);
	if (r->functions || (t->rule->places.n && !t->tell))
		putchar('\n');
}

void try_print(const struct try *t, bool all)
{
	if (all) {
		print_steps(&t->s.apply, 0);
		print_changed(t);
	}
	print_places_left(t, all);
	print_parts(t, all);
	print_lost(t, true);
	print_counts(t);
}

void try_errors(const struct try *t, bool all)
{
	const struct findings *f = &t->s.apply.findings;
	const struct op_report *r = report(t);
	size_t shown = 0;

	for (size_t i = 0; i < f->n; i++)
		if (counts(&f->v[i]) && (all || shown < SHOWN)) {
			error("%s", f->v[i].text);
			shown++;
		}
	if (try_failed(t) > shown)
		error("... and %zu more like these (-d shows all)",
		      try_failed(t) - shown);
	if (try_failed(t))
		return;
	if (!r->candidates.n)
		error("%s has no candidate: no C file holds a word that it needs",
		      t->rule->path);
	else if (!t->changed && !t->tell)
		error("%s matches nothing in its %zu candidate%s",
		      t->rule->path, r->candidates.n, plural(r->candidates.n));
}

int try_verdict(const struct try *t)
{
	size_t failed = try_failed(t);

	if (failed && failed >= report(t)->candidates.n)
		return ERR_ENV;
	if (failed || try_left(t) || try_unparsed(t) || t->unread || print_lost(t, false) ||
	    !report(t)->candidates.n)
		return ERR_FINDING;
	return t->changed || t->tell ? 0 : ERR_FINDING;
}
