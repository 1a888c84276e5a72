// SPDX-License-Identifier: GPL-2.0-only
/* Texts that the store keeps: two lists of functions, two of diagnostics. */
#include "fuzz.h"
#include "objcode/list.h"
#include "verify/diag.h"

static void functions(const char *before, const char *now)
{
	struct codelist a = { 0 }, b = { 0 };
	struct codediff d = { 0 };
	struct code c = { 0 };
	struct strbuf counts = STRBUF_INIT;

	fuzz_result(codelist_parse(&a, before));
	fuzz_result(codelist_parse(&b, now));
	codediff_unit(&d, "u.c", &a, &b);
	codediff_finish(&d, &c);
	code_counts(&c, &counts);
	code_release(&c);
	codediff_release(&d);
	codelist_release(&a);
	codelist_release(&b);
	strbuf_release(&counts);
}

static void diagnostics(const char *before, const char *now)
{
	struct diags stored, read, kept;
	struct strbuf text = STRBUF_INIT;
	struct strvec new = STRVEC_INIT;

	diags_from_text(&stored, before);
	diags_read(&read, now, "/src");
	diags_new(&stored, &read, &new);
	diags_text(&read, &text);
	diags_from_text(&kept, text.buf);
	diags_release(&stored);
	diags_release(&read);
	diags_release(&kept);
	strvec_release(&new);
	strbuf_release(&text);
}

FUZZ_TARGET(store)
{
	char *text = fuzz_text(data, size), *second = fuzz_cut(text);

	functions(text, second);
	diagnostics(text, second);
	free(text);
	return 0;
}
