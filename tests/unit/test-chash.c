// SPDX-License-Identifier: GPL-2.0-only
/* What a unit's digest sees, what it does not, and which lines came in. */
#include "base/path.h"
#include "base/strbuf.h"
#include "chash/chash.h"
#include "csrc/lines.h"
#include "tap.h"

static struct chash_opts opts;

static struct oid digest_of(const char *text)
{
	struct chash c;
	struct oid id;

	chash_unit(&c, text, strlen(text), &opts);
	id = c.digest;
	chash_release(&c);
	return id;
}

/* The two texts with the same code around: do they have the same digest? */
static void compare(const char *around, const char *a, const char *b,
		    bool want, const char *name)
{
	struct oid ia, ib;
	char *ta = xstrfmt(around, a), *tb = xstrfmt(around, b);

	ia = digest_of(ta);
	ib = digest_of(tb);
	if (!ok(!memcmp(&ia, &ib, sizeof(ia)) == want, "%s: %s", name,
		want ? "same" : "differs")) {
		tap_lines("a", ta);
		tap_lines("b", tb);
	}
	free(ta);
	free(tb);
}

/*
 * Each table entry is a text with %s in it, two things to put there, and
 * whether the digest must be the same.
 */
static const struct pair {
	const char *name, *around, *a, *b;
	bool same;
} pairs[] = {
	/* What is reached. */
	{ "unused static inline", "static inline int f(void) { return %s; }\n"
	  "int g(void) { return 0; }", "1", "2", true },
	{ "used static inline", "static inline int f(void) { return %s; }\n"
	  "int g(void) { return f(); }", "1", "2", false },
	{ "used by something used", "static int a(void) { return %s; }\n"
	  "static int b(void) { return a(); }\nint c(void) { return b(); }",
	  "1", "2", false },
	{ "used by something unused", "static int a(void) { return %s; }\n"
	  "static int b(void) { return a(); }\nint c(void) { return 0; }",
	  "1", "2", true },
	{ "external function", "int f(void) { return %s; }", "1", "2", false },
	{ "through a typedef", "typedef %s num;\nint f(void) "
	  "{ return sizeof(num); }", "int", "long", false },
	{ "unused typedef", "typedef %s num;\nint f(void) { return 1; }",
	  "int", "long", true },
	{ "type of a field", "struct s { %s a; };\n"
	  "struct t { struct s *s; };\nint f(struct t *t) "
	  "{ return sizeof(t->s->a); }", "int", "long", false },
	{ "struct not mentioned", "struct s { %s a; };\n"
	  "int f(int s) { return s; }", "int", "long", true },
	{ "union", "union s { %s a; };\nint f(union s *s) { return 0; }",
	  "int", "long", false },
	{ "field of a struct's name", "struct s { int a; }; "
	  "struct t { int x; }; static int s = %s; "
	  "int f(struct t *p) { return p->s; }", "1", "2", true },
	{ "designator", "static int s(void) { return %s; } struct t { int x; };"
	  "struct t t = { .s = 1 };", "1", "2", true },
	{ "range behind an ellipsis", "enum { A = %s }; "
	  "int t[9] = { [0 ...A] = 1 };", "1", "2", false },
	{ "enumerator", "enum { A = %s, B };\nint f(void) { return B; }",
	  "1", "2", false },
	{ "enumerator in a struct", "struct s { enum { A = %s, B } e; };\n"
	  "int f(void) { return B; }", "1", "2", false },
	{ "enum behind a type", "enum e : long { A = %s, B };\n"
	  "int f(void) { return B; }", "1", "2", false },
	{ "struct in a struct", "struct s { struct t { int a, b%s; } t; };\n"
	  "int f(void) { return sizeof(struct t); }", "", "[2]", false },
	{ "struct in a parameter list", "int p(struct t { int a%s; } *t);\n"
	  "int f(void) { return sizeof(struct t); }", "", "[2]", false },
	{ "static variable of a used function", "static int v = %s;\n"
	  "static inline int f(void) { return v; }\n"
	  "int g(void) { return f(); }", "1", "2", false },
	{ "static variable of an unused function", "static int v = %s;\n"
	  "static inline int f(void) { return v; }\n"
	  "int g(void) { return 0; }", "1", "2", true },
	{ "static variable in a table", "static int v = %s;\n"
	  "int *g[] = { [0] = &v, };", "1", "2", false },
	{ "__typeof__", "static __typeof__(%s) v;\nint f(void) "
	  "{ return sizeof(__typeof__(v)); }", "1", "1L", false },
	{ "_Generic", "static int a(void) { return %s; }\nint f(int x) "
	  "{ return _Generic(x, int: a, default: 0)(); }", "1", "2", false },
	{ "statement expression", "static int a(void) { return %s; }\n"
	  "int f(void) { return ({ __label__ l; l: a(); }); }",
	  "1", "2", false },
	{ "nested function", "static int a(void) { return %s; }\n"
	  "int f(void) { int g(void) { return a(); } return g(); }",
	  "1", "2", false },
	{ "unused function's name as a local variable",
	  "static int len(void) { return %s; }\n"
	  "int f(int len) { return len; }", "1", "2", false },

	/* What is a root. */
	{ "tentative definition", "int a[%s];", "1", "2", false },
	{ "several declarators", "extern int f(void); int g(void), a[%s];",
	  "1", "2", false },
	{ "extern variable", "extern int a[%s];", "1", "2", true },
	{ "extern with a value", "extern int a; extern int a = %s;", "1", "2",
	  false },
	{ "prototype", "int f(%s);", "int", "long", true },
	{ "prototype of a pointer", "int *f(%s);", "int", "long", true },
	{ "prototype in brackets", "int (f)(%s);", "int", "long", true },
	{ "pointer to a function", "int (*f)(%s);", "int", "long", false },
	{ "array of them", "int (*f[2])(%s);", "int", "long", false },
	{ "prototype of function that returns one", "int (*f(int))(%s);",
	  "int", "long", true },
	{ "variable in brackets", "typedef int t; t (x)%s;", "[1]", "[2]",
	  false },
	{ "function by typedef", "typedef int fn(void); "
	  "fn a, b __attribute__((%s));", "cold", "hot", true },
	{ "variable by typedef", "typedef int t; t a %s;", "",
	  "__attribute__((aligned(8)))", false },
	{ "pointer by typedef", "typedef int fn(void); fn *a%s;", "[1]", "[2]",
	  false },
	{ "variable with its struct", "struct { int a%s; } v;", "[1]", "[2]",
	  false },
	{ "struct with an attribute", "struct { int a%s; } "
	  "__attribute__((packed));", "[1]", "[2]", true },
	{ "static volatile", "static volatile int a = %s;", "1", "2", false },
	{ "volatile by typedef", "typedef volatile int v; static v a = %s;",
	  "1", "2", false },
	{ "plain inline", "inline int f(void) { return %s; }", "1", "2", false },
	{ "extern inline", "extern inline int f(void) { return %s; }",
	  "1", "2", false },
	{ "extern inline, gnu_inline", "extern inline __attribute__(("
	  "__gnu_inline__)) int f(void) { return %s; }", "1", "2", true },
	{ "inline, gnu_inline", "inline __attribute__((gnu_inline)) "
	  "int f(void) { return %s; }", "1", "2", false },
	{ "used", "static int __attribute__((used)) f(void) { return %s; }",
	  "1", "2", false },
	{ "used, said before", "static int f(void) __attribute__((__used__));"
	  "static int f(void) { return %s; }", "1", "2", false },
	{ "constructor", "static __attribute__((unused, constructor)) "
	  "void f(void) { int a = %s; }", "1", "2", false },
	{ "unused", "static __attribute__((__unused__, noinline, aligned(4))) "
	  "void f(void) { int a = %s; }", "1", "2", true },
	{ "section", "static int v __attribute__((section(\"x\"))) = %s;",
	  "1", "2", false },
	{ "section of a declaration",
	  "extern int v[%s] __attribute__((section(\"x\")));",
	  "1", "2", true },
	{ "section of static inline", "static inline "
	  "__attribute__((section(\"x\"))) int f(void) { return %s; }",
	  "1", "2", true },
	{ "weak declaration", "extern int f(%s) __attribute__((weak));",
	  "int", "long", true },
	{ "weak definition", "int __attribute__((weak)) f(void) "
	  "{ return %s; }", "1", "2", false },
	{ "alias", "static int f(void) { return %s; }\n"
	  "extern int g(void) __attribute__((alias(\"f\")));",
	  "1", "2", false },
	{ "alias in two strings", "static int ff(void) { return %s; }\n"
	  "extern int g(void) __attribute__((alias(\"f\" \"f\")));",
	  "1", "2", false },
	{ "cleanup", "static void f(int *p) { *p = %s; }\n"
	  "void g(void) { int a __attribute__((cleanup(f))); }",
	  "1", "2", false },
	{ "top-level asm", "asm(\"nop %s\");", "1", "2", false },
	{ "top-level asm's strings", "static int f(void) { return %s; }\n"
	  "__asm__(\".globl\\tf\\n\\tcall f\");", "1", "2", false },
	{ "part of a word in a string", "static int f(void) { return %s; }\n"
	  "__asm__(\"call ff\\f\");", "1", "2", true },
	{ "function's asm", "static int f(void) { return %s; }\n"
	  "void g(void) { asm volatile (\"call %%c0; jmp f\" : : \"i\"(1)); }",
	  "1", "2", false },
	{ "asm goto", "static int f(void) { return %s; } int g(void) { "
	  "asm goto(\"1: jmp %%l[out]; .quad f\" : : : : out); out: "
	  "return 0; }", "1", "2", false },
	{ "an ordinary string", "static int f(void) { return %s; }\n"
	  "const char *g = \"f\";", "1", "2", true },
	{ "register variable", "register unsigned long sp asm(\"%s\");",
	  "rsp", "rbp", false },
	{ "asm label", "static int f(void) asm(\"%s\");", "x", "y", false },
	{ "static assertion", "_Static_assert(sizeof(int) == %s, \"\");",
	  "4", "2", false },
	{ "pragma", "#pragma pack(%s)\nint a;", "1", "2", false },
	{ "pragma in something unused", "static inline void f(void) {\n"
	  "#pragma GCC optimize(\"%s\")\n}\nint a;", "O1", "O3", false },
	{ "ident", "#ident \"%s\"\nint a;", "a", "b", false },
	{ "old style", "static int f(a, b) int a; long b; { return %s; }",
	  "1", "2", false },
	{ "function of the compiler's", "static inline void *memcpy(void *a) "
	  "{ return a + %s; }", "1", "2", false },
	{ "builtin", "static int foo(void) { return %s; }\n"
	  "int g(void) { return __builtin_foo(); }", "1", "2", false },
	{ "unknown word", "__seg_xy static int a = %s;", "1", "2", false },
	{ "implicit int", "static a = %s;", "1", "2", false },
	{ "macro that stayed", "DEFINE(x, %s);", "1", "2", false },
	{ "what C23 brings", "[[gnu::used]] static int f(void) { return %s; }",
	  "1", "2", false },

	/* All declarations of a name count. */
	{ "attribute of a prototype", "int f(void) %s;\n"
	  "int g(void) { return f(); }", "", "__attribute__((pure))", false },
	{ "attribute of a prototype behind", "int f(void);\n"
	  "int g(void) { return f(); }\nint f(void) %s;",
	  "", "__attribute__((pure))", false },
	{ "extern in an unused function's block", "int f(void);\n"
	  "static inline void u(void) { extern int f(void) %s; }\n"
	  "int g(void) { return f(); }", "", "__attribute__((weak))", false },
	{ "prototype in an unused function's block", "int f(void);\n"
	  "static inline void u(void) { int f(void) %s; }\n"
	  "int g(void) { return f(); }", "", "__attribute__((weak))", false },
	{ "implicit prototype in an unused function", "static inline void u("
	  "void) { %s(1); } int f(int); int g(void) { return f(1); }",
	  "f", "h", false },
	{ "one more prototype", "%s int g(void) { return 0; }",
	  "", "extern int h(void);", true },
	{ "forward declaration, no difference",
	  "struct s; %s int g(struct s *s) { return 0; }",
	  "", "struct s;", true },
	{ "forward declaration, other scope",
	  "%s static int f(struct s *s); struct s { int a; };"
	  "int g(struct s *s) { return f(s); }", "", "struct s;", false },
	{ "enum said before", "%s int g(enum e e); enum e { A }; "
	  "int h(void) { return g(A); }", "", "enum e;", false },
	{ "enum's type said before", "enum e%s; int g(enum e e); "
	  "int h(void) { return g(0); }", "", " : long", false },
	{ "mention in an unused struct",
	  "struct u { %s a; }; static int f(struct s *s); "
	  "struct s { int a; }; int g(struct s *s) { return f(s); }",
	  "int", "struct s *", false },
	{ "mention in an unused prototype", "%s static int f(struct s *s); "
	  "struct s { int a; }; int g(struct s *s) { return f(s); }", "",
	  "int p(int x __attribute__((aligned(sizeof(struct s *)))));", false },
	{ "order of what is used", "%s", "int a; int b;", "int b; int a;",
	  false },
	{ "order of what is not", "%s int a;", "typedef int x; typedef int y;",
	  "typedef int y; typedef int x;", true },

	/* Tokens. */
	{ "blanks and line ends", "int a%s= 1;", " ", "\n\n\t ", true },
	{ "comments", "int a%s= 1;", " ", " /* x\n \" */ // '\n", true },
	{ "line markers", "%s\nint a = 1;", "# 1 \"a.c\"",
	  "# 77 \"b\\\\c.h\" 2 3", true },
	{ "markers inside", "int f(void) {%s\nreturn 1; }", "",
	  "\n# 12 \"x.h\" 1\n# 3 \"y.h\"", true },
	{ "number of a line", "void w(int); void f(void) { w(%s); }",
	  "12", "13", false },
	{ "define", "%s\nint a;", "", "#define X 1\n#undef X", true },
	{ "an operator cut in two", "int f(int a, int b) { return a %s b; }",
	  "-- -", "- --", false },
	{ "parted words", "int f(void) { return sizeof(%s); }",
	  "long long", "longlong", false },
	{ "prefix of a string", "void *p = %s;", "L\"x\"", "L \"x\"", false },
	{ "string", "char *p = %s;", "\"a\"", "\"b\"", false },
	{ "escape in a string", "char *p = \"\\\"%s\";", ";", ",", false },
	{ "character", "int p = '%s';", "{", "}", false },
	{ "stray semicolon", "int a;%s", "", ";;", true },

	/* What cannot be cut: any change counts. */
	{ "bracket too many", "static int f(void) { return %s; }} int a;",
	  "1", "2", false },
	{ "wrong bracket", "static int f(void) { return (%s; }", "1", "2",
	  false },
	{ "open string", "static char *a = \"%s;\nint b;", "1", "2", false },
	{ "no end", "typedef int a; typedef int %s", "x", "y", false },
	{ "digraph", "static int a<:2:> = <%% %s %%>;", "1", "2", false },
	{ "raw string", "static char *a = R\"x(\"%s)x\";", "1", "2", false },
};

