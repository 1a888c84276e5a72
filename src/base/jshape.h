/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * jshape: structs as JSON, by a table that gives the key, the kind and the
 * offset of each member. The same table reads and writes, so the two always
 * agree.
 *
 * Reading trusts nothing: each value must be of its kind, and a number must
 * fit. A missing key reads as "", 0, false or an empty list, unless it is
 * required; a key that no table names is ignored. Strings are borrowed: from
 * the JSON when reading, from the caller when writing.
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
			   J_IF, its first member is a bool: present or not */
	J_LIST,		/* an array of such structs, and a size_t at `n` */
	J_STRING_MAP,	/* the same, of struct jnamed: an object of lists */
	J_ANY,		/* json_t *, borrowed; if it has `of`, a list of that */
};

#define JSHAPE_MAX INT32_MAX

enum {
	J_MUST = 1,	/* required */
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

/* JF: a field; flags follow MEMBER. JF_LIST: a list of N entries. */
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

/* jshape_release: free the lists, not the strings; O is then all zero. */
void jshape_release(const struct jshape *s, void *o);

/* A kind of file. */
struct jfile {
	const struct jshape *shape;
	long format;		/* the key "format"; readers require it */
	const char *made_by;	/* "respin generate", for error messages */
};

/*
 * jfile_read: fill in *TO, which is all zero, from PATH. *TO borrows from
 * *ROOT, on which the caller calls json_decref(). Returns 0; 1 if there is no
 * such file (*TO is then as for an empty one); or < 0, reported: ERR_USER for a
 * file of another kind or format, ERR_ENV for one that cannot be read.
 */
int jfile_read(const struct jfile *f, const char *path, void *to,
	       json_t **root);
/*
 * jfile_parse: the same of TEXT, which is that of such a file; NAME says where
 * it is from. Returns 0 or < 0, reported.
 */
int jfile_parse(const struct jfile *f, const char *name, const char *text,
		void *to, json_t **root);
/*
 * jfile_text: the text of such a file, to be freed. FLAGS are those of
 * json_dumps(), besides one blank a level.
 */
char *jfile_text(const struct jfile *f, const void *from, bool with_times,
		 size_t flags);

#endif
