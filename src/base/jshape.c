// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sys/stat.h>

#include "base/jshape.h"
#include "base/json.h"

/* The biggest file that respin wrote so far has 2 MB, and lists of thousands. */
#define FILE_MAX_BYTES (64L << 20)
#define LIST_MAX (1 << 20)

static void *member(const void *o, size_t at)
{
	return o ? (char *)o + at : NULL;
}

/* --- reading ----------------------------------------------------------- */

static int read_shape(const struct jshape *s, void *to, json_t *from,
		      struct strbuf *why);

static int misfit(struct strbuf *why, const char *what)
{
	strbuf_addstr(why, what);
	return -1;
}

/* Errors say where from the inside out. */
static void say_where(struct strbuf *why, const char *key, size_t index)
{
	bool end = starts_with(why->buf, ": ") || *why->buf == '[';
	char *place = key ? xstrfmt("%s%s", key, end ? "" : ".") :
			    xstrfmt("[%zu]%s", index, end ? "" : ".");

	strbuf_splice(why, 0, 0, place, strlen(place));
	free(place);
}

static int read_strings(struct strvec *to, const json_t *from,
			struct strbuf *why)
{
	const json_t *e;
	size_t i;

	if (!json_is_array(from))
		return misfit(why, ": not a list");
	json_array_foreach(from, i, e) {
		if (!json_is_string(e)) {
			misfit(why, ": not a string");
			say_where(why, NULL, i);
			return -1;
		}
		if (to)
			strvec_push(to, json_string_value(e));
	}
	return 0;
}

static int read_number(const json_t *from, json_int_t *n, struct strbuf *why)
{
	*n = json_integer_value(from);
	if (!json_is_integer(from))
		return misfit(why, ": not a whole number");
	if (*n < 0)
		return misfit(why, ": below zero");
	return *n > JSHAPE_MAX ? misfit(why, ": too big a number") : 0;
}

static int read_list(const struct jfield *f, void *o, json_t *from,
		     struct strbuf *why)
{
	size_t size = f->of->size, i, *n = member(o, f->n);
	char **v = member(o, f->at);
	json_t *e;

	if (!json_is_array(from))
		return misfit(why, ": not a list");
	if (json_array_size(from) > LIST_MAX)
		return misfit(why, ": too long a list");
	if (v)
		*v = xcalloc(json_array_size(from) + 1, size);
	json_array_foreach(from, i, e) {
		if (n)
			(*n)++;
		if (read_shape(f->of, v ? *v + i * size : NULL, e, why)) {
			say_where(why, NULL, i);
			return -1;
		}
	}
	return 0;
}

static int read_map(const struct jfield *f, void *o, json_t *from,
		    struct strbuf *why)
{
	size_t *n = member(o, f->n);
	struct jnamed **v = member(o, f->at);
	const char *key;
	json_t *e;

	if (!json_is_object(from))
		return misfit(why, ": not an object");
	if (json_object_size(from) > LIST_MAX)
		return misfit(why, ": too big an object");
	if (v)
		*v = xcalloc(json_object_size(from) + 1, sizeof(**v));
	json_object_foreach(from, key, e) {
		struct jnamed *to = v ? &(*v)[(*n)++] : NULL;

		if (to)
			to->key = key;
		if (read_strings(to ? &to->v : NULL, e, why)) {
			say_where(why, key, 0);
			return -1;
		}
	}
	return 0;
}

static int read_field(const struct jfield *f, void *o, json_t *from,
		      struct strbuf *why)
{
	void *to = member(o, f->at);
	json_int_t n = 0;

	switch (f->kind) {
	case J_STR:
		if (!json_is_string(from))
			return misfit(why, ": not a string");
		if (to)
			*(const char **)to = json_string_value(from);
		return 0;
	case J_BOOL:
		if (!json_is_boolean(from))
			return misfit(why, ": neither true nor false");
		if (to)
			*(bool *)to = json_is_true(from);
		return 0;
	case J_SECONDS:
		if (!json_is_number(from) || json_number_value(from) < 0)
			return misfit(why, ": not a time in seconds");
		if (to)
			*(double *)to = json_number_value(from);
		return 0;
	case J_COUNT:
	case J_MAYBE:
		if (read_number(from, &n, why))
			return -1;
		if (to && f->kind == J_COUNT)
			*(size_t *)to = (size_t)n;
		else if (to)
			*(long *)to = (long)n;
		return 0;
	case J_STRINGS:
		return read_strings(to, from, why);
	case J_OBJECT:
		if (to && f->flags & J_IF)
			*(bool *)to = true;
		return read_shape(f->of, to, from, why);
	case J_LIST:
		return read_list(f, o, from, why);
	case J_STRING_MAP:
		return read_map(f, o, from, why);
	case J_ANY:
		if (to)
			*(json_t **)to = from;
		return f->of ? read_list(f, NULL, from, why) : 0;
	}
	BUG("json: kind %d", f->kind);
}

