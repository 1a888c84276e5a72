// SPDX-License-Identifier: GPL-2.0-only
/* smpl: the rules of a semantic patch, and the words that they remove. */
#include "series/smpl.h"
#include "tap.h"

static void names(const char *text, const char *want, const char *name)
{
	struct strbuf got = STRBUF_INIT;
	struct smpl s;

	smpl_init(&s, text, strlen(text));
	for (size_t i = 0; i < s.n; i++) {
		char *n = smpl_name(&s, i);

		strbuf_addf(&got, "%s%d:%s%s%s", i ? " " : "", s.v[i].line,
			    n ?: "-", s.v[i].script ? ":script" : "",
			    smpl_changes(&s, i) ? ":changes" : "");
		free(n);
	}
	is_str(got.buf ?: "", want, name);
	smpl_release(&s);
	strbuf_release(&got);
}

static void removes(const char *text, const char *want, const char *name)
{
	struct strvec words = STRVEC_INIT;
	struct strbuf got = STRBUF_INIT;
	struct smpl s;

	smpl_init(&s, text, strlen(text));
	smpl_removes(&s, &words);
	for (size_t i = 0; i < words.n; i++)
		strbuf_addf(&got, "%s%s", i ? " " : "", words.v[i]);
	is_str(got.buf ?: "", want, name);
	smpl_release(&s);
	strvec_release(&words);
	strbuf_release(&got);
}

static void test_names(void)
{
	names("", "", "an empty file has no rule");
	names("// only talk of @it@\n", "", "nor has a comment");
	names("// x\n@a@\n@@\n-b\n", "2:a:changes", "a rule with a name");
	names("@@\nexpression e;\n@@\n f(e)\n", "1:-", "one without, that only looks");
	names("@@ expression e; @@\n-f(e)\n@b@ @@\n+g\n", "1:-:changes 3:b:changes",
	      "all of the head on one line");
	names("@a depends on b@\nidentifier x;\n@@\n- x\n\n@ c @\n@@\n x\n",
	      "1:a:changes 6:c", "a condition; blanks around a name");
	names("@depends on a@\n@@\n-x\n", "1:-:changes", "a condition without a name");
	names("@r\nexists@ expression\ne;\n@@\n-f(e)\n", "1:r:changes",
	      "a head of two lines");
	names("@script:python@\np << r.p;\n@@\n-x\n@initialize:ocaml@\n@@\n-y\n",
	      "1:script:python:script 5:initialize:ocaml:script",
	      "a script changes nothing, whatever its lines begin with");
	names("@a@", "1:a", "a file that ends in a head");
	names("@a", "1:a", "... in a name");
}

static void test_removes(void)
{
	removes("@@ expression e; @@\n-old(e)\n+new(e)\n", "old", "a word that goes");
	removes("@@ @@\n-f(a, b)\n+f(b, a)\n", "", "one that comes back does not");
	removes("@@ expression e; @@\n old(e);\n-old(e);\n", "",
		"nor one that stands beside it");
	removes("@a@ @@\n old()\n@@ expression e; @@\n-old(e)\n+new(e)\n", "old",
		"a rule that only looks does not count");
	removes("@@ identifier f = {one, two}; @@\n-f\n+three\n", "one two",
		"a metavariable stands for its values");
	removes("@@ identifier f; type T; @@\n-T *f;\n", "",
		"one without values for nothing");
	removes("@@ @@\n-static inline void old(void)\n-{\n-gone();\n-}\n-more()\n", "more static void",
		"a definition that goes is no use that goes, nor is its body");
	removes("@@ expression x; @@\n-return old(x);\n+return 0;\n", "old",
		"but return is no type");
	removes("@@ @@\n-struct s *old(int x);\n", "int struct", "nor a prototype of a pointer");
	removes("@@ @@\n-#define old(x) gone(x)\n", "define gone x", "nor a macro");
	removes("@@ @@\n-\"old\" /* old */\n+0\n", "", "strings and comments do not count");
}

int main(void)
{
	test_names();
	test_removes();
	return tap_done();
}
