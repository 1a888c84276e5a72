// SPDX-License-Identifier: GPL-2.0-only
/*
 * gimple: dumps of tests/dumps/all.c by four compilers, of lines written by
 * hand, and of what is not understood.
 */
#include "heard.h"
#include "listing.h"
#include "tap.h"

static void lists(const struct gdump *g, const char *name, const char *want, const char *cc)
{
	const struct gfunc *f = func_of(g, name);
	char *got = f ? listing(f) : xstrdup("not there"), *what = xstrfmt("%s: %s()", cc, name);

	is_str(got, want, what);
	free(got);
	free(what);
}

/* Is every block that one names there, and every condition's way one of its block's? */
static bool is_whole(const struct gfunc *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct gblock *b = &f->blocks[i];
		const struct gstmt *last = b->n ? &b->stmts[b->n - 1] : NULL;

		for (size_t k = 0; k < b->n_succ; k++)
			if (gfunc_block(f, b->succ[k])->id != b->succ[k])
				return false;
		if (last && last->kind == G_COND &&
		    (b->n_succ != 2 || (last->then_at != b->succ[0] && last->then_at != b->succ[1]) ||
		     (last->else_at != b->succ[0] && last->else_at != b->succ[1])))
			return false;
		for (size_t k = 0; k < b->n_phis; k++)
			for (size_t j = 0; j < b->phis[k].n; j++)
				gfunc_block(f, b->phis[k].from[j]);
	}
	return f->n > 0;
}

/* Where all compilers agree. */
static void test_alike(const struct gdump *g, const char *cc)
{
	lists(g, "named",
	      "l: struct list *\nlocal got: struct list *\nlocal _1: long unsigned int\n"
	      "local _2: long unsigned int\n"
	      "block 2 -> 4 3\n"
	      "all.c:27 call take, got_8, l_6(D), \"a, \\\"b\\\" <c> ;; (d\\n\"\n"
	      "all.c:29 cond eq_expr got_8, 0B, NULL, NULL ? 4 : 3\n"
	      "block 3 -> 4\n"
	      "all.c:31 assign component_ref _1, got_8->word, NULL, NULL\n"
	      "all.c:31 assign bit_ior_expr _2, _1, 4, NULL\n"
	      "all.c:31 assign ssa_name got_8->word, _2, NULL, NULL\n"
	      "all.c:32 assign integer_cst got_8->name[0], 120, NULL, NULL\n"
	      "block 4 -> end\n-:0 return got_8\n", cc);
	lists(g, "mixed",
	      "at: long unsigned int *\nby: long unsigned int\nlocal old: long unsigned int\n"
	      "local _6: long unsigned int\n"
	      "block 2 -> end\n"
	      "all.c:41 asm, old_5, *at_2(D), by_3(D), *at_2(D) (2 out)\n"
	      "all.c:43 assign plus_expr _6, by_3(D), old_5, NULL\n"
	      "all.c:43 return _6\n", cc);
	lists(g, "hooked",
	      "l: struct list *\nlocal flag.0_1: int\n"
	      "block 2 -> 4 3\n"
	      "all.c:49 assign var_decl flag.0_1, flag, NULL, NULL\n"
	      "all.c:49 cond ne_expr flag.0_1, 0, NULL, NULL ? 4 : 3\n"
	      "block 3 -> 4\nall.c:51 call hook, NULL, put, 3\nall.c:52 call put, NULL, l_5(D)\n"
	      "block 4 -> end\n-:0 return NULL\n", cc);
}

/* And where they need not: the loop. */
static void test_loop(const struct gdump *g, const char *cc)
{
	const struct gfunc *f = func_of(g, "count");
	size_t phis = 0, ends = 0;
	bool own = false;

	for (size_t i = 0; f && i < f->n; i++) {
		phis += f->blocks[i].n_phis;
		ends += f->blocks[i].ends;
		for (size_t k = 0; k < f->blocks[i].n_phis; k++)
			for (size_t j = 0; j < f->blocks[i].phis[k].n; j++)
				own |= !strcmp(f->blocks[i].phis[k].v[j], "0");
	}
	ok(f && f->n_params == 2 && !strcmp(f->params[1], "most") && !strcmp(f->types[1], "int"),
	   "%s: count(): its parameters", cc);
	ok(phis >= 3 && own, "%s: count(): values that come from several blocks, one a constant", cc);
	ok(ends == 1, "%s: count(): one end", cc);
}

static const char *last_of(const char *text, const char *what)
{
	const char *found = NULL;

	while ((text = strstr(text, what)))
		found = text++;
	return found;
}

