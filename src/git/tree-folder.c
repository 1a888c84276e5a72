// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fnmatch.h>
#include <fts.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "git/tree-int.h"

/* A file that changed in the last seconds may change again unseen. */
#define SETTLE_SECONDS 3

static bool is_ignored(const FTSENT *e, const struct strvec *ignore)
{
	if (!strcmp(e->fts_name, ".git") ||
	    (e->fts_level == 1 && !strcmp(e->fts_name, "generated-patches")))
		return true;
	for (size_t i = 0; i < ignore->n; i++)
		if (!fnmatch(ignore->v[i], e->fts_name, 0))
			return true;
	return false;
}

static int add_file(struct tree *t, const FTSENT *e, int64_t time)
{
	const struct stat *st = e->fts_statp;
	struct strbuf key = STRBUF_INIT;
	struct tree_file *f;

	if (access(e->fts_path, R_OK))
		return error("cannot read %s: %s", e->fts_path,
			     strerror(errno));
	f = tree_add(t, e->fts_path + strlen(t->path) + 1);
	f->exec = st->st_mode & S_IXUSR;
	f->on_disk = true;
	f->settled = st->st_ctim.tv_sec + SETTLE_SECONDS < time;
	strbuf_addf(&key, "%s %lld %lld.%ld %lld.%ld %llu %llu", e->fts_path,
		    (long long)st->st_size, (long long)st->st_mtim.tv_sec,
		    st->st_mtim.tv_nsec, (long long)st->st_ctim.tv_sec,
		    st->st_ctim.tv_nsec, (unsigned long long)st->st_ino,
		    (unsigned long long)st->st_dev);
	hash_of(&f->id, key.buf, key.len);
	strbuf_release(&key);
	return 0;
}

static int walk(struct tree *t, FTS *fts, const struct strvec *ignore)
{
	int64_t started = time(NULL);
	FTSENT *e;
	int err = 0;

	while (!err && (errno = 0, e = fts_read(fts))) {
		switch (e->fts_info) {
		case FTS_D:
		case FTS_F:
		case FTS_SL:
			if (e->fts_level && is_ignored(e, ignore))
				fts_set(fts, e, FTS_SKIP);
			else if (e->fts_info == FTS_F)
				err = add_file(t, e, started);
			else if (e->fts_info == FTS_SL)
				tree_add_link(t, e->fts_path +
					      strlen(t->path) + 1);
			break;
		case FTS_DNR:
		case FTS_ERR:
		case FTS_NS:
			if (!is_ignored(e, ignore))
				err = error("cannot read %s: %s (check its permissions)",
					    e->fts_path,
					    strerror(e->fts_errno));
			break;
		}
	}
	if (!err && errno)
		err = error("cannot read %s: %s", t->path, strerror(errno));
	return err;
}

static int read_ignore(const char *top, struct strvec *ignore)
{
	struct strbuf text = STRBUF_INIT;
	char *path = xstrfmt("%s/.gitignore", top), *save = NULL;
	int err = strbuf_read_file(&text, path);

	if (err && err != -ENOENT)
		err = error("cannot read %s: %s", path,
			    strbuf_read_error(err));
	else
		err = 0;
	for (char *line = text.len ? strtok_r(text.buf, "\n", &save) : NULL;
	     line; line = strtok_r(NULL, "\n", &save))
		if (!strchr(line, '/') && !strchr("#!", *line))
			strvec_push(ignore, line);
	free(path);
	strbuf_release(&text);
	return err;
}

int tree_folder_open(struct tree *t)
{
	char *argv[] = { t->path, NULL };
	struct strvec ignore = STRVEC_INIT;
	FTS *fts = NULL;
	char *makefile;
	struct stat st;
	int err;

	t->work = xstrdup(t->path);
	err = read_ignore(t->path, &ignore);
	if (!err)
		fts = fts_open(argv, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	if (!err && !fts)
		err = error("cannot read %s: %s", t->path, strerror(errno));
	if (!err)
		err = walk(t, fts, &ignore);
	if (fts)
		fts_close(fts);
	strvec_release(&ignore);
	makefile = xstrfmt("%s/Makefile", t->path);
	if (!err && !stat(makefile, &st))
		t->time = st.st_mtim.tv_sec;
	free(makefile);
	return err;
}
