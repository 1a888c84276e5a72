/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mutate: does a reader of JSON survive whatever a file holds? Each value of a
 * good file is replaced by values of other kinds and sizes, and left out; its
 * text is cut, doubled, filled with bytes that JSON has not. For each, the
 * reader returns 0, or ERR_USER or ERR_ENV after one line that names the file,
 * and the sanitizers see what it touches.
 */
#ifndef RESPIN_MUTATE_H
#define RESPIN_MUTATE_H

#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "tap.h"

struct mutate {
	const char *path;	/* where the file is put */
	char *errors;		/* what stderr goes to */
	int (*read)(const char *path);	/* all that a program does with it */
	json_t *root;		/* the good one, with one value changed */
	size_t files, taken, wrong;	/* taken: it fits all the same */
};

/* One file: is what the reader says of it as it must be? */
static void mutate_one(struct mutate *m, const char *what, const char *text,
		       size_t len)
{
	int saved = dup(2), err, lines = 0;
	int to = open(m->errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	FILE *f = fopen(m->path, "w");
	struct strbuf said = STRBUF_INIT;
	bool right;

	fwrite(text, 1, len, f);
	fclose(f);
	dup2(to, 2);
	err = m->read(m->path);
	dup2(saved, 2);
	close(to);
	close(saved);
	strbuf_read_file(&said, m->errors);
	for (size_t i = 0; i < said.len; i++)
		lines += said.buf[i] == '\n';
	right = err ? (err == ERR_USER || err == ERR_ENV) && lines == 1 &&
		      starts_with(said.buf, "respin: ") &&
		      strstr(said.buf, m->path) : !said.len;
	for (size_t i = 0; i + 1 < said.len; i++)
		right = right && (unsigned char)said.buf[i] >= ' ';
	m->files++;
	m->taken += !err;
	m->wrong += !right;
	if (!right) {
		printf("# %s: returns %d\n", what, err);
		tap_lines("said ", said.buf);
	}
	strbuf_release(&said);
}

static void mutate_dump(struct mutate *m, const char *what)
{
	char *text = json_dumps(m->root, JSON_INDENT(1));

	mutate_one(m, what, text, strlen(text));
	free(text);
}

static json_t *mutate_deep(int depth)
{
	json_t *o = json_array();

	while (depth--)
		o = json_pack("[o]", o);
	return o;
}

/* Values that a reader may not expect; NULL ends them. */
static json_t *mutate_value(int i)
{
	switch (i) {
	case 0: return json_null();
	case 1: return json_true();
	case 2: return json_integer(-1);
	case 3: return json_integer(INT64_MAX);
	case 4: return json_integer(2147483647);
	case 5: return json_real(0.5);
	case 6: return json_real(1e300);
	case 7: return json_string("");
	case 8: return json_string("x\033[31m\xe2\x80\xae");
	case 9: return json_array();
	case 10: return json_object();
	case 11: return json_pack("[i, s, {}, []]", 7, "x");
	case 12: return json_pack("{s: {s: i}}", "\033", "x", 1);
	case 13: return mutate_deep(1000);
	default: return NULL;
	}
}

static void mutate_walk(struct mutate *m, json_t *at, const char *where);

/* Put every value in the place of OLD: KEY of the object, or entry I. */
static void mutate_place(struct mutate *m, json_t *in, const char *key,
			 size_t i, json_t *old, const char *where)
{
	char *name = key ? xstrfmt("%s.%s", where, key) :
			   xstrfmt("%s[%zu]", where, i);
	json_t *v;

	json_incref(old);
	for (int k = 0; (v = mutate_value(k)); k++) {
		char *what = xstrfmt("%s, value %d", name, k);

		if (key)
			json_object_set_new(in, key, v);
		else
			json_array_set_new(in, i, v);
		mutate_dump(m, what);
		free(what);
	}
	if (key) {
		json_object_del(in, key);
		mutate_dump(m, name);
		json_object_set(in, key, old);
	} else {
		json_array_set(in, i, old);
		json_array_append(in, old);
		mutate_dump(m, name);
		json_array_remove(in, json_array_size(in) - 1);
	}
	mutate_walk(m, old, name);
	json_decref(old);
	free(name);
}

static void mutate_walk(struct mutate *m, json_t *at, const char *where)
{
	struct strvec keys = STRVEC_INIT;

	for (void *i = json_object_iter(at); i; i = json_object_iter_next(at, i))
		strvec_push(&keys, json_object_iter_key(i));
	for (size_t i = 0; i < keys.n; i++)
		mutate_place(m, at, keys.v[i], 0,
			     json_object_get(at, keys.v[i]), where);
	for (size_t i = 0; i < json_array_size(at); i++)
		mutate_place(m, at, NULL, i, json_array_get(at, i), where);
	strvec_release(&keys);
}

static void mutate_text(struct mutate *m, const char *text)
{
	static const char *const bytes[] = { "\0", "\xff", "\xc3", "\xed\xa0\x80",
					     "\033", "\\u0000", "\\ud800", "}",
					     "\"", ",\"format\":1" };
	size_t n = strlen(text);
	struct strbuf deep = STRBUF_INIT, all = STRBUF_INIT;

	for (size_t i = 0; i < n; i += 50)
		mutate_one(m, "cut off", text, i);
	for (size_t b = 0; b < sizeof(bytes) / sizeof(*bytes); b++)
		for (size_t i = 0; i < n; i += 37) {
			strbuf_clear(&all);
			strbuf_add(&all, text, n);
			strbuf_splice(&all, i, 0, bytes[b],
				      *bytes[b] ? strlen(bytes[b]) : 1);
			mutate_one(m, "a byte more", all.buf, all.len);
		}
	for (size_t i = 0; i < n; i += 23) {
		strbuf_clear(&all);
		strbuf_add(&all, text, n);
		all.buf[i] ^= (char)(1 << i % 8);
		mutate_one(m, "a bit", all.buf, all.len);
	}
	for (int i = 0; i < 100000; i++)
		strbuf_addch(&deep, '[');
	mutate_one(m, "deep", deep.buf, deep.len);
	strbuf_clear(&all);
	strbuf_addf(&all, "%s%s", text, text);
	mutate_one(m, "twice", all.buf, all.len);
	strbuf_clear(&all);
	strbuf_add(&all, text, strcspn(text, "{") + 1);
	strbuf_addf(&all, "\"format\": 1, %s", text + strcspn(text, "{") + 1);
	mutate_one(m, "a key twice", all.buf, all.len);
	strbuf_release(&all);
	strbuf_release(&deep);
}

/* mutate: all of it, for the good file TEXT, in PATH. Reports as TAP. */
static void mutate(const char *path, int (*read)(const char *path),
		   const char *text)
{
	struct mutate m = { .path = path, .errors = xstrfmt("%s.stderr", path),
			    .read = read };

	mutate_one(&m, "the good file", text, strlen(text));
	ok(m.taken == 1 && !m.wrong, "the good file is taken");
	m.root = json_loads(text, 0, NULL);
	mutate_walk(&m, m.root, "");
	ok(m.files > 500 && m.taken < m.files / 2 && !m.wrong,
	   "%zu files with another value: %zu fit, %zu wrong", m.files, m.taken,
	   m.wrong);
	m.files = m.taken = m.wrong = 0;
	mutate_text(&m, text);
	ok(m.files > 100 && m.taken < m.files / 2 && !m.wrong,
	   "%zu files with other text: %zu fit, %zu wrong", m.files, m.taken,
	   m.wrong);
	json_decref(m.root);
	unlink(m.errors);
	free(m.errors);
}

#endif
