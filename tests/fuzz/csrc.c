// SPDX-License-Identifier: GPL-2.0-only
/* Two texts of a C file: tokens, lines, regions, what changed, tidied. */
#include "chash/delta.h"
#include "csrc/asmfunc.h"
#include "csrc/lines.h"
#include "csrc/pasted.h"
#include "csrc/region.h"
#include "csrc/tidy.h"
#include "fuzz.h"

static void function(void *arg, size_t name, size_t from, size_t to)
{
	const struct source *src = arg;

	if (name > src->lex.n || from > to || to > src->lex.n)
		BUG("a function at %zu, %zu to %zu", name, from, to);
}

/* Tokens cover the text, without gaps; lines are in it. */
static void check(const struct source *src, size_t len)
{
	size_t at = 0;

	for (size_t i = 0; i < src->lex.n; i++) {
		if (src->lex.v[i].pos != at || !src->lex.v[i].len)
			BUG("token %zu is not at %zu", i, at);
		at = clex_end(&src->lex, i);
	}
	if (at != len)
		BUG("the tokens end at %zu", at);
	for (size_t i = 0; i < src->pp.n; i++)
		if (src->pp.v[i].start > src->pp.v[i].end ||
		    src->pp.v[i].end > len)
			BUG("line %zu is not in the text", i);
}

static void regions(const struct source *src)
{
	static const char *const args[] = {
		"f", "f", "X", "<a.h>", "ifdef X", "ifdef X", "x", "x;", NULL,
	};

	for (int kind = SEL_FUNCTION; kind <= SEL_FILE; kind++)
		for (int which = SEL_ONLY; which <= SEL_LAST; which++) {
			struct sel *sel = sel_new(kind, args[kind]);
			const struct sel *twice = NULL;
			struct region r, second;

			sel->which = which;
			sel->empty = which && kind == SEL_CONDITIONAL;
			if (region_find(src, sel, &r, &second, &twice) ==
			    REGION_FOUND && (r.start > r.end ||
					     r.end > src->lex.len))
				BUG("a region that is not in the text");
			sel_free(sel);
		}
}

FUZZ_TARGET(csrc)
{
	struct strbuf old, new;
	struct macro_ranges m = { 0 };
	struct lines l = { 0 }, active = { 0 };
	struct source src;
	struct strvec made = STRVEC_INIT;
	struct delta d;

	fuzz_bytes(data, size, &old, &new);
	source_init(&src, old.buf, old.len);
	check(&src, old.len);
	regions(&src);
	region_each_function(&src, function, &src);
	fuzz_result(pasted_defines(&src, "f_x"));
	source_release(&src);
	lines_code(&l, old.buf, old.len);
	lines_spread(&l, old.buf, old.len);
	lines_active(&active, &l, new.buf, new.len);
	macro_lines(&m, old.buf, old.len, NULL);
	asmfunc_made(old.buf, old.len, &made, &made);
	delta_init(&d, &old, &new);
	fuzz_result(tidy(&old, &new));
	delta_release(&d);
	macro_ranges_release(&m);
	lines_release(&l);
	lines_release(&active);
	strvec_release(&made);
	strbuf_release(&old);
	strbuf_release(&new);
	return 0;
}
