// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dir.h"
#include "git/config.h"
#include "verify/check.h"

#define TIMEOUT 600.0	/* seconds, if info does not say */

/* --- info -------------------------------------------------------------- */

struct reader {
	struct check *c;
	const char *path;	/* of the info file */
	bool scoped;
};

static int read_scope(struct reader *r, const char *value, int line)
{
	if (!strcmp(value, "patch"))
		r->c->scope = CHECK_PATCH;
	else if (!strcmp(value, "series"))
		r->c->scope = CHECK_SERIES;
	else
		return error_user("%s:%d: scope is patch or series, not '%s'",
				  r->path, line, value);
	r->scoped = true;
	return 0;
}

static int read_timeout(struct reader *r, const char *value, int line)
{
	char *end;

	r->c->timeout = strtod(value, &end);
	if (end == value || *end || !isfinite(r->c->timeout) ||
	    r->c->timeout <= 0)
		return error_user("%s:%d: timeout is a number of seconds, not '%s'",
				  r->path, line, value);
	return 0;
}

static int on_key(void *data, const char *section, const char *sub,
		  const char *key, const char *value, int line)
{
	struct reader *r = data;

	if (strcmp(section, "check") || sub)
		return error_user("%s:%d: unknown section [%s], only [check] is known",
				  r->path, line, section);
	if (!strcmp(key, "scope"))
		return read_scope(r, value, line);
	if (!strcmp(key, "timeout"))
		return read_timeout(r, value, line);
	if (!strcmp(key, "tools")) {
		strvec_split(&r->c->tools, value);
	} else if (!strcmp(key, "packages")) {
		strvec_split(&r->c->packages, value);
	} else if (!strcmp(key, "summary")) {
		free(r->c->summary);
		r->c->summary = xstrdup(value);
	} else {
		return error_user("%s:%d: unknown key '%s'", r->path, line, key);
	}
	return 0;
}

static int read_info(struct check *c)
{
	char *path = xstrfmt("%s/info", c->dir);
	struct reader r = { .c = c, .path = path };
	int err = config_read(path, on_key, &r);

	if (err)
		;
	else if (!r.scoped)
		err = error_user("%s: no scope (patch or series)", path);
	else if (!c->summary || !*c->summary)
		err = error_user("%s: no summary", path);
	else if (c->packages.n && c->packages.n != c->tools.n)
		err = error_user("%s: packages names one package for each of tools, in their order",
				 path);
	free(path);
	return err;
}

static int look_at_run(const struct check *c)
{
	char *path = xstrfmt("%s/run", c->dir);
	struct stat sb;
	int err = 0;

	if (stat(path, &sb))
		err = error_read(-errno, "cannot read %s: %s", path,
				 strerror(errno));
	else if (!S_ISREG(sb.st_mode) || access(path, X_OK))
		err = error_user("%s cannot be executed (chmod +x?)", path);
	free(path);
	return err;
}

/* --- digest ------------------------------------------------------------ */

/* Each text after its length, so that no two lists of them read the same. */
static void add_text(struct strbuf *all, const char *p, size_t n)
{
	strbuf_addf(all, "%zu:", n);
	strbuf_add(all, p, n);
}

static int add_link(struct strbuf *all, const char *path)
{
	char to[4096];
	ssize_t n = readlink(path, to, sizeof(to));

	if (n < 0)
		return -errno;
	add_text(all, to, n);
	return 0;
}

static int add_folder(struct strbuf *all, const char *dir);

static int add_entry(struct strbuf *all, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	struct stat sb;
	int err = 0;

	if (lstat(path, &sb))
		return -errno;
	if (S_ISDIR(sb.st_mode))
		return add_folder(all, path);
	if (S_ISLNK(sb.st_mode)) {
		err = add_link(all, path);
		/* A folder there, or nothing: the link is all there is. */
		if (err || stat(path, &sb) || S_ISDIR(sb.st_mode))
			return err;
	}
	if (!S_ISREG(sb.st_mode))
		return -EINVAL;
	err = strbuf_read_file(&text, path);
	strbuf_addch(all, sb.st_mode & S_IXUSR ? 'x' : '-');
	add_text(all, text.buf, text.len);
	strbuf_release(&text);
	return err;
}

