// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a state knows of names. A function may have thousands of names. At any point of a
 * path, a state knows something about few of them, and has only these, sorted by number.
 */
#include "own/int.h"

/* The first of ST's names that is not before NAME. */
static size_t find(const struct state *st, size_t name)
{
	size_t from = 0, to = st->n_env;

	while (from < to) {
		size_t at = (from + to) / 2;

		if (st->env[at].name < name)
			from = at + 1;
		else
			to = at;
	}
	return from;
}

static bool is_there(const struct state *st, size_t at, size_t name)
{
	return at < st->n_env && st->env[at].name == name;
}

struct value env_get(const struct state *st, size_t name)
{
	size_t at = find(st, name);

	return is_there(st, at, name) ? st->env[at].v :
	       (struct value){ .kind = V_ANY };
}

static void grow(struct state *st, size_t n)
{
	size_t was = st->alloc_env;

	GROW(st->env, n, st->alloc_env);
	st->own->kept += st->alloc_env - was;
}

static void insert(struct state *st, size_t at, size_t name, struct value v)
{
	struct known *k;

	grow(st, st->n_env + 1);
	k = &st->env[at];
	memmove(k + 1, k, (st->n_env++ - at) * sizeof(*k));
	*k = (struct known){ .name = name, .v = v };
}

static void drop(struct state *st, size_t at)
{
	struct known *k = &st->env[at];

	memmove(k, k + 1, (--st->n_env - at) * sizeof(*k));
}

void env_set(struct state *st, size_t name, struct value v)
{
	static const struct value unknown = { .kind = V_ANY };
	size_t at = find(st, name);
	bool there = is_there(st, at, name), known = !value_same(&v, &unknown);

	if (there && known)
		st->env[at].v = v;
	else if (known)
		insert(st, at, name, v);
	else if (there)
		drop(st, at);
}

void env_copy(struct state *to, const struct state *from)
{
	grow(to, from->n_env + 1);
	if (from->n_env)
		memcpy(to->env, from->env, from->n_env * sizeof(*to->env));
	to->n_env = from->n_env;
}

bool env_same(const struct state *a, const struct state *b)
{
	if (a->n_env != b->n_env)
		return false;
	for (size_t i = 0; i < a->n_env; i++)
		if (a->env[i].name != b->env[i].name ||
		    !value_same(&a->env[i].v, &b->env[i].v))
			return false;
	return true;
}
