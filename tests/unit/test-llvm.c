// SPDX-License-Identifier: GPL-2.0-only
/*
 * llvm: dumps of tests/dumps/llvm.c by clang for three machines, of lines
 * written by hand, and of what is not understood.
 */
#include "heard.h"
#include "listing.h"
#include "own/llvm.h"
#include "tap.h"

static void lists(const struct gdump *g, const char *name, const char *want, const char *cc)
{
	const struct gfunc *f = func_of(g, name);
	char *got = f ? listing(f) : xstrdup("not there"), *what = xstrfmt("%s: %s()", cc, name);

	is_str(got, want, what);
	free(got);
	free(what);
}

static void test_x86(const struct gdump *g, const char *cc)
{
	/* Fields that are marked are named; an address is followed to where it begins. */
	lists(g, "fields",
	      "p: struct page *\n"
	      "i: int\n"
	      "local tables_0.0_9: void *\n"
	      "local tables_0: void *\n"
	      "local _0: void *\n"
	      "local _1: void *\n"
	      "local _2: void *\n"
	      "local idxprom_0: unsigned long\n"
	      "local arrayidx2_0.0_8: unsigned long\n"
	      "local arrayidx2_0.0_9: void *\n"
	      "local arrayidx2_0: void *\n"
	      "local ops_0.0_9: void *\n"
	      "local ops_0: void *\n"
	      "local _3: void *\n"
	      "local put_0.0_9: void *\n"
	      "local put_0: void *\n"
	      "local _4: void *\n"
	      "local _5: void *\n"
	      "local _6: void *\n"
	      "local put3_0.0_9: void *\n"
	      "local put3_0: void *\n"
	      "local _7: void *\n"
	      "local _8: void *\n"
	      "local _9: void *\n"
	      "local arrayidx5_0.0_9: void *\n"
	      "local arrayidx5_0: void *\n"
	      "block 0 -> end\n"
	      "llvm.c:34 assign ssa_name *p_0(D), 3\n"
	      "llvm.c:35 assign pointer_plus_expr tables_0.0_9, p_0(D), 8\n"
	      "llvm.c:35 assign ssa_name tables_0, tables_0.0_9\n"
	      "llvm.c:35 assign ssa_name _0, tables_0\n"
	      "llvm.c:35 assign mem_ref _1, p_0(D)->tables\n"
	      "llvm.c:35 assign ssa_name _2, tables_0\n"
	      "llvm.c:35 assign nop_expr idxprom_0, i_0(D)\n"
	      "llvm.c:35 assign mult_expr arrayidx2_0.0_8, idxprom_0, (constant)\n"
	      "llvm.c:35 assign pointer_plus_expr arrayidx2_0.0_9, _2, arrayidx2_0.0_8\n"
	      "llvm.c:35 assign ssa_name arrayidx2_0, arrayidx2_0.0_9\n"
	      "llvm.c:35 assign ssa_name p_0(D)->tables[idxprom_0], _1\n"
	      "llvm.c:36 assign pointer_plus_expr ops_0.0_9, p_0(D), 40\n"
	      "llvm.c:36 assign ssa_name ops_0, ops_0.0_9\n"
	      "llvm.c:36 assign ssa_name _3, ops_0\n"
	      "llvm.c:36 assign pointer_plus_expr put_0.0_9, _3, 8\n"
	      "llvm.c:36 assign ssa_name put_0, put_0.0_9\n"
	      "llvm.c:36 assign ssa_name _4, put_0\n"
	      "llvm.c:36 assign mem_ref _5, p_0(D)->ops.put\n"
	      "llvm.c:36 call _5, NULL, p_0(D)\n"
	      "llvm.c:37 assign ssa_name _6, (constant)\n"
	      "llvm.c:37 assign pointer_plus_expr put3_0.0_9, _6, 8\n"
	      "llvm.c:37 assign ssa_name put3_0, put3_0.0_9\n"
	      "llvm.c:37 assign ssa_name _7, &first.ops\n"
	      "llvm.c:37 assign mem_ref _8, first.ops.put\n"
	      "llvm.c:37 call _8, NULL, p_0(D)\n"
	      "llvm.c:38 assign ssa_name _9, tables_0\n"
	      "llvm.c:38 assign pointer_plus_expr arrayidx5_0.0_9, _9, 8\n"
	      "llvm.c:38 assign ssa_name arrayidx5_0, arrayidx5_0.0_9\n"
	      "llvm.c:38 return arrayidx5_0\n", cc);
	/* A switch is one condition after the other. */
	lists(g, "cases",
	      "p: struct page *\n"
	      "n: int\n"
	      "local add.ptr_0.0_9: void *\n"
	      "local add.ptr_0: void *\n"
	      "local call_0: void *\n"
	      "block 0 -> 1 5\n"
	      "llvm.c:44 cond eq_expr n_0(D), 1 ? 1 : 5\n"
	      "block 5 -> 2 6\n"
	      "llvm.c:44 cond eq_expr n_0(D), 7 ? 2 : 6\n"
	      "block 6 -> 3 7\n"
	      "llvm.c:44 cond eq_expr n_0(D), 9000 ? 3 : 7\n"
	      "block 7 -> 4\n"
	      "block 1 -> 4\n"
	      "llvm.c:46 call drop, NULL, p_0(D)\n"
	      "block 2 -> 4\n"
	      "llvm.c:49 assign pointer_plus_expr add.ptr_0.0_9, p_0(D), 56\n"
	      "llvm.c:49 assign ssa_name add.ptr_0, add.ptr_0.0_9\n"
	      "llvm.c:49 call drop, NULL, add.ptr_0\n"
	      "block 3 -> 4\n"
	      "llvm.c:52 call take, NULL, p_0(D), &.str.4, 2\n"
	      "block 4 -> end\n"
	      "llvm.c:55 return NULL\n", cc);
	/* Outputs of their own, memory, labels. */
	lists(g, "mixed",
	      "at: unsigned long *\n"
	      "by: unsigned long\n"
	      "local _0.0_9: unsigned long\n"
	      "local _0.1_9: unsigned long\n"
	      "local asmresult_0: unsigned long\n"
	      "local asmresult1_0: unsigned long\n"
	      "local add_0: unsigned long\n"
	      "local retval.0_0: unsigned long\n"
	      "block 0 -> 1 2\n"
	      "llvm.c:72 asm, _0.0_9, _0.1_9, *at_0(D), by_0(D), *at_0(D) (3 out)\n"
	      "llvm.c:72 assign ssa_name asmresult_0, _0.0_9\n"
	      "llvm.c:73 asm, asmresult_0 (0 out)\n"
	      "block 1 -> 2\n"
	      "llvm.c:72 assign ssa_name asmresult1_0, _0.1_9\n"
	      "llvm.c:74 assign plus_expr add_0, asmresult_0, asmresult1_0\n"
	      "block 2 -> end\n"
	      "retval.0_0 is by_0(D)(0) add_0(1)\n"
	      "llvm.c:77 return retval.0_0\n", cc);
	/* Truth values are chosen, a trap ends there. */
	lists(g, "others",
	      "x: unsigned long\n"
	      "p: struct page *\n"
	      "local _0: _Bool\n"
	      "local and_0: unsigned long\n"
	      "local tobool_0: _Bool\n"
	      "local _3: unsigned int\n"
	      "local tobool2_0: _Bool\n"
	      "local _4: _Bool\n"
	      "local land.ext_0: unsigned int\n"
	      "local conv316_0: unsigned long\n"
	      "local cmp_0: _Bool\n"
	      "local cmp7_0: _Bool\n"
	      "local conv8_0: unsigned int\n"
	      "local retval.0_0: unsigned int\n"
	      "block 0 -> 4 1\n"
	      "llvm.c:84 assign gt_expr _0, x_0(D), 9223372036854775802\n"
	      "llvm.c:84 cond ne_expr _0, 0 ? 4 : 1\n"
	      "block 1 -> 5 6\n"
	      "llvm.c:86 call __atomic_fetch, _1, p_0(D), 2\n"
	      "llvm.c:87 call __atomic_compare_exchange, _2, p_0(D), 1, x_0(D)\n"
	      "llvm.c:88 assign bit_and_expr and_0, x_0(D), 1\n"
	      "llvm.c:88 assign ne_expr tobool_0, and_0, 0\n"
	      "llvm.c:88 assign mem_ref _3, flag\n"
	      "llvm.c:88 assign ne_expr tobool2_0, _3, 0\n"
	      "llvm.c:88 cond ne_expr tobool_0, 0 ? 5 : 6\n"
	      "block 5 -> 6\n"
	      "block 6 -> 2 3\n"
	      "_4 is tobool2_0(5) 0(1)\n"
	      "llvm.c:88 assign nop_expr land.ext_0, _4\n"
	      "llvm.c:88 call hook, NULL, drop, land.ext_0\n"
	      "llvm.c:89 call __builtin_memset, NULL, p_0(D), 0, x_0(D), 0\n"
	      "llvm.c:90 assign bit_and_expr conv316_0, x_0(D), 255\n"
	      "llvm.c:90 assign eq_expr cmp_0, conv316_0, 7\n"
	      "llvm.c:90 cond ne_expr cmp_0, 0 ? 2 : 3\n"
	      "block 2 ->\n"
	      "llvm.c:91 call __builtin_trap, NULL\n"
	      "block 3 -> 4\n"
	      "llvm.c:92 assign gt_expr cmp7_0, x_0(D), 79\n"
	      "llvm.c:92 assign nop_expr conv8_0, cmp7_0\n"
	      "block 4 -> end\n"
	      "retval.0_0 is -1(0) conv8_0(3)\n"
	      "llvm.c:93 return retval.0_0\n", cc);
}

