// SPDX-License-Identifier: GPL-2.0-only
/* path: the folders of a machine in a text get names. */
#include "base/path.h"
#include "tap.h"

static const struct path_name names[] = {
	{ "/w/src", "$src" }, { "/w/src/obj", "$obj" }, { NULL, "$none" }, { "", "$empty" },
};

static void is_neutral(const char *text, const char *want, const char *what)
{
	struct strbuf out = STRBUF_INIT;

	path_neutral(text, names, ARRAY_SIZE(names), &out);
	is_str(out.buf, want, what);
	strbuf_release(&out);
}

int main(void)
{
	is_neutral("", "", "nothing");
	is_neutral("-I/w/src/include", "-I$src/include", "behind an option");
	is_neutral("/w/src", "$src", "all of the text");
	is_neutral("a '/w/src': /w/src/a.c:1", "a '$src': $src/a.c:1", "twice");
	is_neutral("/w/src/obj/x", "$obj/x", "the longer name counts");
	is_neutral("/w/src/objects/x", "$src/objects/x", "but only as a whole");
	is_neutral("/w/srcs /w/src.old /w/src-1 /w/sr", "/w/srcs /w/src.old /w/src-1 /w/sr",
		   "another folder that begins alike");
	is_neutral("/usr/w/src/x /w/src/w/src", "/usr/w/src/x $src/w/src",
		   "the end of another path");
	is_neutral("/a:/w/src:/b=/w/src", "/a:$src:/b=$src", "a list of paths");
	is_neutral("-fmacro-prefix-map=/w/src/=", "-fmacro-prefix-map=$src/=", "in an option");
	return tap_done();
}
