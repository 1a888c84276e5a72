// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/tree-int.h"

static int open_folder(struct tree *t, const char *rev)
{
	if (rev)
		return error_user("%s is a plain folder, not a git repository: it has no revision '%s' (--base and ranges need one)",
				  t->path, rev);
	return tree_folder_open(t);
}

static void make_value(const char *text, const char *key, struct strbuf *out)
{
	size_t n = strlen(key);

	strbuf_clear(out);
	for (const char *p = text; p; p = strchr(p, '\n'), p = p ? p + 1 : p) {
		const char *v;

		if (strncmp(p, key, n))
			continue;
		v = p + n + strspn(p + n, " \t");
		if (*v++ != '=')
			continue;
		v += strspn(v, " \t");
		strbuf_add(out, v, strcspn(v, "\n#"));
		strbuf_rtrim(out);
		return;
	}
}

static void name_kernel(struct tree *t, const char *makefile, const char *next)
{
	struct strbuf name = STRBUF_INIT, v = STRBUF_INIT;

	if (starts_with(next, "-next-")) {
		strbuf_addstr(&name, next + 1);
		strbuf_rtrim(&name);
	} else {
		make_value(makefile, "VERSION", &v);
		strbuf_addf(&name, "linux-%s", v.buf);
		make_value(makefile, "PATCHLEVEL", &v);
		strbuf_addf(&name, ".%s", v.buf);
		make_value(makefile, "SUBLEVEL", &v);
		if (v.len && strcmp(v.buf, "0"))
			strbuf_addf(&name, ".%s", v.buf);
		make_value(makefile, "EXTRAVERSION", &v);
		strbuf_addbuf(&name, &v);
	}
	/* It names folders, and is printed. */
	for (size_t i = 0; i < name.len; i++)
		if (!is_word(name.buf[i]) && !strchr(".+-~", name.buf[i]))
			name.buf[i] = '_';
	t->name = strbuf_detach(&name);
	strbuf_release(&v);
}

static int read_by_name(struct tree *t, const char *path, struct strbuf *out)
{
	struct tree_reader r = { .tree = t, .git = t->git };
	const struct tree_file *f = tree_find(t, path);

	return f && tree_read(&r, f, out) < 0 ? tree_lacks(t, path) : 0;
}

static int identify(struct tree *t, bool kernel)
{
	struct strbuf makefile = STRBUF_INIT, next = STRBUF_INIT;
	int err = read_by_name(t, "Makefile", &makefile);
	bool ok = false;

	if (!err)
		err = read_by_name(t, "localversion-next", &next);
	if (starts_with(makefile.buf, "VERSION =") ||
	    strstr(makefile.buf, "\nVERSION ="))
		ok = strstr(makefile.buf, "\nPATCHLEVEL =");
	if (ok)
		name_kernel(t, makefile.buf, next.buf);
	else
		t->name = xstrdup(strrchr(t->path, '/') + 1);
	strbuf_release(&makefile);
	strbuf_release(&next);
	if (err)
		return err;
	if (kernel && !ok)
		return error_user("%s is not a Linux kernel tree (no Makefile with VERSION and PATCHLEVEL at its top)",
				  t->path);
	return 0;
}

int tree_open(struct tree *t, const char *path, const char *rev, bool kernel)
{
	char *real = realpath(path, NULL);
	struct stat st;
	int err;

	memset(t, 0, sizeof(*t));
	if (!real)
		return error_read(-errno, "no kernel tree at %s: %s (give its top folder, make: LINUX=DIR)",
				  path, strerror(errno));
	t->path = real;
	if (stat(real, &st))
		return error_read(-errno, "cannot read %s: %s", path,
				  strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return error_user("%s is not a folder: give the top folder of a kernel tree",
				  path);
	if (access(real, R_OK | X_OK))
		return error("cannot read %s: %s", path, strerror(errno));
	err = tree_git_open(t, path, rev);
	if (!err)
		err = open_folder(t, rev);
	if (err < 0)
		return err;
	tree_sort(t);
	tree_git_author(t);
	return identify(t, kernel);
}

void tree_release(struct tree *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->files[i].path);
	for (size_t i = 0; i < t->n_links; i++)
		free(t->links[i].path);
	free(t->files);
	free(t->links);
	free(t->path);
	free(t->rev);
	free(t->commit);
	free(t->name);
	free(t->objects);
	free(t->work);
	free(t->author);
	free(t->committer);
	tree_git_free(t->git);
	memset(t, 0, sizeof(*t));
}

int tree_lacks(const struct tree *t, const char *path)
{
	if (t->partial)
		return error("cannot read %s of %s: a partial clone lacks it, and respin does not fetch (clone without --filter)",
			     path, t->path);
	return error("cannot read %s of %s", path, t->path);
}

int tree_read_if_there(struct tree_reader *r, const struct tree_file *f,
		       struct strbuf *out)
{
	if (!tree_read(r, f, out))
		return 0;
	return tree_has(r, f) ? tree_lacks(r->tree, f->path) : 1;
}

void print_tree(const struct tree *t)
{
	if (t->commit)
		printf("%s (%.12s)", t->name, t->commit);
	else
		printf("%s", t->name);
}
