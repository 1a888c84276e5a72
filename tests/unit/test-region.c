// SPDX-License-Identifier: GPL-2.0-only
/* Functions and prototypes: which lines belong to them. */
#include "csrc/region.h"
#include "tap.h"

/* Lines "FIRST-LAST" of what is found, "none", or "twice". */
static void lines_of(enum sel_kind kind, const char *name, const char *text,
		     struct strbuf *out)
{
	struct region r, second;
	struct sel *sel = sel_new(kind, name);
	struct source src;
	int last;

	source_init(&src, text, strlen(text));
	switch (region_find(&src, sel, &r, &second, NULL)) {
	case REGION_NONE:
		strbuf_addstr(out, "none");
		break;
	case REGION_TWICE:
		strbuf_addf(out, "twice, %d and %d", r.line, second.line);
		break;
	case REGION_FOUND:
		last = r.line;
		for (size_t i = r.start; i + 1 < r.end; i++)
			last += text[i] == '\n';
		strbuf_addf(out, "%d-%d", r.line, last);
		break;
	}
	source_release(&src);
	sel_free(sel);
}

static void function(const char *want, const char *text, const char *about)
{
	struct strbuf got = STRBUF_INIT;

	lines_of(SEL_FUNCTION, "f", text, &got);
	is_str(got.buf, want, about);
	strbuf_release(&got);
}

static void prototype(const char *want, const char *text, const char *about)
{
	struct strbuf got = STRBUF_INIT;

	lines_of(SEL_PROTOTYPE, "f", text, &got);
	is_str(got.buf, want, about);
	strbuf_release(&got);
}

static void test_plain(void)
{
	function("2-5", "a;\nint f(int a)\n{\n\treturn a;\n}\nb;\n", "plain");
	function("1-1", "static inline void f(void) { }\nb;\n", "on one line");
	function("1-4", "static inline\nstruct x *\nf(void)\n{ return 0; }\n",
		 "over several lines");
	function("1-6", "int f(int (*g)(int),\n      int b)\n{\n\tif (b) {\n"
		 "\t}\n}", "no newline at the end");
	function("1-3", "int f(void)\n{\n};\n", "a semicolon too many");
	function("2-4", "int f(void);\nint f(void)\n{\n}\n",
		 "a prototype before it");
	function("4-6", "int g(void)\n{\tf(1); }\n\nint f(int a)\n{\n}\n"
		 "int h = f(1);\n", "calls around it");
	function("none", "int f(void);\n", "a prototype alone");
	function("none", "int g(void)\n{\n\tf(1);\n\tf (x) {\n\t}\n}\n",
		 "a loop macro");
	function("none", "int g(void)\n{\n\tif (x) f(y) {\n\t}\n\telse f(z) {"
		 "\n\t}\n}\n", "a loop macro behind an if");
	function("none", "#define f(x) { \\\nint f(void) { } \\\n}\n",
		 "a macro");
	function("none", "/* int f(void)\n{\n} */\n", "a comment");
	function("none", "char *s = \"int f(void) { }\";\n", "a string");
	function("none", "int f(void)\n{\n", "not closed");
	function("none", "int f(int a\n{\n}\n", "parentheses not closed");
	function("none", "int fo(void)\n{\n}\nint of(void)\n{\n}\n",
		 "longer names");
	function("none", "struct x f = {\n};\n", "a structure");
	function("none", "", "nothing");
	function("none", "int x; int f(void) { }\n", "behind other code");
	function("none", "int f(void) { } int x;\n", "before other code");
	function("1-3", "int f(void)\r\n{\r\n}\r\n", "CRLF");
}