/* An address has 32 bits: so has a variable without a size. */
static void test_hexagon(const struct gdump *g, const char *cc)
{
	lists(g, "memory",
	      "local n__: struct\n"
	      "local m__: unsigned long\n"
	      "local arrayidx_0.0_9: void *\n"
	      "local arrayidx_0: void *\n"
	      "local _0: unsigned long\n"
	      "local arrayidx1_0.0_9: void *\n"
	      "local arrayidx1_0: void *\n"
	      "local _1: unsigned long\n"
	      "local add_0: unsigned long\n"
	      "block 0 -> end\n"
	      "llvm.c:60 call __builtin_memcpy, NULL, &n__, &__const.memory.n, 16, 0\n"
	      "llvm.c:62 assign pointer_plus_expr arrayidx_0.0_9, &n__, 8\n"
	      "llvm.c:62 assign ssa_name arrayidx_0, arrayidx_0.0_9\n"
	      "llvm.c:62 call fill, NULL, &n__\n"
	      "llvm.c:63 call fill, NULL, &m__\n"
	      "llvm.c:64 assign mem_ref _0, m__\n"
	      "llvm.c:64 assign pointer_plus_expr arrayidx1_0.0_9, &n__, 12\n"
	      "llvm.c:64 assign ssa_name arrayidx1_0, arrayidx1_0.0_9\n"
	      "llvm.c:64 assign mem_ref _1, n__.12b32\n"
	      "llvm.c:64 assign plus_expr add_0, _1, _0\n"
	      "llvm.c:64 return add_0\n", cc);
}

