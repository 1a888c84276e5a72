// SPDX-License-Identifier: GPL-2.0-only
/* tidy: what is mended behind spatch and edits, and what is left alone. */
#include "csrc/tidy.h"
#include "git/lib.h"
#include "tap.h"

static void tidies_n(const char *old, size_t n_old, const char *new, size_t n_new,
		     const char *want, size_t n_want, const char *name)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	int err;

	strbuf_add(&a, old, n_old);
	strbuf_add(&b, new, n_new);
	err = tidy(&a, &b);
	ok(!err && b.len == n_want && !memcmp(b.buf, want, n_want), "%s", name);
	if (err || b.len != n_want || memcmp(b.buf, want, n_want)) {
		tap_lines("want", want);
		tap_lines("got ", b.buf);
	}
	strbuf_release(&a);
	strbuf_release(&b);
}

#define TIDIES(old, new, want, name) \
	tidies_n(old, sizeof(old) - 1, new, sizeof(new) - 1, want, sizeof(want) - 1, name)

static void test_gaps(void)
{
	TIDIES("a\n\ngone\n\nb\n", "a\n\n\nb\n", "a\n\nb\n",
	       "two blank lines beside a gap become one");
	TIDIES("a\n\ngone\nb\n", "a\nb\n", "a\n\nb\n",
	       "a blank line that went with it comes back");
	TIDIES("a\ngone\nb\n", "a\nb\n", "a\nb\n", "no blank line where none was");
	TIDIES("f()\n{\n\tgone;\n\n\tb;\n}\n", "f()\n{\n\n\tb;\n}\n", "f()\n{\n\tb;\n}\n",
	       "none behind a brace that opens");
	TIDIES("\ta;\n\n\tgone;\n}\n", "\ta;\n\n}\n", "\ta;\n}\n",
	       "none before a brace that closes");
	TIDIES("#if X\n\ngone\nb\n", "#if X\nb\n", "#if X\nb\n", "none is put behind #if");
	TIDIES("a\n\ngone\n#endif\n", "a\n#endif\n", "a\n#endif\n", "nor before #endif");
	TIDIES("gone\n\nb\n", "\nb\n", "b\n", "none at the start of a file");
	TIDIES("a\n\ngone\n", "a\n\n", "a\n", "none at its end");
	TIDIES("a\n\n\nb\nx\n", "a\n\n\nb\n", "a\n\n\nb\n",
	       "what is not beside the gap is left alone");
}

static void test_added(void)
{
	TIDIES("a\nb\n", "a\nnew \t\nb\n", "a\nnew\nb\n",
	       "white space at the end of an added line is cut");
	TIDIES("a \nb\n", "a \nnew\nb\n", "a \nnew\nb\n", "of an old one it is not");
	TIDIES("a\n\nb\n", "a\n\n\nnew\nb\n", "a\n\nnew\nb\n",
	       "text that begins with a second blank line");
	TIDIES("a\n\nb\n", "a\nnew\n\n\nb\n", "a\nnew\n\nb\n",
	       "text that ends with one");
	TIDIES("\ta;\n\tgone;\n\tb;\n", "\ta;\n\t\n\tb;\n", "\ta;\n\tb;\n",
	       "the indentation that spatch leaves of a statement");
	TIDIES("\ta;\n\n\tgone;\n\n\tb;\n", "\ta;\n\n\t\n\n\tb;\n", "\ta;\n\n\tb;\n",
	       "... between blank lines, of which one stays");
	TIDIES("\tgone;\n\ta;\n", "\t\n\tb;\n", "\tb;\n",
	       "... beside a line that was changed");
	TIDIES("\tif (x)\n\t\tgone;\n}\n", "\tif (x)\n\t\t\n\t\tnew;\n}\n",
	       "\tif (x)\n\t\tnew;\n}\n", "... before one that was added");
	TIDIES("\ta;\n\tb;\n", "\ta;\n\n\tb;\n", "\ta;\n\n\tb;\n",
	       "an empty line that a rule adds stays");
	TIDIES("a\n", "\nnew\na\n", "new\na\n", "a blank line at the start of a file");
	TIDIES("", " \n", "", "a blank line alone in a new file");
	TIDIES("if (x) {\n\ta;\n}\nelse\n\tc;\n", "if (x) {\n\tb;\n}\nelse\n\tc;\n",
	       "if (x) {\n\tb;\n}\nelse\n\tc;\n", "an else that was there stays where it is");
	TIDIES("if (x) {\n\ta;\n}\n", "if (x) {\n\ta;\n}\nelse {\n\tb;\n}\n",
	       "if (x) {\n\ta;\n} else {\n\tb;\n}\n", "a new one goes behind the brace");
	TIDIES("{\n\t}\n", "{\n\t}\nelse\n", "{\n\t}\nelse\n",
	       "not where it belongs to another one");
}

static void test_edges(void)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	size_t right = 0;

	TIDIES("", "", "", "nothing");
	TIDIES("a\n", "a\n", "a\n", "no change");
	TIDIES("a\n\n\n\nb  \n", "a\n\n\n\nb  \n", "a\n\n\n\nb  \n",
	       "no change, however untidy it is");
	TIDIES("a\n", "", "", "a file that becomes empty");
	TIDIES("", "a\n", "a\n", "one that was");
	TIDIES("a", "a\nb", "a\nb", "no newline at the end: none is added");
	TIDIES("a\n\ngone", "a\n", "a\n", "it was the last line that had none");
	TIDIES("a\0b\nc\n", "a\0b\nd \n", "a\0b\nd\n", "NUL bytes are kept");
	for (int i = 0; i < 20000; i++) {
		strbuf_addf(&a, "line %d\n", i);
		strbuf_addf(&b, "line %d%s\n", i, i % 1000 ? "" : " new ");
	}
	ok(!tidy(&a, &b), "a long file");
	for (const char *p = b.buf; (p = strstr(p, " new\n")); p++)
		right++;
	ok(right == 20 && !strstr(b.buf, "new "), "every change in it is mended");
	strbuf_release(&a);
	strbuf_release(&b);
}

int main(void)
{
	git_start();
	test_gaps();
	test_added();
	test_edges();
	git_stop();
	return tap_done();
}
