// SPDX-License-Identifier: GPL-2.0-only
/* merge: the rows of several stores come together, or none does. */
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "heard.h"
#include "states/merge.h"
#include "states/store.h"
#include "tap.h"

static char *dir;

static char *in_dir(const char *name)
{
	return xstrfmt("%s/%s.db", dir, name);
}

static struct oid oid_with(int c)
{
	struct oid id;

	memset(id.b, c, sizeof(id.b));
	return id;
}

/* A store with results of UNIT, in which the compiler said SAID. */
static char *make(const char *name, const char *unit, const char *said)
{
	char *path = in_dir(name);
	struct oid id = oid_with('i');
	struct stored_cc cc = { .status = 1, .diags = (char *)said };
	struct stored_pp pp = {
		.deps = (char *)"a.h\n", .digest = id, .all = id, .others = id,
		.reached = (char *)"", .referred = (char *)"", .mentioned = (char *)"",
		.decls = (char *)"", .cover = (char *)"", .error = (char *)"",
		.diags = (char *)"",
	};
	struct store *s;

	if (store_open(&s, path) || store_put_cc(s, "gcc", unit, &id, &cc) ||
	    store_put_pp(s, "conf", unit, &id, &pp) || store_put_text(s, "kind", unit, "text"))
		BUG("no store %s", path);
	store_close(s);
	return path;
}