/* What the machines have alike. */
static void test_alike(const struct gdump *g, const char *cc)
{
	const struct gfunc *f = func_of(g, "count");
	size_t phis = 0, ends = 0, conds = 0;

	for (size_t i = 0; f && i < f->n; i++) {
		const struct gblock *b = &f->blocks[i];

		phis += b->n_phis;
		ends += b->ends;
		for (size_t k = 0; k < b->n; k++)
			conds += b->stmts[k].kind == G_COND && b->stmts[k].line;
	}
	ok(g->n == 6, "%s: all functions", cc);
	ok(f && f->n_params == 2 && !strcmp(f->types[0], "struct page * *") &&
	   !strcmp(f->types[1], "int"), "%s: types are the source's", cc);
	ok(phis > 3 && conds > 3 && ends == 1, "%s: a loop", cc);
	f = func_of(g, "fields");
	ok(f && f->n == 1 && f->blocks[0].n > 10, "%s: fields", cc);
	for (size_t i = 0; f && i < f->blocks[0].n; i++)
		if (f->blocks[0].stmts[i].kind == G_CALL)
			ends += !strcmp(f->blocks[0].stmts[i - 1].v[1], "first.ops.put") ||
				!strcmp(f->blocks[0].stmts[i - 1].v[1], "p_0(D)->ops.put");
	ok(ends == 3, "%s: pointers are called by their fields", cc);
}

