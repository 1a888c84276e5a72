// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "states/store-int.h"
#include "base/fs.h"

#define STORE_ID 0x72737031	/* PRAGMA application_id */
#define BUSY_MS 10000

/*
 * The columns of each table, as they come: a blob is an oid, all else is text.
 * The last one, sum, is a digest of the others, so that a damaged row is told.
 */
static const char *const schema[] = {
	("CREATE TABLE cc (command TEXT, unit TEXT, code BLOB, status TEXT,"
	" diags TEXT, sparse TEXT, sum BLOB,"
	" PRIMARY KEY (command, unit, code)) WITHOUT ROWID"),
	("CREATE TABLE pp (config TEXT, unit TEXT, inputs BLOB, digest BLOB,"
	" code BLOB, others BLOB, deps TEXT, reached TEXT, referred TEXT,"
	" mentioned TEXT, decls TEXT, cover TEXT, error TEXT, diags TEXT,"
	" sum BLOB, PRIMARY KEY (config, unit, inputs)) WITHOUT ROWID"),
	("CREATE TABLE texts (kind TEXT, key TEXT, text TEXT, sum BLOB,"
	" PRIMARY KEY (kind, key)) WITHOUT ROWID"),
};

#define PP_FORM "ttbbbbtttttttt"
#define CC_FORM "ttbttT"
#define TEXT_FORM "ttt"
#define FIELDS(form) (sizeof(form) - 1)

const struct store_table store_tables[STORE_TABLES] = {
	{ "cc", CC_FORM, 3, "command = ? AND unit = ? AND code = ?" },
	{ "pp", PP_FORM, 3, "config = ? AND unit = ? AND inputs = ?" },
	{ "texts", TEXT_FORM, 2, "kind = ? AND key = ?" },
};

#define CC (&store_tables[0])
#define PP (&store_tables[1])
#define TEXTS (&store_tables[2])

int store_fail(struct store *s, const char *what)
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
	return err ? store_fail(s, "read") : 0;
}

int store_run(struct store *s, const char *sql, const char *what)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, what);
	return 0;
}

static int make_schema(struct store *s)
{
	struct strbuf sql = STRBUF_INIT;
	int err;

	strbuf_addstr(&sql, "BEGIN;");
	for (size_t i = 0; i < ARRAY_SIZE(schema); i++)
		strbuf_addf(&sql, "%s;", schema[i]);
	strbuf_addf(&sql, "PRAGMA application_id = %d;"
		    "PRAGMA user_version = %d; COMMIT;", STORE_ID,
		    STORE_VERSION);
	err = store_run(s, sql.buf, "make");
	strbuf_release(&sql);
	return err;
}

/* Nothing but our tables: a view or a trigger would run what others wrote. */
static int check_schema(struct store *s)
{
	sqlite3_stmt *st = NULL;
	size_t n = 0;
	bool ours = true;
	int rc = sqlite3_prepare_v2(s->db, "SELECT sql FROM sqlite_schema"
				    " WHERE sql IS NOT NULL ORDER BY name", -1,
				    &st, NULL);

	while (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
		const char *sql = (const char *)sqlite3_column_text(st, 0);

		ours = ours && n < ARRAY_SIZE(schema) && sql &&
		       !strcmp(sql, schema[n]);
		n++;
	}
	rc = sqlite3_finalize(st);
	if (rc != SQLITE_OK)
		return store_fail(s, "read");
	return ours && n == ARRAY_SIZE(schema) ? 0 :
	       error("%s does not have the tables that respin makes; respin leaves it alone (move it away)",
		     s->path);
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
		return s->reads ? error("%s is empty: it is no store", s->path) :
				  make_schema(s);
	if (id != STORE_ID)
		return error("respin did not make %s, and leaves it alone (give another file with --store)",
			     s->path);
	if (version != STORE_VERSION)
		return error("%s has format %d, but this respin reads %d and leaves it alone (move it away, or use the other respin)",
			     s->path, version, STORE_VERSION);
	return check_schema(s);
}

