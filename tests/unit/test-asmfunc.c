// SPDX-License-Identifier: GPL-2.0-only
/* asmfunc: where assembly begins functions, and what macros make. */
#include <stdlib.h>

#include "base/strbuf.h"
#include "csrc/asmfunc.h"
#include "tap.h"

/*
 * The functions that TEXT begins, and behind "|" those that macros make, with "+" the
 * words that they put together, and "?" if that is not all.
 */
static char *names_in(const char *text)
{
	struct strbuf out = STRBUF_INIT;
	struct strvec made = STRVEC_INIT, words = STRVEC_INIT;
	struct clex lx;
	bool all;

	clex_init(&lx, text, strlen(text));
	for (size_t i = 0; i < lx.n; i++)
		if (lx.v[i].kind == CLEX_WORD && asmfunc_begins(&lx, i))
			strbuf_addf(&out, "%.*s ", (int)lx.v[i].len,
				    text + lx.v[i].pos);
	clex_release(&lx);
	strbuf_addstr(&out, "|");
	all = asmfunc_made(text, strlen(text), &made, &words);
	for (size_t i = 0; i < made.n; i++)
		strbuf_addf(&out, " %s", made.v[i]);
	for (size_t i = 0; i < words.n; i++)
		strbuf_addf(&out, " +%s", words.v[i]);
	strbuf_addstr(&out, all ? "" : " ?");
	strvec_release(&made);
	strvec_release(&words);
	return strbuf_detach(&out);
}

static const struct {
	const char *text, *want, *name;
} CASES[] = {
	{ "f:\n\tret\n1:\n", "f |", "a label" },
	{ "ENTRY(f)\nSYM_FUNC_START( g )\n_GLOBAL(h, 2)\nLEAF(i)\n",
	  "f g h i |", "what begins functions" },
	{ "ENDPROC(f)\ncall(f)\nentry(f)\n\tb f\n", "|", "what does not" },
	{ ".macro m a\nENTRY(\\a)\n.endm\nm f\nm g\n", "| f g", "two uses" },
	{ "\t.macro\tm, a, b\nENTRY(\t\\a\t)\n\t.endm\n\tm\tf, orr\n", "| f",
	  "commas and tabs" },
	{ ".macro m a b\nENTRY(__\\a\\()_x\\b)\n.endm\nm f 32\n", "| __f_x32 +__f_x32",
	  "pasted" },
	{ ".macro m a:req, b=_d\nENTRY(\\a\\b)\n.endm\nm f\nm f, _e\n",
	  "| f_d f_e +f_d +f_e", "a default" },
	{ ".macro m a=x b=y\nENTRY(\\a\\()_\\b)\n.endm\nm b=f, a=g\nm\n",
	  "| g_f x_y +g_f +x_y", "arguments by name" },
	{ ".macro m a\nENTRY(\\a)\nENTRY(\\a\\()2)\n.endm\nm f\n", "| f f2 +f2",
	  "two functions of one macro" },
	{ ".macro m a\nENTRY(\\a)\n.endm\n.macro m a\nENTRY(n\\a)\n.endm\nm f\n",
	  "| f nf +nf", "two macros of one name: #if" },
	{ ".macro o a\n.macro m b\nENTRY(\\b)\n.endm\n.endm\nm f\n", "|",
	  "a macro in a macro" },
	{ ".macro m a\nENTRY(\\a)\n.endm\nm \\f\nm\nm ,f\nm f g\n", "|",
	  "what is no name, or unclear" },
	{ ".macro m a\nENTRY(\\b)\n.endm\nm f\n", "|", "no such parameter" },
	{ ".macro m a\nENTRY(x\\\n)\n.endm\nm f\n", "x |", "a line that goes on" },
	{ ".macro m a\nENTRY(\\a)\n.endm\n/* m f */\n@ m f\n# m f\n", "|",
	  "in comments" },
	{ ".macro m a\nENTRY(\\a)", "|", "without an end" },
	{ ".macro m a o\nENTRY(\\a)\n\tb foo_\\o\n.L\\a\\@:\n.endm\nm f put\n",
	  "| f +foo_put +Lf0", "a call that is put together" },
	{ ".macro m a\n\tb foo_\\a\n.endm\n.macro n a\nm \\a\n.endm\nn f\n",
	  "| ?", "used in another macro" },
	{ ".macro m a\n\tb foo_\\b\n.endm\nm f\n", "| ?", "no word" },
	{ ".macro m a\nENTRY(\\a)\n.endm\n.macro n\nm f\n.endm\n", "|",
	  "used in a macro that nobody uses" },
	{ "f:\n.irp x, put\n\tb foo_\\x\n.endr\n", "f | ?", "a loop" },
	{ "#define foo(x) foo_##x\nf:\n\tb foo(put)\n", "f | ?",
	  "the preprocessor" },
	{ ".macro", "|", "without a name" },
	{ ".macro m a:", "|", "a colon at the end" },
	{ ".macro m a=", "|", "an equals sign at the end" },
	{ ".macro m a\nENTRY(", "|", "nothing behind the bracket" },
};

/* Text that would take very long if each use tried each name. */
static void hostile(void)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec made = STRVEC_INIT;

	for (int i = 0; i < 3000; i++) {
		strbuf_addstr(&text, ".macro m a\n");
		for (int k = 0; k < 10; k++)
			strbuf_addstr(&text, "ENTRY(\\a)\n");
		strbuf_addstr(&text, ".endm\n");
	}
	for (int i = 0; i < 30000; i++)
		strbuf_addstr(&text, "m f\n");
	ok(!asmfunc_made(text.buf, text.len, &made, &made) && made.n <= 200000,
	   "a hostile text is not tried to the end, and that is said");
	strvec_clear(&made);
	strbuf_clear(&text);
	strbuf_addstr(&text, ".macro m a\nENTRY(");
	for (int i = 0; i < 300000; i++)
		strbuf_addstr(&text, "\\a");
	strbuf_addstr(&text, "aaa)\n.endm\nm ");
	for (int i = 0; i < 300000; i++)
		strbuf_addch(&text, 'f');
	strbuf_addstr(&text, "\nm g\n");
	ok(!asmfunc_made(text.buf, text.len, &made, &made) && !made.n,
	   "no word is that long");
	strvec_release(&made);
	strbuf_release(&text);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(CASES); i++) {
		char *names = names_in(CASES[i].text);

		is_str(names, CASES[i].want, CASES[i].name);
		free(names);
	}
	hostile();
	return tap_done();
}
