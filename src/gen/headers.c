// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "base/hash.h"
#include "gen/headers.h"

#define SYSTEM "include/"
#define UAPI "include/uapi/"
#define GENERIC "include/asm-generic/"

/* --- what a rule asks for ------------------------------------------------ */

static void take_option(struct headers *h, const char *o)
{
	if (!strcmp(o, "--no-includes"))
		h->local = h->all = h->recursive = false;
	else if (!strcmp(o, "--local-includes"))
		h->local = true;
	else if (!strcmp(o, "--all-includes"))
		h->all = true;
	else if (!strcmp(o, "--recursive-includes") ||
		 !strcmp(o, "--include-headers-for-types"))
		h->all = h->recursive = true;
}

static void take_options(struct headers *h, const struct rule *r)
{
	static const char line[] = "#spatch";

	for (size_t i = 0; i < r->options.n; i++)
		take_option(h, r->options.v[i]);
	for (const char *p = r->text.buf; *p;) {
		size_t n = strcspn(p, "\n");

		if (starts_with(p, line)) {
			char *copy = xstrndup(p + strlen(line), n - strlen(line));
			struct strvec words = STRVEC_INIT;

			strvec_split(&words, copy);
			for (size_t i = 0; i < words.n; i++)
				take_option(h, words.v[i]);
			strvec_release(&words);
			free(copy);
		}
		p += n + (p[n] == '\n');
	}
}

/* --- #include ------------------------------------------------------------ */

/* The next #include of TEXT from *AT on: its name, to free, or NULL. */
static char *next_include(const struct strbuf *text, size_t *at, bool *local)
{
	while (*at < text->len) {
		const char *p = text->buf + *at, *end;
		size_t n = strcspn(p, "\n");

		*at += n + (*at + n < text->len);
		p += strspn(p, " \t");
		if (*p != '#')
			continue;
		p += 1 + strspn(p + 1, " \t");
		if (!starts_with(p, "include"))
			continue;
		p += strlen("include");
		p += strspn(p, " \t");
		if (*p != '<' && *p != '"')
			continue;
		*local = *p == '"';
		n = strcspn(p + 1, *local ? "\"\n" : ">\n");
		end = p + 1 + n;
		if (n && (*end == '"' || *end == '>'))
			return xstrndup(p + 1, n);
	}
	return NULL;
}

/* "a/b/../c.h" is "a/c.h"; NULL: it leaves the tree. */
static char *plain_path(const char *path)
{
	struct strvec parts = STRVEC_INIT;
	struct strbuf out = STRBUF_INIT;
	bool bad = false;

	for (const char *p = path; *p && !bad;) {
		size_t n = strcspn(p, "/");

		if (n == 2 && !memcmp(p, "..", 2)) {
			bad = !parts.n;
			if (parts.n)
				free(parts.v[--parts.n]);
		} else if (n && !(n == 1 && *p == '.')) {
			strvec_take(&parts, xstrndup(p, n));
		}
		p += n + (p[n] == '/');
	}
	for (size_t i = 0; i < parts.n && !bad; i++)
		strbuf_addf(&out, "%s%s", i ? "/" : "", parts.v[i]);
	strvec_release(&parts);
	return out.len ? strbuf_detach(&out) : NULL;
}

static char *local_path(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	char *joined = xstrfmt("%.*s%s", slash ? (int)(slash + 1 - file) : 0,
			       file, name);
	char *path = plain_path(joined);

	free(joined);
	return path;
}

static bool is_there(const struct headers *h, const char *path)
{
	const struct work_file *f = path ? work_find(h->work, path) : NULL;

	return f ? f->there : path && tree_find(h->tree, path);
}

/*
 * Where the tree has <NAME>. *as is where spatch looks for it, if that is
 * elsewhere, or NULL.
 */
static char *system_path(const struct headers *h, const char *name, char **as)
{
	char *places[] = {
		xstrfmt(SYSTEM "%s", name), xstrfmt(UAPI "%s", name),
		starts_with(name, "asm/") ?
			xstrfmt(GENERIC "%s", name + strlen("asm/")) : NULL,
	};
	char *found = NULL;

	*as = NULL;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		char *path = found || !places[i] ? NULL : plain_path(places[i]);

		if (is_there(h, path)) {
			found = path;
			*as = i == 2 ? xstrfmt(SYSTEM "%s", name) : NULL;
		} else {
			free(path);
		}
		free(places[i]);
	}
	return found;
}

/* --- putting them there -------------------------------------------------- */

static int read_header(struct headers *h, const char *path, struct strbuf *text)
{
	const struct work_file *f = work_find(h->work, path);

	if (f) {
		strbuf_addbuf(text, &f->text);
		return 0;
	}
	return tree_read(&h->reader, tree_find(h->tree, path), text) < 0 ?
	       tree_lacks(h->tree, path) : 0;
}

