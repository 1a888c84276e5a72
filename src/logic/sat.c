// SPDX-License-Identifier: GPL-2.0-only
#include <ccadical.h>

#include "logic/sat.h"

/* Far more than any question about a kernel took. */
#define MAX_CONFLICTS 2000000

struct sat {
	const struct bools *bs;
	bool_value_fn prefer;
	void *data;
	CCaDiCaL *c;
	bool *bits;		/* preferred values, by node */
	bool *known;		/* by node: its clauses are in */
	size_t n;		/* nodes that both have room for */
	uint32_t *todo;		/* nodes to be defined */
	size_t n_todo, alloc_todo;
	bool failed;		/* something required is false */
};

struct sat *sat_new(const struct bools *bs, bool_value_fn prefer, void *data)
{
	struct sat *s = xcalloc(1, sizeof(*s));

	s->bs = bs;
	s->prefer = prefer;
	s->data = data;
	s->c = ccadical_init();
	ccadical_set_option(s->c, "quiet", 1);
	ccadical_set_option(s->c, "phase", 0);
	ccadical_set_option(s->c, "forcephase", 1);
	return s;
}

void sat_free(struct sat *s)
{
	if (!s)
		return;
	ccadical_release(s->c);
	free(s->bits);
	free(s->known);
	free(s->todo);
	free(s);
}

static void make_room(struct sat *s)
{
	size_t n = s->bs->n;

	if (n <= s->n)
		return;
	s->bits = xrealloc(s->bits, n * sizeof(*s->bits));
	bools_eval(s->bs, s->prefer, s->data, s->bits, s->n);
	s->known = xrealloc(s->known, n * sizeof(*s->known));
	memset(s->known + s->n, 0, (n - s->n) * sizeof(*s->known));
	s->n = n;
}

/* The solver's number is false where the node has its preferred value. */
static int number(const struct sat *s, blit a)
{
	return bool_value(s->bits, a) ? -(int)(a >> 1) : (int)(a >> 1);
}

static void clause(struct sat *s, const blit *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ccadical_add(s->c, number(s, v[i]));
	ccadical_add(s->c, 0);
}

static void todo(struct sat *s, blit a)
{
	if (s->known[a >> 1])
		return;
	s->known[a >> 1] = true;
	GROW(s->todo, s->n_todo + 1, s->alloc_todo);
	s->todo[s->n_todo++] = a >> 1;
}

/* Tseitin's clauses of all that A consists of. */
static void define(struct sat *s, blit a)
{
	make_room(s);
	if (a > B_TRUE)
		todo(s, a);
	while (s->n_todo) {
		blit x = s->todo[--s->n_todo] << 1;
		const struct bnode *n = &s->bs->v[x >> 1];

		if (n->name)
			continue;
		todo(s, n->a);
		todo(s, n->b);
		clause(s, (blit[]){ bool_not(x), n->a }, 2);
		clause(s, (blit[]){ bool_not(x), n->b }, 2);
		clause(s, (blit[]){ x, bool_not(n->a), bool_not(n->b) }, 3);
	}
}

void sat_require(struct sat *s, blit a)
{
	const struct bnode *n = &s->bs->v[a >> 1];

	if (a == B_TRUE)
		return;
	if (a == B_FALSE) {
		s->failed = true;
		return;
	}
	/* "Not both" needs no name of its own. */
	if (!n->name && (a & 1)) {
		define(s, n->a);
		define(s, n->b);
		clause(s, (blit[]){ bool_not(n->a), bool_not(n->b) }, 2);
		return;
	}
	define(s, a);
	clause(s, &a, 1);
}

void sat_know(struct sat *s, blit a)
{
	define(s, a);
}

enum sat_answer sat_solve(struct sat *s, const blit *assume, size_t n)
{
	int got;

	for (size_t i = 0; i < n; i++)
		define(s, assume[i]);
	if (s->failed)
		return SAT_NO;
	for (size_t i = 0; i < n; i++) {
		if (assume[i] == B_FALSE)
			return SAT_NO;
		if (assume[i] != B_TRUE)
			ccadical_assume(s->c, number(s, assume[i]));
	}
	ccadical_limit(s->c, "conflicts", MAX_CONFLICTS);
	got = ccadical_solve(s->c);
	return got == 10 ? SAT_YES : got == 20 ? SAT_NO : SAT_UNKNOWN;
}

bool sat_value(struct sat *s, blit a)
{
	int x;

	if (a <= B_TRUE)
		return a == B_TRUE;
	if (a >> 1 >= s->n)
		make_room(s);
	if (!s->known[a >> 1])
		return bool_value(s->bits, a);
	x = number(s, a);
	return ccadical_val(s->c, x > 0 ? x : -x) == x;
}

bool sat_failed(struct sat *s, blit a)
{
	if (a <= B_TRUE || a >> 1 >= s->n || !s->known[a >> 1])
		return a == B_FALSE;
	return ccadical_failed(s->c, number(s, a));
}
