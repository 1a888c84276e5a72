// SPDX-License-Identifier: GPL-2.0-only
/*
 * own: dumps that no compiler writes, but somebody may. Whatever they hold,
 * there is an end to it, and what was not followed is unproved.
 */
#include "own/own.h"
#include "tap.h"

static struct own_rules rules;

static void add_rule(const char *key, const char *value)
{
	char *why = NULL;

	if (own_rule(&rules, key, value, &why))
		BUG("%s: %s", key, why);
}

static void begin(struct strbuf *sb, const char *name)
{
	strbuf_addf(sb, "\n;; Function %s (%s)\n\nint %s (struct a * p)\n{\n;;   basic block 2\n",
		    name, name, name);
}

static void end(struct strbuf *sb)
{
	strbuf_addstr(sb, "  gimple_return <NULL>\n;;    succ:       EXIT\n}\n");
}

/* Paths of f() by what SB says, given p; SB is empty afterwards. */
static void given(struct strbuf *sb, struct own_outcomes *out, struct gdump *g,
		  struct own **o)
{
	memset(g, 0, sizeof(*g));
	if (gdump_read(g, "u.c", sb->buf, ""))
		BUG("the dump is not read");
	*o = own_open(g, &rules);
	own_given(*o, "f", 1, 2, -1, out);
	strbuf_clear(sb);
}

static void done(struct own_outcomes *out, struct gdump *g, struct own *o)
{
	free(out->v);
	own_close(o);
	gdump_release(g);
}

static bool is_unsure(const struct own_outcomes *out, const char *why)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].unsure && strstr(out->v[i].unsure, why))
			return true;
	return false;
}

/* Names of one letter, with an index: nothing is before them. */
static void test_short(struct strbuf *sb)
{
	static const char *const texts[] = {
		"a[1]", "a[x_1]", "&a[1]", "[1]", "&", "MEM[x_1]",
		"a[p_1(D)]", "M[1]", "EM[1]", "*", ".", "_", "$",
	};
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		begin(sb, "f");
		strbuf_addf(sb, "  gimple_assign <ssa_name, x_2, %s>\n", texts[i]);
		strbuf_addf(sb, "  gimple_assign <plus_expr, %s, p_1(D), 9223372036854775807>\n",
			    texts[i]);
		strbuf_addf(sb, "  gimple_call <%s, %s>\n", texts[i], texts[i]);
		strbuf_addf(sb, "  gimple_call <ctor, NULL, %s>\n", texts[i]);
		end(sb);
		given(sb, &out, &g, &o);
		ok(out.found && out.n, "an operand '%s'", texts[i]);
		done(&out, &g, o);
	}
}

/* Numbers at the end of what they can be. */
static void test_numbers(struct strbuf *sb)
{
	static const char *const ops[] = {
		"plus_expr", "minus_expr", "pointer_plus_expr", "bit_and_expr",
		"bit_ior_expr", "bit_xor_expr", "mult_expr", "lshift_expr",
	};
	static const char *const n[] = {
		"9223372036854775807", "-9223372036854775808",
		"18446744073709551615", "-99999999999999999999", "0B",
	};
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	begin(sb, "f");
	for (size_t i = 0; i < ARRAY_SIZE(ops); i++)
		for (size_t k = 0; k < ARRAY_SIZE(n); k++) {
			strbuf_addf(sb, "  gimple_assign <%s, x_2, p_1(D), %s>\n", ops[i], n[k]);
			strbuf_addf(sb, "  gimple_assign <%s, x_2, x_2, %s>\n", ops[i], n[k]);
			strbuf_addf(sb, "  gimple_assign <%s, x_3, %s, x_2>\n", ops[i], n[k]);
		}
	end(sb);
	given(sb, &out, &g, &o);
	ok(out.found && out.n, "large numbers");
	done(&out, &g, o);
}

/* Each call may fail or not: one block, but ways without number. */
static void test_forks(struct strbuf *sb)
{
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	begin(sb, "f");
	for (int i = 0; i < 200; i++)
		strbuf_addf(sb, "  gimple_call <ctor, x_%d, p_1(D)>\n", i + 2);
	end(sb);
	given(sb, &out, &g, &o);
	ok(is_unsure(&out, "too many paths"), "ways without number: unproved");
	done(&out, &g, o);
}

