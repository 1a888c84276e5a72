// SPDX-License-Identifier: GPL-2.0-only
/* bools and sat: formulas fold, are shared, and are solved near the wish. */
#include "logic/sat.h"
#include "tap.h"

static bool prefer_a(void *data, const char *name)
{
	(void)data;
	return *name == 'a';
}

static void count(void *data, const char *name)
{
	(void)name;
	++*(int *)data;
}

static void test_fold(struct bools *bs, blit a, blit b)
{
	ok(bool_and(bs, a, B_TRUE) == a && bool_and(bs, a, B_FALSE) == B_FALSE,
	   "constants fold");
	ok(bool_and(bs, a, bool_not(a)) == B_FALSE && bool_or(bs, a, a) == a,
	   "so do a formula and itself");
	ok(bool_and(bs, a, b) == bool_and(bs, b, a), "equal formulas are one");
	ok(bool_var(bs, "a") == a && bool_known(bs, "none") == B_FALSE,
	   "a name is one variable");
}

static void test_solve(struct bools *bs, blit a, blit b, blit c)
{
	struct sat *s = sat_new(bs, prefer_a, NULL);
	blit any = bool_or(bs, a, bool_or(bs, b, c));
	int n = 0;

	sat_require(s, any);
	ok(sat_solve(s, NULL, 0) == SAT_YES && sat_value(s, a) &&
	   !sat_value(s, b) && !sat_value(s, c), "the wish, where it will do");
	ok(sat_solve(s, (blit[]){ bool_not(a), c }, 2) == SAT_YES &&
	   !sat_value(s, a) && !sat_value(s, b) && sat_value(s, c),
	   "no more than what is asked for changes");
	sat_require(s, bool_not(bool_and(bs, b, c)));
	ok(sat_solve(s, (blit[]){ a, b, c }, 3) == SAT_NO, "no solution");
	ok(!sat_failed(s, a) && sat_failed(s, b) && sat_failed(s, c),
	   "and what is to blame");
	ok(sat_solve(s, &a, 1) == SAT_YES, "then another question");
	sat_require(s, bool_not(any));
	ok(sat_solve(s, NULL, 0) == SAT_NO, "what is required contradicts itself");
	sat_free(s);
	s = sat_new(bs, prefer_a, NULL);
	sat_require(s, B_FALSE);
	ok(sat_solve(s, NULL, 0) == SAT_NO, "false is required");
	sat_free(s);
	bool_vars(bs, any, count, &n);
	ok(n == 3, "a formula has each variable once");
}

/* As many brackets as a hostile file likes. */
static void test_deep(struct bools *bs, blit a, blit b)
{
	struct sat *s = sat_new(bs, prefer_a, NULL);
	blit x = a;

	for (int i = 0; i < 200000; i++)
		x = i & 1 ? bool_or(bs, x, bool_and(bs, b, x ^ 1)) :
			    bool_and(bs, x, bool_or(bs, b, x ^ 1));
	sat_require(s, x);
	ok(sat_solve(s, NULL, 0) != SAT_UNKNOWN, "a deep formula");
	sat_free(s);
}

int main(void)
{
	struct bools bs;
	blit a, b, c;

	bools_init(&bs);
	a = bool_var(&bs, "a");
	b = bool_var(&bs, "b");
	c = bool_var(&bs, "c");
	test_fold(&bs, a, b);
	test_solve(&bs, a, b, c);
	test_deep(&bs, a, b);
	bools_release(&bs);
	return tap_done();
}
