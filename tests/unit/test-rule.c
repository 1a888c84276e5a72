// SPDX-License-Identifier: GPL-2.0-only
/* rule: what a .cocci file says of itself, and what is no rule file. */
#include <unistd.h>

#include "base/fs.h"
#include "heard.h"
#include "series/rule.h"
#include "tap.h"

/* Of a path of the test's own: its folder is trusted to be there. */
static int read_rule(struct rule *r, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? xstrndup(path, slash - path) : xstrdup(".");
	int err = rule_read(r, dir, slash ? slash + 1 : path);

	free(dir);
	return err;
}

static char *path;	/* of the rule file */

static int read_text(struct rule *r, const char *text, size_t n)
{
	write_file(path, text, n);
	return read_rule(r, path);
}

#define READ(r, text) read_text(r, text, sizeof(text) - 1)

static void add_list(struct strbuf *sb, const char *what, const struct strvec *v)
{
	strbuf_addf(sb, "%s:", what);
	for (size_t i = 0; i < v->n; i++)
		strbuf_addf(sb, " %s", v->v[i]);
	strbuf_addch(sb, '\n');
}

static void test_code(const char *text, int line, const char *name)
{
	struct strbuf all = STRBUF_INIT;
	struct rule r;

	strbuf_addf(&all, "// Has: foo\n%s", text);
	is_int(read_text(&r, all.buf, all.len), 0, name);
	is_int(r.runs_code, line, "... its line");
	rule_release(&r);
	strbuf_release(&all);
}

static void test_header(void)
{
	static const char text[] =
		"// Not a key, nor a summary\n"
		"/// Take the object\n"
		"///   first.\n"
		"// Has: foo_map|foo_unmap struct_foo\n"
		"// Files: mm/*.c arch/*/mm/*.c\n"
		"//Lacks: done_already\n"
		"//   Options: --no-loops --all-includes\n"
		"// May-miss: file mm/x.c -- it has a macro\n"
		"// May-miss: rule swap -- -- seldom there\n"
		"// Note: this is not a key\n"
		"// nor is this\n"
		"\n"
		"@swap@ expression a, b; @@\n"
		"- foo_map(a, b)\n"
		"+ foo_map(b, a)\n"
		"// Has: in_the_body\n";
	struct strbuf got = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	struct rule r;

	is_int(read_text(&r, text, strlen(text)), 0, "a rule file is read");
	is_str(r.summary ?: "none", "Take the object first.", "its summary, in one line");
	add_list(&got, "has", &r.select.has);
	add_list(&got, "files", &r.select.files);
	add_list(&got, "lacks", &r.select.lacks);
	add_list(&got, "options", &r.options);
	is_str(got.buf,
	       "has: foo_map|foo_unmap struct_foo\nfiles: mm/*.c arch/*/mm/*.c\n"
	       "lacks: done_already\noptions: --no-loops --all-includes\n",
	       "its keys; those in a body are none");
	select_words(&r.select, &words);
	strbuf_clear(&got);
	add_list(&got, "words", &words);
	is_str(got.buf, "words: foo_map foo_unmap struct_foo\n", "words for the search");
	is_int((long)r.select.n_misses, 2, "what may be missed");
	is_str(select_allows(&r.select, MISS_FILE, "mm/x.c", NULL) ?: "no", "it has a macro",
	       "a file, and why");
	is_str(select_allows(&r.select, MISS_RULE, "swap", NULL) ?: "no", "seldom there",
	       "a rule, and why");
	ok(!select_allows(&r.select, MISS_FILE, "mm/y.c", NULL) &&
	   !select_allows(&r.select, MISS_RULE, "other", NULL) &&
	   !select_allows(&r.select, MISS_ALL, NULL, NULL), "and nothing else");
	is_int(rule_code_lines(&r), 3, "lines of code: no comments, no blank ones");
	rule_release(&r);
	ok(!r.n && !r.path && !r.select.has.n, "released");
	strvec_release(&words);
	strbuf_release(&got);
}