static int open_db(struct store *s, int flags)
{
	if (sqlite3_open_v2(s->path, &s->db, flags, NULL) != SQLITE_OK)
		return store_fail(s, "open");
	sqlite3_busy_timeout(s->db, BUSY_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return store_run(s, "PRAGMA cell_size_check = ON", "open") ?: check(s);
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
	err = open_db(s, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	if (!err)
		err = store_run(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
			  "open");
	return err;
}

int store_open_read(struct store **out, const char *path)
{
	struct store *s = xcalloc(1, sizeof(*s));

	*out = s;
	s->reads = true;
	s->path = xstrdup(path);
	if (access(path, F_OK))
		return error("cannot read %s: %s", path, strerror(errno));
	return open_db(s, SQLITE_OPEN_READONLY);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

/* --- rows ---------------------------------------------------------------- */

static struct field text_field(const char *s)
{
	return (struct field){ .p = s, .n = s ? strlen(s) : 0 };
}

static struct field oid_field(const struct oid *id)
{
	return (struct field){ .p = id->b, .n = sizeof(id->b), .blob = true };
}

static void sum_of(const struct field *f, size_t n, struct oid *sum)
{
	struct strbuf all = STRBUF_INIT;

	for (size_t i = 0; i < n; i++) {
		strbuf_addf(&all, "%zu%c", f[i].n, !f[i].p ? '-' :
			    f[i].blob ? 'b' : 't');
		strbuf_add(&all, f[i].p ?: "", f[i].n);
	}
	hash_of(sum, all.buf, all.len);
	strbuf_release(&all);
}

static void bind(sqlite3_stmt *st, int i, const struct field *f)
{
	if (!f->p)
		sqlite3_bind_null(st, i);
	else if (f->blob)
		sqlite3_bind_blob64(st, i, f->p, f->n, SQLITE_STATIC);
	else
		sqlite3_bind_text64(st, i, f->p, f->n, SQLITE_STATIC,
				    SQLITE_UTF8);
}

int store_put_row(struct store *s, const struct store_table *t,
		  const struct field *f)
{
	size_t n = strlen(t->form);
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *st = NULL;
	struct oid sum;
	struct field last = oid_field(&sum);
	int rc;

	strbuf_addf(&sql, "INSERT OR REPLACE INTO %s VALUES (", t->name);
	for (size_t i = 0; i < n; i++)
		strbuf_addstr(&sql, "?, ");
	strbuf_addstr(&sql, "?)");
	rc = sqlite3_prepare_v2(s->db, sql.buf, -1, &st, NULL);
	if (rc == SQLITE_OK) {
		sum_of(f, n, &sum);
		for (size_t i = 0; i < n; i++)
			bind(st, (int)i + 1, &f[i]);
		bind(st, (int)n + 1, &last);
		rc = sqlite3_step(st);
	}
	if (rc != SQLITE_DONE)
		store_fail(s, "write");
	sqlite3_finalize(st);
	strbuf_release(&sql);
	return rc == SQLITE_DONE ? 0 : ERR_ENV;
}

int store_damaged(struct store *s, const char *what)
{
	return error("the results in %s are damaged (%s); respin leaves the file alone (move it away, or give another one with --store)",
		     s->path, what);
}

/* The field in column I, which is of the FORM 'b', 't' or 'T'. */
static bool take_field(sqlite3_stmt *st, int i, char form, struct field *f)
{
	int type = sqlite3_column_type(st, i);

	*f = (struct field){ .blob = form == 'b' };
	if (type == SQLITE_NULL)
		return form == 'T';
	if (type != (f->blob ? SQLITE_BLOB : SQLITE_TEXT))
		return false;
	f->p = f->blob ? sqlite3_column_blob(st, i) :
	       sqlite3_column_text(st, i);
	f->n = (size_t)sqlite3_column_bytes(st, i);
	return f->p && f->n == (f->blob ? sizeof(((struct oid *)0)->b) :
				strlen(f->p));
}

/* The fields of the row that ST is at, which they are borrowed of. */
static bool take_row(sqlite3_stmt *st, struct field *f, const char *form)
{
	size_t n = strlen(form);
	struct field sum;
	struct oid want;

	for (size_t i = 0; i < n; i++)
		if (!take_field(st, (int)i, form[i], &f[i]))
			return false;
	if (!take_field(st, (int)n, 'b', &sum))
		return false;
	sum_of(f, n, &want);
	return !memcmp(&want, sum.p, sum.n);
}

sqlite3_stmt *store_find(struct store *s, const struct store_table *t,
			 const char *where, const struct field *keys, size_t n)
{
	char *sql = xstrfmt("SELECT * FROM %s%s%s", t->name,
			    where ? " WHERE " : "", where ?: "");
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK)
		for (size_t i = 0; i < n; i++)
			bind(st, (int)i + 1, &keys[i]);
	free(sql);
	return st;
}

int store_next(struct store *s, sqlite3_stmt *st, const struct store_table *t,
	       struct field *f)
{
	int rc = st ? sqlite3_step(st) : SQLITE_ERROR;

	if (rc == SQLITE_DONE)
		return 0;
	if (rc != SQLITE_ROW)
		return store_fail(s, "read");
	return take_row(st, f, t->form) ? 1 :
	       store_damaged(s, "a row is not as it was written");
}

static char *copy(const struct field *f)
{
	return f->p ? xstrndup(f->p, f->n) : NULL;
}

static void copy_oid(const struct field *f, struct oid *to)
{
	memcpy(to->b, f->p, sizeof(to->b));
}

/* --- what is kept --------------------------------------------------------- */

int store_get_deps(struct store *s, const char *config, const char *unit,
		   struct strvec *each)
{
	const struct field keys[] = { text_field(config), text_field(unit) };
	struct field f[FIELDS(PP_FORM)];
	sqlite3_stmt *st = store_find(s, PP, "config = ? AND unit = ?", keys, 2);
	int got;

	while ((got = store_next(s, st, PP, f)) > 0)
		if (!strvec_has(each, f[6].p))
			strvec_push(each, f[6].p);
	sqlite3_finalize(st);
	return got < 0 ? got : each->n > 0;
}

int store_get_pp(struct store *s, const char *config, const char *unit,
		 const struct oid *inputs, struct stored_pp *pp)
{
	const struct field keys[] = { text_field(config), text_field(unit),
				      oid_field(inputs) };
	struct field f[FIELDS(PP_FORM)];
	sqlite3_stmt *st = store_find(s, PP, PP->keys, keys, PP->n_keys);
	int got = store_next(s, st, PP, f);

	memset(pp, 0, sizeof(*pp));
	if (got > 0) {
		copy_oid(&f[3], &pp->digest);
		copy_oid(&f[4], &pp->all);
		copy_oid(&f[5], &pp->others);
		pp->deps = copy(&f[6]);
		pp->reached = copy(&f[7]);
		pp->referred = copy(&f[8]);
		pp->mentioned = copy(&f[9]);
		pp->decls = copy(&f[10]);
		pp->cover = copy(&f[11]);
		pp->error = copy(&f[12]);
		pp->diags = copy(&f[13]);
	}
	sqlite3_finalize(st);
	return got;
}

int store_put_pp(struct store *s, const char *config, const char *unit,
		 const struct oid *inputs, const struct stored_pp *pp)
{
	const struct field f[FIELDS(PP_FORM)] = {
		text_field(config), text_field(unit), oid_field(inputs),
		oid_field(&pp->digest), oid_field(&pp->all),
		oid_field(&pp->others), text_field(pp->deps),
		text_field(pp->reached), text_field(pp->referred),
		text_field(pp->mentioned), text_field(pp->decls),
		text_field(pp->cover), text_field(pp->error),
		text_field(pp->diags),
	};

	return store_put_row(s, PP, f);
}

int store_get_cc(struct store *s, const char *command, const char *unit,
		 const struct oid *code, struct stored_cc *cc)
{
	const struct field keys[] = { text_field(command), text_field(unit),
				      oid_field(code) };
	struct field f[FIELDS(CC_FORM)];
	sqlite3_stmt *st = store_find(s, CC, CC->keys, keys, CC->n_keys);
	int got = store_next(s, st, CC, f);

	memset(cc, 0, sizeof(*cc));
	if (got > 0) {
		cc->status = atoi(f[3].p);
		cc->diags = copy(&f[4]);
		cc->sparse = copy(&f[5]);
	}
	sqlite3_finalize(st);
	return got;
}

int store_put_cc(struct store *s, const char *command, const char *unit,
		 const struct oid *code, const struct stored_cc *cc)
{
	char status[16];
	struct field f[FIELDS(CC_FORM)] = {
		text_field(command), text_field(unit), oid_field(code),
		{ 0 }, text_field(cc->diags), text_field(cc->sparse),
	};

	snprintf(status, sizeof(status), "%d", cc->status);
	f[3] = text_field(status);
	return store_put_row(s, CC, f);
}

int store_get_text(struct store *s, const char *kind, const char *key,
		   char **text)
{
	const struct field keys[] = { text_field(kind), text_field(key) };
	struct field f[FIELDS(TEXT_FORM)];
	sqlite3_stmt *st = store_find(s, TEXTS, TEXTS->keys, keys,
				      TEXTS->n_keys);
	int got = store_next(s, st, TEXTS, f);

	*text = got > 0 ? copy(&f[2]) : NULL;
	sqlite3_finalize(st);
	return got;
}

int store_put_text(struct store *s, const char *kind, const char *key,
		   const char *text)
{
	const struct field f[FIELDS(TEXT_FORM)] = { text_field(kind), text_field(key),
					      text_field(text) };

	return store_put_row(s, TEXTS, f);
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