static void test_target(const char *target)
{
	struct gdump g = { 0 };
	struct strbuf text = STRBUF_INIT;
	char *path = xstrfmt("tests/dumps/llvm.%s", target);

	if (ok(!strbuf_read_file(&text, path) && !llvm_read(&g, "u.c", text.buf, "/top"),
	       "%s: read", target)) {
		test_alike(&g, target);
		if (!strcmp(target, "x86_64"))
			test_x86(&g, target);
		if (!strcmp(target, "hexagon"))
			test_hexagon(&g, target);
	}
	gdump_release(&g);
	strbuf_release(&text);
	free(path);
}

#define F(body) "define void @f(ptr %p, i64 %n) {\n" body "}\n"

static void reads(const char *text, const char *want, const char *what)
{
	struct gdump g = { 0 };
	int err = llvm_read(&g, "u.c", text, "/top");
	char *got = !err && g.n ? listing(&g.funcs[0]) : xstrdup("not read");

	is_str(got, want, what);
	free(got);
	gdump_release(&g);
}

#define PARAMS "p: void *\nn: unsigned long\n"

/* Forms that clang 19 does not write, or not for these machines. */
static void test_by_hand(void)
{
	reads(F("  ret void\n"), PARAMS "block 0 -> end\n-:0 return NULL\n",
	      "a block without a label");
	reads("define i32 @f(i32 %0) {\n  br label %2\n\n2:\n  ret i32 %0\n}\n",
	      "arg.0: unsigned int\nblock 0 -> 1\nblock 1 -> end\n-:0 return arg.0_0(D)\n",
	      "numbers in place of names");
	reads("define i64* @f(i64** noundef %p) {\nentry:\n  %x = load i64*, i64** %p, align 8\n"
	      "  ret i64* %x\n}\n",
	      "p: void *\nlocal x_0: void *\nblock 0 -> end\n-:0 assign mem_ref x_0, *p_0(D)\n"
	      "-:0 return x_0\n", "types of what is pointed to, as LLVM 14 has them");
	reads("define void @f(ptr sret({ i64, i64, i64 }) align 8 %agg.result, ptr %p) {\n"
	      "entry:\n  call void @g(ptr sret({ i64, i64, i64 }) align 8 %agg.result, ptr %p)\n"
	      "  ret void\n}\n",
	      "p: void *\nblock 0 -> end\n-:0 call g, NULL, p_0(D)\n-:0 return NULL\n",
	      "what is returned in memory is no argument");
	reads(F("entry:\n  %a = select i1 true, ptr %p, ptr null\n"
		"  %b = extractvalue { ptr, i64 } zeroinitializer, 0\n"
		"  store ptr %a, ptr inttoptr (i64 40 to ptr)\n  ret void\n"),
	      PARAMS "local a_0: void *\nlocal b_0: void *\nblock 0 -> 1 2\n"
	      "-:0 cond ne_expr 1, 0 ? 1 : 2\nblock 1 -> 2\nblock 2 -> end\n"
	      "a_0 is p_0(D)(1) 0(0)\n-:0 call __builtin_part, b_0, (constant)\n"
	      "-:0 assign ssa_name MEM[(constant)], a_0\n-:0 return NULL\n",
	      "a choice, a part of what is not known, a fixed address");
	reads(F("  call void @llvm.lifetime.start.p0(i64 8, ptr %p)\n  call void @llvm.frob.p0(ptr %p)\n"
		"  ret void\n"),
	      PARAMS "block 0 -> end\n-:0 call llvm.frob.p0, NULL, p_0(D)\n-:0 return NULL\n",
	      "an intrinsic that we do not know is a function that is not known");
	reads(F("entry:\n  switch i64 %n, label %a [\n    i64 1, label %b\n    i64 2, label %b\n  ]\n"
		"a:\n  br label %b\nb:\n  %x = phi i64 [ 3, %entry ], [ 3, %entry ], [ %n, %a ]\n"
		"  ret void\n"),
	      PARAMS "local x_0: unsigned long\nblock 0 -> 2 3\n-:0 cond eq_expr n_0(D), 1 ? 2 : 3\n"
	      "block 3 -> 2 4\n-:0 cond eq_expr n_0(D), 2 ? 2 : 4\nblock 4 -> 1\nblock 1 -> 2\n"
	      "block 2 -> end\nx_0 is 3(0) 3(3) n_0(D)(1)\n-:0 return NULL\n",
	      "two cases that lead to one block");
}