/* What is not there. */
static void set_defaults(const struct jshape *s, void *o)
{
	for (const struct jfield *f = s->fields; f->key; f++) {
		void *to = member(o, f->at);

		if (f->kind == J_STR)
			*(const char **)to = "";
		else if (f->kind == J_MAYBE)
			*(long *)to = -1;
		else if (f->kind == J_SECONDS)
			*(double *)to = -1;
		else if (f->kind == J_OBJECT)
			set_defaults(f->of, to);
	}
}

/*
 * Fill in *TO, all zero, from FROM, of which it borrows. Returns 0, or -1 and in
 * WHY what does not fit: "patches[3].plus: below zero". With TO NULL, look
 * whether it fits.
 */
static int read_shape(const struct jshape *s, void *to, json_t *from,
		      struct strbuf *why)
{
	if (to)
		set_defaults(s, to);
	if (!json_is_object(from))
		return misfit(why, ": not an object");
	for (const struct jfield *f = s->fields; f->key; f++) {
		json_t *e = json_object_get(from, f->key);

		if (!e && !(f->flags & J_MUST))
			continue;
		if (!e)
			misfit(why, ": missing");
		if (!e || read_field(f, to, e, why)) {
			say_where(why, f->key, 0);
			return -1;
		}
	}
	return 0;
}

/* --- writing ----------------------------------------------------------- */

static json_t *shape_json(const struct jshape *s, const void *from,
			  bool with_times);

static void add(json_t *list, json_t *e)
{
	if (!e || json_array_append_new(list, e))
		BUG("json: cannot append");
}

static void set(json_t *o, const char *key, json_t *e)
{
	if (!e || json_object_set_new(o, key, e))
		BUG("json: cannot set %s", key);
}

static json_t *strings_json(const struct strvec *sv)
{
	json_t *list = json_array();

	for (size_t i = 0; i < sv->n; i++)
		add(list, jtext(sv->v[i]));
	return list;
}

static json_t *list_json(const struct jfield *f, const void *o,
			 bool with_times)
{
	const char *v = *(char **)member(o, f->at);
	size_t n = *(size_t *)member(o, f->n);
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		add(list, shape_json(f->of, v + i * f->of->size, with_times));
	return list;
}

static json_t *map_json(const struct jfield *f, const void *o)
{
	const struct jnamed *v = *(struct jnamed **)member(o, f->at);
	size_t n = *(size_t *)member(o, f->n);
	json_t *map = json_object();

	for (size_t i = 0; i < n; i++) {
		json_t *key = jtext(v[i].key);

		set(map, json_string_value(key), strings_json(&v[i].v));
		json_decref(key);
	}
	return map;
}

/* Is there nothing to write? */
static bool is_none(const struct jfield *f, const void *o, bool with_times)
{
	const void *at = member(o, f->at);

	if ((f->flags & J_TIMED || f->kind == J_SECONDS) && !with_times)
		return true;
	switch (f->kind) {
	case J_MAYBE:
		return *(const long *)at < 0;
	case J_SECONDS:
		return *(const double *)at < 0;
	case J_ANY:
		return !*(json_t *const *)at;
	case J_STR:
		return f->flags & J_IF && !*(char *const *)at;
	case J_STRINGS:
		return f->flags & J_IF && !((const struct strvec *)at)->n;
	case J_LIST:
		return f->flags & J_IF && !*(size_t *)member(o, f->n);
	default:
		return f->flags & J_IF && !*(const bool *)at;
	}
}

static json_t *field_json(const struct jfield *f, const void *o,
			  bool with_times)
{
	const void *at = member(o, f->at);

	switch (f->kind) {
	case J_STR:
		return jtext(*(char *const *)at);
	case J_BOOL:
		return json_boolean(*(const bool *)at);
	case J_SECONDS:
		return json_real(*(const double *)at);
	case J_COUNT:
		return json_integer((json_int_t)*(const size_t *)at);
	case J_MAYBE:
		return json_integer(*(const long *)at);
	case J_STRINGS:
		return strings_json(at);
	case J_OBJECT:
		return shape_json(f->of, at, with_times);
	case J_LIST:
		return list_json(f, o, with_times);
	case J_STRING_MAP:
		return map_json(f, o);
	case J_ANY:
		return json_incref(*(json_t *const *)at);
	}
	BUG("json: kind %d", f->kind);
}

