// SPDX-License-Identifier: GPL-2.0-only
/* Verdicts, file by file; pairs, patch by patch. */
#include "git/lib.h"
#include "compare/compare.h"
#include "git/diff.h"
#include "git/tree.h"
#include "tap.h"

static void start(struct ppatch *p, const char *subject)
{
	memset(p, 0, sizeof(*p));
	strbuf_init(&p->diff);
	p->name = xstrdup("x.patch");
	p->subject = xstrdup(subject);
	p->body = xstrdup("");
}

/* Compare two diffs: the verdict, its files if they differ, with notes. */
static void diffs(const char *name, const char *ours, const char *theirs,
		  const char *want)
{
	struct comparison c = { 0 };
	struct strbuf got = STRBUF_INIT;
	struct ppatch a, b;
	struct pair *p;

	start(&a, "a");
	start(&b, "b");
	strbuf_addstr(&a.diff, ours);
	strbuf_addstr(&b.diff, theirs);
	c.v = p = xcalloc(1, sizeof(*p));
	c.n = 1;
	if (ppatch_parse(&a) || ppatch_parse(&b) || compare_pair(p, &a, &b))
		strbuf_addstr(&got, "error");
	else
		strbuf_addstr(&got, compare_verdict_name(p->verdict));
	for (size_t i = 0; i < p->n; i++) {
		const struct file_result *r = &p->files[i];

		if (p->n > 1)
			strbuf_addf(&got, "; %s %s", r->path,
				    compare_verdict_name(r->verdict));
		if (r->note)
			strbuf_addf(&got, "; %s", r->note);
		if (r->ours.text || r->theirs.text)
			strbuf_addf(&got, "; %u%c%s / %u%c%s", r->ours.line,
				    r->ours.sign ? r->ours.sign : '0',
				    r->ours.text ? r->ours.text : "",
				    r->theirs.line,
				    r->theirs.sign ? r->theirs.sign : '0',
				    r->theirs.text ? r->theirs.text : "");
	}
	is_str(got.buf, want, name);
	strbuf_release(&got);
	compare_release(&c);
	ppatch_release(&a);
	ppatch_release(&b);
}

static char *diff_of(const char *path, const char *before, const char *after)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, out = STRBUF_INIT;

	strbuf_addstr(&a, before);
	strbuf_addstr(&b, after);
	diff_unified(path, &a, &b, &out);
	strbuf_release(&a);
	strbuf_release(&b);
	return strbuf_detach(&out);
}

/* The diffs of two texts each. */
static void trees(const char *name, const char *path, const char *our_before,
		  const char *our_after, const char *their_before,
		  const char *their_after, const char *want)
{
	char *ours = diff_of(path, our_before, our_after);
	char *theirs = diff_of(path, their_before, their_after);

	diffs(name, ours, theirs, want);
	free(ours);
	free(theirs);
}

static void texts(const char *name, const char *path, const char *before,
		  const char *ours, const char *theirs, const char *want)
{
	trees(name, path, before, ours, before, theirs, want);
}

#define BASE "int a;\nint b;\nint c;\nint f(void)\n{\n\treturn 0;\n}\n\n" \
	"int d;\nint e;\nint g;\nint h;\n"
#define WITH(x) "int a;\nint b;\nint c;\nint f(void)\n{\n" x "}\n\n" \
	"int d;\nint e;\nint g;\nint h;\n"

