// SPDX-License-Identifier: GPL-2.0-only
/* Edits: what each command makes of a text. */
#include "csrc/edit.h"
#include "tap.h"

#define NO_CHANGE ((const char *)NULL)

static const char other_file[] =
	"/* Another file. */\r\n"
	"#ifdef CONFIG_PT\r\n"
	"static void pud_one(void)\r\n"
	"{\r\n"
	"}\r\n"
	"#endif\r\n";

static int read_other(void *data, const char *path, struct strbuf *out)
{
	(void)data;
	if (strcmp(path, "other.h"))
		return -1;
	strbuf_addstr(out, other_file);
	return 0;
}

/*
 * Apply every command of EDIT to TEXT, the content of PATH. Returns the hits,
 * or < 0. The errors that it reports go to stderr, which is the harness's.
 */
static int apply(const char *edit, const char *path, struct strbuf *text)
{
	struct strbuf e_text = STRBUF_INIT;
	int hits, all = 0, err;
	struct edit e;

	strbuf_addstr(&e_text, edit);
	err = edit_parse(&e, "test.edit", &e_text);
	for (size_t i = 0; !err && i < e.n; i++) {
		err = edit_cmd_apply(&e.cmds[i], path, text, read_other, NULL,
				     &hits);
		all += hits;
	}
	edit_release(&e);
	strbuf_release(&e_text);
	return err < 0 ? err : all;
}

/* EDIT makes AFTER of BEFORE; NO_CHANGE: it has no hit and changes nothing. */
static void check(const char *name, const char *edit, const char *before,
		  const char *after)
{
	struct strbuf text = STRBUF_INIT;
	int ret;

	strbuf_addstr(&text, before);
	ret = apply(edit, "a.h", &text);
	is_str(text.buf, after ? after : before, name);
	if (ret < 0 || (after ? !ret : ret))
		ok(false, "%s: result %d", name, ret);
	strbuf_release(&text);
}

/* EDIT fails with a finding, and leaves TEXT as it was. */
static void fails(const char *name, const char *edit, const char *before)
{
	struct strbuf text = STRBUF_INIT;
	int ret;

	strbuf_addstr(&text, before);
	ret = apply(edit, "a.h", &text);
	ok(ret == ERR_FINDING && !strcmp(text.buf, before), "%s", name);
	strbuf_release(&text);
}

static void test_within(void)
{
	static const char text[] =
		"#if A\nx;\n#else\ny;\n#endif\n#if B\nx;\n#endif\n";

	fails("a region twice", "delete line x;", text);
	check("the first", "delete first line x;", text,
	      "#if A\n#else\ny;\n#endif\n#if B\nx;\n#endif\n");
	check("the last", "delete last line x;", text,
	      "#if A\nx;\n#else\ny;\n#endif\n#if B\n#endif\n");
	check("within", "delete line x; within conditional \"#if B\"", text,
	      "#if A\nx;\n#else\ny;\n#endif\n#if B\n#endif\n");
	check("not within", "delete line y; within conditional \"#if B\"", text,
	      NO_CHANGE);
	check("within what is not there",
	      "delete line x; within conditional \"#if C\"", text, NO_CHANGE);
	fails("within what is there twice",
	      "delete line x; within directive \"#endif\"", text);
	check("within twice over",
	      "delete line x; within first conditional \"#if A\" within file",
	      text, "#if A\n#else\ny;\n#endif\n#if B\nx;\n#endif\n");
	check("the rest comes first",
	      "delete last line x; within first conditional \"#if A\"", text,
	      "#if A\n#else\ny;\n#endif\n#if B\nx;\n#endif\n");
}