static void test_pairs(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		compare(pairs[i].around, pairs[i].a, pairs[i].b, pairs[i].same,
			pairs[i].name);
}

static void test_opts(void)
{
	static const char used[] = "extern void %1$s(void);\n"
		"void f(void) { %1$s(); }";
	static const char two[] = "extern void __a_1(void), __a_2(void);\n"
		"void f(void) { __a_1(); %s(); }";
	struct strvec counters = STRVEC_INIT;

	compare(used, "__a_1", "__a_2", false, "counter");
	strvec_push(&counters, "__a_");
	opts.counters = &counters;
	compare(used, "__a_1", "__a_2", true, "counter numbered anew");
	compare(two, "__a_1", "__a_2", false, "two counters");
	compare(used, "__a_x", "__a_y", false, "no number");
	opts.counters = NULL;
	strvec_release(&counters);

	opts.keep_static = true;
	compare("static int f(void) { return %s; }", "1", "2", false,
		"keep_static");
	compare("extern int f(%s);", "int", "long", true, "keep_static");
	opts.keep_static = false;

	opts.lines = true;
	compare("# %s \"a.c\"\nint f(void) { return 1; }", "1", "2", false,
		"lines");
	compare("# 1 \"%s.c\"\nint f(void) { return 1; }", "a", "b", false,
		"lines, the file");
	compare("int f(void) {%sreturn 1; }", " ", "  ", true, "lines");
	opts.lines = false;
	compare("\n%sint f(void) { return __builtin_LINE(); }", "", "\n", false,
		"__builtin_LINE()");
}

