// SPDX-License-Identifier: GPL-2.0-only
#include <sqlite3.h>

#include "states/store.h"
#include "base/fs.h"

#define STORE_ID 0x72737031	/* PRAGMA application_id */
#define BUSY_MS 10000

struct store {
	sqlite3 *db;
	char *path;
};

static const char schema[] =
	"CREATE TABLE pp (config TEXT, unit TEXT, inputs BLOB, digest BLOB,"
	" code BLOB, reached TEXT, mentioned TEXT, deps TEXT, decls TEXT, cover TEXT,"
	" error TEXT, diags TEXT, others BLOB, referred TEXT, PRIMARY KEY (config, unit, inputs)) WITHOUT ROWID;"
	"CREATE TABLE cc (command TEXT, unit TEXT, code BLOB, status INT,"
	" diags TEXT, sparse TEXT, seconds REAL,"
	" PRIMARY KEY (command, unit, code)) WITHOUT ROWID;"
	"CREATE TABLE texts (kind TEXT, key TEXT, text TEXT,"
	" PRIMARY KEY (kind, key)) WITHOUT ROWID;";

static int fail(struct store *s, const char *what)
{
	return error("cannot %s the results in %s: %s", what, s->path,
		     sqlite3_errmsg(s->db));
}

static int pragma(struct store *s, const char *name, int *value)
{
	char *sql = xstrfmt("PRAGMA %s", name);
	sqlite3_stmt *st = NULL;
	int err = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);

	if (!err && sqlite3_step(st) == SQLITE_ROW)
		*value = sqlite3_column_int(st, 0);
	else
		err = ERR_ENV;
	sqlite3_finalize(st);
	free(sql);
	return err ? fail(s, "read") : 0;
}

static int run(struct store *s, const char *sql, const char *what)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(s, what);
	return 0;
}

static int make_schema(struct store *s)
{
	char *sql = xstrfmt("BEGIN; %s PRAGMA application_id = %d;"
			    "PRAGMA user_version = %d; COMMIT;", schema,
			    STORE_ID, STORE_VERSION);
	int err = run(s, sql, "make");

	free(sql);
	return err;
}

static int check(struct store *s)
{
	int id = 0, version = 0, tables = 0, err;

	err = pragma(s, "application_id", &id);
	if (!err)
		err = pragma(s, "user_version", &version);
	if (!err)
		err = pragma(s, "schema_version", &tables);
	if (err < 0)
		return err;
	if (!tables)
		return make_schema(s);
	if (id != STORE_ID)
		return error("%s is not a file of respin's; it is left as it is (give another one with --store)",
			     s->path);
	if (version != STORE_VERSION)
		return error("%s has format %d, this respin reads %d; it is left as it is (move it away, or use the other respin)",
			     s->path, version, STORE_VERSION);
	return 0;
}

int store_open(struct store **out, const char *path)
{
	struct store *s = xcalloc(1, sizeof(*s));
	int err;

	*out = s;
	s->path = xstrdup(path);
	err = make_parent(path);
	if (err)
		return error("cannot write to %s: %s", path, strerror(-err));
	if (sqlite3_open(path, &s->db) != SQLITE_OK)
		return fail(s, "open");
	sqlite3_busy_timeout(s->db, BUSY_MS);
	err = check(s);
	if (!err)
		err = run(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
			  "open");
	return err;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

static sqlite3_stmt *prepare(struct store *s, const char *sql,
			     const char *config, const char *unit,
			     const struct oid *inputs)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
		return NULL;
	sqlite3_bind_text(st, 1, config, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, unit, -1, SQLITE_STATIC);
	if (inputs)
		sqlite3_bind_blob(st, 3, inputs->b, 20, SQLITE_STATIC);
	return st;
}

static char *column(sqlite3_stmt *st, int i)
{
	const char *s = (const char *)sqlite3_column_text(st, i);

	return s ? xstrdup(s) : NULL;
}

static void blob(sqlite3_stmt *st, int i, void *to, int n)
{
	if (sqlite3_column_bytes(st, i) == n)
		memcpy(to, sqlite3_column_blob(st, i), n);
}

static int done(struct store *s, sqlite3_stmt *st)
{
	int rc = st ? sqlite3_step(st) : SQLITE_ERROR;

	if (rc != SQLITE_DONE)
		fail(s, "write");
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? 0 : ERR_ENV;
}

int store_get_deps(struct store *s, const char *config, const char *unit,
		   struct strvec *each)
{
	sqlite3_stmt *st = prepare(s,
		"SELECT DISTINCT deps FROM pp WHERE config = ? AND unit = ?",
		config, unit, NULL);
	int rc = SQLITE_ERROR;

	while (st && (rc = sqlite3_step(st)) == SQLITE_ROW)
		strvec_take(each, column(st, 0) ?: xstrdup(""));
	if (rc != SQLITE_DONE)
		fail(s, "read");
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? each->n > 0 : ERR_ENV;
}