static void test_select(void)
{
	struct strbuf text = STRBUF_INIT;
	struct rule r;

	READ(&r, "// Has: aa|bb cc\n// Lacks: dd\n@r@ @@\n");
	ok(select_path(&r.select, "mm/a.c") && select_path(&r.select, "a.h") &&
	   !select_path(&r.select, "Makefile"), "without Files: C sources and headers");
	strbuf_addstr(&text, "bb + cc");
	ok(select_text(&r.select, &text), "a text with one of each");
	strbuf_addstr(&text, " dd");
	ok(!select_text(&r.select, &text), "one that has what it must lack");
	strbuf_clear(&text);
	strbuf_addstr(&text, "aa bb");
	ok(!select_text(&r.select, &text), "one that has not all");
	strbuf_clear(&text);
	strbuf_addstr(&text, "aaa ccc");
	ok(!select_text(&r.select, &text), "words count, not parts of them");
	strbuf_clear(&text);
	ok(!select_text(&r.select, &text), "an empty text");
	rule_release(&r);
	READ(&r, "// Has: aa\n// Files: mm/*.c\n// May-miss: all -- why\n@r@ @@\n");
	ok(select_path(&r.select, "mm/a.c") && !select_path(&r.select, "a.c"),
	   "with Files: what they match");
	is_str(select_allows(&r.select, MISS_ALL, NULL, NULL) ?: "no", "why",
	       "there may be no candidate");
	rule_release(&r);
	strbuf_release(&text);
}

static void test_names(void)
{
	static const char text[] =
		"// Has: foo\n"
		"@first@\n"
		"identifier f;\n"
		"@@\n"
		"  f();\n"
		"@@\n"
		"expression e;\n"
		"@@\n"
		"- g(e);\n"
		"@ third depends on first\n"
		"  && !x @\n"
		"@@\n"
		"* h();\n"
		"@depends on third@ @@\n"
		"+ i();\n"
		"@script:python p@\n"
		"x << first.f;\n"
		"@@\n"
		"print(x)\n"
		"- not_code\n";
	struct strbuf got = STRBUF_INIT;
	struct rule r;

	is_int(read_text(&r, text, strlen(text)), 0, "rules of all kinds are read");
	for (size_t i = 0; i < r.n; i++)
		strbuf_addf(&got, "%d %s%s\n", r.names[i].line, r.names[i].name,
			    r.names[i].changes ? " changes" : "");
	is_str(got.buf, "2 first\n6 rule starting on line 6 changes\n10 third\n"
	       "14 rule starting on line 14 changes\n",
	       "their names, as spatch has them; a script is no rule");
	rule_release(&r);
	strbuf_release(&got);
}

static void fails(const char *text, size_t n, const char *want, const char *name)
{
	struct rule r;
	int err;

	hear();
	err = read_text(&r, text, n);
	heard();
	ok(err == ERR_USER && strstr(heard_text.buf, want) &&
	   strchr(heard_text.buf, '\n') == heard_text.buf + heard_text.len - 1, "%s", name);
	if (err != ERR_USER || !strstr(heard_text.buf, want))
		tap_lines("said", heard_text.buf);
	rule_release(&r);
}