/* The declarations: "NAME file:first-last" and marks, "," between them. */
static void decls(const char *text, const char *want, const char *name)
{
	struct strbuf got = STRBUF_INIT;
	struct chash c;

	chash_unit(&c, text, strlen(text), &opts);
	for (size_t i = 0; i < c.n; i++) {
		const struct chash_decl *d = &c.decls[i];

		strbuf_addf(&got, "%s%s %s:%u-%u%s%s", i ? ", " : "", d->name,
			    c.files.v[d->file], d->first, d->last,
			    d->root ? " root" : "", d->kept ? " kept" : "");
	}
	is_str(got.buf, want, name);
	strbuf_release(&got);
	chash_release(&c);
}

static void test_decls(void)
{
	struct chash a, b;
	static const char one[] = "static int f(void)\n{ return 1; }\nint g;";
	static const char two[] = "int g; static int f(void) { return 1;}";

	decls("# 1 \"./a.h\" 1\nstatic int f(void)\n{\n}\n"
	      "# 9 \"/src/m/../b.c\" 2\nint g(void) { f(); }\n",
	      "f a.h:1-3 kept, g /src/b.c:9-9 root kept", "places");
	decls("typedef struct { int a; } *t, u[2];\n"
	      "static void (*(*fp)(int))(t x) = 0;\nstruct s;\n;\n",
	      "t :1-1, fp :2-2, s :3-3", "names");
	decls("enum e { A, B = sizeof(struct q { int r; }) };\n"
	      "int x[B];", "e :1-1 kept, x :2-2 root kept", "enum");
	decls("static int a, *b, c(void), (*d);\nint *e = &d;",
	      "a :1-1 kept, e :2-2 root kept", "declarators");
	decls("# 1 \"a.c\"\nint f(void) {\n# 7 \"b.h\" 1\nx\n"
	      "# 3 \"a.c\" 2\n; }\n", "f a.c:1-3 root kept",
	      "an include inside");
	chash_unit(&a, one, strlen(one), NULL);
	chash_unit(&b, two, strlen(two), NULL);
	ok(!memcmp(&a.decls[0].id, &b.decls[1].id, sizeof(struct oid)) &&
	   !memcmp(&a.decls[1].id, &b.decls[0].id, sizeof(struct oid)),
	   "a declaration's own digest");
	chash_release(&a);
	chash_release(&b);
	chash_unit(&a, "#define A 1\nint x;\n# define B(x) x\n", 35, NULL);
	ok(a.macros.n == 2 && !strcmp(a.macros.v[1], "B") && a.n == 1,
	   "macros");
	chash_release(&a);
	ok(!chash_unit(&a, "", 0, NULL) && !a.n && !a.odd, "nothing");
	chash_release(&a);
}