static void sql(const char *path, const char *what)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) || sqlite3_exec(db, what, NULL, NULL, NULL))
		BUG("%s: %s", what, sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* How many rows has the store? -1: there is none. */
static int rows(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	int n = -1;

	if (!sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) &&
	    !sqlite3_prepare_v2(db, "SELECT (SELECT count(*) FROM cc) + (SELECT count(*) FROM pp)"
				" + (SELECT count(*) FROM texts)", -1, &st, NULL) &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

static int merge(const char *to, const char *a, const char *b, struct merged *m)
{
	struct strvec from = STRVEC_INIT;
	int err;

	strvec_push(&from, a);
	if (b)
		strvec_push(&from, b);
	err = store_merge(to, &from, m);
	strvec_release(&from);
	return err;
}

/* Merging A and BAD into one that exists, and into a new one, says SAID. */
static void refused(const char *a, const char *bad, const char *said, const char *what)
{
	char *to = make("target", "t.c", "t"), *fresh = in_dir("fresh");
	struct merged m;
	const char *got;
	int err;

	hear();
	err = merge(to, a, bad, &m);
	got = heard();
	ok(err == ERR_ENV && strstr(got, said) && strchr(got, '\n') == got + strlen(got) - 1,
	   "%s: told", what);
	if (!strstr(got, said))
		printf("# said: %s", got);
	is_int(rows(to), 3, "nothing was merged");
	hear();
	ok(merge(fresh, a, bad, &m) == ERR_ENV && access(fresh, F_OK) && strstr(heard(), said),
	   "nor is a new store made");
	unlink(to);
	free(to);
	free(fresh);
}

static void test_good(void)
{
	char *a = make("a", "a.c", "x"), *b = make("b", "b.c", ""), *to = in_dir("to");
	struct oid id = oid_with('i');
	struct stored_cc cc;
	struct stored_pp pp;
	struct merged m;
	struct store *s;

	is_int(merge(to, a, b, &m), 0, "two stores");
	ok(m.rows == 6 && m.new == 6, "all of their rows are new");
	is_int(rows(to), 6, "and are there");
	if (store_open(&s, to))
		BUG("no store");
	ok(store_get_cc(s, "gcc", "a.c", &id, &cc) == 1 && cc.status == 1 &&
	   !strcmp(cc.diags, "x") && !cc.sparse, "as they were: compiled");
	stored_cc_release(&cc);
	ok(store_get_pp(s, "conf", "b.c", &id, &pp) == 1 && !strcmp(pp.deps, "a.h\n"),
	   "as they were: preprocessed");
	stored_pp_release(&pp);
	store_close(s);
	is_int(merge(to, a, b, &m), 0, "once more");
	ok(m.rows == 6 && !m.new, "nothing is new");
	is_int(merge(to, to, NULL, &m), 0, "with itself");
	is_int(rows(to), 6, "nothing is new");
	unlink(to);
	free(to);
	free(a);
	free(b);
}

static void cut(const char *path, off_t n)
{
	struct stat st;

	if (stat(path, &st) || truncate(path, n < 0 ? st.st_size + n : n))
		BUG("cannot cut %s", path);
}

static void test_bad(void)
{
	char *a = make("a", "a.c", "x"), *other, *bad = in_dir("bad");

	refused(a, bad, "cannot read", "a store that is not there");
	free(make("bad", "a.c", "y"));
	refused(a, bad, "cc, key gcc, unit a.c, differs in 'diags'", "another result");
	unlink(bad);
	free(make("bad", "b.c", ""));
	sql(bad, "UPDATE texts SET text = 'other'");
	refused(a, bad, "bad.db are damaged", "a damaged row");
	unlink(bad);
	free(make("bad", "b.c", ""));
	sql(bad, "PRAGMA user_version = 8");
	refused(a, bad, "bad.db has format 8", "another version");
	unlink(bad);
	free(make("bad", "b.c", ""));
	sql(bad, "CREATE TABLE more (x)");
	refused(a, bad, "bad.db does not have the tables", "another table");
	write_file(bad, "this is no database, whatever its name", 38);
	refused(a, bad, "bad.db", "no store");
	write_file(bad, "", 0);
	refused(a, bad, "bad.db is empty", "an empty file");
	unlink(bad);
	free(make("bad", "b.c", ""));
	cut(bad, -4096);
	refused(a, bad, "bad.db", "a store without its end");
	unlink(bad);
	other = make("bad", "b.c", "");
	cut(other, 5000);
	refused(a, bad, "bad.db", "a store cut off in a page");
	unlink(bad);
	free(other);
	free(bad);
	free(a);
}

/* What a process that was killed has committed is in its log: it counts. */
static void test_killed(void)
{
	char *killed = in_dir("killed"), *to = in_dir("to2");
	struct merged m;
	pid_t pid = fork();

	if (!pid) {
		struct store *s;

		if (!store_open(&s, killed) && !store_put_text(s, "kind", "whole", "text"))
			kill(getpid(), SIGKILL);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	is_int(merge(to, killed, NULL, &m), 0, "the store of a killed process");
	is_int(rows(to), 1, "what it had written whole is in it");
	free(killed);
	free(to);
}

/* No more room while merging: the store is as it was. */
static void test_full(void)
{
	char *big = in_dir("big"), *to = make("small", "t.c", "t");
	struct rlimit all, little = { 1 << 18, RLIM_INFINITY };
	char *text = xcalloc(1, (1 << 20) + 1);
	struct merged m;
	struct store *s;
	int err;

	memset(text, 'x', 1 << 20);
	if (store_open(&s, big) || store_put_text(s, "kind", "big", text) ||
	    store_put_text(s, "kind", "bigger", text))
		BUG("no store");
	store_close(s);
	free(text);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &all);
	little.rlim_max = all.rlim_max;
	hear();
	setrlimit(RLIMIT_FSIZE, &little);
	err = merge(to, big, NULL, &m);
	setrlimit(RLIMIT_FSIZE, &all);
	heard();
	ok(err == ERR_ENV, "no room: an error");
	is_int(rows(to), 3, "no room: nothing was merged");
	is_int(merge(to, big, NULL, &m), 0, "with room again");
	is_int(rows(to), 5, "all of it is merged");
	free(big);
	free(to);
}

int main(void)
{
	dir = scratch_new();
	test_good();
	test_bad();
	test_killed();
	test_full();
	scratch_free(dir);
	return tap_done();
}
