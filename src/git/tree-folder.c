// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fnmatch.h>
#include <ftw.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "git/tree-int.h"

/* A file that changed in the last seconds may change again unseen. */
#define SETTLE_SECONDS 3

/* nftw() has no argument for its callback's data. */
static struct {
	struct tree *tree;
	size_t prefix;
	struct strvec ignore;
	int64_t now;
} walk;

static bool ignored(const char *name, int level)
{
	if (!strcmp(name, ".git") ||
	    (level == 1 && !strcmp(name, "generated-patches")))
		return true;
	for (size_t i = 0; i < walk.ignore.n; i++)
		if (!fnmatch(walk.ignore.v[i], name, 0))
			return true;
	return false;
}

static int walk_file(const char *path, const struct stat *st, int type,
		     struct FTW *ftw)
{
	struct strbuf key = STRBUF_INIT;
	struct tree_file *f;

	if (ftw->level && ignored(path + ftw->base, ftw->level))
		return FTW_SKIP_SUBTREE;
	if (type == FTW_DNR || type == FTW_NS)
		return error("cannot read %s: check its permissions", path);
	if (type != FTW_F || !S_ISREG(st->st_mode))
		return 0;
	if (access(path, R_OK))
		return error("cannot read %s: %s", path, strerror(errno));
	f = tree_add(walk.tree, path + walk.prefix);
	f->exec = st->st_mode & S_IXUSR;
	f->on_disk = true;
	f->settled = st->st_ctim.tv_sec + SETTLE_SECONDS < walk.now;
	strbuf_addf(&key, "%s %lld %lld.%ld %lld.%ld %llu %llu", path,
		    (long long)st->st_size, (long long)st->st_mtim.tv_sec,
		    st->st_mtim.tv_nsec, (long long)st->st_ctim.tv_sec,
		    st->st_ctim.tv_nsec, (unsigned long long)st->st_ino,
		    (unsigned long long)st->st_dev);
	hash_of(&f->id, key.buf, key.len);
	strbuf_release(&key);
	return 0;
}

static void read_ignore(const char *top)
{
	struct strbuf text = STRBUF_INIT;
	char *path = xstrfmt("%s/.gitignore", top);
	char *save = NULL;

	if (!strbuf_read_file(&text, path) && text.len)
		for (char *line = strtok_r(text.buf, "\n", &save); line;
		     line = strtok_r(NULL, "\n", &save))
			if (!strchr(line, '/') && !strchr("#!", *line))
				strvec_push(&walk.ignore, line);
	free(path);
	strbuf_release(&text);
}

int folder_list(struct tree *t)
{
	char *makefile;
	struct stat st;
	int ret;

	walk.tree = t;
	walk.prefix = strlen(t->path) + 1;
	walk.now = time(NULL);
	t->work = xstrdup(t->path);
	read_ignore(t->path);
	ret = nftw(t->path, walk_file, 64, FTW_PHYS | FTW_ACTIONRETVAL);
	strvec_release(&walk.ignore);
	if (ret < 0)
		return ERR_ENV;
	makefile = xstrfmt("%s/Makefile", t->path);
	if (!stat(makefile, &st))
		t->time = st.st_mtim.tv_sec;
	free(makefile);
	return 0;
}