static void show_lines(const struct lines *l, const char *want,
		       const char *name)
{
	struct strbuf got = STRBUF_INIT;

	for (uint32_t i = 0; i < l->n * 64; i++)
		if (lines_has(l, i))
			strbuf_addf(&got, "%s%u", got.len ? " " : "", i);
	is_str(got.buf, want, name);
	strbuf_release(&got);
}

/* A line marker may say any number: no room is made for it. */
static void test_far(void)
{
	static const char text[] = "# 4294967290 \"a.c\"\nint x;\n# 2 \"a.c\"\nint y;\n";
	char *files[] = { "a.c", NULL };
	const struct strvec fv = { .v = files, .n = 1 };
	struct chash_opts o = { .files = &fv };
	struct chash c;

	ok(!chash_unit(&c, text, strlen(text), &o) && c.odd, "a line that no file has is not understood");
	ok(c.cover[0].n < 100 && lines_has(&c.cover[0], 2), "and needs no room; other lines count");
	chash_release(&c);
}

static void test_cover(void)
{
	static const char text[] =
		"# 1 \"/src/a.c\"\nint x;\n\n"
		"# 1 \"/src/include/b.h\" 1\nint\ty; /* a\n b */ int z;\n"
		"\n# 70 \"/src/include/b.h\"\n#pragma once\n  }\n"
		"# 3 \"/src/a.c\" 2\n\nint w;\n";
	static const char src[] =
		"int f(void)\n{\n\tM(a,\n\t  /* no */\n\t  b(1,\n\t  2),\n"
		"#ifdef X\n\t  c,\n#endif\n\t  d);\n"
		"#if 0\n\tM(a,\n\t  b);\n#endif\n}\n";
	struct strvec files = STRVEC_INIT;
	struct lines l = { 0 }, active = { 0 };
	static const char guarded[] =
		"#ifndef H\n#define H\n#define A 1\n#ifdef X\n#define B 1\n#endif\n#endif\n";
	static const char other[] = "#ifndef H\n#define A 1\n#endif\nint x;\n";
	struct chash c;

	strvec_push(&files, "include/b.h");
	strvec_push(&files, "a.c");
	strvec_push(&files, "none.c");
	opts.files = &files;
	opts.root = "/src/";
	chash_unit(&c, text, strlen(text), &opts);
	show_lines(&c.cover[0], "1 2 71", "lines of a header");
	show_lines(&c.cover[1], "1 4", "lines of the unit");
	show_lines(&c.cover[2], "", "lines of something else");
	chash_release(&c);
	opts.files = NULL;
	opts.root = NULL;
	strvec_release(&files);

	lines_add(&l, 1, 3);
	lines_spread(&l, src, strlen(src));
	show_lines(&l, "1 2 3 5 6 10", "a macro use over many lines");
	lines_release(&l);
	lines_code(&l, src, strlen(src));
	show_lines(&l, "1 2 3 5 6 8 10 12 13 15", "lines of code");
	is_int(lines_count(&l), 10, "their number");
	lines_release(&l);

	lines_add(&l, 8, 8);
	lines_active(&active, &l, src, strlen(src));
	show_lines(&active, "1 2 3 5 6 7 8 9 10 11 14 15", "active lines");
	lines_release(&l);
	lines_release(&active);
	lines_active(&active, &l, src, strlen(src));
	show_lines(&active, "", "nothing is active");
	lines_release(&active);
	lines_add(&l, 0, 0);
	lines_active(&active, &l, guarded, strlen(guarded));
	show_lines(&active, "1 2 3 4 6 7", "a file that was read: its guard hides nothing");
	lines_release(&active);
	lines_active(&active, &l, other, strlen(other));
	show_lines(&active, "1 3 4", "another conditional does");
	lines_release(&active);
	lines_release(&l);
}

