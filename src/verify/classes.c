// SPDX-License-Identifier: GPL-2.0-only
#include "verify/classes.h"

int classes_find(struct classes *cs, struct verify *v, struct column *c)
{
	char *key;
	int err = 0;

	c->like = NULL;
	if (c->result != KBUILD_OK)
		return 0;
	err = verify_probe(v, c, &key);
	if (err || !key)
		return err;
	for (size_t i = 0; i < cs->n; i++) {
		if (strcmp(cs->v[i].key, key))
			continue;
		c->like = cs->v[i].first;
		free(key);
		return 0;
	}
	GROW(cs->v, cs->n + 1, cs->alloc);
	cs->v[cs->n++] = (struct class){ .key = key, .first = c };
	return 0;
}

void classes_release(struct classes *cs)
{
	for (size_t i = 0; i < cs->n; i++)
		free(cs->v[i].key);
	free(cs->v);
	memset(cs, 0, sizeof(*cs));
}
