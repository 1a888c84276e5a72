// SPDX-License-Identifier: GPL-2.0-only
#include "base/strset.h"
#include "verify/carry.h"
#include "tap.h"

static struct header headers[] = {
	{ .path = (char *)"arch/x/include/asm/x.h" },
	{ .path = (char *)"include/linux/a.h" },	/* the patch is to it */
	{ .path = (char *)"include/linux/b.h" },
};
enum { X, A, B };

static struct carry c;

/* Find what carries if a.h goes from BEFORE to AFTER, with B and X as they are. */
static void find(const char *before, const char *after, const char *b,
		 const char *x, const char *arch)
{
	struct checkout co = { .states = 2 };
	struct strbuf old = STRBUF_INIT, new = STRBUF_INIT;
	struct delta deltas[2] = { 0 };
	const char *const texts[] = { x, before, b };

	strvec_push(&co.touched, headers[A].path);
	strbuf_addstr(&old, before);
	strbuf_addstr(&new, after);
	delta_init(&deltas[1], &old, &new);
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		headers[i].text = (char *)texts[i];
		headers[i].len = strlen(texts[i]);
	}
	carry_release(&c);
	carry_find(&c, headers, ARRAY_SIZE(headers), &co, deltas, NULL, arch);
	delta_release(&deltas[1]);
	strbuf_release(&old);
	strbuf_release(&new);
	strvec_release(&co.touched);
}

static bool carries(const char *names)
{
	struct strvec want = STRVEC_INIT;
	bool same;

	strvec_split(&want, names);
	strvec_sort(&want);
	same = strset_equal(&want, &c.names);
	for (size_t i = 0; i < c.names.n && !same; i++)
		tap_lines("carries ", c.names.v[i]);
	strvec_release(&want);
	return same;
}

#define F "static inline int foo(int n)\n{\n\treturn n;\n}\n"
#define F_BODY "static inline int foo(int n)\n{\n\treturn -n;\n}\n"
#define F_HEAD "static inline int foo(long n)\n{\n\treturn -n;\n}\n"
#define USER "static inline int user(int n)\n{\n\treturn foo(n);\n}\n"

static void test_body(void)
{
	find(F, F_BODY, USER "#define USE(x) user(x)\n", "/* foo() */\n", NULL);
	ok(carries("foo user USE"), "a body: its users in headers carry it");
	ok(!(c.state[A] & ~CARRY_MENTIONS) && c.state[B] == CARRY_MENTIONS,
	   "a body: names tell all of it");
	ok(!(c.state[X] & ~CARRY_MENTIONS), "a comment is nothing");
	find(F, F_BODY, "int foo(int n);\nstruct ops {\n\tint (*foo)(int n);\n};\n",
	     "static inline int other(struct ops *o)\n{\n\treturn o->foo(1);\n}\n",
	     NULL);
	ok(carries("foo") && c.state[B] == CARRY_MENTIONS &&
	   c.state[X] == CARRY_MENTIONS,
	   "a body: neither a prototype nor a member of its name matters");
	find(F, F_BODY, "static const struct ops ops = { .foo = foo };\n", "", NULL);
	ok(c.state[B] & CARRY_OPEN, "a body: what is no function is open");
	find(F, F_BODY, "#if defined(foo)\nstruct y { int x; };\n#endif\n", "",
	     NULL);
	ok(!(c.state[B] & CARRY_OPEN), "a body: no condition asks for it");
}

static void test_head(void)
{
	find(F, F_HEAD, USER, "", NULL);
	ok(carries("foo user") && c.state[B] & CARRY_LOOSE,
	   "a head: a function that uses it may not compile");
	find(F USER, F_HEAD USER, "", "", NULL);
	ok(c.state[A] & CARRY_LOOSE, "a head: nor one in the same header");
	find(F USER, F_HEAD "static inline int user(int n)\n{\n\treturn foo(n + 1);\n}\n",
	     "", "", NULL);
	ok(!(c.state[A] & CARRY_LOOSE), "a head: but not if the patch changes both");
	find(F, F_HEAD, "int foo(int n);\n", "", NULL);
	ok(c.state[B] & CARRY_LOOSE && !(c.state[B] & CARRY_OPEN),
	   "a head: a prototype may be another one");
	find("int foo(int n);\nint x;\n", "int foo(long n);\nint x;\n", "", "", NULL);
	ok(carries("foo") && !(c.state[A] & (CARRY_OPEN | CARRY_LOOSE)),
	   "a prototype: names tell, where the patch changes it");
	find("#define foo(x) x\n", "#define foo(x) bar(x)\n", "int foo(int n);\n", "", NULL);
	ok(c.state[B] & CARRY_OPEN, "a prototype: open, if its name is a macro");
	find(F "int x;\n", F "long x;\n", "", "", NULL);
	ok(c.state[A] & CARRY_OPEN, "something else than functions: open");
}

static void test_macro(void)
{
	find("#define ONE 1\n", "#define ONE 2\n",
	     "#if ONE > 1\n" F "#define TWO 2\n#endif\n", "#define ALSO ONE\n",
	     NULL);
	ok(carries("ONE foo TWO ALSO"),
	   "a macro: what is under a condition with it comes and goes");
	ok(!(c.state[B] & CARRY_OPEN), "a macro: and names tell that");
	find("#define ONE 1\n", "#define ONE 2\n",
	     "#ifdef ALSO\nstruct y { int x; };\n#endif\n", "#define ALSO ONE\n",
	     NULL);
	ok(c.state[B] & CARRY_OPEN, "a macro: but not of a structure");
	find("#define ONE 1\n", "#define ONE 2\n",
	     "static inline int user(void)\n{\n\treturn ALSO;\n}\n",
	     "#define ALSO ONE\n", NULL);
	ok(c.state[B] & CARRY_LOOSE,
	   "a macro: a function that uses it, by another one, may not compile");
	find("#define ONE <x.h>\n", "#define ONE <y.h>\n", "#include ONE\n", "",
	     NULL);
	ok(c.state[B] & CARRY_OPEN, "a macro: a file that it names");
	find("#define O 1\n", "#define O 2\n", "", "", NULL);
	ok(c.state[A] & CARRY_OPEN, "a macro of one letter is not looked for");
}

static void test_arch(void)
{
	find(F, F_BODY, "", USER, "y");
	ok(carries("foo"), "the header of another architecture carries nothing");
	find(F, F_BODY, "", USER, "x");
	ok(carries("foo user"), "that of this one does");
	ok(carry_for_arch("mm/a.c", "x") && carry_for_arch("arch/x/a.c", "x") &&
	   !carry_for_arch("arch/xy/a.c", "x") && carry_for_arch("arch/y/a.c", NULL),
	   "which files an architecture has");
}

static void test_text(void)
{
	struct strbuf text = STRBUF_INIT;
	size_t len;
	char *kept;

	strbuf_addstr(&text, "#define A 0x1f\n#define B A\n#define C \\\n#define D 1\n"
			     "#define E 1 /* x */\nint f;\n#define G\t2L");
	kept = carry_text(&text, &len);
	ok(len == strlen(kept) && !strcmp(kept, "#define B A\n#define C \\\n#define D 1\n"
	   "#define E 1 /* x */\nint f;\n"), "numbers are left out, no more");
	free(kept);
	strbuf_release(&text);
}

int main(void)
{
	test_body();
	test_head();
	test_macro();
	test_arch();
	test_text();
	carry_release(&c);
	return tap_done();
}
