// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where objects are found that nobody hands over: from each argument of a
 * marker back through the values that it is computed from, to the load of the
 * entry that leads to it. Where it comes in as an argument, the search goes on
 * in all callers.
 */
#include "base/word.h"
#include "own/int.h"

/* An argument of a function that reaches a marker. */
struct sink {
	const struct own_func *f;
	size_t param;
};

/* What sets a name: one of the two, or neither. */
struct def {
	const struct gstmt *s;
	const struct gphi *phi;
};

struct finder {
	struct own *o;
	struct sink *sinks;
	size_t n, alloc;
	struct own_roots *out;

	/* The function that is looked at. */
	struct own_func *f;
	struct def *defs;	/* by name */
	bool *seen;		/* by name: from the argument at hand */
	size_t *names;		/* those seen; to look at from n_done on */
	size_t n_names, n_done;
	size_t *hits;		/* roots that it leads to */
	size_t n_hits, alloc_hits;
};

/* No more names than this say what an entry is. */
#define ENOUGH 64

static void add_entry(const struct finder *fi, const char *ssa, uint64_t *mask)
{
	const struct strvec *entries = &fi->o->rules->entries;
	const char *type = gfunc_type(fi->f->g, ssa);

	for (size_t i = 0; i < entries->n && i < 64; i++) {
		int n = own_deref(type, entries->v[i]);

		/* A loaded entry, or the address of one. Loaded pointers are too common. */
		if (n == 1 || (!n && !strchr(entries->v[i], '*')))
			*mask |= 1ULL << i;
	}
}

/* Push the name that TEXT is, unless it is among the N of LIST. */
static void push_name(const struct finder *fi, size_t *list, size_t *n,
		      const char *text)
{
	ssize_t at = own_name(fi->f, text);

	if (at < 0 || (size_t)at >= fi->f->ssa || *n == ENOUGH)
		return;
	for (size_t i = 0; i < *n; i++)
		if (list[i] == (size_t)at)
			return;
	list[(*n)++] = at;
}

/* All types of entry that the pointer SSA comes from, without a load. */
static uint64_t entries_of(const struct finder *fi, const char *ssa)
{
	size_t list[ENOUGH], n = 0;
	uint64_t mask = 0;

	push_name(fi, list, &n, ssa);
	for (size_t i = 0; i < n; i++) {
		const struct def *d = &fi->defs[list[i]];

		add_entry(fi, fi->f->names.v[list[i]], &mask);
		for (size_t k = 0; d->phi && k < d->phi->n; k++)
			push_name(fi, list, &n, d->phi->v[k]);
		for (size_t k = 1; d->s && d->s->kind == G_ASSIGN &&
		     k < d->s->n; k++)
			push_name(fi, list, &n, d->s->v[k]);
	}
	return mask;
}

/* A pointer without a type, as LLVM has them, is to what it comes from. */
static int untyped_entry(const struct finder *fi, const char *ssa, size_t n)
{
	char *base = xstrndup(ssa, n);
	const char *type = gfunc_type(fi->f->g, base);
	uint64_t mask = *type && !strstr(type, "void") ? 0 :
			entries_of(fi, base);

	free(base);
	return mask ? __builtin_ctzll(mask) : -1;
}

static void add_root(struct finder *fi, const struct gstmt *s, int entry)
{
	const char *ssa;
	size_t n = own_base(s->v[1], &ssa);
	char *base = xstrndup(ssa, n);
	uint64_t entries = entries_of(fi, base) | 1ULL << entry;

	struct own_roots *out = fi->out;

	size_t i = 0;

	while (i < out->n && out->v[i].at != s &&
	       (out->v[i].function != fi->f->g->name ||
		strcmp(out->v[i].at->v[1], s->v[1])))
		i++;
	if (i == out->n) {
		GROW(out->v, out->n + 1, out->alloc);
		out->v[out->n++] = (struct own_root){
			.function = fi->f->g->name, .unit = fi->f->g->unit,
			.at = s, .entry = entry,
		};
	}
	out->v[i].entries |= entries;
	GROW(fi->hits, fi->n_hits + 1, fi->alloc_hits);
	fi->hits[fi->n_hits++] = i;
	free(base);
}

/* What leads to one argument by several ways may be of the level of each. */
static void join_hits(struct finder *fi)
{
	uint64_t all = 0;

	for (size_t i = 0; i < fi->n_hits; i++)
		all |= fi->out->v[fi->hits[i]].entries;
	for (size_t i = 0; i < fi->n_hits; i++)
		fi->out->v[fi->hits[i]].entries = all;
	fi->n_hits = 0;
}

