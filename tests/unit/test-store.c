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
	struct stored_cc a = { .status = 1, .diags = (char *)"a.c:1: error: x\n" }, got;
	struct oid code = oid_with(9);

	is_int(store_get_cc(s, "gcc", "u", &code, &got), 0, "compiled: nothing yet");
	is_int(store_put_cc(s, "gcc", "u", &code, &a), 0, "put");
	is_int(store_get_cc(s, "gcc", "u", &code, &got), 1, "got");
	ok(got.status == 1 && !strcmp(got.diags, a.diags),
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
	refused(path, "respin did not make ", "somebody else's database");
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

/* What the getters say of a store with one row in each table. */
static int get_all(struct store *s)
{
	struct oid in = oid_with(1);
	struct strvec deps = STRVEC_INIT;
	struct stored_pp pp;
	struct stored_cc cc;
	char *text;
	int worst = 1, got;

	got = store_get_pp(s, "c", "u", &in, &pp);
	worst = got < worst ? got : worst;
	stored_pp_release(&pp);
	got = store_get_cc(s, "gcc", "u", &in, &cc);
	worst = got < worst ? got : worst;
	stored_cc_release(&cc);
	got = store_get_text(s, "kind", "key", &text);
	worst = got < worst ? got : worst;
	free(text);
	if (worst >= 0)
		got = store_get_deps(s, "c", "u", &deps);
	strvec_release(&deps);
	return got < worst ? got : worst;
}

static struct store *one_of_each(const char *path)
{
	struct stored_cc cc = { .diags = (char *)"", .sparse = (char *)"x" };
	struct stored_pp pp = some_pp('a');
	struct oid in = oid_with(1);
	struct store *s;

	unlink(path);
	ok(!store_open(&s, path) && !store_put_pp(s, "c", "u", &in, &pp) &&
	   !store_put_cc(s, "gcc", "u", &in, &cc) && !store_put_text(s, "kind", "key", "one"),
	   "a store with a row of each kind");
	stored_pp_release(&pp);
	return s;
}

/* A value of a row is another one than was written: told, in one line. */
static void test_damaged(const char *dir)
{
	static const char *const values[] = {
		"NULL", "''", "'x'", "1", "2.5", "x'00'", "zeroblob(20)",
		"CAST('a' || char(0) || 'b' AS TEXT)", "zeroblob(1000000)",
	};
	static const struct {
		const char *table, *columns[13];
	} tables[] = {
		{ "pp", { "digest", "code", "others", "deps", "reached", "referred",
			  "mentioned", "decls", "cover", "error", "diags", "sum" } },
		{ "cc", { "status", "diags", "sparse", "sum" } },
		{ "texts", { "text", "sum" } },
	};
	char *path = xstrfmt("%s/damaged.db", dir);
	struct store *s = one_of_each(path);

	is_int(get_all(s), 1, "all of it is got");
	for (size_t t = 0; t < ARRAY_SIZE(tables); t++)
		for (size_t c = 0; tables[t].columns[c]; c++) {
			const char *table = tables[t].table, *column = tables[t].columns[c];
			size_t wrong = 0;

			for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
				char *change, *back;
				const char *said;

				change = xstrfmt("CREATE TABLE kept AS SELECT * FROM %s;"
						 "UPDATE %s SET %s = %s", table, table, column, values[i]);
				back = xstrfmt("DELETE FROM %s; INSERT INTO %s SELECT * FROM kept;"
					       "DROP TABLE kept", table, table);
				sql(path, change);
				hear();
				if (get_all(s) == ERR_ENV) {
					said = heard();
					wrong += !strstr(said, "are damaged") ||
						 strchr(said, '\n') != said + strlen(said) - 1;
				} else {
					/* It may be what was written. */
					heard();
					wrong += !(strcmp(values[i], "''") ? !strcmp(column, "sparse") && i == 2 :
						   !strcmp(column, "error") || !strcmp(column, "diags"));
				}
				sql(path, back);
				free(change);
				free(back);
			}
			ok(!wrong, "%s.%s: another value is told", table, column);
		}
	is_int(get_all(s), 1, "and as it was, it is got again");
	sql(path, "UPDATE texts SET key = 'other'");
	hear();
	ok(store_get_text(s, "kind", "other", &(char *){ NULL }) == ERR_ENV,
	   "what was kept under another key");
	heard();
	store_close(s);
	free(path);
}

/* Tables are ours alone. */
static void test_schema(const char *dir)
{
	static const char *const changes[] = {
		"CREATE TABLE more (x)", "CREATE VIEW v AS SELECT 1",
		"CREATE TRIGGER t AFTER INSERT ON texts BEGIN DELETE FROM cc; END",
		"DROP TABLE texts", "ALTER TABLE cc ADD COLUMN more TEXT",
		"DROP TABLE texts; CREATE VIEW texts AS SELECT 'k' kind, 'y' key, 't' text, 's' sum",
	};
	char *path = xstrfmt("%s/schema.db", dir);

	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		store_close(one_of_each(path));
		sql(path, changes[i]);
		refused(path, "does not have the tables that respin makes", changes[i]);
	}
	free(path);
}

/* A page of the file is another: whatever is said, it is no crash. */
static void test_pages(const char *dir)
{
	char *path = xstrfmt("%s/pages.db", dir);
	struct strbuf good = STRBUF_INIT, bad = STRBUF_INIT;
	size_t taken = 0, n = 0;
	struct store *s;

	store_close(one_of_each(path));
	if (strbuf_read_file(&good, path))
		BUG("no %s", path);
	for (size_t i = 0; i < good.len; i += 61, n++) {
		strbuf_clear(&bad);
		strbuf_addbuf(&bad, &good);
		for (size_t k = i; k < bad.len && k < i + 1 + n % 8; k++)
			bad.buf[k] ^= (char)(1 + n * 37);
		write_file(path, bad.buf, bad.len);
		hear();
		taken += !store_open(&s, path) && get_all(s) >= 0;
		store_close(s);
		heard();
	}
	ok(n > 100, "%zu files with other bytes: %zu read all the same", n, taken);
	strbuf_release(&good);
	strbuf_release(&bad);
	free(path);
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
	test_damaged(dir);
	test_schema(dir);
	test_pages(dir);
	free(path);
	scratch_free(dir);
	return tap_done();
}
