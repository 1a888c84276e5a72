/* SPDX-License-Identifier: GPL-2.0-only */
/* store-int: the rows of a store, for store.c and merge.c. */
#ifndef RESPIN_STORE_INT_H
#define RESPIN_STORE_INT_H

#include <sqlite3.h>

#include "states/store.h"

struct store {
	sqlite3 *db;
	char *path;
	bool reads;		/* opened by store_open_read() */
};

/* A value of a row. */
struct field {
	const void *p;		/* NULL: there is none */
	size_t n;		/* bytes */
	bool blob;
};

struct store_table {
	const char *name;
	const char *form;	/* its columns but the sum: b a blob, t a text,
				   T one that may lack */
	size_t n_keys;		/* the first ones are the key */
	const char *keys;	/* "KEY = ? AND ..." */
};

#define STORE_TABLES 3
#define STORE_FIELDS 16		/* at most, of a table */
extern const struct store_table store_tables[STORE_TABLES];

/*
 * store_open_read: open a store that exists, only to read it. Returns 0, or
 * ERR_ENV after reporting. Call store_close() in both cases.
 */
int __must_check store_open_read(struct store **s, const char *path);

/* store_fail: report SQLite's error; WHAT is "read". Returns ERR_ENV. */
int store_fail(struct store *s, const char *what);
/* store_run: run SQL; WHAT is for the error. Returns 0 or ERR_ENV, reported. */
int __must_check store_run(struct store *s, const char *sql, const char *what);

/*
 * store_find: begin to look for the rows WHERE, "KEY = ? AND ..." with N keys,
 * or for all (NULL). The caller finalizes what it returns, also NULL.
 */
sqlite3_stmt *store_find(struct store *s, const struct store_table *t,
			 const char *where, const struct field *keys, size_t n);
/*
 * store_next: the fields of the next row, borrowed from ST, with a good sum: 1,
 * 0 if there is no more, < 0 on an error, reported.
 */
int __must_check store_next(struct store *s, sqlite3_stmt *st,
			    const struct store_table *t, struct field *f);
/* store_put_row: write a row, in the order of the columns, and its sum. */
int __must_check store_put_row(struct store *s, const struct store_table *t,
			       const struct field *f);

#endif
