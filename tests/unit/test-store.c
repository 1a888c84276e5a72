// SPDX-License-Identifier: GPL-2.0-only
/* store: what is put in comes out, and what is no store is left as it is. */
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "heard.h"
#include "states/store.h"
#include "tap.h"

static struct oid oid_with(int c)
{
	struct oid id;

	memset(id.b, c, sizeof(id.b));
	return id;
}

static struct stored_pp some_pp(int c)
{
	struct stored_pp pp = {
		.deps = xstrfmt("mm/%c.c\ninclude/x.h\n", c), .digest = oid_with(c),
		.all = oid_with(c + 1), .others = oid_with(c + 2), .reached = xstrdup("f\ng\n"),
		.referred = xstrdup("f g\n"), .mentioned = xstrdup("f g h\n"),
		.decls = xstrdup("1 2\n"), .cover = xstrdup("mm/a.c 1-9 12-14\n"),
		.error = xstrdup(""), .diags = xstrdup("a.c:1: warning: \303\244\n"),
	};

	return pp;
}

static bool same_pp(const struct stored_pp *a, const struct stored_pp *b)
{
	return !strcmp(a->deps, b->deps) && !strcmp(a->reached, b->reached) &&
	       !strcmp(a->referred, b->referred) && !strcmp(a->mentioned, b->mentioned) &&
	       !strcmp(a->decls, b->decls) && !strcmp(a->cover, b->cover) &&
	       !strcmp(a->error, b->error) && !strcmp(a->diags, b->diags) &&
	       !memcmp(&a->digest, &b->digest, sizeof(a->digest)) &&
	       !memcmp(&a->all, &b->all, sizeof(a->all)) &&
	       !memcmp(&a->others, &b->others, sizeof(a->others));
}

static void test_pp(struct store *s)
{
	struct stored_pp a = some_pp('a'), b = some_pp('b'), got;
	struct oid in = oid_with(1), other = oid_with(0);
	struct strvec deps = STRVEC_INIT;

	is_int(store_get_pp(s, "c", "u", &in, &got), 0, "preprocessed: nothing yet");
	ok(!got.deps && !got.error, "and what is not there is NULL");
	is_int(store_get_deps(s, "c", "u", &deps), 0, "nor what it reads");
	is_int(store_put_pp(s, "c", "u", &in, &a), 0, "put");
	is_int(store_get_pp(s, "c", "u", &in, &got), 1, "got");
	ok(same_pp(&a, &got), "all of it as it was");
	stored_pp_release(&got);
	ok(!got.deps, "released");
	ok(!store_get_pp(s, "d", "u", &in, &got) && !store_get_pp(s, "c", "v", &in, &got) &&
	   !store_get_pp(s, "c", "u", &other, &got),
	   "another configuration, unit or input is not it");
	store_put_pp(s, "c", "u", &in, &b);
	store_get_pp(s, "c", "u", &in, &got);
	ok(same_pp(&b, &got), "put again: the new one counts");
	stored_pp_release(&got);
	store_put_pp(s, "c", "u", &other, &a);
	is_int(store_get_deps(s, "c", "u", &deps), 1, "what it reads, of all inputs");
	strvec_sort(&deps);
	ok(deps.n == 2 && !strcmp(deps.v[0], a.deps) && !strcmp(deps.v[1], b.deps),
	   "each once");
	strvec_release(&deps);
	stored_pp_release(&a);
	stored_pp_release(&b);
}

static void test_cc(struct store *s)
{
	struct stored_cc a = { .status = 1, .diags = (char *)"a.c:1: error: x\n",
			       .seconds = 0.25 }, got;
	struct oid code = oid_with(9);

	is_int(store_get_cc(s, "gcc", "u", &code, &got), 0, "compiled: nothing yet");
	is_int(store_put_cc(s, "gcc", "u", &code, &a), 0, "put");
	is_int(store_get_cc(s, "gcc", "u", &code, &got), 1, "got");
	ok(got.status == 1 && !strcmp(got.diags, a.diags) && got.seconds == 0.25,
	   "all of it as it was");
	ok(!got.sparse, "that sparse was not run");
	stored_cc_release(&got);
	a.sparse = (char *)"";
	a.status = 0;
	store_put_cc(s, "gcc", "u", &code, &a);
	store_get_cc(s, "gcc", "u", &code, &got);
	ok(!got.status && got.sparse && !*got.sparse, "is not that it said nothing");
	stored_cc_release(&got);
	is_int(store_get_cc(s, "gcc ", "u", &code, &got), 0, "another command is not it");
}

