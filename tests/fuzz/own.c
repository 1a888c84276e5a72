// SPDX-License-Identifier: GPL-2.0-only
/* A compiler's dump, and what is made of it by the rules of tests/own. */
#include "fuzz.h"
#include "ask.h"

FUZZ_TARGET(own)
{
	char *text = fuzz_text(data, size);
	struct gdump g = { 0 };

	if (!rules.n)
		read_rules();
	if (!gdump_read(&g, "u.c", text, "/top"))
		ask_all(&g);
	gdump_release(&g);
	free(text);
	return 0;
}
