// SPDX-License-Identifier: GPL-2.0-only
/* macros: which names could stop spatch, and what it is told of them. */
#include "base/fs.h"
#include "gen/macros.h"
#include "heard.h"
#include "tap.h"

static char *dir;	/* scratch: the tree is in it */

static const char header[] =
	"#define each_x(p, list) \\\n"
	"	for (p = (list)->x; p; p = p->next)\n"
	"#define each_y(p, list) each_x(p, list) if (p->skip) {} else\n"
	"#define each_z(p) each_y(p, all)\n"
	"#define until_x(p) while ((p = next(p)) /* a loop,\n"
	"	or its end */ != NULL)\n"
	"#define if_x(p) if (is_x(p))\n"
	"#define assert_x(p) do { if (!(p)) bug(); } while (0);\n"
	"#define call_x(p) do { if (!(p)) bug(); } while (0)\n"
	"#define value_x(p) ((p)->x)\n"
	"#define __near __attribute__((near))\n"
	"#define __close(x) __near __attribute__((close(x)))\n"
	"#define NEAR_INLINE static inline __near\n"
	"#define TWO(name) struct { int name; long name##_pad; }\n"
	"#define OWNED(name) *name __close(free) = NULL\n"
	"#define BITS(name, n) unsigned long name[n]\n"
	"#define PLAIN_HEAD(name) void name(struct work *w)\n"
	"#define ODD_HEAD(name, ...) static int do_##name(__VA_ARGS__); \\\n"
	"	static int do_##name(__VA_ARGS__)\n"
	"#define NAMELESS_HEAD(...) ODD_HEAD(__VA_ARGS__)\n"
	"#define EXPORT_X(name) struct x export_##name = { name };\n"
	"#define OPERAND(x) \"=d\" (x)\n"
	"#define CLOBBERS \"memory\", \"cc\"\n"
	"#define NOT_OPERAND(x) .long x\n"
	"#define PASTED(x) #x (x)\n"
	"#define loop_a(x) loop_b(x)\n"
	"#define loop_b(x) loop_a(x)\n";

static void put(const char *path, const char *text)
{
	char *full = xstrfmt("%s/tree/%s", dir, path);

	if (make_parent(full) || write_file(full, text, strlen(text)))
		BUG("cannot write %s", full);
	free(full);
}

static void open_tree(struct tree *t)
{
	char *path = xstrfmt("%s/tree", dir);

	if (tree_open(t, path, NULL, false))
		BUG("no tree");
	free(path);
}

/* What is said of lines FROM to TO of TEXT, the file PATH. */
static char *lines(const char *path, const char *text, int from, int to)
{
	struct strbuf in = STRBUF_INIT, out = STRBUF_INIT;
	struct macros m = MACROS_INIT;
	struct tree t;
	size_t n, count = 0;

	strbuf_addstr(&in, text);
	open_tree(&t);
	macros_want(&m, path, &in, from, to);
	if (macros_load(&m, &t, 2))
		BUG("not loaded");
	n = macros_lines(&m, path, &in, from, to, &out);
	for (size_t i = 0; i < out.len; i++)
		count += out.buf[i] == '\n';
	if (n != count)
		strbuf_addf(&out, "%zu said, %zu lines\n", n, count);
	n = macros_lines(&m, path, &in, from, to, &out);
	if (n)
		strbuf_addf(&out, "and %zu more\n", n);
	macros_release(&m);
	tree_release(&t);
	strbuf_release(&in);
	return strbuf_detach(&out);
}

/* TEXT stands in a function, or outside (TOP). */
static void told(const char *text, const char *want, bool top, const char *name)
{
	char *all = top ? xstrdup(text) :
		    xstrfmt("int f(int a)\n{\n\tint b;\n%s\n}\n", text);
	char *got = lines("a/b.c", all, 1, 1000);

	is_str(got, want, name);
	free(got);
	free(all);
}

static void test_statements(void)
{
	const char *x = "#define each_x(p , list) YACFE_ITERATOR\n";

	told("each_x(p, l) { g(); }", x, false, "a loop");
	told("each_x(p, l) g();", x, false, "with a call in it");
	told("each_x(p, l) *p = 1;", x, false, "with what looks like a product");
	told("each_x(p, l) (*p) = 1;", x, false, "with brackets");
	told("each_x(p, l) b = 1;", x, false, "with what looks like a declaration");
	told("each_x(p, l) break;", x, false, "with a break");
	told("if (a) each_x(p, l) g(); else h();", x, false, "an else of another if");
	told("each_x(p, l);", "", false, "a call");
	told("b = each_x(p, l) + 1;", "", false, "a value");
	told("each_y(p, l) { }", "#define each_y(p , list) YACFE_ITERATOR\n", false,
	     "a loop that ends in an else");
	told("each_z(p) { }", "#define each_z(p) YACFE_ITERATOR\n", false,
	     "a loop by way of two others");
	told("until_x(p) { }", "#define until_x(p) YACFE_ITERATOR\n", false, "a while");
	told("do { } until_x(p);", "#define until_x(p) while (0)\n", false,
	     "the end of a loop");
	told("{ } each_x(p, l);", "", false, "a call behind a block");
	told("if_x(p) { }", "#define if_x(p) YACFE_ITERATOR\n", false, "an if");
	told("if_x(p) { } else { }", "#define if_x(p) if (0)\n", false, "with an else");
	told("if_x(p) g(); else h();", "#define if_x(p) if (0)\n", false,
	     "the same without braces");
	told("assert_x(p)\n\tg();", "#define assert_x(p) MACROSTATEMENT\n", false,
	     "a statement that brings its semicolon");
	told("call_x(p)\n\tg();", "", false, "one that does not");
	told("value_x(p) { }", "", false, "an expression");
	told("loop_a(p) { }", "", false, "macros that name each other");
	told("unknown(p) { }", "", false, "nobody defines it");
}