/* As begin(), and the rest is block 3, which may be left out. */
static void begin_if(struct strbuf *sb, const char *name)
{
	begin(sb, name);
	strbuf_addstr(sb, "  gimple_cond <eq_expr, n_1(D), 0, NULL, NULL>\n"
		      "    goto <bb 4>;\n  else\n    goto <bb 3>;\n"
		      ";;    succ:       4\n;;                3\n"
		      ";;   basic block 3\n");
}

static void end_if(struct strbuf *sb)
{
	strbuf_addstr(sb, ";;    succ:       4\n;;   basic block 4\n");
	end(sb);
}

/* A function that cannot be followed and calls itself. */
static void test_recursive(struct strbuf *sb)
{
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	begin_if(sb, "f");
	for (int i = 0; i < 100; i++)
		strbuf_addf(sb, "  gimple_call <ctor, x_%d, p_1(D)>\n", i + 2);
	strbuf_addstr(sb, "  gimple_call <f, NULL, p_1(D)>\n");
	end_if(sb);
	given(sb, &out, &g, &o);
	ok(is_unsure(&out, "too many paths"), "and it calls itself: unproved");
	done(&out, &g, o);
}

/* Functions that all call each other. */
static void test_circles(struct strbuf *sb)
{
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	for (int i = 0; i < 16; i++) {
		char *name = i ? xstrfmt("f%d", i) : xstrdup("f");

		begin_if(sb, name);
		free(name);
		for (int k = 0; k < 16; k++) {
			strbuf_addf(sb, "  gimple_call <ctor, x_%d, p_1(D)>\n", k + 2);
			strbuf_addf(sb, k ? "  gimple_call <f%d, NULL, p_1(D)>\n" :
				    "  gimple_call <f, NULL, p_1(D)>\n", k);
		}
		end_if(sb);
	}
	given(sb, &out, &g, &o);
	ok(is_unsure(&out, "too many paths"), "functions that call each other: unproved");
	done(&out, &g, o);
}

/* A call in a call, and so on. */
static void test_deep(struct strbuf *sb)
{
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	for (int i = 0; i < 20000; i++) {
		char *name = i ? xstrfmt("f%d", i) : xstrdup("f");

		begin(sb, name);
		strbuf_addf(sb, "  gimple_call <f%d, NULL, p_1(D)>\n", i + 1);
		end(sb);
		free(name);
	}
	given(sb, &out, &g, &o);
	ok(is_unsure(&out, "is called by too many"), "20000 functions within one another");
	done(&out, &g, o);
}

/* A block of very many calls. */
static void test_long(struct strbuf *sb)
{
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	begin(sb, "f");
	for (int i = 0; i < 50000; i++)
		strbuf_addstr(sb, "  gimple_call <dtor, NULL, p_1(D)>\n");
	end(sb);
	given(sb, &out, &g, &o);
	ok(out.n == 1 && out.v[0].counts[OWN_RELEASE] == OWN_MANY, "50000 calls in one block");
	done(&out, &g, o);
}

/* Each of many reads of a field may be of each of many functions. */
static void test_fields(struct strbuf *sb)
{
	struct own_outcomes out;
	struct gdump g;
	struct own *o;

	for (int i = 0; i < 2200; i++) {
		char *name = xstrfmt("f%d", i);

		begin(sb, name);
		strbuf_addf(sb, "  gimple_assign <addr_expr, ops.free, &f%d, NULL, NULL>\n", i);
		end(sb);
		free(name);
	}
	begin(sb, "f");
	for (int i = 0; i < 2200; i++)
		strbuf_addf(sb, "  gimple_assign <component_ref, x_%d, ops.free, NULL, NULL>\n",
			    i + 2);
	end(sb);
	given(sb, &out, &g, &o);
	ok(is_unsure(&out, "is among too many functions"), "fields that may be anything: unproved");
	done(&out, &g, o);
}

int main(void)
{
	struct strbuf sb = STRBUF_INIT;

	add_rule("acquire", "ctor 1 fails");
	add_rule("release", "dtor 1");
	test_short(&sb);
	test_numbers(&sb);
	test_forks(&sb);
	test_recursive(&sb);
	test_circles(&sb);
	test_deep(&sb);
	test_long(&sb);
	test_fields(&sb);
	own_rules_release(&rules);
	strbuf_release(&sb);
	return tap_done();
}