static json_t *shape_json(const struct jshape *s, const void *from,
			  bool with_times)
{
	json_t *o = json_object();

	for (const struct jfield *f = s->fields; f->key; f++)
		if (!is_none(f, from, with_times))
			set(o, f->key, field_json(f, from, with_times));
	return o;
}

/* --- the end ----------------------------------------------------------- */

static void release_fields(const struct jshape *s, void *o);

static void release_list(const struct jfield *f, void *o)
{
	char *v = *(char **)member(o, f->at);
	size_t n = *(size_t *)member(o, f->n);

	for (size_t i = 0; v && i < n; i++)
		if (f->kind == J_LIST)
			release_fields(f->of, v + i * f->of->size);
		else
			strvec_release(&((struct jnamed *)v)[i].v);
	free(v);
}

static void release_fields(const struct jshape *s, void *o)
{
	for (const struct jfield *f = s->fields; f->key; f++) {
		if (f->kind == J_STRINGS)
			strvec_release(member(o, f->at));
		else if (f->kind == J_OBJECT)
			release_fields(f->of, member(o, f->at));
		else if (f->kind == J_LIST || f->kind == J_STRING_MAP)
			release_list(f, o);
	}
}

void jshape_release(const struct jshape *s, void *o)
{
	release_fields(s, o);
	memset(o, 0, s->size);
}

/* --- files ------------------------------------------------------------- */

/* What a file holds must not reach a terminal as a command. */
static int none(const char *path, const char *made_by, char *what)
{
	int err;

	for (char *p = what; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			*p = '?';
	err = error_user("%s%s (%s writes it)", path, what, made_by);
	free(what);
	return err;
}

static int read_json(const char *path, const char *made_by, json_t **root)
{
	struct strbuf text = STRBUF_INIT;
	json_error_t je = { 0 };
	struct stat st;
	int err = 0;

	if (!stat(path, &st) && st.st_size > FILE_MAX_BYTES)
		return none(path, made_by, xstrdup(": too big a file"));
	err = strbuf_read_file(&text, path);
	if (!err)
		*root = json_loadb(text.buf, text.len, JSON_REJECT_DUPLICATES,
				   &je);
	if (err == -ENOENT || err == -ENOTDIR)
		err = 1;
	else if (err)
		err = error("cannot read %s: %s", path, strbuf_read_error(err));
	else if (!*root)
		err = none(path, made_by,
			   xstrfmt(", line %d: %s", je.line, je.text));
	strbuf_release(&text);
	return err;
}

/* TO of ROOT. */
static int take_json(const struct jfile *f, const char *path, void *to,
		     json_t *root)
{
	struct strbuf why = STRBUF_INIT;
	const json_t *format = json_object_get(root, "format");
	int err = 0;

	if (!json_is_integer(format))
		err = none(path, f->made_by, xstrdup(": no number \"format\""));
	else if (json_integer_value(format) != f->format)
		err = error_user("%s was written by another version of respin, in format %lld and not %ld: run %s again",
				 path, (long long)json_integer_value(format),
				 f->format, f->made_by);
	else if (read_shape(f->shape, to, root, &why))
		err = none(path, f->made_by, xstrfmt(": %s", why.buf));
	strbuf_release(&why);
	return err;
}

int jfile_read(const struct jfile *f, const char *path, void *to,
	       json_t **root)
{
	int err = read_json(path, f->made_by, root);

	set_defaults(f->shape, to);
	return err ?: take_json(f, path, to, *root);
}

int jfile_parse(const struct jfile *f, const char *name, const char *text,
		void *to, json_t **root)
{
	json_error_t je = { 0 };

	set_defaults(f->shape, to);
	*root = json_loads(text, JSON_REJECT_DUPLICATES, &je);
	if (!*root)
		return none(name, f->made_by,
			    xstrfmt(", line %d: %s", je.line, je.text));
	return take_json(f, name, to, *root);
}

char *jfile_text(const struct jfile *f, const void *from, bool with_times,
		 size_t flags)
{
	json_t *body = shape_json(f->shape, from, with_times);
	json_t *o = json_object();
	char *text;

	set(o, "format", json_integer(f->format));
	if (json_object_update(o, body))
		BUG("json: cannot copy");
	text = json_dumps(o, JSON_INDENT(1) | flags);
	if (!text)
		BUG("json: cannot write");
	json_decref(body);
	json_decref(o);
	return text;
}
