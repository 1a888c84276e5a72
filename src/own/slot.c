// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slots: fields in which the program stores the addresses of its functions, as
 * drivers and architectures do with their operations. A call through
 * such a field may call any of these. Fields are told apart by name only: that may
 * find too many functions, but never too few.
 */
#include "base/word.h"
#include "own/int.h"

const char *own_field(const char *text)
{
	const char *end = text + strlen(text), *p = end;

	while (p > text && is_word(p[-1]))
		p--;
	return p < end && p > text && (p[-1] == '.' || p[-1] == '>') ? p : NULL;
}

static void add_slot(struct own *o, const char *field, const struct own_func *f)
{
	for (size_t i = 0; i < o->n_slots; i++)
		if (o->slots[i].f == f && !strcmp(o->slots[i].field, field))
			return;
	GROW(o->slots, o->n_slots + 1, o->alloc_slots);
	o->slots[o->n_slots++] = (struct own_slot){ field, f };
}

static const struct own_func *function_in(const struct own *o,
					  const struct gfunc *g,
					  const char *text)
{
	return own_find(o, text + (*text == '&'), g->unit);
}

/* One of several, chosen before it is stored. */
static void add_chosen(struct own *o, const struct gfunc *g, const char *field,
		       const char *name)
{
	for (size_t b = 0; b < g->n; b++)
		for (size_t i = 0; i < g->blocks[b].n_phis; i++) {
			const struct gphi *phi = &g->blocks[b].phis[i];

			for (size_t k = 0; !strcmp(phi->to, name) && k < phi->n;
			     k++) {
				const struct own_func *f =
					function_in(o, g, phi->v[k]);

				if (f)
					add_slot(o, field, f);
			}
		}
}

static void look_at(struct own *o, const struct gfunc *g, const struct gstmt *s)
{
	const struct own_func *f;
	const char *field;

	if (s->kind != G_ASSIGN || s->n < 2)
		return;
	field = own_field(s->v[0]);
	f = field ? function_in(o, g, s->v[1]) : NULL;
	if (f)
		add_slot(o, field, f);
	else if (field && gword_ssa(s->v[1]))
		add_chosen(o, g, field, s->v[1]);
}

void own_slots_read(struct own *o)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct gfunc *g = o->funcs[i].g;

		for (size_t b = 0; b < g->n; b++)
			for (size_t k = 0; k < g->blocks[b].n; k++)
				look_at(o, g, &g->blocks[b].stmts[k]);
	}
}

const struct own_func *own_slot_next(const struct own *o, const char *text,
				     size_t *at)
{
	const char *field = o->n_slots ? own_field(text) : NULL;

	while (field && *at < o->n_slots) {
		const struct own_slot *s = &o->slots[(*at)++];

		if (!strcmp(s->field, field))
			return s->f;
	}
	return NULL;
}
