// SPDX-License-Identifier: GPL-2.0-only
/* cond: how a condition is read, and where it holds. */
#include "gen/cond.h"
#include "tap.h"

/* "!tokens|anchor|path path", or "wrong". */
static void parses(const char *text, const char *want)
{
	struct strbuf got = STRBUF_INIT;
	struct cond c;

	if (cond_parse(&c, text)) {
		strbuf_addstr(&got, "wrong");
	} else {
		strbuf_addf(&got, "%s%s|%s|", c.negated ? "!" : "", c.tokens, c.anchor);
		for (size_t i = 0; i < c.paths.n; i++)
			strbuf_addf(&got, "%s%s", i ? " " : "", c.paths.v[i]);
	}
	ok(!strcmp(got.buf, want) && !strcmp(c.text, text), "'%s' is read", text);
	if (strcmp(got.buf, want))
		tap_lines("got ", got.buf);
	cond_release(&c);
	strbuf_release(&got);
}

static void test_parse(void)
{
	parses("foo", "foo|foo|");
	parses("!foo", "!foo|foo|");
	parses(" ! foo", "!foo|foo|");
	parses("foo(int a in mm/foo.c", "foo(int a|foo|mm/foo.c");
	parses("foo in mm/*.c  include/x.h", "foo|foo|mm/*.c include/x.h");
	parses("for x in y in mm/a.c", "for x in y|for|mm/a.c");
	parses("a + long_name(b, c)", "a + long_name(b, c)|long_name|");
	parses("ab cd", "ab cd|ab|");
	parses("x1234 0x123456", "x1234 0x123456|x1234|");
	parses("struct foo {", "struct foo {|struct|");
	parses("", "wrong");
	parses("!", "wrong");
	parses("x", "wrong");
	parses("123456", "wrong");
	parses("( ) ;", "wrong");
	parses("foo in ", "wrong");
	parses("! in mm/foo.c", "wrong");
	parses(" in mm/foo.c", "wrong");
	parses("in the text in mm/foo.c", "in the text|text|mm/foo.c");
}

static const char foo_c[] =
	"/* foo_map(a, b) */\n"
	"#include \"foo_map.h\"\n"
	"\n"
	"int f(void)\n"
	"{\n"
	"\treturn foo_map ( a,\n"
	"\t\t\tb );\n"
	"}\n"
	"int foo_mapped, x_foo_map;\n";
static const char bar_h[] = "#define BAR(x) foo_unmap(x)\nint foo_map(int a, int b);\n";
static const char text_rst[] = "Call foo_map() first,\nthen bar.\n";

static struct work_file *new_file(const char *path, const char *text, size_t n)
{
	struct work_file *f = xcalloc(1, sizeof(*f));

	f->path = xstrdup(path);
	strbuf_init(&f->text);
	strbuf_add(&f->text, text, n);
	f->there = true;
	return f;
}

/* "PATH:LINE", "yes" of what is nowhere, or "no". */
static void holds(const struct work *w, const char *text, const char *want)
{
	struct evidence ev = { "left", 7 };
	struct strbuf got = STRBUF_INIT;
	struct cond c;
	bool is;

	if (cond_parse(&c, text))
		BUG("'%s' is no condition", text);
	is = cond_holds(&c, w, &ev);
	if (ev.path)
		strbuf_addf(&got, "%s%s:%d", is ? "" : "no, ", ev.path, ev.line);
	else
		strbuf_addf(&got, "%s%s", is ? "yes" : "no", ev.line ? " with a line" : "");
	ok(!strcmp(got.buf, want), "'%s': %s", text, want);
	if (strcmp(got.buf, want))
		tap_lines("got ", got.buf);
	cond_release(&c);
	strbuf_release(&got);
}

static void test_holds(void)
{
	struct work_file *files[] = {
		new_file("Documentation/text.rst", text_rst, strlen(text_rst)),
		new_file("include/bar.h", bar_h, strlen(bar_h)),
		new_file("mm/empty.c", "", 0),
		new_file("mm/foo.c", foo_c, strlen(foo_c)),
		new_file("mm/gone.c", "int was_here;\n", 14),
		new_file("mm/nul.c", "int a;\n\0\nint behind_it;\n", 24),
	};
	struct work w = { .files = files, .n = ARRAY_SIZE(files) };
	struct work none = { 0 };

	files[4]->there = false;
	holds(&w, "foo_map(a, b) in mm/*.c", "mm/foo.c:6");
	holds(&w, "foo_map(a,b) in *.c", "mm/foo.c:6");
	holds(&w, "foo_map(a, c) in mm/foo.c", "no");
	holds(&w, "foo_map in *.h", "include/bar.h:2");
	holds(&w, "foo_map", "Documentation/text.rst:1");
	holds(&w, "then bar in *.rst", "Documentation/text.rst:2");
	holds(&w, "then  bar in *.rst", "no");
	holds(&w, "foo_unmap in include/bar.h", "include/bar.h:1");
	holds(&w, "foo_ma", "no");
	holds(&w, "!foo_ma", "yes");
	holds(&w, "!foo_mapped", "no, mm/foo.c:9");
	holds(&w, "was_here", "no");
	holds(&w, "!was_here in mm/gone.c", "yes");
	holds(&w, "foo_map in mm/empty.c", "no");
	holds(&w, "foo_map in nowhere/*", "no");
	holds(&w, "!foo_map in nowhere/*", "yes");
	holds(&w, "behind_it in mm/nul.c", "mm/nul.c:3");
	holds(&none, "foo_map", "no");
	holds(&none, "!foo_map", "yes");
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		free(files[i]->path);
		strbuf_release(&files[i]->text);
		free(files[i]);
	}
}

int main(void)
{
	test_parse();
	test_holds();
	return tap_done();
}
