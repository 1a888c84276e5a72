// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <limits.h>

#include "base/pathspec.h"
#include "git/config.h"
#include "git/tree.h"
#include "prove/prove.h"

ssize_t prove_level(const struct prove_rules *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->levels[i].name, name))
			return i;
	return -1;
}

bool prove_within(const struct prove_rules *r, const char *path)
{
	for (size_t i = 0; i < r->n; i++)
		if (pathspec_match(&r->levels[i].within, path))
			return true;
	return false;
}

static struct prove_level *get_level(struct prove_rules *r, const char *name)
{
	ssize_t at = prove_level(r, name);

	if (at >= 0)
		return &r->levels[at];
	GROW(r->levels, r->n + 1, r->alloc);
	r->levels[r->n] = (struct prove_level){ .name = xstrdup(name) };
	return &r->levels[r->n++];
}

static struct prove_kept *get_kept(struct prove_rules *r, const char *reason)
{
	for (size_t i = 0; i < r->n_kept; i++)
		if (!strcmp(r->kept[i].reason, reason))
			return &r->kept[i];
	GROW(r->kept, r->n_kept + 1, r->alloc_kept);
	r->kept[r->n_kept] = (struct prove_kept){ .reason = xstrdup(reason) };
	return &r->kept[r->n_kept++];
}

static void set(char **to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
}

/* way = NAME FUNCTION ARGUMENT [ABSENT]; tree = NAME FUNCTION ARGUMENT */
static int add_way(struct prove_level *l, bool tree, const char *value,
		   char **why)
{
	struct strvec w = STRVEC_INIT;
	struct prove_way way = { .tree = tree };

	strvec_split(&w, value);
	if (w.n >= 3)
		way.arg = atoi(w.v[2]);
	if (w.n < 3 || w.n > (tree ? 3 : 4) || way.arg < 1 ||
	    way.arg > OWN_ARGS) {
		*why = xstrfmt("give the way's name, its function, the argument that is the object%s",
			       tree ? "" : ", and perhaps what the probe declares instead");
		strvec_release(&w);
		return ERR_USER;
	}
	way.name = xstrdup(w.v[0]);
	way.function = xstrdup(w.v[1]);
	way.absent = w.n > 3 ? xstrdup(w.v[3]) : NULL;
	GROW(l->ways, l->n + 1, l->alloc);
	l->ways[l->n++] = way;
	strvec_release(&w);
	return 0;
}

/* put = FUNCTION ARGUMENT */
static int set_put(struct prove_level *l, const char *value, char **why)
{
	struct strvec w = STRVEC_INIT;
	int err = 0;

	strvec_split(&w, value);
	l->put.arg = w.n == 2 ? atoi(w.v[1]) : 0;
	if (l->put.arg < 1 || l->put.arg > OWN_ARGS) {
		*why = xstrfmt("give the function that puts one in, and the argument that is the object");
		err = ERR_USER;
	} else {
		set(&l->put.function, w.v[0]);
	}
	strvec_release(&w);
	return err;
}

/* found = FIELD LEVEL */
static int set_found(struct prove_level *l, const char *value, char **why)
{
	struct strvec w = STRVEC_INIT;
	int err = 0;

	strvec_split(&w, value);
	if (w.n != 2) {
		*why = xstrfmt("give the field in which one is found, and its level");
		err = ERR_USER;
	} else {
		set(&l->put.field, w.v[0]);
		set(&l->found, w.v[1]);
	}
	strvec_release(&w);
	return err;
}

static int level_key(struct prove_level *l, const char *key, const char *value,
		     char **why)
{
	if (!strcmp(key, "way") || !strcmp(key, "tree"))
		return add_way(l, *key == 't', value, why);
	if (!strcmp(key, "put"))
		return set_put(l, value, why);
	if (!strcmp(key, "found"))
		return set_found(l, value, why);
	if (!strcmp(key, "make"))
		set(&l->make, value);
	else if (!strcmp(key, "absent"))
		set(&l->absent, value);
	else if (!strcmp(key, "entry"))
		strvec_push(&l->entries, value);
	else if (!strcmp(key, "also"))
		strvec_split(&l->also, value);
	else if (!strcmp(key, "within"))
		strvec_split(&l->within, value);
	else
		return 1;
	return 0;
}

static int own_key(struct prove_rules *r, const char *key, const char *value,
		   char **why)
{
	if (!strcmp(key, "probe"))
		set(&r->probe, value);
	else if (!strcmp(key, "in"))
		set(&r->in, value);
	else if (!strcmp(key, "unit"))
		strvec_split(&r->units, value);
	else if (!strcmp(key, "option"))
		strvec_split(&r->options, value);
	else if (!strcmp(key, "needs"))
		strvec_split(&r->needs, value);
	else if (!strcmp(key, "narrow"))
		strvec_push(&r->own.narrow, value);
	else
		return own_rule(&r->own, key, value, why);
	return 0;
}

