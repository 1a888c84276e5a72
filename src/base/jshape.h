/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * jshape: structs as JSON, by a table: what a member is called, what it is,
 * where it stands. One table reads and writes, so the two cannot part.
 *
 * Reading trusts nothing: what is there must be of its kind, and a number must
 * fit. What is not there reads as nothing ("", 0, false, an empty list), unless
 * it must be there; a key that no table names is left alone. Strings are
 * borrowed: from the JSON when reading, from whoever set them when writing.
 */
#ifndef RESPIN_JSHAPE_H
#define RESPIN_JSHAPE_H

#include <jansson.h>

#include "base/strbuf.h"
#include "base/strvec.h"

enum jkind {
	J_STR,		/* const char * */
	J_COUNT,	/* size_t: at most JSHAPE_MAX */
	J_MAYBE,	/* long: likewise; below 0: not there */
	J_BOOL,		/* bool */
	J_SECONDS,	/* double; below 0: not there. Written only with times */
	J_STRINGS,	/* struct strvec: a list of strings */
	J_OBJECT,	/* the struct that begins there, of the shape `of`; with
			   J_IF, its first member is a bool: it is there */
	J_LIST,		/* an array of such structs, and a size_t at `n` */
	J_STRING_MAP,	/* the same, of struct jnamed: an object of lists */
	J_ANY,		/* json_t *, borrowed; if it has `of`, a list of that */
};

#define JSHAPE_MAX INT32_MAX

enum {
	J_MUST = 1,	/* a file without it is none */
	J_IF = 2,	/* written only if it is not NULL, or not empty */
	J_TIMED = 4,	/* written only with times */
};

struct jfield {
	const char *key;	/* NULL ends a table */
	enum jkind kind;
	unsigned int flags;
	size_t at, n;		/* offsets */
	const struct jshape *of;
};

struct jshape {
	size_t size;		/* of the struct */
	const struct jfield *fields;
};

/* An entry of a J_STRING_MAP. */
struct jnamed {
	const char *key;
	struct strvec v;
};

/* JF: a field; what stands behind MEMBER are flags. JF_LIST: has N entries. */
#define JF(kind_, type, key_, member, ...) \
	{ .key = (key_), .kind = (kind_), .at = offsetof(type, member), \
	  .flags = __VA_ARGS__ + 0 }
#define JF_OF(kind_, type, key_, member, of_, ...) \
	{ .key = (key_), .kind = (kind_), .at = offsetof(type, member), \
	  .of = (of_), .flags = __VA_ARGS__ + 0 }
#define JF_LIST(kind_, type, key_, member, n_, of_, ...) \
	{ .key = (key_), .kind = (kind_), .at = offsetof(type, member), \
	  .n = offsetof(type, n_), .of = (of_), .flags = __VA_ARGS__ + 0 }

/* JSHAPE: a shape NAME of struct TYPE and these fields. */
#define JSHAPE(name_, type_, ...) \
	static const struct jfield name_##_fields[] = { __VA_ARGS__, { 0 } }; \
	static const struct jshape name_ = { sizeof(type_), name_##_fields }

/* jshape_release: free its lists, not its strings; all of it is zero then. */
void jshape_release(const struct jshape *s, void *o);

/* A kind of file. */
struct jfile {
	const struct jshape *shape;
	long format;		/* the key "format", which readers insist on */
	const char *made_by;	/* "respin generate": said in errors */
};

/*
 * jfile_read: fill in *TO, all zero, from PATH; *ROOT is what it borrows of, to
 * be json_decref()ed. Returns 0, 1 if there is no such file (*TO is what an
 * empty one would give), or < 0, reported: ERR_USER for a file that is none, or
 * of another format, ERR_ENV for one that cannot be read.
 */
int jfile_read(const struct jfile *f, const char *path, void *to,
	       json_t **root);
/*
 * jfile_text: the text of such a file, to be freed. FLAGS are those of
 * json_dumps(), besides one blank a level.
 */
char *jfile_text(const struct jfile *f, const void *from, bool with_times,
		 size_t flags);

#endif
