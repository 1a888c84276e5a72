// SPDX-License-Identifier: GPL-2.0-only
/* series.json: spans, what explain answers, and files that are none. */
#include "mutate.h"
#include "report/series-json.h"

static const char good[] =
	"{ \"format\": 1, \"series\": { \"name\": \"s\", \"title\": \"t\", \"version\": 4 },\n"
	"  \"tree\": { \"name\": \"linux-1\", \"kind\": \"git\", \"base-commit\": \"0123\" },\n"
	"  \"tools\": { \"respin\": \"1\", \"spatch\": \"2\" },\n"
	"  \"patches\": [ { \"name\": \"01-a\", \"subject\": \"a: b\", \"outcome\": \"applied\", \"code\": \"same\",\n"
	"    \"file\": \"0001-a.patch\", \"files\": 1, \"plus\": 2, \"minus\": 3,\n"
	"    \"trailers\": [ { \"trailer\": \"Acked-by: x\", \"message-id\": \"m\", \"found_by\": \"subject\" } ],\n"
	"    \"seconds\": 0.25, \"ops\": [ { \"name\": \"1-a.cocci\", \"candidates\": [ \"a.c\" ], \"unchanged\": [ \"b.c\" ],\n"
	"      \"steps\": [ { \"name\": \"r\", \"hits\": 2, \"may_miss\": \"so\" } ] } ],\n"
	"    \"changes\": [ { \"path\": \"a.c\", \"plus\": 2, \"minus\": 3, \"added\": [ \"4+2 1-a.cocci\" ], \"removed\": [ \"4+3 tidy\" ] } ] },\n"
	"    { \"name\": \"02-b\", \"subject\": \"b: c\", \"outcome\": \"already in\", \"why\": \"a.c:1\", \"ops\": [], \"changes\": [] } ],\n"
	"  \"proven\": true, \"parse_errors\": [ { \"patch\": \"01-a\", \"op\": \"1-a.cocci\", \"path\": \"a.c\", \"from\": 1, \"to\": 9, \"holds\": \"w\" } ],\n"
	"  \"unread\": [ \"z.c\" ], \"leftovers\": [ { \"path\": \"a.c\", \"line\": 7, \"word\": \"w\", \"reason\": \"so\" } ],\n"
	"  \"lines\": { \"a.c\": [ \"4+2 01-a 1-a.cocci\" ], \"b.c\": [] } }\n";

static const char patch[] =
	"Subject: a: b\n\n---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n"
	"@@ -3,5 +3,4 @@ x\n one\n-two\n-three\n-four\n+deux\n+trois\n five\n";

static char *dir;

/* All that is done with it: read, and write again. */
static int read_all(const char *path)
{
	struct strbuf text = STRBUF_INIT;
	struct record r;
	size_t at;
	int err = record_read(&r, dir);

	(void)path;
	for (size_t i = 0; !err && i < r.n; i++)
		for (size_t k = 0; k < r.patches[i].n_changes; k++)
			for (size_t j = 0; j < r.patches[i].changes[k].added.n; j++) {
				const char *s = record_span(r.patches[i].changes[k].added.v[j], 5);

				if (s && r.patches[i].n_ops)
					record_made_by(s, r.patches[i].ops[0].name, &at);
			}
	if (!err)
		record_text(&r, true, &text);
	record_release(&r);
	free(record_series(dir));
	strbuf_release(&text);
	return err;
}


static void explains(const char *path, size_t line, const char *want)
{
	struct strbuf out = STRBUF_INIT;

	record_explain(dir, path, line, &out);
	is_str(out.buf, want, path);
	strbuf_release(&out);
}

static void test_spans(void)
{
	size_t at;

	is_str(record_span("4+2 x.edit:7", 5), "x.edit:7", "a span has its last line");
	ok(!record_span("4+2 x", 6) && !record_span("4+2 x", 3), "... and no more");
	ok(!record_span("4+0 x", 4), "none at all");
	ok(!record_span("4+2", 4) && !record_span("4+2 ", 4) &&
	   !record_span("-4+2 x", 4) && !record_span("4+-2 x", 4) &&
	   !record_span(" 4+2 x", 4) && !record_span("", 0) &&
	   !record_span("4+99999999999999999999999 x", 4), "what is no span");
	ok(record_made_by("x.edit:7", "x.edit", &at) && at == 7, "a command of an edit");
	ok(record_made_by("x.edit", "x.edit", &at) && !at, "all of it");
	ok(!record_made_by("x.edits", "x.edit", &at), "another one");
}

int main(void)
{
	char *file, *mail;

	test_spans();
	dir = scratch_new();
	file = xstrfmt("%s/respin/series.json", dir);
	mail = xstrfmt("%s/0001-a.patch", dir);
	make_parent(file);
	write_file(mail, patch, strlen(patch));
	write_file(file, good, strlen(good));
	explains("a.c", 5, "patch 01-a: a: b\n  in 0001-a.patch\n"
		 "  cocci/s/01-a/1-a.cocci (rules with hits: r)\n");
	explains("0001-a.patch", 12, "patch 01-a: a: b\n  in 0001-a.patch\n"
		 "  cocci/s/01-a/1-a.cocci (rules with hits: r)\n");
	explains("0001-a.patch", 9, "patch 01-a: a: b\n  in 0001-a.patch\n"
		 "  layout repaired after its operations\n\n");
	mutate(file, read_all, good);
	scratch_free(dir);
	free(file);
	free(mail);
	return tap_done();
}
