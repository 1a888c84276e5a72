// SPDX-License-Identifier: GPL-2.0-only
#include <limits.h>

#include "own/own-call.h"

/* Where several are made, each is followed: here another one is. */
static struct state *source_of_other(struct walk *w, const struct state *st,
				     const struct call *c)
{
	struct state *to = state_copy(w, st);

	call_result(w, to, c, (struct value){ .kind = V_OTHER });
	return to;
}

/* V is what C returns, and what it was given, if it returns that. */
static void made_here(struct walk *w, struct state *st, const struct call *c,
		      struct value v)
{
	const struct own_rules *r = w->own->rules;

	call_result(w, st, c, v);
	for (size_t i = 0; i < r->n_aliases; i++)
		if (!strcmp(r->aliases[i].name, c->name) &&
		    (size_t)r->aliases[i].arg <= c->n)
			value_set(w, st, c->s->v[r->aliases[i].arg + 1], v);
}

/* The call C of the source M, on a path on which it fails. */
static struct state *source_fails(struct walk *w, const struct state *st,
				  const struct call *c, const struct own_marker *m)
{
	struct state *none = state_copy(w, st);

	none->failed = true;
	own_step(w->own, none, c->s, NULL,
		 own_text(w->own, m->error ? "%s() gives an error pointer" :
			  "%s() gives nothing", c->name));
	call_result(w, none, c, (struct value){ .kind = V_NONE, .whole = true,
						.n = m->error ? SOME_ERROR : 0 });
	return none;
}

static size_t source(struct walk *w, struct state *st, const struct call *c,
		     const struct own_marker *m, struct state ***out)
{
	size_t n = 0;

	if (w->a->q.mode != OWN_MADE || st->born ||
	    own_alias(w, c).kind == V_OTHER) {
		call_result(w, st, c, (struct value){ .kind = V_OTHER });
		return call_only(st, out);
	}
	*out = xcalloc(3, sizeof(**out));
	(*out)[n++] = st;
	if (!m->always)
		(*out)[n++] = source_fails(w, st, c, m);
	if (w->a->q.put || w->a->q.each || w->a->q.entries)
		(*out)[n++] = source_of_other(w, st, c);
	st->born = true;
	st->source = m->name;
	if (m->arg && (size_t)m->arg <= c->n &&
	    c->args[m->arg - 1].kind == V_INT)
		st->size = c->args[m->arg - 1].n;
	own_count(st, OWN_SOURCE, 1);
	own_step(w->own, st, c->s, NULL, own_text(w->own, "%s()", c->name));
	made_here(w, st, c, (struct value){ .kind = V_OBJ, .whole = true,
					  .bits = 2 });
	return n;
}

/*
 * The argument that counts. From tree to tree it may be another: the rules say
 * each, and whichever the object is, it is. Not known is worse than NULL.
 */
static struct value marked(const struct walk *w, const struct call *c,
			   const struct own_marker *m)
{
	const struct own_rules *r = w->own->rules;
	struct value v = { .kind = V_ANY };
	bool any = false;

	for (size_t i = 0; i < r->n; i++) {
		size_t arg = r->markers[i].arg;

		if (!arg || arg > c->n || strcmp(r->markers[i].name, m->name))
			continue;
		if (c->args[arg - 1].kind == V_OBJ)
			return c->args[arg - 1];
		if (!any || v.kind == V_INT || c->args[arg - 1].kind == V_OTHER ||
		    c->args[arg - 1].kind == V_NONE)
			v = c->args[arg - 1];
		any = true;
	}
	return v;
}

static void note_place(struct own *o, const struct gstmt *s)
{
	char *place;

	if (!s->file)
		return;
	place = xstrfmt("%s:%d", s->file, s->line);
	if (!strvec_has(&o->places, place))
		strvec_push(&o->places, place);
	free(place);
}

/* The size that M's argument for it gives, if that is known, or -1. */
static int size_given(const struct call *c, const struct own_marker *m)
{
	const struct value *v = m->size && (size_t)m->size <= c->n ?
				&c->args[m->size - 1] : NULL;

	return v && v->kind == V_INT && v->n >= 0 && v->n <= INT_MAX ?
	       (int)v->n : -1;
}

static void note_free(struct state *st, const struct call *c,
		      const struct own_marker *m)
{
	int size = size_given(c, m);

	st->shared |= m->shared;
	if (size >= 0)
		st->freed_size = size;
}

/* A free that the rules call `only` takes objects of the level's size. */
static void say_freed(const struct walk *w, const struct state *st,
		      const struct call *c, const struct own_marker *m)
{
	int size = size_given(c, m);

	own_say(w, st, c->s, size < 0 && m->only ? st->size : size, true);
}

/* Only a power of two is an order. */
static size_t mark_pages(struct walk *w, struct state *st,
			 const struct call *c, const struct own_marker *m,
			 struct value v, struct state ***out)
{
	int pages = size_given(c, m);

	if (v.kind != V_OBJ)
		return call_only(st, out);
	own_step(w->own, st, c->s, NULL, own_text(w->own, "%s()", c->name));
	if (pages > 0 && !(pages & (pages - 1)))
		own_say(w, st, c->s, __builtin_ctz(pages), false);
	return call_only(st, out);
}

/* Whoever does not take what it returns does not know that it failed. */
static struct state *failed(struct walk *w, const struct state *st,
			    const struct call *c)
{
	struct state *to = state_copy(w, st);

	own_step(w->own, to, c->s, NULL,
		 own_text(w->own, "%s() fails", c->name));
	call_result(w, to, c, (struct value){ .kind = V_INT });
	if (c->s->kind == G_CALL && !strcmp(c->s->v[1], "NULL"))
		own_broken(w->own, to, c->s,
			   own_text(w->own, "%s() may fail, and nothing asks whether it did",
				    c->name));
	return to;
}