static int add_folder(struct strbuf *all, const char *dir)
{
	struct strvec names = STRVEC_INIT;
	int err = dir_names(&names, dir);

	strbuf_addf(all, "[%zu]", names.n);
	for (size_t i = 0; i < names.n && !err; i++) {
		char *path = xstrfmt("%s/%s", dir, names.v[i]);

		add_text(all, names.v[i], strlen(names.v[i]));
		err = add_entry(all, path);
		free(path);
	}
	strvec_release(&names);
	return err;
}

static int digest(struct check *c)
{
	struct strbuf all = STRBUF_INIT;
	int err = add_folder(&all, c->dir);

	if (!err)
		hash_of(&c->digest, all.buf, all.len);
	strbuf_release(&all);
	if (err)
		return error("cannot read the check in %s: %s", c->dir,
			     strerror(-err));
	return 0;
}

/* --- folders of checks ------------------------------------------------- */

/* A name is printed, and is a key in JSON: no surprises in it. */
static bool good_name(const char *name)
{
	for (; *name; name++)
		if (!is_word((unsigned char)*name) && !strchr("-.+", *name))
			return false;
	return true;
}

static int read_one(struct checks *cs, const char *dir, const char *name)
{
	struct check *c;
	int err;

	if (!good_name(name))
		return error_user("%s: a check's name has letters, digits and -._+ only",
				  dir);
	for (size_t i = 0; i < cs->n; i++)
		if (!strcmp(cs->v[i]->name, name))
			return error_user("%s: check %s also exists in %s; rename one",
					  dir, name, cs->v[i]->dir);
	c = xcalloc(1, sizeof(*c));
	GROW(cs->v, cs->n + 1, cs->alloc);
	cs->v[cs->n++] = c;
	c->name = xstrdup(name);
	c->timeout = TIMEOUT;
	c->dir = realpath(dir, NULL);
	if (!c->dir)
		return error("cannot read %s: %s", dir, strerror(errno));
	err = read_info(c);
	if (!err)
		err = look_at_run(c);
	return err ? err : digest(c);
}

int checks_read(struct checks *cs, const char *dir)
{
	struct strvec names = STRVEC_INIT;
	int err = dir_names(&names, dir);

	if (err && err != -ENOENT)
		err = error("cannot read the checks in %s: %s", dir,
			    strerror(-err));
	else
		err = 0;
	for (size_t i = 0; i < names.n && !err; i++) {
		char *path = xstrfmt("%s/%s", dir, names.v[i]);
		struct stat sb;

		if (*names.v[i] == '.')
			;
		else if (stat(path, &sb))
			err = error("cannot read %s: %s", path,
				    strerror(errno));
		else if (S_ISDIR(sb.st_mode))
			err = read_one(cs, path, names.v[i]);
		free(path);
	}
	strvec_release(&names);
	return err;
}

static void check_free(struct check *c)
{
	free(c->name);
	free(c->dir);
	free(c->summary);
	strvec_release(&c->tools);
	strvec_release(&c->packages);
	free(c);
}

int checks_keep(struct checks *cs, const struct strvec *names)
{
	size_t n = 0;

	for (size_t i = 0; i < names->n; i++) {
		bool found = false;

		for (size_t k = 0; k < cs->n; k++)
			found |= !strcmp(cs->v[k]->name, names->v[i]);
		if (!found)
			return error_user("no check '%s' (see verify/checks/)",
					  names->v[i]);
	}
	for (size_t i = 0; i < cs->n; i++) {
		if (strvec_has(names, cs->v[i]->name))
			cs->v[n++] = cs->v[i];
		else
			check_free(cs->v[i]);
	}
	cs->n = n;
	return 0;
}

void checks_release(struct checks *cs)
{
	for (size_t i = 0; i < cs->n; i++)
		check_free(cs->v[i]);
	free(cs->v);
	memset(cs, 0, sizeof(*cs));
}