static void add_sink(struct finder *fi, const char *name)
{
	const struct gfunc *g = fi->f->g;

	for (size_t i = 0; i < g->n_params; i++) {
		size_t n = strlen(g->params[i]), k;

		if (strncmp(name, g->params[i], n) || name[n] != '_' ||
		    strchr(name + n + 1, '_'))
			continue;
		for (k = 0; k < fi->n; k++)
			if (fi->sinks[k].f == fi->f && fi->sinks[k].param == i)
				return;
		GROW(fi->sinks, fi->n + 1, fi->alloc);
		fi->sinks[fi->n++] = (struct sink){ fi->f, i };
		return;
	}
}

static void want(struct finder *fi, const char *text, size_t n)
{
	char *name = xstrndup(text, n);
	ssize_t at = own_name(fi->f, name);

	free(name);
	if (at < 0 || (size_t)at >= fi->f->ssa || fi->seen[at])
		return;
	fi->seen[at] = true;
	fi->names[fi->n_names++] = at;
}

/* TEXT is what is computed with: a name, or a place in memory. */
static void want_operand(struct finder *fi, const struct gstmt *s,
			 const char *text)
{
	size_t n = gword_ssa(text);
	const char *ssa;
	int entry;

	if (n && !text[n]) {
		want(fi, text, n);
		return;
	}
	n = own_base(text, &ssa);
	/* A sum, out of a pair of it and whether it went over. */
	if (n && s->kind == G_ASSIGN && !strcmp(s->op, "realpart_expr")) {
		want(fi, ssa, n);
		return;
	}
	if (n && (*text == '&' || word_in(&fi->o->rules->same, text))) {
		want(fi, ssa, n);
		return;
	}
	entry = n ? own_entry(fi->o, fi->f, text) : -1;
	if (entry < 0 && n)
		entry = untyped_entry(fi, ssa, n);
	if (entry >= 0 && entry < 64 && s->kind == G_ASSIGN && s->v[1] == text)
		add_root(fi, s, entry);
}

static bool hands_on(const struct finder *fi, const char *name, size_t *arg)
{
	const struct own_rules *r = fi->o->rules;

	*arg = 1;
	for (size_t i = 0; i < r->n_aliases; i++)
		if (!strcmp(r->aliases[i].name, name)) {
			*arg = r->aliases[i].arg;
			return true;
		}
	return own_hands_on(name) || ends_with(name, "_OVERFLOW");
}

static void look_at(struct finder *fi, size_t name)
{
	const struct def *d = &fi->defs[name];
	size_t arg;

	if (d->phi) {
		for (size_t i = 0; i < d->phi->n; i++) {
			const char *v = d->phi->v[i];
			size_t n = gword_ssa(v);

			if (n && !v[n])
				want(fi, v, n);
		}
		return;
	}
	if (!d->s) {
		if (ends_with(fi->f->names.v[name], "(D)"))
			add_sink(fi, fi->f->names.v[name]);
		return;
	}
	if (d->s->kind == G_ASSIGN) {
		for (size_t i = 1; i < d->s->n; i++)
			want_operand(fi, d->s, d->s->v[i]);
	} else if (hands_on(fi, d->s->v[0], &arg) && arg + 1 < d->s->n) {
		want_operand(fi, d->s, d->s->v[arg + 1]);
	}
}

static void set_def(struct finder *fi, const char *text,
		    const struct gstmt *s, const struct gphi *phi)
{
	ssize_t at = own_name(fi->f, text);

	if (at >= 0 && (size_t)at < fi->f->ssa)
		fi->defs[at] = (struct def){ s, phi };
}

static void read_defs(struct finder *fi)
{
	const struct gfunc *g = fi->f->g;

	for (size_t b = 0; b < g->n; b++) {
		const struct gblock *bl = &g->blocks[b];

		for (size_t i = 0; i < bl->n_phis; i++)
			set_def(fi, bl->phis[i].to, NULL, &bl->phis[i]);
		for (size_t i = 0; i < bl->n; i++) {
			const struct gstmt *s = &bl->stmts[i];

			if (s->kind == G_ASSIGN)
				set_def(fi, s->v[0], s, NULL);
			else if (s->kind == G_CALL)
				set_def(fi, s->v[1], s, NULL);
		}
	}
}

static bool is_sink(const struct finder *fi, const struct own_func *f,
		    size_t param)
{
	for (size_t i = 0; i < fi->n; i++)
		if (fi->sinks[i].f == f && fi->sinks[i].param == param)
			return true;
	return false;
}