static int take(void *data, const char *section, const char *sub,
		const char *key, const char *value, int line)
{
	struct prove_rules *r = data;
	char *why = NULL;
	int err = 1;

	if (!strcmp(section, "own") && !sub) {
		err = own_key(r, key, value, &why);
	} else if (!strcmp(section, "level") && sub) {
		err = level_key(get_level(r, sub), key, value, &why);
	} else if (!strcmp(section, "kept") && sub && !strcmp(key, "in")) {
		strvec_split(&get_kept(r, sub)->in, value);
		err = 0;
	} else if (!strcmp(section, "kept") && sub && !strcmp(key, "level")) {
		strvec_split(&get_kept(r, sub)->levels, value);
		err = 0;
	}
	if (err > 0)
		err = error_user("%s:%d: there is no '%s' in [%s%s]", r->path,
				 line, key, section, sub ? " \"...\"" : "");
	else if (err < 0)
		err = error_user("%s:%d: %s: %s", r->path, line, key, why);
	free(why);
	return err;
}

static bool has_source(const struct own_rules *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->markers[i].mark == OWN_SOURCE)
			return true;
	return false;
}

static int check_level(const struct prove_rules *r, const struct prove_level *l)
{
	if (l->within.n && !has_source(&r->own))
		return error_user("%s: level %s has within, so [own] needs source = FUNCTION",
				  r->path, l->name);
	if (l->within.n ? l->make || l->n : !l->make || !l->n)
		return error_user("%s: level %s needs make = FUNCTION and a way, or within = FILES",
				  r->path, l->name);
	if (l->also.n && !l->put.function)
		return error_user("%s: level %s needs put = FUNCTION ARGUMENT, for what it has in also",
				  r->path, l->name);
	if (l->found && prove_level(r, l->found) < 0)
		return error_user("%s: level %s: found = %s %s: there is no such level",
				  r->path, l->name, l->put.field, l->found);
	return 0;
}

static int check(struct prove_rules *r)
{
	bool probe = false;
	int err = 0;

	if (!r->n)
		return error_user("%s: there is no [level]", r->path);
	for (size_t i = 0; i < r->n; i++)
		probe |= !r->levels[i].within.n;
	if (probe && (!r->probe || !r->in))
		return error_user("%s: [own] needs probe = FILE and in = UNIT",
				  r->path);
	if (!probe && (r->probe || r->in))
		return error_user("%s: no level needs the probe", r->path);
	for (size_t i = 0; i < r->needs.n; i++)
		if (!strvec_has(&r->options, r->needs.v[i]))
			return error_user("%s: needs = %s requires option = %s",
					  r->path, r->needs.v[i], r->needs.v[i]);
	for (size_t i = 0; i < r->n && !err; i++)
		err = check_level(r, &r->levels[i]);
	return err;
}

/* own follows what leads to an object, of whatever level. */
static void list_entries(struct prove_rules *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct strvec *entries = &r->levels[i].entries;

		for (size_t k = 0; k < entries->n; k++)
			if (!strvec_has(&r->own.entries, entries->v[k]))
				strvec_push(&r->own.entries, entries->v[k]);
	}
}

/* The probe's place, and a digest of all that decides a verdict. */
static int read_probe(struct prove_rules *r, const char *dir)
{
	struct strbuf text = STRBUF_INIT;
	char *path = xstrfmt("%s/%s", dir, r->probe ?: "rules"), *full;
	int err;

	full = realpath(path, NULL);
	err = full ? strbuf_read_file(&text, full) : -errno;
	if (!err && r->probe)
		err = strbuf_read_file(&text, r->path);
	if (err)
		err = error_read(err, "%s: cannot read the %s %s: %s",
				 r->path, r->probe ? "probe" : "rules", path,
				 strbuf_read_error(err));
	if (r->probe) {
		free(r->probe);
		r->probe = full;
	} else {
		free(full);
	}
	r->digest = hash_hex(text.buf, text.len);
	strbuf_release(&text);
	free(path);
	return err;
}

int prove_rules_read(struct prove_rules *r, const char *dir)
{
	int err;

	memset(r, 0, sizeof(*r));
	r->path = xstrfmt("%s/rules", dir);
	err = config_read(r->path, take, r);
	if (!err)
		err = check(r);
	if (!err)
		list_entries(r);
	return err ?: read_probe(r, dir);
}

void prove_rules_release(struct prove_rules *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct prove_level *l = &r->levels[i];

		for (size_t k = 0; k < l->n; k++) {
			free(l->ways[k].name);
			free(l->ways[k].function);
			free(l->ways[k].absent);
		}
		free(l->ways);
		free(l->name);
		free(l->make);
		free(l->absent);
		free(l->found);
		strvec_release(&l->entries);
		free(l->put.field);
		free(l->put.function);
		strvec_release(&l->also);
		strvec_release(&l->within);
	}
	for (size_t i = 0; i < r->n_kept; i++) {
		free(r->kept[i].reason);
		strvec_release(&r->kept[i].in);
		strvec_release(&r->kept[i].levels);
	}
	free(r->levels);
	free(r->kept);
	free(r->path);
	free(r->probe);
	free(r->in);
	free(r->digest);
	strvec_release(&r->units);
	strvec_release(&r->options);
	strvec_release(&r->needs);
	own_rules_release(&r->own);
	memset(r, 0, sizeof(*r));
}
