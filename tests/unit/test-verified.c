// SPDX-License-Identifier: GPL-2.0-only
/* verify.json: what it says, and files that are none. */
#include "mutate.h"
#include "report/junit.h"
#include "report/summary.h"
#include "report/verified.h"

static const char good[] =
	"{ \"format\": 1, \"tree\": \"linux-1\", \"commit\": \"0123\", \"command\": \"respin verify k p\",\n"
	"  \"patches\": [ { \"subject\": \"a: b\", \"name\": \"p/0001-a.patch\", \"id\": \"ab\" }, { \"subject\": \"c\", \"name\": \"2\", \"id\": \"cd\" } ],\n"
	"  \"does_not_apply\": \"p/0003.patch\", \"why\": \"because\",\n"
	"  \"checks\": [ { \"check\": \"words\", \"patch\": 1, \"status\": \"timed-out\", \"summary\": \"s\", \"details\": \"a\\nb\", \"seconds\": 1.5 },\n"
	"    { \"check\": \"all\", \"patch\": 0, \"status\": \"skipped\", \"summary\": \"s\", \"details\": \"\" } ],\n"
	"  \"configurations\": [ { \"config\": \"x-def\", \"arch\": \"x\", \"result\": \"compiled\", \"compiler\": \"gcc\", \"in_part\": true,\n"
	"    \"not_set\": [ \"CONFIG_X\" ], \"seconds\": 2, \"cells\": [ { \"patch\": 1, \"status\": \"fail\", \"units\": 6, \"unchanged\": 1,\n"
	"      \"unreached\": 1, \"same\": 1, \"compiled\": 3, \"forced\": 1, \"by_sparse\": 2, \"broken_before\": 0, \"linked\": false,\n"
	"      \"failures\": [ \"a b.c: no\" ], \"warnings\": [ \"a.c: w\" ], \"sparse\": [ \"a.c: s\" ],\n"
	"      \"code\": { \"units\": 2, \"claimed_same\": true, \"changed\": [ \"c.c: f\" ], \"added\": [ \"c.c: g\" ],\n"
	"        \"removed\": [ \"c.c: h\" ], \"moved\": [ \"c.c: i\" ], \"unknown\": [ \"d.c: why\" ] } },\n"
	"      { \"patch\": 2, \"status\": \"pass\" } ] },\n"
	"    { \"config\": \"y\", \"result\": \"no-compiler\", \"why\": \"no gcc\", \"cells\": [] } ],\n"
	"  \"pairs\": 12, \"skipped\": 6, \"lines_looked_for\": true, \"lines_not_compiled\": [ \"patch 1 a.c:3: #if 0\" ],\n"
	"  \"lines_in_macros\": [ \"patch 1 a.c:4: M\" ], \"seconds\": 3.5 }\n";

/* All that is done with it, for each patch, and one more. */
static int read_all(const char *path)
{
	struct verified v;
	int err = verified_read(&v, path);
	char *text = NULL;

	for (size_t k = 0; !err && k < v.n_patches + 2; k++) {
		struct strbuf out = STRBUF_INIT;

		for (size_t i = 0; i < v.n; i++) {
			const struct cell *c = verified_cell(&v.columns[i], k);
			struct strvec code = STRVEC_INIT;

			rstate_name(verified_state(&v.columns[i], k));
			rstate_symbol(verified_state(&v.columns[i], k));
			verified_again(&v, k, &v.columns[i], NULL, &out);
			if (c)
				cell_code(c, &code);
			strvec_release(&code);
		}
		verified_again(&v, k, NULL, "words", &out);
		verified_check(&v, k, "words");
		verified_code(&v, k, NULL, &out);
		strbuf_release(&out);
	}
	if (!err) {
		struct strbuf out = STRBUF_INIT;

		verified_summary(&v, &out);
		strbuf_release(&out);
		free(verified_junit(&v));
		text = verified_text(&v, true);
	}
	free(text);
	verified_release(&v);
	return err;
}

static void test_good(const char *path)
{
	struct strbuf out = STRBUF_INIT;
	struct strvec names = STRVEC_INIT;
	struct verified v;
	size_t units;

	write_file(path, good, strlen(good));
	is_int(verified_read(&v, path), 0, "it is read");
	is_int(verified_state(&v.columns[0], 1), RSTATE_FAIL, "a cell that fails");
	is_int(verified_state(&v.columns[0], 2), RSTATE_PART, "one that passed in part");
	is_int(verified_state(&v.columns[0], 3), RSTATE_NONE, "one that is not there");
	is_int(verified_state(&v.columns[1], 1), RSTATE_SKIP, "one without a compiler");
	is_int(rstate_of(verified_check(&v, 1, "words")->status), RSTATE_FAIL, "out of time is failed");
	is_int(rstate_of("what"), RSTATE_FAIL, "what is not known is failed");
	verified_again(&v, 1, &v.columns[0], NULL, &out);
	is_str(out.buf, "respin verify k p --patch 1 --arch x-def --again --unit 'a b.c' --unit a.c --unit c.c --unit d.c",
	       "how to see it again");
	strbuf_clear(&out);
	is_int(verified_code(&v, 1, &units, &out), 1, "its code changes on one configuration");
	is_str(out.buf, "1 changed, 1 added, 1 removed, 1 moved, 1 unknown, on 1 of 1 configurations; the series says none", "... and how");
	is_int((long)units, 2, "... of so many units");
	is_int(verified_code(&v, 2, NULL, &out), -1, "nothing was compared");
	strbuf_clear(&out);
	verified_summary(&v, &out);
	is_str(out.buf, "respin verify: 2 patches on linux-1, commit 0123\n"
	       "does not apply: p/0003.patch\n"
	       "words: 0 passed, 0 warn, 1 fail, 0 not run\n"
	       "all: skipped: s\n"
	       "built: 1 configuration on 1 architecture, each patch against its parent;\n"
	       "  gcc\n"
	       "fails: patch 01 on x-def\n"
	       "sparse: not run\n"
	       "not checked: x-def (in part), y (no-compiler)\n"
	       "changed lines of C: 1 compiled by no configuration\n", "its summary");
	verified_checks(&v, &names);
	is_int((long)names.n, 2, "each check once");
	strvec_release(&names);
	strbuf_release(&out);
	verified_release(&v);
	is_int(verified_read(&v, "/nowhere/verify.json"), 1, "no such file");
	ok(!*v.command && !v.n, "... reads as an empty one");
	verified_release(&v);
}

/* More configurations or checks than can be: no, and at once. */
static void test_much(const char *path)
{
	static const char *const begin[] = {
		"\"configurations\": [], \"checks\": [ {}",
		"\"configurations\": [ {}",
	};

	for (int k = 0; k < 2; k++) {
		struct strbuf s = STRBUF_INIT;

		strbuf_addf(&s, "{ \"format\": 1, %s", begin[k]);
		for (int i = 0; i < 3000; i++)
			strbuf_addf(&s, ", { \"%s\": \"c%d\" }",
				    k ? "config" : "check", i);
		strbuf_addstr(&s, " ] }");
		write_file(path, s.buf, s.len);
		is_int(read_all(path), ERR_USER, "too many");
		strbuf_release(&s);
	}
}

int main(void)
{
	char *dir = scratch_new(), *path = xstrfmt("%s/verify.json", dir);

	test_good(path);
	test_much(path);
	mutate(path, read_all, good);
	scratch_free(dir);
	free(path);
	return tap_done();
}
