// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/lang.h"
#include "review/html.h"
#include "tap.h"

static struct strbuf out = STRBUF_INIT;

static void text(const char *in, size_t n, const char *want, const char *name)
{
	strbuf_clear(&out);
	html_text(&out, in, n);
	is_str(out.buf, want, name);
}

#define TEXT(in, want, name) text(in, sizeof(in) - 1, want, name)

static void escapes(void)
{
	TEXT("a < b && c > \"d\" 'e'",
	     "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;", "markup");
	TEXT("&amp;", "&amp;amp;", "what is escaped is escaped again");
	TEXT("Jos\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
	     "Jos\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "UTF-8 stays");
	TEXT("a\xe9z", "a\xef\xbf\xbdz", "Latin 1");
	TEXT("\xc0\xbcscript>", "\xef\xbf\xbd\xef\xbf\xbdscript&gt;",
	     "an overlong '<'");
	TEXT("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "a surrogate");
	TEXT("a\xe2\x82", "a\xef\xbf\xbd\xef\xbf\xbd", "cut off");
	TEXT("\xf8\x88\x80\x80\x80",
	     "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
	     "five bytes");
	TEXT("a\0b", "a&lt;U+0000&gt;b", "a NUL");
	TEXT("\x1b[31m", "&lt;U+001B&gt;[31m", "an escape sequence");
	TEXT("a\tb\r\nc\rd", "a\tb\nc&lt;U+000D&gt;d", "blanks and line ends");
	TEXT("a\xe2\x80\xae" "b", "a&lt;U+202E&gt;b", "a right-to-left override");
	TEXT("a\xe2\x80\x8b" "b", "a&lt;U+200B&gt;b", "a blank of no width");
	TEXT("a\xef\xbb\xbf" "b", "a&lt;U+FEFF&gt;b", "a byte order mark");
}

static void formats(void)
{
	strbuf_clear(&out);
	html_f(&out, "<a title=\"%s\">%d %u %zu %ld %c%%%S</a>", "<\">", -1, 2u,
	       (size_t)3, 4L, '<', "<b>");
	is_str(out.buf, "<a title=\"&lt;&quot;&gt;\">-1 2 3 4 &lt;%<b></a>",
	       "html_f: text is escaped, markup is not");
}

static void code(const char *in, const char *want, const char *name)
{
	unsigned char *kinds = html_kinds(in, strlen(in));

	strbuf_clear(&out);
	html_code(&out, in, kinds, strlen(in));
	is_str(out.buf, want, name);
	free(kinds);
}

static void colours(void)
{
	code("int x = 'a' < 1;", "<b>int</b> x = <u>&#39;a&#39;</u> &lt; 1;",
	     "keywords and characters");
	code("f(\"</u>\"); /* <i> */",
	     "f(<u>&quot;&lt;/u&gt;&quot;</u>); <i>/* &lt;i&gt; */</i>",
	     "strings and comments");
	code("#ifdef X\nif (1)", "<em>#ifdef</em> X\n<b>if</b> (1)", "directives");
	code("#include <asm/if.h>", "<em>#include</em> &lt;asm/if.h&gt;",
	     "no keywords in the name of a header");
	code("# define A if", "<em>#</em> <em>define</em> A <b>if</b>",
	     "a directive with a blank");
	code(" * the end */ int", "<i> * the end */</i> <b>int</b>",
	     "a text that begins in a comment");
	code("/* int\n * not closed", "<i>/* int\n * not closed</i>",
	     "a comment that is not closed");
	code("can't <b>", "can<u>&#39;t &lt;b&gt;</u>", "an apostrophe");
	code("interior", "interior", "a word that begins as a keyword does");
	code("", "", "nothing");
	ok(lang_is_cpp("a/b.c") && lang_is_cpp("b.h") && lang_is_cpp("x.S") &&
	   !lang_is_cpp("a.rst") && !lang_is_cpp("Makefile"), "what is C by its name");
}

int main(void)
{
	escapes();
	formats();
	colours();
	strbuf_release(&out);
	return tap_done();
}
