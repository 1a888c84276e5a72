// SPDX-License-Identifier: GPL-2.0-only
#include "objcode/list.h"

/* A function that is not the same in both states of a unit. */
struct codepair {
	char *unit;
	struct codefn old, new;	/* name is NULL: not there */
	size_t from;		/* new alone: the pair that it is moved from, + 1 */
	bool taken;		/* old alone: moved */
};

static void release_fn(struct codefn *f)
{
	free(f->name);
	free(f->shape);
	free(f->refs);
	free(f->layout);
	free(f->why);
}

void codediff_release(struct codediff *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->v[i].unit);
		release_fn(&d->v[i].old);
		release_fn(&d->v[i].new);
	}
	free(d->v);
	strvec_release(&d->unknown);
	memset(d, 0, sizeof(*d));
}

void code_release(struct code *c)
{
	strvec_release(&c->changed);
	strvec_release(&c->added);
	strvec_release(&c->removed);
	strvec_release(&c->moved);
	strvec_release(&c->unknown);
	memset(c, 0, sizeof(*c));
}

static void keep(struct codediff *d, const char *unit, struct codefn *old,
		 struct codefn *new)
{
	struct codepair *p;

	GROW(d->v, d->n + 1, d->alloc);
	p = &d->v[d->n++];
	memset(p, 0, sizeof(*p));
	p->unit = xstrdup(unit);
	if (old) {
		p->old = *old;
		memset(old, 0, sizeof(*old));
	}
	if (new) {
		p->new = *new;
		memset(new, 0, sizeof(*new));
	}
}

static void compare(struct codediff *d, const char *unit, struct codefn *old,
		    struct codefn *new, bool lines)
{
	const char *why = *old->why ? old->why : new->why;

	if (*why)
		strvec_pushf(&d->unknown, "%s: %s: %s", unit, new->name, why);
	else if (!strcmp(old->shape, new->shape) &&
		 !strcmp(old->refs, new->refs))
		return;
	else if (lines)
		strvec_pushf(&d->unknown, "%s: %s: differs, and line numbers are in it",
			     unit, new->name);
	/* The assembler makes a distance of a call within one section. */
	else if (*old->layout && *new->layout && old->size == new->size &&
		 strcmp(old->layout, new->layout))
		strvec_pushf(&d->unknown, "%s: %s: differs, perhaps in distances to others of its section",
			     unit, new->name);
	else
		keep(d, unit, old, new);
}

void codediff_unit(struct codediff *d, const char *unit,
		   struct codelist *before, struct codelist *now)
{
	size_t i = 0, k = 0;

	if (before->why || now->why) {
		strvec_pushf(&d->unknown, "%s: %s%s", unit, now->why ? "" :
			     "its parent: ", now->why ?: before->why);
		return;
	}
	d->units++;
	while (i < before->n || k < now->n) {
		int c = i == before->n ? 1 : k == now->n ? -1 :
			strcmp(before->v[i].name, now->v[k].name);

		if (!c)
			compare(d, unit, &before->v[i++], &now->v[k++],
				before->lines || now->lines);
		else if (c < 0)
			keep(d, unit, &before->v[i++], NULL);
		else
			keep(d, unit, NULL, &now->v[k++]);
	}
}

/* --- what moved -------------------------------------------------------- */

/* The name digest REF as it is called now, by the moves found. */
static bool same_ref(const struct codediff *d, const char *old,
		     const char *new)
{
	if (!strncmp(old, new, CODE_REF))
		return true;
	for (size_t i = 0; i < d->n; i++) {
		const struct codepair *p = &d->v[i];
		struct strbuf names = STRBUF_INIT;
		bool same;

		if (!p->from)
			continue;
		code_ref(&names, d->v[p->from - 1].old.name);
		code_ref(&names, p->new.name);
		same = !strncmp(names.buf, old, CODE_REF) &&
		       !strncmp(names.buf + CODE_REF, new, CODE_REF);
		strbuf_release(&names);
		if (same)
			return true;
	}
	return false;
}

static bool same_shape(const struct codefn *a, const struct codefn *b)
{
	return !*a->why && !*b->why && a->size == b->size &&
	       !strcmp(a->shape, b->shape) &&
	       strlen(a->refs) == strlen(b->refs);
}

