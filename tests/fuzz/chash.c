// SPDX-License-Identifier: GPL-2.0-only
/* A preprocessed unit. */
#include "chash/chash.h"
#include "fuzz.h"

static void run(const uint8_t *data, size_t size, const struct chash_opts *o)
{
	struct strbuf text = STRBUF_INIT;
	struct chash c;

	strbuf_add(&text, data, size);
	fuzz_result(chash_unit(&c, text.buf, text.len, o));
	for (size_t i = 0; i < c.n; i++)
		if (c.decls[i].file >= c.files.n)
			BUG("a declaration of file %u", c.decls[i].file);
	chash_release(&c);
	strbuf_release(&text);
}

FUZZ_TARGET(chash)
{
	char *files[] = { "a.c", "b.h", NULL }, *names[] = { "f", "g", NULL };
	char *counters[] = { "__UNIQUE_ID_x_", NULL };
	const struct strvec fv = { .v = files, .n = 2 };
	const struct strvec nv = { .v = names, .n = 2 };
	const struct strvec cv = { .v = counters, .n = 1 };
	const struct chash_opts none = { 0 };
	const struct chash_opts all = { .root = "/src", .files = &fv,
					.names = &nv, .counters = &cv,
					.lines = true };

	run(data, size, &none);
	run(data, size, &all);
	return 0;
}
