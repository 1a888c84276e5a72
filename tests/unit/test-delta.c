// SPDX-License-Identifier: GPL-2.0-only
#include "chash/delta.h"
#include "tap.h"

static struct delta d;

static void compare(const char *a, const char *b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;

	delta_release(&d);
	strbuf_addstr(&x, a);
	strbuf_addstr(&y, b);
	delta_init(&d, &x, &y);
	strbuf_release(&x);
	strbuf_release(&y);
}

/* Are just these functions and macros changed, and nothing else? */
static void sees(const char *a, const char *b, const char *functions,
		 const char *macros, const char *name)
{
	struct strbuf got = STRBUF_INIT;

	compare(a, b);
	for (size_t i = 0; i < d.functions.n; i++)
		strbuf_addf(&got, "%s ", d.functions.v[i]);
	strbuf_addstr(&got, "|");
	for (size_t i = 0; i < d.macros.n; i++)
		strbuf_addf(&got, " %s", d.macros.v[i]);
	if (d.opaque)
		strbuf_addstr(&got, " opaque");
	{
		char *want = xstrfmt("%s|%s", functions, macros);

		ok(!strcmp(got.buf, want), "%s", name);
		if (strcmp(got.buf, want))
			printf("# got \"%s\", not \"%s\"\n", got.buf, want);
		free(want);
	}
	strbuf_release(&got);
}

#define F "static inline int f(int x)\n{\n\treturn x;\n}\n"
#define F2 "static inline int f(int x)\n{\n\treturn x + 1;\n}\n"
#define G "int g(void);\n"

static void functions(void)
{
	sees(F G, F G, "", "", "nothing");
	sees(F G, "/* said */\n" F "\n\n" G, "", "", "comments and blank lines");
	sees(F G, F2 G, "f ", "", "a body");
	sees(G, F G, "f ", "", "a new function");
	sees(F G, G, "f ", "", "a function that went");
	sees(F G, F "int g(int);\n", "g ", "", "a prototype");
	sees(F G, F, "g ", "", "a prototype that went");
	sees(F G, F G "extern int h(struct s *s);\n", "h ", "",
	     "a new one, with a tag that ends with it");
	sees(F, F "struct s *h(void);\n", "h ", " opaque",
	     "one with a tag that others see");
	sees(F, F "int h(void) __attribute__((weak));\n", "h ", " opaque",
	     "one with attributes");
	sees(F, F "void h(const char *s, ...) __printf(1, 2);\n", "h ", " opaque",
	     "one with a macro that may be any");
	sees(F, F "void *memcpy(void *a, const void *b, unsigned long n);\n",
	     "memcpy ", " opaque", "one of what the compiler calls by itself");
	sees(F, F "int h(void);\nint a;\n", "h ", " opaque",
	     "one, and something else");
	sees(F "struct o {\n\tint (*h)(void);\n};\n", F "struct o {\n\tlong (*h)(void);\n};\n",
	     "", " opaque", "a pointer is none");
	sees(F, F "int h(\n#ifdef A\n\tint a\n#endif\n\t);\n", "h ", " opaque",
	     "one with a condition in it");
	sees(F G, G F, "", " opaque", "a function that moved, text and all");
	sees(F G, "#ifdef A\n" F "#endif\n" G, "", " opaque",
	     "a function that got under a condition");
	sees("int f(int x)\n{\n\treturn x;\n}\n", "int f(int x)\n{\n\treturn 1;\n}\n",
	     "f ", " opaque", "not static");
	sees("static struct s *f(void)\n{\n\treturn 0;\n}\n", "", "f ", " opaque",
	     "a head that makes a tag known");
	sees("static int __used f(void)\n{\n\treturn 0;\n}\n", "", "f ", " opaque",
	     "an attribute");
	sees("static inline void *memcpy(void)\n{\n\treturn 0;\n}\n", "",
	     "memcpy ", " opaque", "what a compiler calls by itself");
	sees("static int f(void)\n{\n\t_Pragma(\"x\")\n\treturn 0;\n}\n", "", "f ",
	     " opaque", "a _Pragma");
}

static void directives(void)
{
	sees(F, "static inline int f(int x)\n{\n#ifdef A\n\tx++;\n#endif\n\treturn x;\n}\n",
	     "f ", "", "a whole conditional in a function");
	sees(F, "static inline int f(int x)\n{\n#define A 1\n\treturn x;\n}\n",
	     "f ", " opaque", "a #define in a function");
	sees(G, "#ifdef A\n" F "#endif\n" G, "f ", "",
	     "a conditional with nothing but the function");
	sees(G, "#ifdef A\n#if B\n" F "#else\n#endif\n#endif\n" G, "f ", "",
	     "one in another, with an empty branch");
	sees(G, "#ifdef A\nint h;\n" F "#endif\n" G, "f ", " opaque",
	     "a conditional with more in it");
	sees(G, "#ifdef A\nint h(void);\n" F "#endif\n" G, "f h ", "",
	     "a conditional with a function and a prototype");
	sees("#define M(x) x\n" G, "#define M(x) (x)\n" G, "", " M", "a macro");
	sees("#define M (x)\n" G, "#define M(x)\n" G, "", " M",
	     "with arguments, and without");
	sees("#define M do { \\\n\ta(); \\\n} while (0)\n" G,
	     "#define M do { \\\n\ta();\n} while (0)\n" G, "", " M opaque",
	     "a continuation that is missing");
	sees("#define A 1\n#define B 2\n" G, "#define B 2\n#define A 1\n" G, "",
	     " opaque", "macros that changed places");
	sees("#define M 1\n" G, "#define M 1\n#undef M\n" G, "", " opaque",
	     "an #undef");
	sees(G, "#include <x.h>\n" G, "", " opaque", "an #include");
	sees("#if A\n" G "#endif\n", "#if B\n" G "#endif\n", "", " opaque",
	     "a condition");
}

int main(void)
{
	functions();
	directives();
	delta_release(&d);
	return tap_done();
}
