// SPDX-License-Identifier: GPL-2.0-only
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/cache.h"
#include "base/fs.h"
#include "gen/kept.h"

#define NAME "spatch-1.db"	/* the number is that of the form of its rows */
#define BUSY_MS 10000
#define SIZE_MAX_MB 2048	/* more than that begins anew */

struct kept {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *get, *put;
	bool open;	/* a transaction is */
	bool broken;	/* reported; nothing more is stored */
};

static void complain(struct kept *k, const char *what)
{
	if (!k->broken)
		warning("cannot %s %s: %s (the next run will be slower)", what,
			k->path, k->db ? sqlite3_errmsg(k->db) : "no memory");
	k->broken = true;
}

static bool run(struct kept *k, const char *sql, const char *what)
{
	if (sqlite3_exec(k->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	complain(k, what);
	return false;
}

static bool prepare(struct kept *k)
{
	static const char get[] = "SELECT text, sum FROM kept WHERE key = ?";
	static const char put[] = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)";

	sqlite3_busy_timeout(k->db, BUSY_MS);
	/* A power cut may lose rows, which cost a run of spatch each. */
	if (!run(k, "PRAGMA trusted_schema = OFF; PRAGMA synchronous = NORMAL;"
		 "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY,"
		 " text BLOB, sum BLOB) WITHOUT ROWID", "open"))
		return false;
	if (sqlite3_prepare_v2(k->db, get, -1, &k->get, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(k->db, put, -1, &k->put, NULL) == SQLITE_OK)
		return true;
	complain(k, "read");
	return false;
}

static void drop_if_huge(const char *path)
{
	struct stat st;

	if (!stat(path, &st) && st.st_size / 1048576 >= SIZE_MAX_MB)
		remove_quietly(path);
}

struct kept *kept_open(void)
{
	char *dir = cache_dir();
	struct kept *k;

	if (!dir)
		return NULL;
	k = xcalloc(1, sizeof(*k));
	k->path = xstrfmt("%s/" NAME, dir);
	free(dir);
	drop_if_huge(k->path);
	if (make_parent(k->path) ||
	    sqlite3_open(k->path, &k->db) != SQLITE_OK) {
		complain(k, "open");
	} else if (prepare(k)) {
		return k;
	}
	kept_close(k);
	return NULL;
}

void kept_close(struct kept *k)
{
	if (!k)
		return;
	kept_flush(k);
	sqlite3_finalize(k->get);
	sqlite3_finalize(k->put);
	sqlite3_close(k->db);
	free(k->path);
	free(k);
}

/* The key is in it, too: a text under a wrong key is none. */
static void sum_of(struct oid *sum, const struct oid *key, const void *text,
		   size_t n)
{
	struct strbuf all = STRBUF_INIT;

	strbuf_add(&all, key->b, sizeof(key->b));
	strbuf_add(&all, text, n);
	hash_of(sum, all.buf, all.len);
	strbuf_release(&all);
}

bool kept_get(struct kept *k, const struct oid *key, struct strbuf *out)
{
	const void *text;
	struct oid sum;
	bool good = false;
	int n;

	strbuf_clear(out);
	if (!k)
		return false;
	sqlite3_bind_blob(k->get, 1, key->b, sizeof(key->b), SQLITE_STATIC);
	if (sqlite3_step(k->get) == SQLITE_ROW) {
		text = sqlite3_column_blob(k->get, 0);
		n = sqlite3_column_bytes(k->get, 0);
		sum_of(&sum, key, text, (size_t)n);
		good = n && sqlite3_column_bytes(k->get, 1) == sizeof(sum.b) &&
		       !memcmp(sqlite3_column_blob(k->get, 1), sum.b,
			       sizeof(sum.b));
		if (good)
			strbuf_add(out, text, (size_t)n);
		else
			warning("a row of %s is damaged and ignored", k->path);
	}
	sqlite3_reset(k->get);
	return good;
}

void kept_put(struct kept *k, const struct oid *key, const struct strbuf *text)
{
	struct oid sum;

	if (!k || k->broken)
		return;
	if (!k->open && !run(k, "BEGIN IMMEDIATE", "write"))
		return;
	k->open = true;
	sum_of(&sum, key, text->buf, text->len);
	sqlite3_bind_blob(k->put, 1, key->b, sizeof(key->b), SQLITE_STATIC);
	sqlite3_bind_blob64(k->put, 2, text->buf, text->len, SQLITE_STATIC);
	sqlite3_bind_blob(k->put, 3, sum.b, sizeof(sum.b), SQLITE_STATIC);
	if (sqlite3_step(k->put) != SQLITE_DONE)
		complain(k, "write");
	sqlite3_reset(k->put);
}

void kept_flush(struct kept *k)
{
	if (!k || !k->open)
		return;
	k->open = false;
	if (k->broken)
		sqlite3_exec(k->db, "ROLLBACK", NULL, NULL, NULL);
	else
		run(k, "COMMIT", "write");
}