static void test_attributes(void)
{
	function("1-4", "__printf(1, 2)\nint f(int a, ...)\n{\n}\n",
		 "an attribute above");
	function("2-4", "EXPORT_SYMBOL(g)\nint f(void)\n{\n}\n",
		 "a macro call above");
	function("2-4", "DEFINE_SPINLOCK(g);\nint f(void)\n{\n}\n",
		 "one with a semicolon");
	function("1-3", "STATIC_INLINE(int) f(void)\n{\n}\n",
		 "a macro for the type");
	function("1-3", "static __attribute__((x(1))) int *f(void)\n{\n}\n",
		 "an attribute in front");
	function("1-5", "int f(void)\n\t__acquires(a)\n\t__must_hold(&b)\n{\n"
		 "}\n", "attributes behind");
	function("3-5", "int a;\n\nint f(void)\n{\n}\n", "a blank line above");
	function("1-2", "SYSCALL_DEFINE2(f, int, a)\n{ }\n", "SYSCALL_DEFINE");
	function("1-3", "DEFINE_X(int, f)\n{\n}\n", "DEFINE_X");
	function("1-3", "static DEFINE_X(f)\n{\n}\n", "static DEFINE_X");
	function("3-3", "DEFINE_X(f)\n{ }\nvoid f(void) { }\n",
		 "DEFINE_X and a function of its name");
	function("none", "DEFINE_X(f);\nint g(void)\n{\n}\n",
		 "DEFINE_X and a function");
	function("none", "void g(void)\n{\n\tfor_each(f, 1) {\n\t}\n}\n",
		 "a loop over it");
	function("2-4", "}\nint f(void)\n{\n}\n", "a brace above");
}

static void test_comment_above(void)
{
	function("1-4", "/* F */\nint f(void)\n{\n}\n", "a comment");
	function("3-5", "/* F */\n\nint f(void)\n{\n}\n",
		 "a comment and a blank line");
	function("2-6", "a;\n/**\n * f - x\n */\nint f(void)\n{ }\n",
		 "kernel-doc");
	function("2-5", "/* G */\n/* F */\nint f(void)\n{\n}\n",
		 "the nearest comment");
	function("2-6", "/* G */\n// F\n  // G\nint f(void)\n{\n}\n",
		 "a run of // lines");
	function("1-5", "// F\n// G\nint f(void)\n{\n}\n", "at the start");
	function("2-4", "a; /* F */\nint f(void)\n{\n}\n",
		 "a comment behind code");
	function("2-4", "#endif /* F */\nint f(void)\n{\n}\n",
		 "a comment behind a directive");
	function("2-4", "int g(void); // F\nint f(void)\n{\n}\n",
		 "a // comment behind code");
	function("1-5", "/* don't \"quote */\n__printf(1, 2)\nint f(void)\n{\n"
		 "}\n", "a comment above an attribute");
	function("3-6", "MACRO_WITHOUT_SEMICOLON\n\n/* F */\nint f(void)\n{\n"
		 "}\n", "a macro, a comment");
	function("2-5", "MACRO_WITHOUT_SEMICOLON\n/* F */\nint f(void)\n{\n}\n",
		 "a comment parts");
}

static void test_conditionals(void)
{
	function("2-10", "#if A\nint f(void)\n{\n#ifdef B\n\tif (b) {\n#else\n"
		 "\tif (c) {\n#endif\n\t}\n}\n#endif\n", "a brace in two variants");
	function("2-8", "#if A\nint f(void)\n{\n#if B\n\tif (b)\n#endif\n\t{ }\n"
		 "}\n#endif\n", "conditionals in the body");
	function("1-8", "#if A\nint f(int a)\n#else\nint f(long a)\n#endif\n{\n"
		 "\treturn a;\n}\nb;\n", "a head in two variants");
	function("1-7", "int f(int a)\n#if A\n\t__acquires(a)\n#endif\n{\n"
		 "\treturn a;\n}\nb;\n", "an attribute in a conditional");
	function("1-9", "int f(int a)\n{\n#if A\n\tx();\n}\n#else\n\ty();\n}\n"
		 "#endif\nb;\n", "an end in two variants");
	function("twice, 2 and 6", "#if A\nint f(void)\n{\n}\n#else\n"
		 "int f(void) { }\n#endif\n", "two definitions");
	function("2-4", "#define f f\nint f(void)\n{\n}\n", "a define above");
	function("1-5", "int f(void)\n{\n#if A\n}\n#endif\nb;\n",
		 "an end in a conditional");
	function("1-9", "int f(void)\n{\n#ifdef A\n\tif (a) {\n#endif\n"
		 "\t\tb();\n\t\tc();\n\t}\n}\nint g(void)\n{\n}\n",
		 "braces that do not pair");
	function("1-8", "int f(void)\n{\n\tif (a) {\n#if B\n\t}\n#endif\n"
		 "\tb();\n}\nint g(void)\n{\n}\n", "a closing one too many");
	function("1-8", "int f(void)\n{\n#if 0\n\tdon't {\n#else\n\tx();\n"
		 "#endif\n}\nint g(void)\n{\n}\n", "#if 0 with prose");
}

