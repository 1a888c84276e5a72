// SPDX-License-Identifier: GPL-2.0-only
#include "prove/compiled.h"

void decl_ids_init(struct decl_ids *ids, const struct chash *c)
{
	ids->n = c->n;
	ids->v = xcalloc(c->n + 1, sizeof(*ids->v));
	for (size_t i = 0; i < c->n; i++) {
		memcpy(&ids->v[i], c->decls[i].env.b, sizeof(ids->v[i]));
		ids->v[i] += !ids->v[i];
	}
}

void decl_ids_release(struct decl_ids *ids)
{
	free(ids->v);
	memset(ids, 0, sizeof(*ids));
}

/* Where ID is, or would be. They are evenly spread as they are. */
static size_t place_of(const struct compiled *cs, uint64_t id)
{
	size_t i = id & (cs->size - 1);

	while (cs->v[i] && cs->v[i] != id)
		i = (i + 1) & (cs->size - 1);
	return i;
}

static void make_room(struct compiled *cs)
{
	struct compiled old = *cs;

	if (cs->n < cs->size / 2)
		return;
	cs->size = old.size ? old.size * 2 : 1 << 16;
	cs->v = xcalloc(cs->size, sizeof(*cs->v));
	for (size_t i = 0; i < old.size; i++)
		if (old.v[i])
			cs->v[place_of(cs, old.v[i])] = old.v[i];
	free(old.v);
}

void compiled_add(struct compiled *cs, const struct decl_ids *ids)
{
	for (size_t i = 0; i < ids->n; i++) {
		size_t at;

		make_room(cs);
		at = place_of(cs, ids->v[i]);
		cs->n += !cs->v[at];
		cs->v[at] = ids->v[i];
	}
}

bool compiled_has(const struct compiled *cs, const struct decl_ids *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		if (!cs->size || !cs->v[place_of(cs, ids->v[i])])
			return false;
	return true;
}

void compiled_release(struct compiled *cs)
{
	free(cs->v);
	memset(cs, 0, sizeof(*cs));
}