static void test_delete(void)
{
	check("one of two blank lines", "delete line b", "a\n\nb\n\nc\n",
	      "a\n\nc\n");
	check("a blank line above", "delete line b", "a\n\nb\nc\n", "a\n\nc\n");
	check("a blank line below", "delete line b", "a\nb\n\nc\n", "a\n\nc\n");
	check("below an #ifdef", "delete line b", "#ifdef A\nb\n\nc\n",
	      "#ifdef A\nc\n");
	check("below an #ifdef and a blank line", "delete line b",
	      "#ifdef A\n\nb\n\nc\n", "#ifdef A\n\nc\n");
	check("above an #endif", "delete line b", "c\n\nb\n# endif\n",
	      "c\n# endif\n");
	check("above an #else", "delete line b", "c\n\nb\n#else\n",
	      "c\n#else\n");
	check("below a brace", "delete line b", "a {\n\tb\n\n\tc\n}\n",
	      "a {\n\tc\n}\n");
	check("above a brace", "delete line b", "a {\n\tc\n\n\tb\n}\n",
	      "a {\n\tc\n}\n");
	check("at the start", "delete line b", "b\n\nc\n", "c\n");
	check("at the end", "delete line b", "c\n\nb\n", "c\n");
	check("all there is", "delete file", "c\n\nb\n", "");
	check("nothing from nothing", "delete line b", "", NO_CHANGE);
	check("no newline at the end", "delete line b", "c\nb", "c\n");
	check("CRLF", "delete line b", "a\r\n\r\nb\r\n\r\nc\r\n",
	      "a\r\n\r\nc\r\n");
	check("a comment behind code", "delete comment \"x y\"",
	      "int a;\t/* x\n * y */\nint b;\n", "int a;\nint b;\n");
}

static void test_conditionals(void)
{
	static const char text[] =
		"a\n#ifdef A\nb\n\n# ifdef B /* B */\nc\n# elif C\nd\n# else\n"
		"e\n# endif\n#else\nf\n#endif\ng\n";

	check("unwrap the outer", "unwrap conditional \"#ifdef A\"", text,
	      "a\nb\n\n# ifdef B /* B */\nc\n# elif C\nd\n# else\n"
	      "e\n# endif\ng\n");
	check("unwrap the inner", "unwrap conditional \"#ifdef B\"", text,
	      "a\n#ifdef A\nb\n\nc\n#else\nf\n#endif\ng\n");
	check("unwrap with blank lines", "unwrap conditional \"#if A\"",
	      "a\n\n#if A\n\nb\n\n#endif\n\nc\n", "a\n\nb\n\nc\n");
	check("delete the inner", "delete conditional \"#ifdef B\"", text,
	      "a\n#ifdef A\nb\n#else\nf\n#endif\ng\n");
	check("with its comment", "delete conditional \"#ifdef B /*  B */\"",
	      text, "a\n#ifdef A\nb\n#else\nf\n#endif\ng\n");
	check("with another comment", "delete conditional \"#ifdef B /* C */\"",
	      text, NO_CHANGE);
	check("not empty", "drop-empty conditional \"#ifdef A\"", text,
	      NO_CHANGE);
	check("empty", "drop-empty conditional \"#ifdef A\"",
	      "a\n\n#ifdef A\n\n#else\n \n#endif\n\nb\n", "a\n\nb\n");
	check("a comment is content", "drop-empty conditional \"#ifdef A\"",
	      "#ifdef A\n/* */\n#endif\n", NO_CHANGE);
	check("the empty one of two", "drop-empty conditional \"#ifdef A\"",
	      "#ifdef A\n#endif\n#ifdef A\nx\n#endif\n",
	      "#ifdef A\nx\n#endif\n");
	fails("two empty ones", "drop-empty conditional \"#ifdef A\"",
	      "#ifdef A\n#endif\n#ifdef A\n#endif\n");
	check("not closed", "delete conditional \"#ifdef A\"",
	      "#ifdef A\nx\n", NO_CHANGE);
	check("not in a comment", "delete conditional \"#ifdef A\"",
	      "/*\n#ifdef A\n#endif\n*/\n", NO_CHANGE);
	check("within itself",
	      "delete directive \"#else\" within conditional \"#ifdef B\"",
	      text, "a\n#ifdef A\nb\n\n# ifdef B /* B */\nc\n# elif C\nd\n"
	      "e\n# endif\n#else\nf\n#endif\ng\n");
	check("a continued line", "replace directive \"#if A && B\"\n|#if A",
	      "#if A && \\\n  B\nx\n#endif\n", "#if A\nx\n#endif\n");
}