static void test_verdicts(void)
{
	texts("the same lines", "x.c", BASE, WITH("\treturn 1;\n"),
	      WITH("\treturn 1;\n"), "identical");
	texts("another layout", "x.c", BASE, WITH("\treturn g(1, 2);\n"),
	      WITH("\treturn g(1,\n\t\t 2);\n"), "same tokens");
	texts("a blank line more", "x.c", BASE, WITH("\treturn 1;\n"),
	      WITH("\n\treturn 1;\n"), "same tokens");
	texts("another comment", "x.c", BASE,
	      WITH("\t/* one */\n\treturn 1;\n"),
	      WITH("\treturn 1; // two\n"), "same tokens");
	texts("one token", "x.c", BASE, WITH("\treturn 1;\n"),
	      WITH("\treturn 2;\n"),
	      "different; 6+\treturn 1; / 6+\treturn 2;");
	texts("a token more", "x.c", BASE, WITH("\treturn g(1);\n"),
	      WITH("\treturn g(1, 2);\n"),
	      "different; 6+\treturn g(1); / 6+\treturn g(1, 2);");
	texts("a line more", "x.c", BASE, WITH("\treturn 1;\n"),
	      WITH("\tg();\n\treturn 1;\n"),
	      "different; 00 / 6+\tg();");
	texts("a string is one token", "x.c", BASE, WITH("\tg(\"a b\");\n"),
	      WITH("\tg(\"a  b\");\n"),
	      "different; 6+\tg(\"a b\"); / 6+\tg(\"a  b\");");
	texts("the end of a directive counts", "x.c", BASE,
	      WITH("#define A\n\tB\n"), WITH("#define A B\n"),
	      "different; 6+#define A / 6+#define A B");
	texts("a directive on more lines", "x.c", BASE,
	      WITH("#define A \\\n\tB\n"), WITH("#define A B\n"),
	      "same tokens");
	texts("no newline at the end", "x.c", BASE, BASE "int i;\n",
	      BASE "int i;", "same tokens");
}

static void test_languages(void)
{
	texts("words: white space", "x.rst", "a\nb\nc\n", "a\nb  d\nc\n",
	      "a\nb d\nc\n", "same tokens");
	texts("words: line breaks", "x.rst", "a\nb\nc\n", "a\nb d\nc\n",
	      "a\nb\nd\nc\n", "same tokens");
	texts("words: comments count", "Makefile", "a\nb\nc\n",
	      "a\nb # d\nc\n", "a\nb # e\nc\n", "different; 2+b # d / 2+b # e");
	texts("assembly: comments do not", "x.S", "a\nb\nc\n",
	      "a\nb d /* e */\nc\n", "a\nb d\nc\n", "same tokens");
}

#define UP "void up(void)\n{\n\tx(1);\n\ty(2);\n}\n\n"
#define DOWN "void down(void)\n{\n\tz(3);\n\tw(4);\n}\n\n"
#define DOWN2 "void down(void)\n{\n\tz(3);\n\tv();\n\tw(4);\n}\n\n"
#define LEAD "int a;\nint b;\nint c;\nint k;\n\n"
#define TAIL "int d;\nint e;\nint m;\nint l;\n"

#define MINUS_UP "-void up(void)\n-{\n-\tx(1);\n-\ty(2);\n-}\n-\n"
#define PLUS_UP "+void up(void)\n+{\n+\tx(1);\n+\ty(2);\n+}\n+\n"
#define SAME_UP " void up(void)\n {\n \tx(1);\n \ty(2);\n }\n \n"
#define MINUS_DOWN "-void down(void)\n-{\n-\tz(3);\n-\tw(4);\n-}\n-\n"
#define PLUS_DOWN2 "+void down(void)\n+{\n+\tz(3);\n+\tv();\n+\tw(4);\n+}\n+\n"
#define NEW_DOWN2 " void down(void)\n {\n \tz(3);\n+\tv();\n \tw(4);\n }\n \n"

/* up() and down() swap places, and down() gets a line: either one moves. */
static void swapped(const char *name, const char *head_ours,
		    const char *head_theirs)
{
	char *ours = xstrfmt("%s int b;\n int c;\n int k;\n \n" MINUS_UP
			     NEW_DOWN2 PLUS_UP " int d;\n int e;\n int m;\n",
			     head_ours);
	char *theirs = xstrfmt("%s int b;\n int c;\n int k;\n \n" PLUS_DOWN2
			       SAME_UP MINUS_DOWN " int d;\n int e;\n int m;\n",
			       head_theirs);

	diffs(name, ours, theirs, "same tokens");
	free(ours);
	free(theirs);
}

#define HEAD "--- a/x.c\n+++ b/x.c\n"

