// SPDX-License-Identifier: GPL-2.0-only
/* lost: attributes that went with the code around them. */
#include "gen/lost.h"
#include "git/lib.h"
#include "tap.h"

static const char macros[] =
	"#define __plain\n"
	"#define __call(x) YACFE_ATTRIBUTE\n"
	"#define __noted /* of a sort */\n"
	"#define __full int\n"
	"#define __loop(x) YACFE_ITERATOR\n"
	"#define __own\n"
	"/* #define __talk */\n";

static void note(void *arg, const char *name, int line)
{
	strbuf_addf(arg, "%s:%d ", name, line);
}

static void loses(const char *before, const char *after, const char *want,
		  const char *name)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, got = STRBUF_INIT;
	struct strvec names = STRVEC_INIT;

	lost_names(macros, "@@ @@\n-f(__own)\n", &names);
	strbuf_addstr(&a, before);
	strbuf_addstr(&b, after);
	is_int(lost_find(&names, &a, &b, note, &got), 0, name);
	is_str(got.buf, want, "... what is lost");
	strvec_release(&names);
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&got);
}

int main(void)
{
	struct strvec names = STRVEC_INIT;

	git_start();
	lost_names(macros, "@@ @@\n-f(__own)\n", &names);
	is_int((int)names.n, 3, "what is nothing or an attribute, and no rule names");
	strvec_release(&names);
	loses("a\nint x __plain = 1;\nb\n", "a\nint x = 2;\nb\n", "__plain:2 ",
	      "a declaration that was replaced");
	loses("a\nint x __call(f) = 1;\n", "a\nint x __call(f) = 2;\n", "",
	      "one that kept it");
	loses("a\nint x __plain;\nb\n", "a\nb\n", "", "one that is gone as a whole");
	loses("int x __own;\nint y __full;\n", "int x;\nint y;\n", "",
	      "words that the rule names, or that spatch sees");
	loses("T __plain a;\nT __plain b;\nc\nint z __noted;\n", "T __plain a, b;\nc\nint z;\n",
	      "__plain:1 __noted:4 ", "each change of lines by itself");
	git_stop();
	return tap_done();
}