static void test_lines(void)
{
	static const char incs[] =
		"#include <a.h>\n#include \"b.h\"\n# include <c.h> /* c */\n";

	check("include", "delete include <c.h>", incs,
	      "#include <a.h>\n#include \"b.h\"\n");
	check("include quoted", "delete include \"b.h\"", incs,
	      "#include <a.h>\n# include <c.h> /* c */\n");
	check("the other form", "delete include <b.h>", incs, NO_CHANGE);
	check("insert an include", "insert after include <a.h>\n|#include <d.h>",
	      incs, "#include <a.h>\n#include <d.h>\n#include \"b.h\"\n"
	      "# include <c.h> /* c */\n");
	check("define with continuations", "delete define F",
	      "#define G F\n#define F(x) do {\t\\\n\tf(x);\t\\\n} while (0)\n"
	      "#define FF 1\n", "#define G F\n#define FF 1\n");
	check("define that is empty", "delete define A",
	      "#define A\n#define B A\n", "#define B A\n");
	check("line, white space apart", "delete line \"if (a ) {\"",
	      "\t if  (a\t) {  \n", "");
	check("line, not part of it", "delete line \"a b\"", "a b c\nx a b\n",
	      NO_CHANGE);
	check("a line in a macro", "delete line \"dtor(x); \\\\\"",
	      "#define F(x) do { \\\n\tdtor(x);  \\\n\tg(x); \\\n} while (0)\n",
	      "#define F(x) do { \\\n\tg(x); \\\n} while (0)\n");
	check("a directive's line", "delete directive \"#endif /* X */\"",
	      "#endif\n#endif /*X*/\n#endif /* Y */\n",
	      "#endif\n#endif /* Y */\n");
	fails("comments apart", "delete directive \"#endif\"",
	      "#endif\n#endif /*X*/\n");
}

static void test_comments(void)
{
	static const char text[] =
		"/*\n * One \"two\n *   three */\n// four five\n//  six\nint a; "
		"// seven\nchar *s = \"/* eight */\"; /* nine */\n";

	check("a comment of several lines", "delete comment \"two three\"",
	      text, strstr(text, "// four"));
	check("whole words", "delete comment \"wo three\"", text, NO_CHANGE);
	check("a run of // lines", "delete comment \"five six\"", text,
	      "/*\n * One \"two\n *   three */\nint a; "
	      "// seven\nchar *s = \"/* eight */\"; /* nine */\n");
	check("not in a string", "delete comment eight", text, NO_CHANGE);
	check("not a run with code", "delete comment \"six seven\"", text,
	      NO_CHANGE);
	check("replace behind code", "replace comment nine\n|/* ten */", text,
	      "/*\n * One \"two\n *   three */\n// four five\n//  six\nint a; "
	      "// seven\nchar *s = \"/* eight */\"; /* ten */\n");
	check("replace behind an #endif", "replace comment A\n|/* B */",
	      "#endif\t/* A */\n", "#endif\t/* B */\n");
	check("the words, comment signs and all",
	      "delete comment \"/* nine */\"", "a; /* nine */\n", "a;\n");
	check("insert after a comment behind code",
	      "insert after comment b\n|c;", "a; /* b */\nd;\n",
	      "a; /* b */\nc;\nd;\n");
}