static bool same_refs(const struct codediff *d, const struct codefn *a,
		      const struct codefn *b)
{
	for (size_t i = 0; a->refs[i] && b->refs[i]; i += CODE_REF)
		if (!same_ref(d, a->refs + i, b->refs + i))
			return false;
	return true;
}

/* How well may B, which is new, be what A, which is gone, was? 0: not. */
static int likeness(const struct codepair *a, const struct codepair *b)
{
	if (!same_shape(&a->old, &b->new))
		return 0;
	return 1 + !strcmp(a->old.refs, b->new.refs) +
	       2 * !strcmp(a->unit, b->unit) +
	       4 * !strcmp(a->old.name, b->new.name);
}

static void find_moves(struct codediff *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct codepair *p = &d->v[i];
		int best = 0;

		for (size_t k = 0; k < d->n && !p->old.name; k++) {
			const struct codepair *q = &d->v[k];
			int like = q->new.name || q->taken ? 0 : likeness(q, p);

			if (like > best) {
				best = like;
				p->from = k + 1;
			}
		}
		if (p->from)
			d->v[p->from - 1].taken = true;
	}
}

/* Moves that hold only if others do, which do not, are none. */
static void check_moves(struct codediff *d)
{
	bool dropped;

	do {
		dropped = false;
		for (size_t i = 0; i < d->n; i++) {
			struct codepair *p = &d->v[i], *q;

			if (!p->from)
				continue;
			q = &d->v[p->from - 1];
			if (same_refs(d, &q->old, &p->new))
				continue;
			p->from = 0;
			q->taken = false;
			dropped = true;
		}
	} while (dropped);
}

void codediff_finish(struct codediff *d, struct code *c)
{
	find_moves(d);
	check_moves(d);
	for (size_t i = 0; i < d->n; i++) {
		const struct codepair *p = &d->v[i];

		if (p->from) {
			const struct codepair *q = &d->v[p->from - 1];

			strvec_pushf(&c->moved, "%s: %s, from %s: %s", p->unit,
				     p->new.name, q->unit, q->old.name);
		} else if (!p->old.name) {
			strvec_pushf(&c->added, "%s: %s", p->unit, p->new.name);
		} else if (!p->new.name) {
			if (!p->taken)
				strvec_pushf(&c->removed, "%s: %s", p->unit,
					     p->old.name);
		} else if (!same_shape(&p->old, &p->new) ||
			   !same_refs(d, &p->old, &p->new)) {
			strvec_pushf(&c->changed, "%s: %s", p->unit,
				     p->new.name);
		}
	}
	for (size_t i = 0; i < d->unknown.n; i++)
		strvec_push(&c->unknown, d->unknown.v[i]);
	c->units = d->units;
	strvec_sort(&c->changed);
	strvec_sort(&c->added);
	strvec_sort(&c->removed);
	strvec_sort(&c->moved);
	strvec_sort(&c->unknown);
}

/* --- many of them ------------------------------------------------------ */

static void merge(struct strvec *to, const struct strvec *from)
{
	if (!from->n)
		return;
	for (size_t i = 0; i < from->n; i++)
		strvec_push(to, from->v[i]);
	strvec_sort(to);
	strvec_uniq(to);
}

void code_add(struct code *to, const struct code *from)
{
	merge(&to->changed, &from->changed);
	merge(&to->added, &from->added);
	merge(&to->removed, &from->removed);
	merge(&to->moved, &from->moved);
	merge(&to->unknown, &from->unknown);
	to->units += from->units;
}

void code_counts(const struct code *c, struct strbuf *out)
{
	const struct {
		size_t n;
		const char *what;
	} counts[] = {
		{ c->changed.n, "changed" }, { c->added.n, "added" },
		{ c->removed.n, "removed" }, { c->moved.n, "moved" },
		{ c->unknown.n, "unknown" },
	};
	size_t from = out->len;

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		if (!counts[i].n)
			continue;
		strbuf_addf(out, "%s%zu %s", out->len > from ? ", " : "",
			    counts[i].n, counts[i].what);
	}
}
