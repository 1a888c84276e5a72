// SPDX-License-Identifier: GPL-2.0-only
#include "logic/bools.h"

static uint64_t mix(uint64_t h)
{
	h ^= h >> 31;
	h *= 0x9e3779b97f4a7c15ULL;
	return h ^ h >> 29;
}

static uint64_t hash_name(const char *name)
{
	uint64_t h = 1469598103934665603ULL;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 1099511628211ULL;
	return mix(h);
}

static uint64_t hash_node(const struct bnode *n)
{
	return n->name ? hash_name(n->name) :
			 mix((uint64_t)n->a << 32 | n->b);
}

static bool same_node(const struct bnode *x, const struct bnode *y)
{
	if (x->name && y->name)
		return !strcmp(x->name, y->name);
	return !x->name && !y->name && x->a == y->a && x->b == y->b;
}

/* Where NODE is in the table, or would be. */
static uint32_t *slot(const struct bools *bs, const struct bnode *node)
{
	size_t i = hash_node(node) & (bs->hash_size - 1);

	while (bs->hash[i] && !same_node(&bs->v[bs->hash[i]], node))
		i = (i + 1) & (bs->hash_size - 1);
	return &bs->hash[i];
}

static void rehash(struct bools *bs)
{
	free(bs->hash);
	bs->hash_size *= 2;
	bs->hash = xcalloc(bs->hash_size, sizeof(*bs->hash));
	for (size_t i = 1; i < bs->n; i++)
		*slot(bs, &bs->v[i]) = (uint32_t)i;
}

void bools_init(struct bools *bs)
{
	memset(bs, 0, sizeof(*bs));
	bs->hash_size = 1024;
	bs->hash = xcalloc(bs->hash_size, sizeof(*bs->hash));
	GROW(bs->v, 1, bs->alloc);
	bs->v[bs->n++] = (struct bnode){ 0 };
}

void bools_release(struct bools *bs)
{
	for (size_t i = 0; i < bs->n; i++)
		free((char *)bs->v[i].name);
	free(bs->v);
	free(bs->hash);
	memset(bs, 0, sizeof(*bs));
}

static blit add(struct bools *bs, const struct bnode *node)
{
	uint32_t *at = slot(bs, node);

	if (*at)
		return *at << 1;
	if (bs->n >= UINT32_MAX / 2)
		BUG("more than %zu formulas", bs->n);
	GROW(bs->v, bs->n + 1, bs->alloc);
	bs->v[bs->n] = *node;
	if (node->name)
		bs->v[bs->n].name = xstrdup(node->name);
	*at = (uint32_t)bs->n++;
	if (2 * bs->n > bs->hash_size)
		rehash(bs);
	return (blit)((bs->n - 1) << 1);
}

blit bool_var(struct bools *bs, const char *name)
{
	return add(bs, &(struct bnode){ .name = name });
}

blit bool_known(const struct bools *bs, const char *name)
{
	return *slot(bs, &(struct bnode){ .name = name }) << 1;
}

blit bool_and(struct bools *bs, blit a, blit b)
{
	if (a > b)
		return bool_and(bs, b, a);
	if (a == B_FALSE || a == bool_not(b))
		return B_FALSE;
	if (a == B_TRUE || a == b)
		return b;
	return add(bs, &(struct bnode){ .a = a, .b = b });
}

void bools_eval(const struct bools *bs, bool_value_fn value, void *data,
		bool *bits, size_t from)
{
	for (size_t i = from; i < bs->n; i++) {
		const struct bnode *n = &bs->v[i];

		bits[i] = n->name ? value(data, n->name) :
			  i && bool_value(bits, n->a) && bool_value(bits, n->b);
	}
}

/*
 * Operands come before a node, so a walk needs no recursion that input could
 * make deep: mark what A needs, from A down, then go up.
 */
void bool_vars(const struct bools *bs, blit a, bool_var_fn fn, void *data)
{
	bool *need = xcalloc((a >> 1) + 1, sizeof(*need));

	need[a >> 1] = true;
	for (size_t i = a >> 1; i; i--) {
		if (!need[i] || bs->v[i].name)
			continue;
		need[bs->v[i].a >> 1] = true;
		need[bs->v[i].b >> 1] = true;
	}
	for (size_t i = 1; i <= a >> 1; i++)
		if (need[i] && bs->v[i].name)
			fn(data, bs->v[i].name);
	free(need);
}