static void test_moves(void)
{
	static const char early[] =
		"int a;\nint n;\nint b;\nint c;\nint f(void)\n{\n\treturn 0;\n"
		"}\n\nint d;\nint e;\nint g;\nint h;\n";
	static const char late[] =
		"int a;\nint b;\nint c;\nint f(void)\n{\n\treturn 0;\n"
		"}\n\nint d;\nint e;\nint g;\nint n;\nint h;\n";

	swapped("either of two functions moves", HEAD "@@ -2,19 +2,20 @@\n",
		HEAD "@@ -2,19 +2,20 @@\n");
	swapped("the same, lines shifted", HEAD "@@ -2,19 +2,20 @@\n",
		HEAD "@@ -102,19 +102,20 @@\n");
	texts("a move against none", "x.c", LEAD UP DOWN TAIL,
	      LEAD DOWN UP TAIL, LEAD UP DOWN TAIL "int n;\n",
	      "different; 6-void up(void) / 22+int n;");
	diffs("a function that slides",
	      HEAD "@@ -4,3 +4,8 @@\n int c;\n }\n \n+int n(void)\n+{\n"
	      "+\treturn 1;\n+}\n+\n int d;\n",
	      HEAD "@@ -3,4 +3,9 @@\n int b;\n int c;\n+}\n+\n+int n(void)\n"
	      "+{\n+\treturn 1;\n }\n \n int d;\n", "same tokens");
	diffs("hunks split otherwise",
	      HEAD "@@ -1,4 +1,3 @@\n a();\n-b();\n c();\n d();\n"
	      "@@ -8,2 +7,3 @@\n e();\n+b();\n f();\n",
	      HEAD "@@ -1,9 +1,9 @@\n a();\n-b();\n c();\n d();\n g();\n"
	      " h();\n i();\n e();\n+b();\n f();\n", "identical");
	texts("a line at another place", "x.c", BASE, early, late,
	      "different; the same change at another place; "
	      "2+int n; / 12+int n;");
	diffs("the same, content unknown, before and behind a line",
	      HEAD "@@ -1,4 +1,5 @@\n int a;\n int b;\n+int n;\n int c;\n int d;\n",
	      HEAD "@@ -11,4 +11,5 @@\n int a;\n int b;\n int c;\n+int n;\n int d;\n",
	      "different; the same change at another place; "
	      "3+int n; / 14+int n;");
	diffs("in another function, content unknown",
	      HEAD "@@ -1,3 +1,4 @@\n f(a);\n g(b);\n+x();\n h(c);\n",
	      HEAD "@@ -11,3 +11,4 @@\n i(d);\n j(e);\n+x();\n k(f);\n",
	      "different; the same change at another place; 3+x(); / 13+x();");
	diffs("the same change to two trees",
	      HEAD "@@ -1,4 +1,5 @@\n f(a);\n g(b);\n+x();\n h(c);\n y();\n",
	      HEAD "@@ -91,4 +91,5 @@\n f(a);\n g(b);\n+x();\n j(c, d);\n y();\n",
	      "identical");
	diffs("a line that only one moves, to where the other shows a brace",
	      HEAD "@@ -9,3 +9,4 @@\n {\n \tif (a)\n \tb = c;\n+\tx();\n",
	      HEAD "@@ -2,10 +2,11 @@\n {\n-\tget(1);\n \ttlb(1);\n"
	      " \tput(1);\n }\n \n+\tget(1);\n void f(void)\n {\n"
	      " \tif (a)\n \tb = c;\n+\tx();\n",
	      "different; 00 / 3-\tget(1);");
	diffs("more context, shifted",
	      HEAD "@@ -3,2 +3,3 @@\n g(b);\n+x();\n h(c);\n",
	      HEAD "@@ -91,4 +91,5 @@\n f(a);\n g(b);\n+x();\n h(c);\n y();\n",
	      "identical");
}