static void macros(const char *src, const char *names, const char *want,
		   const char *name)
{
	struct macro_ranges m = { 0 };
	struct strvec list = STRVEC_INIT;
	struct strbuf got = STRBUF_INIT;

	if (names)
		strvec_split(&list, names);
	macro_lines(&m, src, strlen(src), names ? &list : NULL);
	for (size_t i = 0; i < m.n; i++)
		strbuf_addf(&got, "%s%s %u-%u", i ? ", " : "", m.v[i].name,
			    m.v[i].first, m.v[i].last);
	is_str(got.buf, want, name);
	strbuf_release(&got);
	macro_ranges_release(&m);
	strvec_release(&list);
}

static void test_macros(void)
{
	static const char src[] = "#define A 1\n#define B(x) \\\n\tx \\\n"
		"\t+ 1\n#if 1\n# define A /* a\n b */ 2\n#endif\n#define C\n";

	macros(src, NULL, "A 1-1, B 2-4, A 6-7, C 9-9", "all macros");
	macros(src, "B C D", "B 2-4, C 9-9", "some macros");
	macros("int a;\n#define\n", NULL, "", "no macro");
}

static void path(const char *in, const char *root, const char *want)
{
	char *got = path_below(in, root);

	is_str(got, want, in);
	free(got);
}

static void test_paths(void)
{
	path("./include//a/./b.h", NULL, "include/a/b.h");
	path("/s/l/mm/../lib/x.c", "/s/l", "lib/x.c");
	path("/s/linux/x.c", "/s/l", "/s/linux/x.c");
	path("../mm/x.c", "..", "mm/x.c");
	path("../../x.c", "..", "../x.c");
	path("a/../../b", NULL, "../b");
	path("/a/b", "/", "a/b");
	path("<built-in>", "/s", "<built-in>");
}

int main(void)
{
	test_pairs();
	test_opts();
	test_decls();
	test_cover();
	test_far();
	test_macros();
	test_paths();
	return tap_done();
}
