// SPDX-License-Identifier: GPL-2.0-only
/* Edits: parsing them, and what is wrong with them. */
#include "csrc/edit.h"
#include "tap.h"

static void wrong(const char *edit, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	struct edit e;

	strbuf_addstr(&text, edit);
	ok(edit_parse(&e, "test.edit", &text) == ERR_USER && !e.n, "%s", name);
	strbuf_release(&text);
}

/* Regions within one another: some, but not any number. */
static void test_deep(void)
{
	for (int n = 15; n <= 100000; n += 99985) {
		struct strbuf text = STRBUF_INIT;
		struct edit e;
		int err;

		strbuf_addstr(&text, "files a.c\ndelete line x");
		for (int i = 0; i < n; i++)
			strbuf_addstr(&text, " within function f");
		err = edit_parse(&e, "test.edit", &text);
		ok(n == 15 ? !err && e.n == 1 : err == ERR_USER, "%d regions within one another", n);
		edit_release(&e);
		strbuf_release(&text);
	}
}

static void test_parse(void)
{
	struct strbuf text = STRBUF_INIT, s = STRBUF_INIT;
	struct edit e;

	strbuf_addstr(&text,
		      "# a comment\n"
		      "files a.h arch/*/b.h\n"
		      "has x|y z\n"
		      "lacks w # and another\n"
		      "clone conditional \"#if N > 3\" after itself \\\n"
		      "    words pud=p4d \"3=4\" drop first line \"a \\\"b\\\\\" \\\n"
		      "    within function f\n"
		      "delete include \"x.h\" may-miss \"not everywhere\"\n"
		      "\n"
		      "files c.rst\r\n"
		      "insert before last line foo\r\n"
		      "|# not a comment \\\n"
		      "  | |\n"
		      "|\n"
		      "words a=b in file");
	is_int(edit_parse(&e, "dir/test.edit", &text), 0, "parses");
	is_int(e.n, 4, "as many commands as there are");
	ok(e.cmds[0].verb == EDIT_CLONE && e.cmds[0].line == 5, "the line");
	is_str(e.cmds[0].name, "test.edit:5", "the name");
	ok(e.cmds[0].files.n == 2 && e.cmds[0].has.n == 2 &&
	   e.cmds[0].lacks.n == 1, "candidates");
	is_str(e.cmds[0].has.v[0], "x|y", "alternatives stay as they are");
	ok(!e.cmds[0].at && !e.cmds[0].before, "after itself");
	ok(e.cmds[0].words.n == 4 && !strcmp(e.cmds[0].words.v[3], "4"),
	   "words");
	sel_text(e.cmds[0].drop[0], &s);
	is_str(s.buf, "first line \"a \"b\\\" within function f", "a region");
	is_str(e.cmds[1].sel->arg, "\"x.h\"", "a quoted include");
	is_str(e.cmds[1].may_miss, "not everywhere", "may-miss");
	ok(e.cmds[1].lacks.n == 1 && !e.cmds[2].lacks.n &&
	   e.cmds[2].files.n == 1, "files forgets has and lacks");
	ok(e.cmds[0].group == 0 && e.cmds[1].group == 0 &&
	   e.cmds[2].group == 1 && e.cmds[3].group == 1, "groups");
	is_str(e.cmds[2].block.buf, "# not a comment \\\n |\n\n", "a block");
	ok(e.cmds[3].verb == EDIT_WORDS && e.cmds[3].sel->kind == SEL_FILE,
	   "words in a region");
	edit_release(&e);
	edit_release(&e);
	strbuf_clear(&text);
	is_int(edit_parse(&e, "empty.edit", &text), 0, "an empty file");
	edit_release(&e);
	strbuf_release(&text);
	strbuf_release(&s);
}

static void test_errors(void)
{
	wrong("remove function f", "no such command");
	wrong("delete", "no region");
	wrong("delete func f", "no such region");
	wrong("delete function", "no name");
	wrong("delete function a-b", "no identifier");
	wrong("delete function f g", "a word too many");
	wrong("delete directive #else", "a directive that is not quoted");
	wrong("delete conditional \"#else\"", "no conditional");
	wrong("delete conditional \"if A\"", "no directive");
	wrong("delete include linux/mm.h", "no path");
	wrong("delete line \" \"", "an empty line");
	wrong("delete comment \"/* */\"", "an empty comment");
	wrong("delete line \"a", "a quote not closed");
	wrong("delete line \"a\\n\"", "an unknown escape");
	wrong("delete line \"a\"b", "a quote that goes on");
	wrong("delete line a\"b", "a quote in a word");
	wrong("unwrap function f", "unwrap a function");
	wrong("insert function f\n|x", "insert where?");
	wrong("insert after function f", "no block");
	wrong("insert after function f\n\n|x", "a block further down");
	wrong("delete function f\n|x", "a block without need");
	wrong("|x", "a block first");
	wrong("insert after itself\n|x", "insert after itself");
	wrong("clone function f", "clone where to?");
	wrong("clone function f after g", "clone after nothing");
	wrong("clone function f after itself words", "no words");
	wrong("clone function f after itself words a", "words without =");
	wrong("clone function f after itself words a=a", "the same word");
	wrong("words a=", "no second word");
	wrong("words a-b=c", "a word that is none");
	wrong("clone function f after itself drop", "drop nothing");
	wrong("move function f after function g", "move from where?");
	wrong("text \"a\"", "one text");
	wrong("text \"\" \"b\"", "an empty text");
	wrong("text \"a\" \"a\"", "the same text");
	wrong("delete function f may-miss", "no reason");
	wrong("delete function f within", "within nothing");
	wrong("files", "no files");
}

int main(void)
{
	test_parse();
	test_deep();
	test_errors();
	return tap_done();
}
