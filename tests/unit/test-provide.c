// SPDX-License-Identifier: GPL-2.0-only
/* The names that a file provides, and where it uses names. */
#include "base/strbuf.h"
#include "csrc/provide.h"
#include "tap.h"

/* Names: m: member, l: local, b: with a body, g: under #if, f: parameters. */
static void provides(const char *text, bool header, const char *want,
		     const char *name)
{
	struct strbuf got = STRBUF_INIT;
	struct provides p = { 0 };

	provides_find(&p, text, strlen(text), header);
	for (size_t i = 0; i < p.n; i++)
		strbuf_addf(&got, "%s%s%s%s%s%s%s%s%s", i ? " " : "", p.v[i].name,
			    p.v[i].member || p.v[i].local || p.v[i].body ||
			    p.v[i].unless || p.v[i].form ? ":" : "",
			    p.v[i].member ? "m" : "", p.v[i].local ? "l" : "",
			    p.v[i].body ? "b" : "", p.v[i].form ? "f" : "",
			    p.v[i].unless ? "!" : "", p.v[i].unless ?: "");
	is_str(got.buf, want, name);
	provides_release(&p);
	strbuf_release(&got);
}

static uint64_t form(const char *text)
{
	struct provides p = { 0 };
	const struct provide *f;
	uint64_t h = 0;

	provides_find(&p, text, strlen(text), true);
	f = provides_get(&p, "f", false);
	if (f)
		h = f->form;
	provides_release(&p);
	return h;
}

static void test_uses(void)
{
	struct use v[] = { { .name = "f" }, { .name = "size", .member = true } };
	uint64_t one;

	uses_count(v, 2, "f(a); /* f */ x.size = b->size; int size;", 42);
	ok(v[0].n == 1 && v[1].n == 2, "uses, of members apart");
	one = v[0].calls;
	uses_count(v, 2, "f(a) + 2", 8);
	ok(v[0].calls == one && !v[1].n, "the same call");
	uses_count(v, 2, "f(a, b)", 7);
	ok(v[0].calls != one, "another call");
}

int main(void)
{
	provides("int f(struct x *a, int b);\nextern int v;\n", true, "f:f v",
		 "declarations");
	provides("static int f(void)\n{\n\tint x = g();\n}\nint h(void)\n{\n}\n",
		 false, "f:lbf h:bf", "static is local, a body shows nothing");
	provides("static inline int f(void)\n{\n}\n", true, "f:bf",
		 "not in a header");
	provides("struct s *f(struct t *x)\n{\n\tint i;\n}\nint v;\n", true,
		 "f:bf v", "a function that returns a structure");
	provides("struct s;\nstruct s {\n\tint a, b[2];\n\tstruct t c;\n\tunion {\n\t\tint d:1;\n\t};\n};\nint v;\n",
		 true, "a:m b:m c:m d:m s:b v", "members");
	provides("enum e {\n\tA,\n\tB = 2,\n};\ntypedef struct {\n\tint m;\n} t;\nint v;\n",
		 true, "A B e:b m:m t v", "enumerators, a type of a structure");
	provides("int v[] = { A, B };\nstruct s w = {\n\t.x = 1,\n};\nint z;\n",
		 false, "v w z", "values are no names");
	provides("#ifndef H\n#define H\n#define M(a, b) do_it(a)\nint f(int);\n#ifdef X\nint g(void);\n#endif\n#endif\n",
		 true, "H M:f f:f g:f", "macros; the guard of a header is none");
	provides("#ifndef H\n#define H\n#ifdef C\n#ifndef A\nint f(void)\n{\n}\n#else\nint g;\n#endif\n#endif\n#ifndef B\nint v;\n#endif\n#endif\n",
		 true, "H f:bf!A  g v:!B ", "what a version of one's own is known by");
	provides("DEFINE_LOCK(l);\nEXPORT_SYMBOL(f)\nint v;\n", false, "f l v",
		 "what macros in capitals name");
	provides("#if A\nint f(void)\n{\n#else\nint f(int x)\n{\n#endif\n\tif (x) {\n\t}\n}\nint v;\n",
		 true, "f:bf v", "braces in branches");
	provides("int f(int a", false, "f:f", "a text that ends too early");
	ok(form("int f(int a, struct s *b);") == form("int f(int x, struct s *y)\n{\n}\n"),
	   "names of parameters do not matter");
	ok(form("int f(int a);") != form("int f(int a, int b);") &&
	   form("int f(int a);") != form("int f(long a);"), "parameters do");
	ok(form("#define f(a) a") == form("#define f(x) x") &&
	   form("#define f(a) a") != form("#define f(a, b) a"),
	   "nor do those of macros");
	test_uses();
	return tap_done();
}