static void test_comments(void)
{
	diffs("hunks in a comment with stars",
	      HEAD "@@ -9,3 +9,3 @@\n  * it's\n- * one\n+ * two\n  * so\n",
	      HEAD "@@ -9,3 +9,3 @@\n  * it's\n- * one\n+ * three\n  * so\n",
	      "same tokens");
	diffs("the comment ends in the hunk",
	      HEAD "@@ -9,3 +9,3 @@\n   it's the\n-  one\n+  two */\n f();\n",
	      HEAD "@@ -9,3 +9,3 @@\n   it's the\n-  one\n+  three */\n f();\n",
	      "same tokens");
	diffs("a star that is code",
	      HEAD "@@ -9,3 +9,3 @@\n \ta = b\n-\t* c;\n+\t* d;\n f();\n",
	      HEAD "@@ -9,3 +9,3 @@\n \ta = b\n-\t* c;\n+\t* e;\n f();\n",
	      "different; 10+\t* d; / 10+\t* e;");
	diffs("code that is commented out",
	      HEAD "@@ -1,3 +1,5 @@\n a();\n+/*\n b();\n+*/\n c();\n",
	      HEAD "@@ -1,3 +1,4 @@\n a();\n+/* */\n b();\n c();\n",
	      "different; 2-b(); / 00");
	diffs("the same as removing it",
	      HEAD "@@ -1,3 +1,5 @@\n a();\n+/*\n b();\n+*/\n c();\n",
	      HEAD "@@ -1,3 +1,2 @@\n a();\n-b();\n c();\n", "same tokens");
	diffs("comments in other places",
	      HEAD "@@ -1,2 +1,3 @@\n a();\n+/* x */\n b();\n",
	      HEAD "@@ -1,2 +1,3 @@\n a();\n b();\n+/* y */\n",
	      "same tokens");
}

#define GIT(n) "diff --git a/" n " b/" n "\n"

static void test_files(void)
{
	diffs("a file missing",
	      GIT("x") "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
	      GIT("y") "--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
	      GIT("x") "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
	      "different; x identical; y only ours");
	diffs("another file",
	      GIT("x") "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
	      GIT("y") "--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
	      "different; x only ours; y only theirs");
	diffs("a file more, layout only",
	      GIT("x.c") "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n"
	      GIT("y.c") "--- a/y.c\n+++ b/y.c\n@@ -1,2 +1,2 @@\n a;\n-b = c;\n+b  =  c; /* x */\n",
	      GIT("x.c") "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n",
	      "same tokens; x.c identical; y.c same tokens; "
	      "only ours, and only comments or layout");
	diffs("new and changed",
	      GIT("x") "new file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n",
	      GIT("x") "--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n b\n+a\n",
	      "different; ours: new; theirs: changed");
	diffs("another mode",
	      GIT("x") "old mode 100644\nnew mode 100755\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
	      GIT("x") "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
	      "different; ours: changed, mode 100755; theirs: changed");
	diffs("renamed, and as deleted and new",
	      "diff --git a/o.c b/n.c\nrename from o.c\nrename to n.c\n--- a/o.c\n"
	      "+++ b/n.c\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
	      "diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n"
	      "+++ b/n.c\n@@ -0,0 +1,2 @@\n+a\n+c\n"
	      "diff --git a/o.c b/o.c\ndeleted file mode 100644\n--- a/o.c\n"
	      "+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n", "identical");
	diffs("renamed from elsewhere",
	      "diff --git a/o b/n\nrename from o\nrename to n\n",
	      "diff --git a/p b/n\nrename from p\nrename to n\n",
	      "different; ours: renamed from o; theirs: renamed from p");
	diffs("the same binary content",
	      GIT("x") "GIT binary patch\nliteral 1\nIc${\n\nliteral 0\nHc\n\n",
	      GIT("x") "GIT binary patch\nliteral 1\nIc${\n\nliteral 0\nHc\n\n",
	      "identical");
	diffs("other binary content",
	      GIT("x") "GIT binary patch\nliteral 1\nIc${\n\nliteral 0\nHc\n\n",
	      GIT("x") "GIT binary patch\nliteral 1\nIc$}\n\nliteral 0\nHc\n\n",
	      "different; binary, not the same content");
	diffs("binary content that is not there",
	      GIT("x") "Binary files a/x and b/x differ\n",
	      GIT("x") "Binary files a/x and b/x differ\n",
	      "different; binary, and a patch is without its content");
}

/* --- pairs ------------------------------------------------------------- */

static void key(const char *subject, const char *want)
{
	char *got = compare_subject_key(subject);

	is_str(got, want, subject);
	free(got);
}

static void test_keys(void)
{
	key("mm: Add  It.", "mm: add it");
	key("[PATCH v4 01/13] [RFC] mm: add it", "mm: add it");
	key("[", "[");
	key(" \t", "");
	key("mm: add it()!", "mm: add it()");
}

/* A patch in short: its subject, and the files that it adds words to. */
struct sketch {
	const char *subject, *files, *words;
};

