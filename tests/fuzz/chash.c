// SPDX-License-Identifier: GPL-2.0-only
/* A preprocessed unit. */
#include "chash/chash.h"
#include "fuzz.h"

static void run(const char *text, const struct chash_opts *o)
{
	struct chash c;

	fuzz_result(chash_unit(&c, text, strlen(text), o));
	for (size_t i = 0; i < c.n; i++)
		if (c.decls[i].file >= c.files.n)
			BUG("a declaration of file %u", c.decls[i].file);
	chash_release(&c);
}

FUZZ_TARGET(chash)
{
	char *files[] = { "a.c", "b.h", NULL }, *names[] = { "f", "g", NULL };
	char *counters[] = { "__UNIQUE_ID_x_", NULL };
	const struct strvec fv = { .v = files, .n = 2 };
	const struct strvec nv = { .v = names, .n = 2 };
	const struct strvec cv = { .v = counters, .n = 1 };
	char *text = fuzz_text(data, size);
	const struct chash_opts none = { 0 };
	const struct chash_opts all = { .root = "/src", .files = &fv,
					.names = &nv, .counters = &cv,
					.lines = true };

	run(text, &none);
	run(text, &all);
	free(text);
	return 0;
}
