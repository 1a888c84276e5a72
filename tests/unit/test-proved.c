// SPDX-License-Identifier: GPL-2.0-only
/* prove.json: what it says, and files that are none. */
#include "mutate.h"
#include "report/proved.h"

#define ROW(verdict, why) "{ \"level\": \"pte\", \"way\": \"free\", \"verdict\": \"" verdict "\", \"paths\": 2, \"why\": \"" why "\", \"acquired\": 1, \"released\": 0, \"freed\": 1, \"path\": [ { \"at\": \"a.c:1\", \"what\": \"f()\", \"depth\": 1 }, { \"what\": \"g()\" } ] }"
#define OK "{ \"level\": \"pte\", \"way\": \"make\", \"verdict\": \"ok\", \"paths\": 1 }"

static const char good[] =
	"{ \"format\": 1, \"tree\": \"linux-1\", \"base\": \"0123\", \"command\": \"respin prove k p\",\n"
	"  \"patches\": [ { \"subject\": \"a\", \"name\": \"1\", \"id\": \"ab\" }, { \"subject\": \"b\", \"name\": \"2\", \"id\": \"cd\" } ],\n"
	"  \"verdicts\": {}, \"findings\": [],\n"
	"  \"places\": { \"on_a_path\": [ \"a.c:1: f()\" ], \"on_no_path\": [ \"b.c:2: g()\" ], \"in_macros\": 1, \"unread\": 0 },\n"
	"  \"configurations\": [ { \"configuration\": \"x\", \"compiler\": \"gcc\", \"options\": { \"A\": \"y\", \"B\": \"n\" }, \"compiled\": 3, \"seconds\": 1.5,\n"
	"    \"states\": [ { \"state\": 0, \"verdict\": \"kept\", \"rows\": [ " OK ", " ROW("kept", "so") " ] }, { \"state\": 1, \"verdict\": \"leak\", \"rows\": [ " OK ", " ROW("leak", "lost") " ] }, { \"state\": 2, \"verdict\": \"leak\" } ] },\n"
	"    { \"configuration\": \"y\", \"compiler\": \"gcc\", \"options\": { \"A\": \"y\", \"B\": \"y\" },\n"
	"    \"states\": [ { \"state\": 0, \"rows\": [ " OK " ] }, { \"state\": 1, \"rows\": [ " OK ", " ROW("leak", "lost") " ] }, { \"state\": 2 } ] },\n"
	"    { \"configuration\": \"n\", \"nothing_to_prove\": \"A is off\", \"states\": [] },\n"
	"    { \"configuration\": \"c\", \"not_looked_at\": \"clang\", \"states\": [] } ], \"seconds\": 2.5 }\n";

/* All that is done with it. */
static int read_all(const char *path)
{
	struct strbuf out = STRBUF_INIT;
	struct proved p;
	int err = proved_read(&p, path);
	char *text = NULL;

	for (size_t i = 0; !err && i < p.n_found; i++) {
		proved_states(&p, p.found[i].run, &out);
		proved_options(&p, &p.found[i].configs, &out);
		proved_again(&p, p.found[i].run, p.found[i].configs.v[0], &out);
	}
	for (size_t i = 0; !err && i < p.n; i++)
		for (size_t k = 0; p.v[i].tracks && k < p.n_ways; k++)
			prove_symbol(rtrack_last(&p.v[i].tracks[k])->verdict);
	if (!err) {
		proved_counts(&p, &out);
		proved_options(&p, NULL, &out);
		proved_bad(&p);
		text = proved_text(&p, true);
	}
	free(text);
	strbuf_release(&out);
	proved_release(&p);
	return err;
}

static void test_good(const char *path)
{
	struct strbuf out = STRBUF_INIT;
	const struct rproof_found *f;
	struct proved p;

	write_file(path, good, strlen(good));
	is_int(proved_read(&p, path), 0, "it is read");
	proved_counts(&p, &out);
	is_str(out.buf, "11 verdicts on 2 of 3 configurations: 6 ok, 1 kept as stated, 0 unproved, 4 bad; these are of 1 leak", "verdicts");
	is_int((long)p.n_found, 1, "one leak");
	f = &p.found[0];
	is_int((long)f->configs.n, 2, "... on both configurations");
	is_int((long)p.n_proofs, 3, "... that come to it on two ways");
	strbuf_clear(&out);
	proved_states(&p, f->run, &out);
	is_str(out.buf, "from patch 01 on", "... since when");
	strbuf_clear(&out);
	proved_options(&p, &f->configs, &out);
	is_str(out.buf, "A=y", "... what they have alike");
	strbuf_clear(&out);
	proved_again(&p, f->run, "x", &out);
	is_str(out.buf, "respin prove k p --arch x --patch 1", "... how to see it");
	ok(proved_bad(&p), "... and it is bad");
	strbuf_release(&out);
	proved_release(&p);
}

/* More states, ways or things to look at than can be: no, and at once. */
static void test_much(const char *path)
{
	struct strbuf s = STRBUF_INIT;

	strbuf_addstr(&s, "{ \"format\": 1, \"patches\": [ {}");
	for (int i = 0; i < 5000; i++)
		strbuf_addstr(&s, ", {}");
	strbuf_addstr(&s, "], \"configurations\": [ { \"states\": [ { \"state\": 0, \"rows\": [ {}");
	for (int i = 0; i < 500; i++)
		strbuf_addf(&s, ", { \"way\": \"w%d\", \"verdict\": \"leak\" }", i);
	strbuf_addstr(&s, "] }, { \"state\": 5000 } ] } ] }");
	write_file(path, s.buf, s.len);
	is_int(read_all(path), ERR_USER, "too many states");
	strbuf_clear(&s);
	strbuf_addstr(&s, "{ \"format\": 1, \"patches\": [], \"configurations\": [ { \"states\": [");
	for (int k = 0; k < 2; k++) {
		strbuf_addf(&s, "%s { \"state\": 0, \"rows\": [ {}", k ? "," : "");
		for (int i = 0; i < 20000; i++)
			strbuf_addf(&s, ", { \"way\": \"%d of %d\" }", i, k);
		strbuf_addstr(&s, "] }");
	}
	strbuf_addstr(&s, "] } ] }");
	write_file(path, s.buf, s.len);
	is_int(read_all(path), ERR_USER, "too many ways");
	strbuf_release(&s);
}

/* A level may take in a folder of the kernel: a way for each function there. */
static void test_many(const char *path)
{
	struct strbuf s = STRBUF_INIT;
	struct proved p;

	strbuf_addstr(&s, "{ \"format\": 1, \"patches\": [], \"configurations\": [ { \"states\": [ { \"state\": 0, \"rows\": [ {}");
	for (int i = 0; i < 20000; i++)
		strbuf_addf(&s, ", { \"level\": \"%d\", \"way\": \"%d\", \"verdict\": \"leak\" }",
			    i % 12, i / 12);
	strbuf_addstr(&s, "] } ] } ] }");
	write_file(path, s.buf, s.len);
	is_int(proved_read(&p, path), 0, "many ways");
	is_int((long)p.n_ways, 20001, "... are told apart");
	is_int((long)p.n_found, 20001, "... and found");
	proved_release(&p);
	strbuf_release(&s);
}

int main(void)
{
	char *dir = scratch_new(), *path = xstrfmt("%s/prove.json", dir);

	test_good(path);
	test_much(path);
	test_many(path);
	mutate(path, read_all, good);
	scratch_free(dir);
	free(path);
	return tap_done();
}