static void test_replace(void)
{
	check("words", "words pud=p4d", "pud(pud); /* pud */ pudp pud_t \"pud\"",
	      "p4d(p4d); /* p4d */ pudp pud_t \"p4d\"");
	check("words that change places", "words a=b b=a", "a b a_b", "b a a_b");
	check("words in a region", "words x=y in function f",
	      "int x;\nvoid f(void)\n{\n\tx++;\n}\nint z = x;\n",
	      "int x;\nvoid f(void)\n{\n\ty++;\n}\nint z = x;\n");
	check("no such word", "words a=b", "ab", NO_CHANGE);
	check("no such region", "words a=b in function f", "a", NO_CHANGE);
	check("text", "text \"a b(\" \"c(\"", "a  b() a\tb( a\nb(",
	      "c() c( a\nb(");
	check("text in a region", "text b c in line \"a b\"", "b\na b\n",
	      "b\na c\n");
	check("text that is cut", "text b \"\"", "abba", "aa");
	check("replace a line", "replace line b\n|\tx\n|y\n", "a\nb\nc\n",
	      "a\n\tx\ny\nc\n");
	check("replace at the end", "replace line b\n|x\n", "a\nb", "a\nx\n");
	check("replace with CRLF", "replace line b\n|x\n|y\n", "a\r\nb\r\n",
	      "a\r\nx\r\ny\r\n");
	check("replace everything", "replace file\n|x", "", "x\n");
}

#define FUNC(name) "void " name "(void)\n{\n\tx();\n}\n"

static void test_insert(void)
{
	static const char func[] = "|void n(void)\n|{\n|\tx();\n|}\n";
	struct strbuf e = STRBUF_INIT;

	strbuf_addf(&e, "insert after function f\n%s", func);
	check("a function after one", e.buf, FUNC("f"), FUNC("f") "\n" FUNC("n"));
	check("between two", e.buf, FUNC("f") "\n" FUNC("g"),
	      FUNC("f") "\n" FUNC("n") "\n" FUNC("g"));
	check("between two without a gap", e.buf, FUNC("f") FUNC("g"),
	      FUNC("f") "\n" FUNC("n") "\n" FUNC("g"));
	check("before an #endif", e.buf, FUNC("f") "#endif\n",
	      FUNC("f") "\n" FUNC("n") "#endif\n");
	check("before an #endif and a gap", e.buf, FUNC("f") "\n#endif\n",
	      FUNC("f") "\n" FUNC("n") "\n#endif\n");
	strbuf_clear(&e);
	strbuf_addf(&e, "insert before function f\n%s", func);
	check("a function before one", e.buf, "a;\n" FUNC("f"),
	      "a;\n\n" FUNC("n") "\n" FUNC("f"));
	check("behind an #ifdef", e.buf, "#ifdef A\n" FUNC("f"),
	      "#ifdef A\n" FUNC("n") "\n" FUNC("f"));
	check("first in the file", e.buf, FUNC("f"), FUNC("n") "\n" FUNC("f"));
	check("before its comment", e.buf, "a;\n/* F */\n" FUNC("f"),
	      "a;\n\n" FUNC("n") "\n/* F */\n" FUNC("f"));
	strbuf_clear(&e);
	strbuf_addf(&e, "insert before directive \"#endif\"\n%s", func);
	check("before an #endif with a gap", e.buf,
	      "#if A\n\n" FUNC("f") "\n#endif\n",
	      "#if A\n\n" FUNC("f") "\n" FUNC("n") "\n#endif\n");
	strbuf_clear(&e);
	strbuf_addf(&e, "insert after line a;\n%s", func);
	check("no newline at the end", e.buf, "a;", "a;\n\n" FUNC("n"));
	check("behind an opening brace", "insert after line \"{\"\n|\tx;\n|\ty;",
	      "{\n\tz;\n}\n", "{\n\tx;\n\ty;\n\tz;\n}\n");
	check("a block in a function", "insert after line \"z;\"\n"
	      "|\tif (x) {\n|\t\ty;\n|\t}", "{\n\tz;\n\tw;\n}\n",
	      "{\n\tz;\n\tif (x) {\n\t\ty;\n\t}\n\tw;\n}\n");
	check("a comment for a function", "insert before function f\n"
	      "|/*\n|  * F\n|  */", "a;\n" FUNC("f"),
	      "a;\n\n/*\n  * F\n  */\n" FUNC("f"));
	check("two prototypes", "insert after line a;\n|void b(void);\n"
	      "|void c(void);", "a;\nd;\n",
	      "a;\nvoid b(void);\nvoid c(void);\nd;\n");
	check("a guarded include", "insert after include <a.h>\n|#ifdef B\n"
	      "|#include <b.h>\n|#endif", "#include <a.h>\n#include <c.h>\n",
	      "#include <a.h>\n#ifdef B\n#include <b.h>\n#endif\n"
	      "#include <c.h>\n");
	check("a conditional", "insert after line a;\n|#ifdef B\n|b;\n|#endif",
	      "a;\nc;\n", "a;\n\n#ifdef B\nb;\n#endif\n\nc;\n");
	check("blank lines of its own", "insert after line a;\n|\n|b;\n|",
	      "a;\nc;\n", "a;\n\nb;\n\nc;\n");
	check("and one that is there", "insert after line a;\n|\n|b;\n|",
	      "a;\n\nc;\n", "a;\n\nb;\n\nc;\n");
	check("CRLF", "insert after line a;\n|b;", "a;\r\nc;\r\n",
	      "a;\r\nb;\r\nc;\r\n");
	check("nowhere", "insert after line x;\n|b;", "a;\n", NO_CHANGE);
	strbuf_release(&e);
}