static void test_compiler(const char *cc)
{
	struct strbuf text = STRBUF_INIT;
	char *path = xstrfmt("tests/dumps/all.%s", cc);
	struct gdump g = { 0 };
	bool whole = true;

	if (strbuf_read_file(&text, path))
		BUG("no %s: unit tests run in the top folder", path);
	is_int(gdump_read(&g, "all.c", text.buf, "/nowhere"), 0, "a dump is read");
	is_int((long)g.n, 4, "all functions of it");
	for (size_t i = 0; i < g.n; i++)
		whole = whole && is_whole(&g.funcs[i]) && !strcmp(g.funcs[i].unit, "all.c");
	ok(whole, "%s: every block that is named is there", cc);
	test_alike(&g, cc);
	test_loop(&g, cc);
	gdump_release(&g);
	/* Cut off at any line: told, unless it is between two functions. */
	hear();
	for (size_t n = text.len; n > 0; n--) {
		const char *begins, *ends;

		if (text.buf[n - 1] != '\n')
			continue;
		text.buf[n] = '\0';
		begins = last_of(text.buf, "\n;; Function ");
		ends = last_of(text.buf, "\n}\n");
		memset(&g, 0, sizeof(g));
		if (!gdump_read(&g, "all.c", text.buf, "") && begins &&
		    (!ends || ends < begins))
			whole = false;
		gdump_release(&g);
	}
	ok(strstr(heard(), "an asm") && strstr(heard_text.buf, "it ends in a function") && whole,
	   "%s: cut off at each line", cc);
	gdump_release(&g);
	free(path);
	strbuf_release(&text);
}

#define FUNC "\n;; Function f (f, funcdef_no=0)\n\nint f (struct a * p, int (*<T1>) (int) cb)\n{\n" \
	     "  int x_1;\n\n;;   basic block 2, loop depth 0\n"

static void test_by_hand(void)
{
	struct gdump g = { 0 };

	is_int(gdump_read(&g, "u.c",
			  FUNC "  [/top/dir/./u.c:3:1 discrim 4] gimple_switch <x_1, default: <L1>>\n"
			  "  gimple_label <<L1>>\n  gimple_nop\n"
			  "  gimple_debug BIND <x, 1>\n"
			  "  [/top/other.h:9:2] gimple_call <g, x_1, \"]>,\", [/top/u.c:3:1] &a[1]>\n"
			  "  [/top/u.c:4:1] gimple_assign <ssa_name, MEM[(struct a * volatile *)[/top/u.c:4:9] &x], _2, NULL>\n"
			  "  gimple_return <x_1>\n;;    succ:       EXIT\n\n}\n", "/top"), 0,
	       "a dump by hand");
	lists(&g, "f",
	      "p: struct a *\ncb: int (*<T1>) (int)\nlocal x_1: int\n"
	      "block 2 -> end\n"
	      "dir/./u.c:3 switch x_1, default: <L1>\n-:0 other\n-:0 other\n-:0 other\n"
	      "other.h:9 call g, x_1, \"]>,\", &a[1]\n"
	      "u.c:4 assign ssa_name MEM[(struct a * volatile *)&x], _2, NULL\n-:0 return x_1\n", "by hand");
	is_int(gdump_read(&g, "v.c", "\n;; Function f.constprop.0 (f.constprop.0)\n\nvoid f ()\n{\n"
			  ";;   basic block 2\n  gimple_return <NULL>\n;;    succ:       EXIT\n}\n",
			  ""), 0, "a second dump is appended");
	ok(g.n == 2 && !strcmp(g.funcs[1].name, "f") && !strcmp(g.funcs[1].unit, "v.c"),
	   "its function has no number, and its own unit");
	gdump_release(&g);
	gdump_release(&g);
	ok(!g.n && !g.funcs, "released twice");
	is_int(gdump_read(&g, "u.c", "\n;; Function f (f)\n\nvoid f (struct \n{\n  int n;\n} * p)\n{\n"
			  "  struct \n{\n  int n;\n  union \n  {\n    int a;\n  } u;\n} * _2;\n  int _3;\n"
			  ";;   basic block 2\n  gimple_return <NULL>\n;;    succ:       EXIT\n}\n",
			  ""), 0, "types without a name");
	lists(&g, "f", "p: struct  *\nlocal _2: struct  *\nlocal _3: int\nblock 2 -> end\n-:0 return NULL\n", "in full");
	gdump_release(&g);
	is_int(gdump_read(&g, "u.c", "", ""), 0, "an empty dump");
	is_int((long)g.n, 0, "has no functions");
	gdump_release(&g);
}

static void odd(const char *text, const char *want, const char *name)
{
	struct gdump g = { 0 };
	int err;

	hear();
	err = gdump_read(&g, "u.c", text, "");
	heard();
	if (!ok(err == ERR_ENV && strstr(heard_text.buf, want) &&
		strstr(heard_text.buf, "u.c: the compiler's dump is not understood"), "%s", name))
		tap_lines("said", heard_text.buf);
	gdump_release(&g);
}

static void no_block(void)
{
	struct gfunc f = { .name = "f" };

	gfunc_block(&f, 3);
}