/* What stands for PATH in h->seen. */
static uint8_t *seen(const struct headers *h, const char *path)
{
	const struct tree_file *f = tree_find(h->tree, path);

	return f ? &h->seen[f - h->tree->files] : NULL;
}

static int put(struct headers *h, const char *path, const char *elsewhere)
{
	const char *as = elsewhere ?: path;
	uint8_t bit = elsewhere ? 2 : 1, *mark = seen(h, path);
	struct strbuf text = STRBUF_INIT;
	int err;

	if (!mark || *mark & bit)
		return 0;
	*mark |= bit;
	err = read_header(h, path, &text);
	if (!err) {
		err = beneath_write(h->dir, as, text.buf, text.len);
		if (err)
			err = error("cannot write %s/%s: %s", h->dir, as,
				    beneath_error(err));
	}
	if (h->recursive)
		strvec_push(&h->next, path);
	if (!err) {
		char *hex = hash_hex(text.buf, text.len);

		strbuf_addf(&h->digest, "%s %s\n", as, hex);
		free(hex);
	}
	strbuf_release(&text);
	return err;
}

int headers_add(struct headers *h, const char *path, const struct strbuf *text)
{
	size_t at = 0;
	bool local;
	char *name;
	int err = 0;

	while (!err && (name = next_include(text, &at, &local))) {
		char *beside = local ? local_path(path, name) : NULL;
		char *as = NULL, *system = NULL;

		if (is_there(h, beside)) {
			err = put(h, beside, NULL);
		} else if (h->all) {
			system = system_path(h, name, &as);
			if (system)
				err = put(h, system, as);
		}
		free(as);
		free(system);
		free(beside);
		free(name);
	}
	return err;
}

int headers_open(struct headers **out, const struct rule *r, const char *dir,
		 const struct tree *t, const struct work *w)
{
	struct headers *h = xcalloc(1, sizeof(*h));
	int err;

	*out = NULL;
	take_options(h, r);
	if (!h->local && !h->all) {
		free(h);
		return 0;
	}
	strbuf_init(&h->digest);
	h->seen = xcalloc(t->n + 1, sizeof(*h->seen));
	h->dir = xstrdup(dir);
	h->tree = t;
	h->work = w;
	*out = h;
	err = make_dirs(dir);
	if (err)
		return error("cannot make %s: %s", dir, strerror(-err));
	return tree_reader_init(&h->reader, t);
}

int headers_end(struct headers *h)
{
	int err = 0;

	/* Those that are looked into may add more. */
	for (size_t i = 0; i < h->next.n && !err; i++) {
		struct strbuf text = STRBUF_INIT;

		err = read_header(h, h->next.v[i], &text);
		if (!err)
			err = headers_add(h, h->next.v[i], &text);
		strbuf_release(&text);
	}
	h->key = hash_hex(h->digest.buf, h->digest.len);
	return err;
}

void headers_close(struct headers *h)
{
	if (!h)
		return;
	remove_quietly(h->dir);
	tree_reader_release(&h->reader);
	free(h->seen);
	strvec_release(&h->next);
	strbuf_release(&h->digest);
	free(h->dir);
	free(h->key);
	free(h);
}

/* --- beside a file ------------------------------------------------------- */

/*
 * A file of the batch may be a header of another one: it stays what it is.
 * Returns 1 if there was something before.
 */
static int link_one(const struct headers *h, const char *dir, const char *path)
{
	char *to = xstrfmt("%s/%s", h->dir, path);
	char *there = xstrfmt("%s/%s", dir, path);
	int err = 1;

	if (access(there, F_OK)) {
		err = beneath_link(dir, path, to);
		if (err)
			err = error("cannot link %s: %s", there,
				    beneath_error(err));
	}
	free(there);
	free(to);
	return err;
}

/* What a header that was just linked includes in turn. */
static int link_more(const struct headers *h, const char *dir, const char *path)
{
	char *file = xstrfmt("%s/%s", h->dir, path);
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, file);

	if (err)
		err = error("cannot read %s: %s", file, strbuf_read_error(err));
	else
		err = headers_link(h, dir, path, &text);
	strbuf_release(&text);
	free(file);
	return err;
}

int headers_link(const struct headers *h, const char *dir, const char *path,
		 const struct strbuf *text)
{
	size_t at = 0;
	bool local;
	char *name;
	int err = 0;

	while (!err && (name = next_include(text, &at, &local))) {
		char *beside = local ? local_path(path, name) : NULL;
		const uint8_t *mark = beside ? seen(h, beside) : NULL;

		if (mark && *mark & 1) {
			err = link_one(h, dir, beside);
			if (!err && h->recursive)
				err = link_more(h, dir, beside);
			if (err > 0)
				err = 0;
		}
		free(beside);
		free(name);
	}
	return err;
}