int store_get_pp(struct store *s, const char *config, const char *unit,
		 const struct oid *inputs, struct stored_pp *pp)
{
	sqlite3_stmt *st = prepare(s,
		"SELECT digest, deps, decls, cover, error, code, reached,"
		" mentioned, diags, others, referred FROM pp"
		" WHERE config = ? AND unit = ? AND inputs = ?",
		config, unit, inputs);
	int rc = st ? sqlite3_step(st) : SQLITE_ERROR;

	memset(pp, 0, sizeof(*pp));
	if (rc == SQLITE_ROW) {
		blob(st, 0, pp->digest.b, sizeof(pp->digest.b));
		blob(st, 5, pp->all.b, sizeof(pp->all.b));
		pp->deps = column(st, 1);
		pp->decls = column(st, 2);
		pp->cover = column(st, 3);
		pp->error = column(st, 4);
		pp->reached = column(st, 6);
		pp->mentioned = column(st, 7);
		pp->diags = column(st, 8);
		blob(st, 9, pp->others.b, sizeof(pp->others.b));
		pp->referred = column(st, 10);
	} else if (rc != SQLITE_DONE) {
		fail(s, "read");
	}
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : ERR_ENV;
}

int store_put_pp(struct store *s, const char *config, const char *unit,
		 const struct oid *inputs, const struct stored_pp *pp)
{
	sqlite3_stmt *st = prepare(s,
		"INSERT OR REPLACE INTO pp (config, unit, inputs, digest, deps,"
		" decls, cover, error, code, reached, mentioned, diags,"
		" others, referred)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		config, unit, inputs);

	if (st) {
		sqlite3_bind_blob(st, 4, pp->digest.b, 20, SQLITE_STATIC);
		sqlite3_bind_text(st, 5, pp->deps, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 6, pp->decls, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 7, pp->cover, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 8, pp->error, -1, SQLITE_STATIC);
		sqlite3_bind_blob(st, 9, pp->all.b, 20, SQLITE_STATIC);
		sqlite3_bind_text(st, 10, pp->reached, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 11, pp->mentioned, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 12, pp->diags, -1, SQLITE_STATIC);
		sqlite3_bind_blob(st, 13, pp->others.b, 20, SQLITE_STATIC);
		sqlite3_bind_text(st, 14, pp->referred, -1, SQLITE_STATIC);
	}
	return done(s, st);
}

int store_get_cc(struct store *s, const char *command, const char *unit,
		 const struct oid *code, struct stored_cc *cc)
{
	sqlite3_stmt *st = prepare(s,
		"SELECT status, diags, sparse, seconds FROM cc"
		" WHERE command = ? AND unit = ? AND code = ?",
		command, unit, code);
	int rc = st ? sqlite3_step(st) : SQLITE_ERROR;

	memset(cc, 0, sizeof(*cc));
	if (rc == SQLITE_ROW) {
		cc->status = sqlite3_column_int(st, 0);
		cc->diags = column(st, 1);
		cc->sparse = column(st, 2);
		cc->seconds = sqlite3_column_double(st, 3);
	} else if (rc != SQLITE_DONE) {
		fail(s, "read");
	}
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : ERR_ENV;
}

int store_put_cc(struct store *s, const char *command, const char *unit,
		 const struct oid *code, const struct stored_cc *cc)
{
	sqlite3_stmt *st = prepare(s,
		"INSERT OR REPLACE INTO cc (command, unit, code, status,"
		" diags, sparse, seconds) VALUES (?, ?, ?, ?, ?, ?, ?)",
		command, unit, code);

	if (st) {
		sqlite3_bind_int(st, 4, cc->status);
		sqlite3_bind_text(st, 5, cc->diags, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 6, cc->sparse, -1, SQLITE_STATIC);
		sqlite3_bind_double(st, 7, cc->seconds);
	}
	return done(s, st);
}

int store_get_text(struct store *s, const char *kind, const char *key,
		   char **text)
{
	sqlite3_stmt *st = prepare(s,
		"SELECT text FROM texts WHERE kind = ? AND key = ?",
		kind, key, NULL);
	int rc = st ? sqlite3_step(st) : SQLITE_ERROR;

	*text = NULL;
	if (rc == SQLITE_ROW)
		*text = column(st, 0) ?: xstrdup("");
	else if (rc != SQLITE_DONE)
		fail(s, "read");
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : ERR_ENV;
}

int store_put_text(struct store *s, const char *kind, const char *key,
		   const char *text)
{
	sqlite3_stmt *st = prepare(s,
		"INSERT OR REPLACE INTO texts (kind, key, text)"
		" VALUES (?, ?, ?)", kind, key, NULL);

	if (st)
		sqlite3_bind_text(st, 3, text, -1, SQLITE_STATIC);
	return done(s, st);
}

void stored_pp_release(struct stored_pp *pp)
{
	free(pp->deps);
	free(pp->decls);
	free(pp->cover);
	free(pp->error);
	free(pp->reached);
	free(pp->mentioned);
	free(pp->diags);
	free(pp->referred);
	memset(pp, 0, sizeof(*pp));
}

void stored_cc_release(struct stored_cc *cc)
{
	free(cc->diags);
	free(cc->sparse);
	memset(cc, 0, sizeof(*cc));
}
