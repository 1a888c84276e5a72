// SPDX-License-Identifier: GPL-2.0-only
#include "verify/classes.h"

static void put_in(struct classes *cs, struct column *c)
{
	for (size_t i = 0; i < cs->n; i++) {
		if (strcmp(cs->v[i].first->key, c->key))
			continue;
		c->like = cs->v[i].first;
		return;
	}
	GROW(cs->v, cs->n + 1, cs->alloc);
	cs->v[cs->n++] = (struct class){ .first = c };
}

int classes_find(struct classes *cs, struct verify *v, struct column *c,
		 size_t n)
{
	int err = verify_probe(v, c, n);

	for (size_t i = 0; i < n && !err; i++) {
		c[i].like = NULL;
		if (c[i].key)
			put_in(cs, &c[i]);
	}
	return err;
}

void classes_release(struct classes *cs)
{
	free(cs->v);
	memset(cs, 0, sizeof(*cs));
}