static void test_paths(void)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, "a\nb\n");
	is_int(apply("insert after line a\n|x\n|}\n|y", "a.rst", &text), 1,
	       "an insertion into a text");
	is_str(text.buf, "a\nx\n}\ny\nb\n", "has no blank lines added");
	strbuf_release(&text);
}

static const char pud[] =
	"#if LEVELS > 3\n"
	"/* A pud. */\n"
	"static pud_t *__pud_one(pud_t *pudp) /* 13 */\n"
	"{\n"
	"\tpud_ctor(PUD_SIZE, 0x3, 3);\n"
	"}\n"
	"#endif /* LEVELS > 3 */\n";

static const char p4d[] =
	"#if LEVELS > 4\n"
	"/* A p4d. */\n"
	"static p4d_t *__p4d_one(p4d_t *pudp) /* 13 */\n"
	"{\n"
	"\tp4d_ctor(P4D_SIZE, 0x3, 4);\n"
	"}\n"
	"#endif /* LEVELS > 4 */\n";

static void test_clone(void)
{
	static const char e[] =
		"clone conditional \"#if LEVELS > 3\" after itself "
		"words pud=p4d PUD=P4D 3=4";
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

	strbuf_addf(&after, "%s\n%s", pud, p4d);
	check("clone a conditional", e, pud, after.buf);
	strbuf_addf(&before, "a\n\n%s\nb\n", pud);
	strbuf_clear(&after);
	strbuf_addf(&after, "a\n\n%s\n%s\nb\n", pud, p4d);
	check("between blank lines", e, before.buf, after.buf);
	strbuf_clear(&before);
	strbuf_addf(&before, "%sb\n", pud);
	strbuf_clear(&after);
	strbuf_addf(&after, "%s\n%s\nb\n", pud, p4d);
	check("where there is none", e, before.buf, after.buf);
	strbuf_clear(&before);
	strbuf_addstr(&before, pud);
	strbuf_rtrim(&before);
	strbuf_clear(&after);
	strbuf_addf(&after, "%s\n%s", pud, p4d);
	check("at the end, no newline there", e, before.buf, after.buf);
	check("what is not there",
	      "clone conditional \"#if LEVELS > 5\" after itself", pud,
	      NO_CHANGE);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void test_copies(void)
{
	check("and drop", "clone function f after itself words f=g "
	      "drop line \"y();\" comment \"An g\"",
	      "/* An f */\nvoid f(void)\n{\n\tx();\n\ty();\n}\n",
	      "/* An f */\nvoid f(void)\n{\n\tx();\n\ty();\n}\n\n"
	      "void g(void)\n{\n\tx();\n}\n");
	check("drop what is not there", "clone function f after itself "
	      "drop line \"z();\"", FUNC("f"), NO_CHANGE);
	fails("drop what is there twice", "clone file after itself drop line a",
	      "a\na\n");
	check("clone a line", "clone line a; after line b; words a=c",
	      "a;\nb;\nd;\n", "a;\nb;\nc;\nd;\n");
	check("clone before", "clone line a; before itself words a=c",
	      "a;\nb;\n", "c;\na;\nb;\n");
	check("clone after nothing", "clone line a; after line x;", "a;\n",
	      NO_CHANGE);
	check("move", "move function pud_one from other.h after line a; "
	      "words pud=p4d", "a;\nb;\n",
	      "a;\n\nstatic void p4d_one(void)\n{\n}\n\nb;\n");
	check("move what is not there", "move function x from other.h "
	      "after line a;", "a;\n", NO_CHANGE);
	fails("move from nowhere", "move function x from no.h after line a;",
	      "a;\n");
	check("move from nowhere, perhaps", "move function x from no.h "
	      "after line a; may-miss \"old\"", "a;\n", NO_CHANGE);
	check("move within a file", "move function f from a.h before line a;",
	      "a;\n\n" FUNC("f"), FUNC("f") "\na;\n\n" FUNC("f"));
	check("rename a comment's words", "clone line \"a /* pud */\" "
	      "after itself words pud=p4d", "a /* pud */\n",
	      "a /* pud */\na /* p4d */\n");
}

static void test_rename(void)
{
	struct strvec w = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;
	static const char text[] =
		"pud pudp Xpud _pud_ pud2 2pud PUD __pud_alloc pudding "
		"3 13 33 3UL x3 x_3 > 3";

	strvec_pushl(&w, "pud", "p4d", "3", "4", "pud_alloc", "pud_get", NULL);
	is_int(words_rename(&out, text, strlen(text), &w, false), 8,
	       "the words that are renamed");
	is_str(out.buf, "p4d pudp Xpud _p4d_ p4d2 2p4d PUD __pud_get pudding "
	       "4 13 33 3UL x3 x_4 > 4", "by the characters around them");
	strvec_release(&w);
	strbuf_release(&out);
}

static void test_missing(void)
{
	struct strbuf e_text = STRBUF_INIT, text = STRBUF_INIT;
	struct strbuf why = STRBUF_INIT;
	struct edit e;

	strbuf_addstr(&e_text, "delete line a within function f within file\n"
		      "words a=b c=d\n"
		      "move function g from other.h after line x\n"
		      "drop-empty conditional \"#if A\"\n");
	strbuf_addstr(&text, "x\n");
	edit_parse(&e, "test.edit", &e_text);
	for (size_t i = 0; i < e.n; i++) {
		edit_cmd_missing(&e.cmds[i], "a.h", &text, read_other, NULL,
				 &why);
		strbuf_addch(&why, '\n');
	}
	is_str(why.buf, "no function f within file\nno word a or c\n"
	       "no function g in other.h\nno empty conditional \"#if A\"\n",
	       "what is missing");
	edit_release(&e);
	strbuf_release(&e_text);
	strbuf_release(&text);
	strbuf_release(&why);
}

static void test_nul(void)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_add(&text, "a\0\nb\n\0c a\n", 11);
	is_int(apply("delete line b\nwords a=x", "a.h", &text), 3,
	       "a text with NUL bytes");
	ok(text.len == 9 && !memcmp(text.buf, "x\0\n\0c x\n", 8),
	   "which stay");
	strbuf_release(&text);
}

int main(void)
{
	test_within();
	test_delete();
	test_conditionals();
	test_lines();
	test_comments();
	test_replace();
	test_insert();
	test_paths();
	test_clone();
	test_copies();
	test_rename();
	test_missing();
	test_nul();
	return tap_done();
}
