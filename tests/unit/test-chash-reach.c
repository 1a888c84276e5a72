// SPDX-License-Identifier: GPL-2.0-only
#include "base/strbuf.h"
#include "chash/chash.h"
#include "tap.h"

static const char *const names[] = { "f", "g", "h", "M", "N", "gone", NULL };
static struct strvec wanted;
static struct chash c;

static void hash(const char *text)
{
	const struct chash_opts o = { .names = &wanted };

	chash_release(&c);
	ok(!chash_unit(&c, text, strlen(text), &o), "it can be read");
}

static void lists(const struct strvec *sv, const char *want, const char *name)
{
	struct strbuf got = STRBUF_INIT;

	for (size_t i = 0; i < sv->n; i++)
		strbuf_addf(&got, "%s%s", i ? ", " : "", sv->v[i]);
	ok(!strcmp(got.buf ?: "", want), "%s", name);
	if (strcmp(got.buf ?: "", want))
		printf("# got \"%s\", not \"%s\"\n", got.buf, want);
	strbuf_release(&got);
}

/* The declaration called NAME, the last of them. */
static const struct chash_decl *decl(const char *name)
{
	for (size_t i = c.n; i--;)
		if (!strcmp(c.decls[i].name, name))
			return &c.decls[i];
	return NULL;
}

static void test_lists(void)
{
	hash("static inline int f(void) { return 1; }\n"
	     "static inline int g(void) { return f(); }\n"
	     "static inline int x(void) { return g(); }\n"
	     "static inline int h(void) { return 2; }\n"
	     "#define M 1\n"
	     "#undef N\n"
	     "int z(int b);\n"
	     "int root(void) { return h(); }\n");
	lists(&c.reached, "M, h", "reached: by what is kept, and macros");
	lists(&c.referred, "M *, f g, g *, h *",
	      "referred: by a name of the list, by another, by a macro");
	lists(&c.mentioned, "M, N, f, g, h",
	      "mentioned: all that is there, and a macro that is asked for");
	ok(decl("g")->names && decl("x")->names && !decl("z")->names,
	   "names: who refers to one of the list");
	hash("int open(void) { return (1; }\n");
	lists(&c.reached, "M, N, f, g, gone, h", "odd: all are reached");
}

static struct oid env_of(const char *text, const char *name)
{
	hash(text);
	return decl(name)->env;
}

static bool same(struct oid a, struct oid b)
{
	return !memcmp(&a, &b, sizeof(a));
}

#define A "static inline int a(void) { return 1; }\n"
#define B "static inline int b(void) { return a(); }\n"

static void test_env(void)
{
	struct oid env = env_of(A B, "b");

	ok(same(env, env_of("int other;\n" A "int more;\n" B, "b")),
	   "env: others do not count");
	ok(!same(env, env_of(B, "b")), "env: what it refers to has gone");
	ok(!same(env, env_of(B A, "b")), "env: it comes too late");
	ok(!same(env, env_of("int a(int);\n" B, "b")), "env: it is another");
	env = env_of("struct s { int x; };\nint f(struct s *p) { return p->x; }\n", "f");
	ok(!same(env, env_of("struct s { int y; };\nint f(struct s *p) { return p->x; }\n", "f")),
	   "env: a field has gone");
}

/* The slice of u, which refers to f, behind BEFORE. */
static struct oid slice_of(const char *before)
{
	char *text = xstrfmt("%s\nint f(struct s *s);\n"
			     "int u(struct s *s) { return f(s) + s->a + X + g(s); }\n",
			     before);

	hash(text);
	free(text);
	return decl("u")->slice;
}