static void test_text(struct store *s)
{
	struct strbuf big = STRBUF_INIT;
	char *text = (char *)"left";

	ok(!store_get_text(s, "kind", "key", &text) && !text, "a text: nothing yet");
	is_int(store_put_text(s, "kind", "key", "one"), 0, "put");
	store_put_text(s, "kind", "", "no key");
	store_put_text(s, "kin", "dkey", "other");
	ok(store_get_text(s, "kind", "key", &text) == 1 && !strcmp(text, "one"), "got");
	free(text);
	ok(store_get_text(s, "kind", "", &text) == 1 && !strcmp(text, "no key"),
	   "an empty key is one");
	free(text);
	ok(store_get_text(s, "kin", "dkey", &text) == 1 && !strcmp(text, "other"),
	   "kind and key are apart");
	free(text);
	store_put_text(s, "kind", "key", "");
	ok(store_get_text(s, "kind", "key", &text) == 1 && text && !*text,
	   "an empty text is not none");
	free(text);
	for (int i = 0; i < 200000; i++)
		strbuf_addf(&big, "line %d\n", i);
	store_put_text(s, "big", "'; DROP TABLE texts; --", big.buf);
	ok(store_get_text(s, "big", "'; DROP TABLE texts; --", &text) == 1 &&
	   !strcmp(text, big.buf), "a long text, and a key that is SQL");
	free(text);
	strbuf_release(&big);
}

static void refused(const char *path, const char *want, const char *name)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct store *s;
	int err;

	strbuf_read_file(&before, path);
	hear();
	err = store_open(&s, path);
	heard();
	store_close(s);
	strbuf_read_file(&after, path);
	ok(err == ERR_ENV && strstr(heard_text.buf, want) &&
	   strchr(heard_text.buf, '\n') == heard_text.buf + heard_text.len - 1,
	   "%s: refused, in one line", name);
	if (!strstr(heard_text.buf, want))
		tap_lines("said", heard_text.buf);
	ok(strbuf_equal(&before, &after), "%s: and left as it is", name);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void sql(const char *path, const char *what)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) || sqlite3_exec(db, what, NULL, NULL, NULL))
		BUG("%s: %s", what, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void test_wrong(const char *dir)
{
	char *path = xstrfmt("%s/other.db", dir);
	struct strbuf text = STRBUF_INIT;
	struct store *s;

	for (int i = 0; i < 500; i++)
		strbuf_addstr(&text, "not a database\n");
	write_file(path, text.buf, text.len);
	refused(path, "cannot read the results in", "a text file");
	unlink(path);
	sql(path, "CREATE TABLE mine (x)");
	refused(path, "is not a file of respin's", "somebody else's database");
	unlink(path);
	store_open(&s, path);
	store_close(s);
	sql(path, "PRAGMA user_version = 999");
	refused(path, "has format 999", "one of a later respin");
	unlink(path);
	mkdir(path, 0755);
	refused(path, "cannot open the results in", "a folder");
	rmdir(path);
	store_close(NULL);
	ok(true, "what was never opened may be closed");
	free(path);
	strbuf_release(&text);
}

int main(void)
{
	char *dir = scratch_new(), *path = xstrfmt("%s/new/folder/store.db", dir), *text;
	struct store *s;

	is_int(store_open(&s, path), 0, "a new store, in a new folder");
	test_pp(s);
	test_cc(s);
	test_text(s);
	store_close(s);
	is_int(store_open(&s, path), 0, "it is opened again");
	ok(store_get_text(s, "kin", "dkey", &text) == 1 && !strcmp(text, "other"),
	   "and has what was put in");
	free(text);
	store_close(s);
	write_file(path, "", 0);
	is_int(store_open(&s, path), 0, "an empty file is a new store");
	store_close(s);
	test_wrong(dir);
	free(path);
	scratch_free(dir);
	return tap_done();
}
