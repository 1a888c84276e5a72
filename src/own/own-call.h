/* SPDX-License-Identifier: GPL-2.0-only */
/* own-call: between call.c and mark.c, what the rules say of a call. */
#ifndef RESPIN_OWN_CALL_H
#define RESPIN_OWN_CALL_H

#include "own/int.h"

/* What is called, and with what. */
struct call {
	const struct gstmt *s;
	const char *name;
	struct value args[OWN_ARGS];
	size_t n;
	bool object, other, none;	/* one of the arguments is */
};

/* What follows returns the states after the call, see own_call(). */
static inline size_t call_only(struct state *st, struct state ***out)
{
	*out = xmalloc(sizeof(**out));
	**out = st;
	return 1;
}

/* call_result: V is what C returns. */
static inline void call_result(struct walk *w, struct state *st,
			       const struct call *c, struct value v)
{
	if (c->s->kind == G_CALL)
		value_set(w, st, c->s->v[1], v);
}

/* own_alias: what C returns of its arguments: the same object; or V_ANY. */
struct value own_alias(const struct walk *w, const struct call *c);

/* own_mark: a call of the marker M. own_put: of the question's put. */
size_t own_mark(struct walk *w, struct state *st, const struct call *c,
		const struct own_marker *m, struct state ***out);
size_t own_mark_put(struct walk *w, struct state *st, const struct call *c,
		    struct state ***out);

#endif