static void test_prototypes(void)
{
	prototype("1-1", "int f(void);\n", "plain");
	prototype("1-2", "extern int f(int a,\n\t int b) __cold;\n",
		  "of two lines");
	prototype("1-2", "/* F */\nint f(void); /* here */\n", "a comment");
	prototype("4-4", "int f(void)\n{\n}\nint f(void);\n", "not a definition");
	prototype("none", "void g(void)\n{\n\tf(1);\n\treturn f(1);\n"
		  "\tx = f(1);\n\tif (x) f(1);\n\telse f(1);\n}\n", "no call");
	prototype("none", "typedef int f(int);\n", "no typedef");
	prototype("none", "MACRO(f);\nint x = f(1);\n", "no macro call");
	prototype("none", "#define g int f(void);\n", "no macro");
	prototype("none", "int (*f)(void);\n", "no pointer");
	prototype("twice, 1 and 2", "int f(void);\nint f(void);\n", "two");
	prototype("none", "#ifdef A\nint f(int a\n#else\nint f(long a\n#endif\n",
		  "not closed");
}

/* Pieces of source in any order: a region is whole lines of the text. */
static bool sound(const char *text, enum sel_kind kind, const char *arg)
{
	struct sel *sel = sel_new(kind, arg);
	struct region r, second;
	size_t n = strlen(text);
	struct source src;
	bool good = true;

	sel->which = SEL_LAST;
	source_init(&src, text, n);
	if (region_find(&src, sel, &r, &second, NULL) == REGION_FOUND) {
		good = r.start < r.end && r.end <= n;
		if (good && r.whole)
			good = (!r.start || text[r.start - 1] == '\n') &&
			       (r.end == n || text[r.end - 1] == '\n');
	}
	source_release(&src);
	sel_free(sel);
	return good;
}

static void test_noise(void)
{
	static const char *const pieces[] = {
		"int ", "f", "(", "(void)", ")", " {", "\n{\n", "}", "\n}\n",
		"\n", "\n", ";", "\n#if A\n", "\n#else\n", "\n#endif\n",
		"/* f */", "\n/* f */\n", "// f\n", "\\\n", "\n#define f ",
		"\"", "'", "__x(1)", "\nX(f)\n", ",", "\r\n", "*",
	};
	unsigned int seed = 1;
	bool good = true;

	for (int round = 0; round < 3000; round++) {
		struct strbuf s = STRBUF_INIT;

		for (int i = 0; i < 30; i++) {
			seed = seed * 1103515245 + 12345;
			strbuf_addstr(&s, pieces[(seed >> 16) %
						 ARRAY_SIZE(pieces)]);
		}
		good &= sound(s.buf, SEL_FUNCTION, "f") &&
			sound(s.buf, SEL_PROTOTYPE, "f") &&
			sound(s.buf, SEL_CONDITIONAL, "#if A") &&
			sound(s.buf, SEL_DEFINE, "f") &&
			sound(s.buf, SEL_COMMENT, "f") &&
			sound(s.buf, SEL_LINE, "{");
		strbuf_release(&s);
	}
	ok(good, "noise");
}

int main(void)
{
	test_plain();
	test_attributes();
	test_comment_above();
	test_conditionals();
	test_prototypes();
	test_noise();
	return tap_done();
}