/* The arguments of S that may be the object. */
static void look_at_call(struct finder *fi, const struct gstmt *s)
{
	const struct own_rules *r = fi->o->rules;
	const struct own_func *f = own_find(fi->o, s->v[0], fi->f->g->unit);
	bool marker = false;

	for (size_t i = 0; i < r->n; i++) {
		const struct own_marker *m = &r->markers[i];

		if (strcmp(m->name, s->v[0]))
			continue;
		marker = true;
		if ((m->mark == OWN_RELEASE || m->mark == OWN_FREE) &&
		    (size_t)m->arg + 1 < s->n)
			want_operand(fi, s, s->v[m->arg + 1]);
	}
	for (size_t i = 2; i < s->n && f && !marker; i++)
		if (is_sink(fi, f, i - 2))
			want_operand(fi, s, s->v[i]);
}

static void look_at_stmt(struct finder *fi, const struct gstmt *s)
{
	const struct own_rules *r = fi->o->rules;

	fi->n_names = fi->n_done = 0;
	if (s->kind == G_CALL)
		look_at_call(fi, s);
	else if (s->kind == G_ASSIGN && own_name(fi->f, s->v[0]) < 0 &&
		 (word_in(&r->gathers, s->v[0]) || word_in(&r->frees, s->v[0])))
		want_operand(fi, s, s->v[1]);
	while (fi->n_done < fi->n_names)
		look_at(fi, fi->names[fi->n_done++]);
	join_hits(fi);
	for (size_t i = 0; i < fi->n_names; i++)
		fi->seen[fi->names[i]] = false;
}

/* May a call in F be of a marker, or of what has been found to reach one? */
static bool worth_looking(const struct finder *fi, const struct own_func *f)
{
	if (own_marker(fi->o, f->g->name))
		return false;
	return f->marks || f->stores;
}

static void look_at_function(struct finder *fi, struct own_func *f)
{
	fi->f = f;
	if (!worth_looking(fi, f) || !own_func_names(fi->o, f))
		return;
	fi->defs = xcalloc(f->names.n + 1, sizeof(*fi->defs));
	fi->seen = xcalloc(f->names.n + 1, sizeof(*fi->seen));
	fi->names = xcalloc(f->names.n + 1, sizeof(*fi->names));
	read_defs(fi);
	for (size_t b = 0; b < f->g->n; b++)
		for (size_t i = 0; i < f->g->blocks[b].n; i++)
			look_at_stmt(fi, &f->g->blocks[b].stmts[i]);
	free(fi->defs);
	free(fi->seen);
	free(fi->names);
}

void own_find_roots(struct own *o, struct own_roots *out)
{
	struct finder fi = { .o = o, .out = out };
	size_t before;

	memset(out, 0, sizeof(*out));
	if (!o->rules->entries.n)
		return;
	do {
		before = fi.n;
		for (size_t i = 0; i < o->n; i++)
			look_at_function(&fi, &o->funcs[i]);
	} while (fi.n > before);
	free(fi.sinks);
	free(fi.hits);
}

/* --- those that make one ------------------------------------------------ */

/* By function: is it called by another one that makes one? */
static bool *find_called(const struct own *o)
{
	bool *called = xcalloc(o->n + 1, sizeof(*called));

	for (size_t i = 0; i < o->n; i++) {
		const struct gfunc *g = o->funcs[i].g;

		for (size_t b = 0; o->funcs[i].makes && b < g->n; b++)
			for (size_t k = 0; k < g->blocks[b].n; k++) {
				const struct gstmt *s = &g->blocks[b].stmts[k];
				const struct own_func *f = s->kind != G_CALL ?
					NULL : own_find(o, s->v[0], g->unit);

				if (f && f != &o->funcs[i])
					called[f - o->funcs] = true;
			}
	}
	return called;
}

void own_find_makers(struct own *o, struct own_roots *out)
{
	bool *called = find_called(o);

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < o->n && o->rules->entries.n; i++) {
		const struct own_func *f = &o->funcs[i];

		if (!f->makes || called[i] || own_marker(o, f->g->name))
			continue;
		GROW(out->v, out->n + 1, out->alloc);
		out->v[out->n++] = (struct own_root){
			.function = f->g->name, .unit = f->g->unit,
			.entry = -1,
		};
	}
	free(called);
}

void own_find_all(const struct own *o, struct own_roots *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < o->n; i++) {
		const struct own_func *f = &o->funcs[i];

		if ((!f->gets && !o->cut_short) || own_marker(o, f->g->name))
			continue;
		GROW(out->v, out->n + 1, out->alloc);
		out->v[out->n++] = (struct own_root){
			.function = f->g->name, .unit = f->g->unit,
			.entry = -1,
		};
	}
}
