// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <unistd.h>

#include "states/merge.h"
#include "states/store-int.h"

/* Does the file hold together? Cut off in the middle, it may still open. */
static int check_pages(struct store *s)
{
	sqlite3_stmt *st = NULL;
	int err = 0;

	if (sqlite3_prepare_v2(s->db, "PRAGMA quick_check(1)", -1, &st, NULL) !=
	    SQLITE_OK || sqlite3_step(st) != SQLITE_ROW)
		err = store_fail(s, "read");
	else if (strcmp((const char *)sqlite3_column_text(st, 0) ?: "", "ok"))
		err = store_damaged(s, "its pages do not fit together");
	sqlite3_finalize(st);
	return err;
}

/* Two results, and the first column in which they differ. */
static int unequal(const struct store *to, const struct store *from,
		   const struct store_table *t, const struct field *f, size_t at)
{
	bool text = t->n_keys == 2;
	sqlite3_stmt *st = store_find((struct store *)to, t, NULL, NULL, 0);
	const char *column = st ? sqlite3_column_name(st, (int)at) : NULL;
	int err;

	err = error("%s has another result than %s or a store before it: %s, key %.12s%s%s, differs in '%s'; a tool is not deterministic, or the machines differ; nothing was merged",
		    from->path, to->path, text ? (const char *)f[0].p : t->name,
		    (const char *)(text ? f[1].p : f[0].p),
		    text ? "" : ", unit ", text ? "" : (const char *)f[1].p,
		    column ?: "?");
	sqlite3_finalize(st);
	return err;
}

static bool same_field(const struct field *a, const struct field *b)
{
	return !a->p == !b->p && a->n == b->n &&
	       (!a->p || !memcmp(a->p, b->p, a->n));
}

/* A measurement: nobody measures twice the same. */
static bool may_differ(const struct store_table *t, const struct field *f)
{
	return t->n_keys == 2 && f[0].n && *(const char *)f[0].p == STORE_MEASURED;
}

static int merge_row(struct store *to, struct store *from,
		     const struct store_table *t, const struct field *f,
		     struct merged *m)
{
	struct field have[STORE_FIELDS];
	sqlite3_stmt *st = store_find(to, t, t->keys, f, t->n_keys);
	int got = store_next(to, st, t, have);

	m->rows++;
	for (size_t i = t->n_keys; got > 0 && t->form[i] && !may_differ(t, f); i++)
		if (!same_field(&have[i], &f[i]))
			got = unequal(to, from, t, f, i);
	sqlite3_finalize(st);
	if (got)
		return got < 0 ? got : 0;
	m->new++;
	return store_put_row(to, t, f);
}

static int merge_table(struct store *to, struct store *from,
		       const struct store_table *t, struct merged *m)
{
	struct field f[STORE_FIELDS];
	sqlite3_stmt *st = store_find(from, t, NULL, NULL, 0);
	int got, err = 0;

	while (!err && (got = store_next(from, st, t, f)))
		err = got < 0 ? got : merge_row(to, from, t, f, m);
	sqlite3_finalize(st);
	return err;
}

static int merge_one(struct store *to, const char *path, struct merged *m)
{
	struct store *from;
	int err = store_open_read(&from, path);

	if (!err)
		err = store_run(from, "BEGIN", "read") ?: check_pages(from);
	for (size_t i = 0; i < STORE_TABLES && !err; i++)
		err = merge_table(to, from, &store_tables[i], m);
	store_close(from);
	return err;
}

/* A store that was made for this, and holds nothing. */
static void remove_new(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		char *file = xstrfmt("%s%s", path, ends[i]);

		unlink(file);
		free(file);
	}
}

int store_merge(const char *path, const struct strvec *from, struct merged *m)
{
	bool is_new = access(path, F_OK) && errno == ENOENT;
	struct store *to;
	int err = store_open(&to, path);

	memset(m, 0, sizeof(*m));
	if (!err)
		err = store_run(to, "BEGIN IMMEDIATE", "write");
	for (size_t i = 0; i < from->n && !err; i++)
		err = merge_one(to, from->v[i], m);
	if (!err)
		err = store_run(to, "COMMIT", "write");
	/* What was not committed goes with the connection. */
	store_close(to);
	if (err && is_new)
		remove_new(path);
	return err;
}