static void test_declarations(void)
{
	told("int *p __close(free) = g();", "#define __close(x)\n", false,
	     "an attribute with arguments");
	told("__near int b;", "#define __near\n", false, "an attribute");
	told("int (__near *p)(int);", "#define __near\n", false, "in brackets");
	told("b = __near;", "", false, "not among the words of a declaration");
	told("TWO(key) k;", "#define TWO(name) struct respin_TWO\n", false, "a type");
	told("struct x OWNED(p);", "#define OWNED(name) * name = NULL\n", false,
	     "a declarator, without its attributes");
	told("BITS(map, 64) = { 1 };", "#define BITS(name , n) YACFE_DECLARATOR\n",
	     false, "a declaration with a value");
	told("b = BITS(map, 64);", "", false, "an expression");
}

static void test_outside(void)
{
	told("NEAR_INLINE int f(void) { }", "#define NEAR_INLINE static inline\n", true,
	     "a storage class stays");
	told("PLAIN_HEAD(f)\n{\n}\n", "#define PLAIN_HEAD(name) void name ( struct work * w )\n",
	     true, "the head of a function");
	told("ODD_HEAD(f, int a)\n{\n}\n", "#define ODD_HEAD(name , ...) int name(void)\n",
	     true, "one that pastes");
	told("static NAMELESS_HEAD(f, int a)\n{\n}\n",
	     "#define NAMELESS_HEAD(...) int respin_NAMELESS_HEAD(void)\n", true,
	     "one without a name");
	told("int PLAIN_HEAD(int a)\n{\n}\n", "", true, "a function of that name");
	told("EXPORT_X(f)\nstatic int g;", "#define EXPORT_X(name)\n", true,
	     "no semicolon behind it");
	told("static EXPORT_X(f)\nint g;",
	     "#define EXPORT_X(name) int respin_EXPORT_X;\n", true, "the same, static");
	told("EXPORT_X(f);\nstatic int g;", "", true, "a semicolon behind it");
	told("static const BITS(map, 64) = { 1 };",
	     "#define BITS(name , n) int respin_BITS\n", true, "a constant");
	told("int f(int a)\n__close(a)\n{\n}\n", "#define __close(x)\n", true,
	     "between a function's head and body");
	told("}\nint f(void)\n{\neach_x(p, l) { }\n}\n",
	     "#define each_x(p , list) YACFE_ITERATOR\n", true,
	     "lines that begin with the end of a function");
	told("#define each_x(p, l) { }\nint a;\n", "", true, "in a directive");
}

static void test_asm(void)
{
	told("asm volatile(\"x\" : OPERAND(b) : \"a\" (a) : CLOBBERS);",
	     "#define OPERAND(x) \"=d\" ( x )\n"
	     "#define CLOBBERS \"memory\" , \"cc\"\n", false, "operands of an asm");
	told("asm(\"x\" : NOT_OPERAND(b), PASTED(a));", "", false, "not for a C parser");
	told("OPERAND(b);", "", false, "outside of an asm");
}

/* Which of several definitions counts. */
static void test_rank(void)
{
	static const char text[] = "int f(int a)\n{\n\tmine(a) { }\n}\n";
	static const char *const path[] = {
		"tools/mine.h", "c/mine.h", "a/c/mine.h", "include/c/mine.h",
		"a/mine.h", "a/b.c",
	};
	char *got;

	for (size_t i = 0; i < ARRAY_SIZE(path); i++) {
		char *body = xstrfmt("#define mine(p%zu) if (p%zu)\n%s", i, i,
				     i + 1 == ARRAY_SIZE(path) ? text : "");
		char *want = xstrfmt("#define mine(p%zu) YACFE_ITERATOR\n", i);

		put(path[i], body);
		got = lines("a/b.c", text, 1, 4);
		is_str(got, want, path[i]);
		free(got);
		free(want);
		free(body);
	}
	put("a/b.c", "#define mine(x) ((x) + 1)\n");
	got = lines("a/b.c", text, 1, 4);
	is_str(got, "#define mine(p4) YACFE_ITERATOR\n",
	       "the first that explains the error counts");
	free(got);
	put("a/c.c", "#define other(x) if (x)\n");
	got = lines("a/b.c", "int f(int a)\n{\n\tother(a) { }\n}\n", 1, 4);
	is_str(got, "", "what another .c file defines does not count");
	free(got);
	got = lines("a/b.c", "int f(int a)\n{\n\teach_x(a, b) { }\n}\n", 1, 2);
	is_str(got, "", "only the lines in question are looked at");
	free(got);
}

static void test_standard(void)
{
	struct strbuf log = STRBUF_INIT;
	char *got;

	ok(!macros_standard(&log), "an empty log");
	strbuf_addstr(&log, "x: init_defs_builtins: /no\n");
	ok(!macros_standard(&log), "a log without it");
	strbuf_addstr(&log, "init_defs_builtins: /usr/lib/x/standard.h\nHANDLING: a.c\n");
	got = macros_standard(&log);
	is_str(got ?: "", "/usr/lib/x/standard.h", "where standard.h is");
	free(got);
	strbuf_release(&log);
}

int main(void)
{
	char template[] = "/tmp/respin-macros.XXXXXX", *cache;

	dir = mkdtemp(template);
	if (!dir)
		BUG("no scratch folder");
	cache = xstrfmt("%s/cache", dir);
	setenv("XDG_CACHE_HOME", cache, 1);
	put("include/x.h", header);
	test_statements();
	test_declarations();
	test_outside();
	test_asm();
	test_rank();
	test_standard();
	remove_quietly(dir);
	free(cache);
	return tap_done();
}