static void test_slice(void)
{
	static const struct {
		const char *text, *name;
		bool same;
	} tests[] = {
		{ "struct s { int a; long b; };\nenum { X };\nint g(struct s *s);",
		  "slice: a member that nobody names", true },
		{ "struct s { int b, a; };\nenum { X };\nint g(struct s *s);",
		  "slice: a member whose type stands before another", false },
		{ "struct s { struct { int c; union { int a; }; } in; };\n"
		  "enum { X };\nint g(struct s *s);",
		  "slice: a member of a member", true },
		{ "struct s { a *x; int a; };\nenum { X };\nint g(struct s *s);",
		  "slice: a type of that name is no member", true },
		{ "struct s { long a; };\nenum { X };\nint g(struct s *s);",
		  "slice: a member of another type", false },
		{ "struct s { long b; };\nenum { X };\nint g(struct s *s);",
		  "slice: a member that is not there", false },
		{ "struct s { int a __attribute__((packed)); };\nenum { X };\nint g(struct s *s);",
		  "slice: a member with an attribute", false },
		{ "struct s { int a; };\nenum { V, X };\nint g(struct s *s);",
		  "slice: an enumerator that nobody names", true },
		{ "struct s { int a; };\nint g(struct s *s);",
		  "slice: an enumerator that is not there", false },
		{ "struct s { int a; };\nenum { X };\nlong g(struct s *s);",
		  "slice: a function of another type", false },
		{ "struct s { int a; };\nenum { X };\nint g(struct s *s)\n{ return 1; }",
		  "slice: a function with a body", false },
		{ "struct s { int a; };\nstruct s;\nenum { X };\nint g(struct s *s);",
		  "slice: a struct that is named once more", true },
		{ "#define M 1\n# 7 \"m.h\"\nstruct s {\n# 9 \"m.h\"\n int a; };\n"
		  "enum { X };\nint g(struct s *s);",
		  "slice: lines and directives", true },
	};
	struct oid want = slice_of("struct s { int a; };\nenum { X };\nint g(struct s *s);");
	struct oid one = slice_of("struct s { int a; };\nenum { X };\nstatic int g(struct s *s)\n{ return 1; }");

	for (size_t i = 0; i < ARRAY_SIZE(tests); i++)
		ok(same(want, slice_of(tests[i].text)) == tests[i].same, "%s",
		   tests[i].name);
	ok(same(one, slice_of("struct s { int a; };\nenum { X };\nstatic int g(struct s *s)\n{ return s->a; }")),
	   "slice: the body of a function does not count");
}

/* The slice of u, which has the number TEXT in it. */
static struct oid number_slice(const char *number)
{
	char *text = xstrfmt("int f(int n);\nint u(int n) { return f(n - %s); }\n",
			     number);

	hash(text);
	free(text);
	return decl("u")->slice;
}

static void test_numbers(void)
{
	static const struct {
		const char *a, *b, *name;
		bool same;
	} tests[] = {
		{ "0x08000000", "0x0c000000", "where memory begins", true },
		{ "0x08000000", "0x80000000", "int and unsigned", false },
		{ "0x80000000", "0xf0000000", "both unsigned", true },
		{ "0xf0000000", "0x100000000", "unsigned and long", false },
		{ "0x8000000000000000", "0x7fffffffffffffff", "the last bit", false },
		{ "0x08000000", "134217728", "hexadecimal and decimal", false },
		{ "0x08000000UL", "0x08000000", "a suffix", false },
		{ "65536", "65537", "the first that is large", true },
		{ "65535", "65536", "small and large", false },
		{ "0", "1", "small ones", false },
		{ "12", "13", "bits", false },
		{ "0x1p20", "0x1p21", "a power", false },
		{ "99999999999999999999999", "99999999999999999999998",
		  "too large to be one", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(tests); i++) {
		struct oid a = number_slice(tests[i].a);

		ok(same(a, number_slice(tests[i].b)) == tests[i].same,
		   "slice: numbers: %s", tests[i].name);
	}
}

int main(void)
{
	for (size_t i = 0; names[i]; i++)
		strvec_push(&wanted, names[i]);
	strvec_sort(&wanted);
	test_numbers();
	test_lists();
	test_env();
	test_slice();
	chash_release(&c);
	strvec_release(&wanted);
	return tap_done();
}
