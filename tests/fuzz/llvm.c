// SPDX-License-Identifier: GPL-2.0-only
/*
 * LLVM's text, and what is made of it by the rules of tests/own; and the same as
 * preprocessed C, into which marks are written for clang.
 */
#include "fuzz.h"
#include "ask.h"
#include "prove/clang.h"

/* What is marked is still there, and the marks. */
static void mark(const char *text)
{
	struct clang_marks m = { 0 };
	struct strbuf sb = STRBUF_INIT;

	clang_add_rules(&m, &rules);
	strvec_push(&m.kept, "keep");
	strbuf_addstr(&sb, text);
	clang_mark(&m, &sb);
	if (strlen(sb.buf) != sb.len)
		BUG("marks are cut off");
	strbuf_release(&sb);
	clang_marks_release(&m);
}

FUZZ_TARGET(llvm)
{
	char *text = fuzz_text(data, size);
	struct gdump g = { 0 };

	if (!rules.n)
		read_rules();
	if (!llvm_read(&g, "u.c", text, "/top"))
		ask_all(&g);
	gdump_release(&g);
	mark(text);
	free(text);
	return 0;
}
