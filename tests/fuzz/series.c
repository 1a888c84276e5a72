// SPDX-License-Identifier: GPL-2.0-only
/*
 * A series: its manifest, then, behind lines "%%", a message, a rule, an edit
 * and the changes between versions.
 */
#include "fuzz.h"
#include "send/changes.h"
#include "series/series.h"

FUZZ_TARGET(series)
{
	static const char *const names[] = {
		"s/series", "s/01-a/message", "s/01-a/1-x.cocci",
		"s/01-a/2-x.edit", "s/changes",
	};
	char *text = fuzz_text(data, size), *at = text, *dir;
	struct strbuf out = STRBUF_INIT;
	struct strvec words = STRVEC_INIT;
	struct series s;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *next = fuzz_cut(at);

		fuzz_put(names[i], at, strlen(at));
		at = next;
	}
	dir = xstrfmt("%s/s", fuzz_dir());
	if (!series_read(&s, dir, size % 2)) {
		series_words(&s, &words);
		series_paths(&s, &words);
		series_find(&s, "01");
	}
	series_release(&s);
	fuzz_result(changes_read(&out, dir, 4));
	strvec_release(&words);
	strbuf_release(&out);
	free(dir);
	free(text);
	return 0;
}