static void odd(const char *text, const char *want, const char *name)
{
	struct gdump g = { 0 };
	int err;

	hear();
	err = llvm_read(&g, "u.c", text, "");
	heard();
	if (!ok(err == ERR_ENV && strstr(heard_text.buf, want) &&
		strstr(heard_text.buf, "u.c: the compiler's dump is not understood"), "%s", name))
		tap_lines("said", heard_text.buf);
	gdump_release(&g);
}

static void test_odd(void)
{
	odd(F("  frobnicate ptr %p\n"), "an instruction, line 2", "an instruction that we do not know");
	odd(F("  %x = invoke i32 @g(ptr %p)\n"), "an instruction", "one that no C has");
	odd(F("  call void @g(ptr %p\n"), "arguments", "arguments without an end");
	odd(F("  call void asm \"nop\", \"r\"()\n"), "an asm's operands", "an operand that is not there");
	odd(F("  call void asm \"nop\n"), "an asm", "an asm without an end");
	odd(F("  %x = icmp zz i64 %n, 1\n"), "a comparison", "a comparison that is none");
	odd(F("  %x = zext i64 %n\n"), "a conversion", "a conversion to nothing");
	odd(F("  %x = load i64\n"), "a load", "a load from nowhere");
	odd(F("  store i64 %n\n"), "a store", "a store to nowhere");
	odd(F("  %x = getelementptr i8\n"), "an address", "an address of nothing");
	odd(F("  %x = add i64 %n\n"), "operands", "a sum of one");
	odd(F("  br i1 %n, label %a\n"), "a branch", "a branch with one way");
	odd(F("  br label %a\n"), "a block that is not there", "a way to nowhere");
	odd(F("  br label %n\n"), "a block that is not there", "a way to a value");
	odd(F("  switch i64 %n, label %0 [\n    i64 1\n  ]\n"), "a case", "a case without a way");
	odd(F("a:\n  switch i64 %n, label %a [\n"), "a case", "cases without an end");
	odd(F("a:\n  %x = phi i64 [ 1, %b ]\n  ret void\n"), "a phi", "a phi of no block");
	odd(F("a:\n  br label %b\nb:\n  %x = phi i64 [ 1, %b ]\n  ret void\n"),
	    "a phi that does not fit", "a phi of a way that is not there");
	odd(F("  callbr void asm \"\", \"!i\"()\n  ret void\n"), "an asm's ways",
	    "an asm without its ways");
	odd("define void @f() {\nentry:\n  ret void\n", "it ends in a function",
	    "a function without an end");
	odd("define void f() {\n}\n", "a function", "one without a name");
	odd("define void @f() {\n}\n", "a function without a block", "one without a block");
	odd("frob\n", "a line", "a line that is none");
	odd("!1 is odd\n", "metadata", "metadata that is none");
	odd("define void @f(ptr %p) !dbg !1 {\nentry:\n  ret void\n}\n"
	    "!1 = !DISubprogram(name: \"f\", type: !2)\n!2 = !DISubroutineType(types: !3)\n"
	    "!3 = !{null, !4, !4}\n"
	    "!4 = !DIBasicType(name: \"int\")\n", "arguments that are not the source's",
	    "arguments that are not the source's");
}

int main(void)
{
	static const char *const targets[] = { "x86_64", "hexagon", "loongarch64" };

	for (size_t i = 0; i < ARRAY_SIZE(targets); i++)
		test_target(targets[i]);
	test_by_hand();
	test_odd();
	return tap_done();
}