/* May M be given V, which is none? */
static bool none_allowed(const struct own_marker *m, struct value v)
{
	return m->error || (!v.n && (m->null || m->mark == OWN_FREE));
}

/* The object is none, which C may be given or not. */
static size_t mark_none(struct walk *w, struct state *st, const struct call *c,
			bool allowed, struct state ***out)
{
	if (!allowed)
		own_broken(w->own, st, c->s,
			   own_text(w->own, "%s() of what was not made", c->name));
	return call_only(st, out);
}

/*
 * Has nobody been told of the object, which was made or found on this path, but
 * where value_of() finds it?
 */
static bool alone(const struct walk *w, const struct state *st)
{
	enum own_mode mode = w->a->q.mode;

	return (mode == OWN_AT || mode == OWN_MADE) && !st->stored;
}

/*
 * A source may have other marks as well: it gives back one object and returns
 * the next, as a step through a list does; or it acquires what it is given, and
 * returns that.
 */
static size_t source_with(struct walk *w, struct state *st,
			  const struct call *c, const struct own_marker *m,
			  struct state ***out)
{
	const struct own_rules *r = w->own->rules;
	bool acquired = false;

	for (size_t i = 0; i < r->n; i++) {
		const struct own_marker *also = &r->markers[i];

		if (also->mark >= OWN_SOURCE || strcmp(also->name, m->name) ||
		    (size_t)also->arg > c->n ||
		    c->args[also->arg - 1].kind != V_OBJ)
			continue;
		own_count(st, also->mark, 1);
		own_settle(w, st, c->s);
		own_step(w->own, st, c->s, NULL,
			 own_text(w->own, "%s()", c->name));
		acquired |= also->mark == OWN_ACQUIRE;
	}
	if (!acquired)
		return source(w, st, c, m, out);
	call_result(w, st, c, own_alias(w, c));
	return call_only(st, out);
}

static const struct own_marker *source_marker(const struct own_rules *r,
					      const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->markers[i].mark == OWN_SOURCE &&
		    !strcmp(r->markers[i].name, name))
			return &r->markers[i];
	return NULL;
}

/* In this configuration it may not be able to fail: all that it returns is 1. */
static bool always_succeeds(const struct walk *w, const struct call *c)
{
	const struct own_func *f = own_find(w->own, c->name, w->f->g->unit);
	bool any = false;

	for (size_t b = 0; f && b < f->g->n; b++)
		for (size_t i = 0; i < f->g->blocks[b].n; i++) {
			const struct gstmt *s = &f->g->blocks[b].stmts[i];

			if (s->kind != G_RETURN)
				continue;
			if (!s->n || strcmp(s->v[0], "1"))
				return false;
			any = true;
		}
	return any;
}

size_t own_mark(struct walk *w, struct state *st, const struct call *c,
		const struct own_marker *m, struct state ***out)
{
	const struct own_marker *s = source_marker(w->own->rules, c->name);
	struct value v = marked(w, c, m);

	if (s)
		return source_with(w, st, c, s, out);
	call_result(w, st, c, own_alias(w, c));
	if (v.kind == V_NONE)
		return mark_none(w, st, c, none_allowed(m, v), out);
	if (m->mark == OWN_SIZE) {
		if (v.kind == V_OBJ && st->size >= 0)
			call_result(w, st, c, (struct value){ .kind = V_INT,
							     .n = st->size });
		return call_only(st, out);
	}
	if (m->mark == OWN_PAGES)
		return mark_pages(w, st, c, m, v, out);
	if (v.kind == V_OTHER || v.kind == V_INT)
		return call_only(st, out);
	if (v.kind != V_OBJ && !st->born)
		return call_only(st, out);	/* there is none yet: not this one */
	/* Where each source is looked at, one that was stored is not judged. */
	if (v.kind == V_ANY && (w->a->q.each || (!v.whole && alone(w, st))))
		return call_only(st, out);
	if (v.kind != V_OBJ) {
		own_unsure(w->own, st, c->s,
			   own_text(w->own, "%s() of what is not followed",
				    c->name));
		return call_only(st, out);
	}
	*out = xcalloc(2, sizeof(**out));
	if (m->fails) {
		if (!always_succeeds(w, c))
			(*out)[1] = failed(w, st, c);
		call_result(w, st, c, (struct value){ .kind = V_INT, .n = 1 });
	}
	if (m->mark != OWN_FREE)
		note_place(w->own, c->s);
	else
		note_free(st, c, m);
	st->dead |= m->mark == OWN_FREE && !m->shared;
	own_count(st, m->mark, 1);
	own_settle(w, st, c->s);
	own_step(w->own, st, c->s, NULL, own_text(w->own, "%s()", c->name));
	if (m->mark == OWN_FREE)
		say_freed(w, st, c, m);
	(*out)[0] = st;
	return 1 + !!(*out)[1];
}

size_t own_mark_put(struct walk *w, struct state *st, const struct call *c,
		    struct state ***out)
{
	size_t arg = w->a->q.put->arg;
	struct value v = { .kind = V_ANY };

	if (arg <= c->n)
		v = c->args[arg - 1];
	call_result(w, st, c, (struct value){ .kind = V_ANY });
	if (v.kind == V_NONE)
		return mark_none(w, st, c, false, out);
	if (v.kind == V_OBJ) {
		own_count(st, OWN_PUT, 1);
		own_step(w->own, st, c->s, NULL,
			 own_text(w->own, "%s()", c->name));
	} else if (v.kind != V_OTHER && v.kind != V_INT && st->born) {
		own_unsure(w->own, st, c->s,
			   own_text(w->own, "%s() of what is not followed",
				    c->name));
	}
	return call_only(st, out);
}