static void test_odd(void)
{
	odd(FUNC "  gimple_transaction <x>\n", "an operation, line 9", "an operation that we do not know");
	odd(FUNC "  gimple_call take x\n", "operands", "operands without brackets");
	odd(FUNC "  gimple_call <>\n", "operands", "none in them");
	odd(FUNC "  gimple_asm <\n    STRING <\n    nop\n", "an asm", "an asm without an end");
	odd(FUNC "  # gimple_phi <x_1>\n", "a phi", "a phi of nothing");
	odd(FUNC "  # gimple_phi x_1, 1(2)\n", "a phi", "one without brackets");
	odd(FUNC "  # gimple_phi <x_1, 1(2), y>\n", "a phi", "a value from nowhere");
	odd(FUNC ";;    succ:       here\n", "a successor", "a successor that is none");
	odd(";;   basic block 2\n", "a block outside a function", "a block of no function");
	odd(FUNC "  gimple_call <g>\n", "operands", "a call without what it sets");
	odd(FUNC "  gimple_assign <ssa_name, x_1>\n", "operands", "a value of nothing");
	odd(FUNC "  gimple_cond <eq_expr, x_1>\n", "operands", "a condition on one value");
	odd(FUNC "  gimple_return <x_1>\n", "it ends in a function", "a function without an end");
	odd(FUNC "\n;; Function g (g)\n", "a function in another one", "the next one begins");
	odd("\n;; Function  (g)\n\nvoid g ()\n{\n", "a function without a name", "nothing to call it by");
	odd("\n;; Function g (g)\n\nvoid g ()\n{\n}\n", "a function without a block", "none of it is there");
	odd(FUNC ";;    succ:       7\n}\n", "a block that is not there", "a successor that is nowhere");
	odd(FUNC ";;    succ:       EXIT\n;;   basic block 2\n}\n", "a block that is there twice",
	    "two blocks of one number");
	odd(FUNC "  gimple_cond <eq_expr, x_1, 0, NULL, NULL>\n    goto <bb 2>;\n  else\n    goto <bb 9>;\n"
	    ";;    succ:       2\n}\n", "a condition that leads elsewhere", "a condition's way that is none");
	odd(FUNC ";;    succ:       3\n;;   basic block 3\n  # gimple_phi <x_2, x_1(4)>\n;;    succ:       EXIT\n}\n",
	    "a phi that does not fit", "a phi of a way that is not there");
	odd(FUNC ";;    succ:       3\n;;                4\n;;   basic block 4\n;;    succ:       3\n"
	    ";;   basic block 3\n  # gimple_phi <x_2, x_1(4)>\n;;    succ:       EXIT\n}\n",
	    "a phi that does not fit", "a phi that lacks a way");
	ok(aborts(no_block, "f has no block 3"), "a block that is not there is a BUG()");
}

static void test_types(void)
{
	const char *locals[] = { "n", "n", "p", "p", "_4", "q", "q" };
	const char *types[] = { "int", "long", "struct a *", "void *", "char", "int", "int" };
	const char *params[] = { "arg" }, *param_types[] = { "struct b *" };
	struct gfunc f = {
		.locals = locals, .local_types = types, .n_locals = 7,
		.params = params, .types = param_types, .n_params = 1,
	};

	is_str(gfunc_type(&f, "_4"), "char", "a value that has a type of its own");
	is_str(gfunc_type(&f, "arg_3(D)"), "struct b *", "one of a parameter");
	is_str(gfunc_type(&f, "q_7"), "int", "of two variables that are alike");
	is_str(gfunc_type(&f, "n_7"), "", "of two that are not: not known");
	ok(strchr(gfunc_type(&f, "p_2"), '*'), "of two pointers: one of them");
	is_str(gfunc_type(&f, "_9"), "", "a value that nothing is said of");
	is_str(gfunc_type(&f, "other_1"), "", "a variable that is not there");
	is_str(gfunc_type(&f, "n"), "", "a name is no value");
	is_str(gfunc_type(&f, ""), "", "nor is nothing");
	is_int((long)gword_ssa("x_12 + 1"), 4, "a value's length");
	is_int((long)gword_ssa("flag.0_1"), 8, "with a dot");
	is_int((long)gword_ssa("_3(D)->next"), 5, "with (D)");
	is_int((long)gword_ssa("_7"), 2, "without a name");
	ok(!gword_ssa("x_") && !gword_ssa("x12") && !gword_ssa("12") && !gword_ssa("") &&
	   !gword_ssa("x_1y") && !gword_ssa("(x_1)"), "what is none");
}

int main(void)
{
	static const char *const compilers[] = { "gcc", "aarch64", "arm", "s390x" };

	for (size_t i = 0; i < ARRAY_SIZE(compilers); i++)
		test_compiler(compilers[i]);
	test_by_hand();
	test_odd();
	test_types();
	return tap_done();
}