static void test_wrong(void)
{
	struct rule r;
	int err;

#define FAILS(text, want, name) fails(text, sizeof(text) - 1, want, name)
	FAILS("", "no rule in it", "an empty file");
	FAILS("\0@r@ @@\n", "no rule in it", "a NUL at the start: nothing is read past it");
	FAILS("// Has: foo\n", "no rule in it", "only comments");
	FAILS("@r@ @@\n- a\n", "needs '// Has: WORD ...'", "no word to search for");
	FAILS("// Files: mm/*\n@r@ @@\n", "needs '// Has: WORD ...'",
	      "a pattern is not enough");
	FAILS("// Has:\n@r@ @@\n", ":1: 'Has' needs a value", "Has without a value");
	FAILS("\n// Has: a|foo\n@r@ @@\n", ":2: 'Has' needs", "a word of one letter");
	is_int(READ(&r, "// Options: \n// Has: foo\n@r@ @@\n"), 0, "no options");
	is_int(r.options.n, 0, "... are none");
	rule_release(&r);
	is_int(READ(&r, "// Options: --smpl-spacing --max-width 80 -D x\n// Has: foo\n@r@ @@\n"),
	       0, "options that a rule may set");
	is_int(r.options.n, 5, "... words of them");
	rule_release(&r);
	FAILS("// Options: -o /tmp/x\n// Has: foo\n@r@ @@\n", ":1: spatch's option -o may not",
	      "an option that writes");
	FAILS("// Has: foo\n#spatch --python sh\n@r@ @@\n", ":2: spatch's option --python may not",
	      "an option that starts a program");
	FAILS("// Options: --macro-file=/etc/passwd\n// Has: foo\n@r@ @@\n",
	      ":1: spatch's option --macro-file", "an option that names a file");
	test_code("@r@ @@\n- script: foo();\n", 0, "a label is no script");
	test_code("// a script:python\n@r@ @@\n", 0, "a comment is none");
	test_code("@r@ @@\n\n@script:python@ @@\nx\n", 4, "a script");
	test_code("@initialize : ocaml@\n@@\n@r@ @@\n", 2, "code at the start");
	test_code("@finalize:python@\n@@\n@r@ @@\n", 2, "code at the end");
	test_code("@r@\nposition p : script:python() { x };\n@@\n", 3, "code in a declaration");
	test_code("#include \"x.cocci\"\n@r@ @@\n", 2, "another rule file may have code");
	FAILS("// May-miss: rule r\n", "'May-miss' needs", "no reason");
	FAILS("// May-miss: rule r -- \n", "'May-miss' needs", "an empty reason");
	FAILS("// May-miss: rule -- x\n", "'May-miss' needs", "no rule");
	FAILS("// May-miss: word w -- x\n", "'May-miss' needs", "what cannot be missed");
	FAILS("// Has: foo\n// May-miss: rule q -- x\n@r@ @@\n",
	      "names rule 'q', which is not in the file", "a rule that is not there");
	unlink(path);
	hear();
	err = read_rule(&r, path);
	ok(strstr(heard(), "cannot read rule file") && err == ERR_USER, "no file");
	rule_release(&r);
	is_int(READ(&r, "// Files: mm/a.c\n@r@ @@\n"), 0,
	       "files that are named one by one need no word");
	rule_release(&r);
}

/* What a rule without a header converts, and its scripts. */
static void test_alone(void)
{
	static const char text[] =
		"// Requires: 1.0.7 or so\n"
		"virtual patch // the default\nvirtual report, org\n"
		"@a depends on patch@\nexpression e;\nidentifier f = {f1, f2};\n@@\n"
		"(\n-del(e)\n+remove(e)\n|\n-f(e)\n+g(e)\n|\n"
		"-two(three(e))\n+four(e)\n|\n-keep(e, 1)\n+keep(e)\n)\n"
		"@script:python depends on report || (org && !patch)@\n@@\nprint(1)\n"
		"@script:python s depends on report@\nx;\n@@\nprint(1)\n"
		"@b depends on s@\n@@\n-true\n+yes\n";
	struct strvec on = STRVEC_INIT;
	struct strbuf got = STRBUF_INIT;
	struct rule r;

	write_file(path, text, sizeof(text) - 1);
	is_int(rule_open(&r, path), 0, "a rule file without a series");
	add_list(&got, "virtual", &r.virtuals);
	strvec_push(&on, "patch");
	is_int(rule_choose(&r, &on), 0, "with a virtual rule turned on");
	add_list(&got, "places", &r.places);
	is_str(got.buf, "virtual: patch report org\nplaces: del f1 f2\n",
	       "... its names, and what it removes wherever that stands");
	is_str(r.requires, "1.0.7", "... the version that it requires");
	is_int((int)r.cut, 1, "... a script that never runs is taken out");
	is_int(r.runs_code, 24, "... one that another rule speaks of stays");
	rule_release(&r);
	is_int(rule_open(&r, path), 0, "again");
	strvec_clear(&on);
	strvec_push(&on, "org");
	is_int(rule_choose(&r, &on), 0, "with another one");
	is_int(r.runs_code, 21, "... the other script stays as well");
	rule_release(&r);
	strvec_release(&on);
	strbuf_release(&got);
}

int main(void)
{
	char *dir = scratch_new();

	path = xstrfmt("%s/1-rule.cocci", dir);
	test_header();
	test_alone();
	test_select();
	test_names();
	test_wrong();
	free(path);
	scratch_free(dir);
	return tap_done();
}
