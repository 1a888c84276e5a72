// SPDX-License-Identifier: GPL-2.0-only
/*
 * What people wrote for mails: trailers, people, and a MAINTAINERS file, behind
 * lines "%%".
 */
#include "fuzz.h"
#include "patch/trailers.h"
#include "send/maintainers.h"
#include "send/people.h"

static void trailers(const char *text)
{
	struct given_list given = { 0 };
	struct trailers t;

	fuzz_put("trailers", text, strlen(text));
	if (!trailers_read(&t, fuzz_dir())) {
		for (size_t i = 0; i < t.n && i < 100; i++)
			trailers_of(&t, t.v[i].subject, t.v[i].patch_id,
				    &given);
		trailers_add(&t, "x", NULL, "Acked-by: A <a@b>", NULL);
		fuzz_result(trailers_write(&t, fuzz_dir()));
	}
	free(given.v);
	trailers_release(&t);
}

static void people(const char *text)
{
	struct strbuf out = STRBUF_INIT;
	struct people p = { 0 };

	fuzz_result(people_read(&p, fuzz_file(text, strlen(text))));
	people_sort(&p);
	people_headers(&p, &out);
	people_release(&p);
	strbuf_release(&out);
}

FUZZ_TARGET(send)
{
	char *text = fuzz_text(data, size), *second = fuzz_cut(text);
	char *third = fuzz_cut(second);
	char *paths[] = { "mm/memory.c", "kernel/fork.c", NULL };
	const struct strvec pv = { .v = paths, .n = 2 };
	struct strbuf out = STRBUF_INIT;

	trailers(text);
	people(second);
	maintainers_cut(third, &pv, &out);
	strbuf_release(&out);
	free(text);
	return 0;
}