static void add(struct patchset *ps, const struct sketch *s)
{
	struct strvec files = STRVEC_INIT, words = STRVEC_INIT;
	struct ppatch *p;

	GROW(ps->v, ps->n + 1, ps->alloc);
	p = &ps->v[ps->n++];
	start(p, s->subject);
	strvec_split(&files, s->files);
	strvec_split(&words, s->words);
	for (size_t i = 0; i < files.n; i++) {
		strbuf_addf(&p->diff, "--- a/%s\n+++ b/%s\n@@ -1,0 +2,%zu @@\n",
			    files.v[i], files.v[i], words.n);
		for (size_t k = 0; k < words.n; k++)
			strbuf_addf(&p->diff, "+%s\n", words.v[k]);
	}
	ppatch_parse(p);
	strvec_release(&files);
	strvec_release(&words);
}

/* Sets end with a NULL subject. WANT: "OURS=THEIRS:how" of each pair. */
static void pairs(const char *name, const struct sketch *ours,
		  const struct sketch *theirs, const char *want)
{
	struct patchset a = { 0 }, b = { 0 };
	struct strbuf got = STRBUF_INIT;
	struct comparison c;

	for (; ours->subject; ours++)
		add(&a, ours);
	for (; theirs->subject; theirs++)
		add(&b, theirs);
	compare_sets(&c, &a, &b);
	for (size_t i = 0; i < c.n; i++)
		strbuf_addf(&got, "%s%zu=%zu%c", i ? " " : "",
			    c.v[i].our_number, c.v[i].their_number,
			    "-sco"[c.v[i].how]);
	strbuf_addf(&got, " %s", compare_same(&c) ? "same" : "not");
	is_str(got.buf, want, name);
	compare_release(&c);
	patchset_release(&a);
	patchset_release(&b);
	strbuf_release(&got);
}

#define SET(...) ((const struct sketch []){ __VA_ARGS__, { 0 } })

static void test_pairs(void)
{
	pairs("by subject",
	      SET({ "A: one.", "x", "a" }, { "b", "y", "b" }),
	      SET({ "a: One", "x", "a" }, { "B", "y", "b" }),
	      "1=1s 2=2s same");
	pairs("in another order",
	      SET({ "a", "x", "a" }, { "b", "y", "b" }),
	      SET({ "b", "y", "b" }, { "a", "x", "a" }),
	      "1=2s 2=1s same");
	pairs("the same subject twice",
	      SET({ "a", "x", "a" }, { "a", "y", "b" }),
	      SET({ "a", "x", "a" }, { "a", "y", "b" }),
	      "1=1s 2=2s same");
	pairs("by content, the most alike first",
	      SET({ "a", "x", "p q r s" }, { "b", "x", "p q r t" }),
	      SET({ "c", "x", "p q r t" }, { "d", "x", "p q r s u" }),
	      "1=2c 2=1c not");
	pairs("the file counts",
	      SET({ "a", "x", "p q" }, { "b", "y", "p q" }),
	      SET({ "c", "y", "p q" }, { "d", "x", "p q" }),
	      "1=2c 2=1c same");
	pairs("nothing alike",
	      SET({ "a", "x", "p q" }, { "b", "y", "p q" }),
	      SET({ "c", "z", "p q" }, { "b", "y", "p q" }),
	      "1=0- 0=1- 2=2s not");
	pairs("the same file, other words",
	      SET({ "a", "x", "p q" }, { "b", "y", "p q" }),
	      SET({ "c", "x", "r s" }, { "b", "y", "p q" }),
	      "1=0- 0=1- 2=2s not");
	pairs("one more in the middle, and at the end",
	      SET({ "a", "x", "p" }, { "b", "y", "q" }),
	      SET({ "a", "x", "p" }, { "n", "z", "r" }, { "b", "y", "q" },
		  { "m", "w", "s" }),
	      "1=1s 0=2- 2=3s 0=4- not");
	pairs("the only ones",
	      SET({ "a", "x", "p" }), SET({ "b", "y", "q" }), "1=1o not");
}

int main(void)
{
	git_start();
	test_verdicts();
	test_languages();
	test_moves();
	test_comments();
	test_files();
	test_keys();
	test_pairs();
	git_stop();
	return tap_done();
}
