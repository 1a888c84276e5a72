// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"

char *scratch_new(void)
{
	const char *base = getenv("TMPDIR");
	char *path;

	path = xstrfmt("%s/respin.XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(path)) {
		error("cannot make a scratch folder in %s: %s (set TMPDIR)",
		      base && *base ? base : "/tmp", strerror(errno));
		free(path);
		return NULL;
	}
	return path;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path) ? -1 : 0;
}

int remove_tree(const char *path)
{
	if (!nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS))
		return 0;
	return errno == ENOENT ? 0 : -errno;
}

void scratch_free(char *path)
{
	if (!path)
		return;
	remove_tree(path);
	free(path);
}

int make_dirs(const char *path)
{
	char *copy = xstrdup(path);
	int ret = 0;

	for (char *p = copy + 1; !ret; p++) {
		char c = *p;

		if (c != '/' && c)
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			ret = -errno;
		*p = c;
		if (!c)
			break;
	}
	free(copy);
	return ret;
}

int make_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int ret;

	if (!slash || slash == path)
		return 0;
	dir = xstrndup(path, slash - path);
	ret = make_dirs(dir);
	free(dir);
	return ret;
}

static int write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		len -= n;
	}
	return 0;
}

static int write_to(const char *path, const void *text, size_t len, bool sync)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int ret;

	if (fd < 0)
		return -errno;
	ret = write_all(fd, text, len);
	if (!ret && sync && fsync(fd))
		ret = -errno;
	if (close(fd) && !ret)
		ret = -errno;
	if (ret)
		unlink(path);
	return ret;
}

int write_file(const char *path, const void *text, size_t len)
{
	return write_to(path, text, len, false);
}

int write_file_atomic(const char *path, const void *text, size_t len)
{
	char *tmp = xstrfmt("%s.new.%d", path, (int)getpid());
	int ret = write_to(tmp, text, len, true);

	if (!ret && rename(tmp, path)) {
		ret = -errno;
		unlink(tmp);
	}
	free(tmp);
	return ret;
}

/*
 * The holder unlinks its lock file, so a lock counts only if the file that
 * we locked still is the one with that name.
 */
static int staging_lock(struct staging *st)
{
	for (;;) {
		struct stat held, named;

		st->fd = open(st->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (st->fd < 0)
			return error("cannot write to %s: %s", st->target,
				     strerror(errno));
		if (flock(st->fd, LOCK_EX | LOCK_NB)) {
			close(st->fd);
			st->fd = -1;
			return error("another respin is writing %s; wait for it to end, or give another folder with --out",
				     st->target);
		}
		if (!fstat(st->fd, &held) && !stat(st->lock, &named) &&
		    held.st_ino == named.st_ino &&
		    held.st_dev == named.st_dev)
			return 0;
		close(st->fd);
	}
}

static void staging_unlock(struct staging *st)
{
	if (st->fd < 0)
		return;
	unlink(st->lock);
	close(st->fd);
	st->fd = -1;
}

static int staging_names(struct staging *st, const char *target)
{
	const char *slash, *name;
	char *parent;

	st->target = xstrdup(target);
	while (strlen(st->target) > 1 && ends_with(st->target, "/"))
		st->target[strlen(st->target) - 1] = '\0';
	slash = strrchr(st->target, '/');
	name = slash ? slash + 1 : st->target;
	if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
		return error("'%s' cannot be replaced as a whole; give another folder with --out",
			     target);
	parent = xstrndup(st->target, name - st->target);
	st->dir = xstrfmt("%s.%s.new", parent, name);
	st->lock = xstrfmt("%s.%s.lock", parent, name);
	free(parent);
	return 0;
}

static bool empty(const char *dir)
{
	struct dirent *e;
	DIR *d = opendir(dir);
	int n = 0;

	while (d && (e = readdir(d)))
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	if (d)
		closedir(d);
	return d && !n;
}

static int check_target(const struct staging *st, const char *mark)
{
	struct stat sb;
	char *path;
	bool ours;

	if (stat(st->target, &sb))
		return 0;
	if (!S_ISDIR(sb.st_mode))
		return error("%s is not a folder; give another one with --out",
			     st->target);
	path = xstrfmt("%s/%s", st->target, mark);
	ours = !stat(path, &sb) || empty(st->target);
	free(path);
	return ours ? 0 : error("%s holds other files (it has no %s), which would be lost; give another folder with --out",
				st->target, mark);
}

static char *first_missing(const char *path)
{
	struct stat sb;

	for (const char *p = path + 1; (p = strchr(p, '/')); p++) {
		char *dir = xstrndup(path, p - path);

		if (stat(dir, &sb))
			return dir;
		free(dir);
	}
	return NULL;
}

static void remove_made(struct staging *st)
{
	char *dir = xstrdup(st->target), *slash;

	while (st->made && (slash = strrchr(dir, '/'))) {
		*slash = '\0';
		if (strlen(dir) < strlen(st->made) || rmdir(dir))
			break;
	}
	free(dir);
	free(st->made);
	st->made = NULL;
}

int staging_open(struct staging *st, const char *target, const char *mark)
{
	int err;

	memset(st, 0, sizeof(*st));
	st->fd = -1;
	err = staging_names(st, target);
	if (!err)
		err = check_target(st, mark);
	if (err < 0)
		return err;
	st->made = first_missing(st->target);
	err = make_parent(st->target);
	if (err)
		return error("cannot write to %s: %s", st->target,
			     strerror(-err));
	if (staging_lock(st) < 0)
		return ERR_ENV;
	/* What a killed run left there is not trusted. */
	err = remove_tree(st->dir);
	if (!err && mkdir(st->dir, 0777))
		err = -errno;
	if (err)
		return error("cannot write to %s: %s", st->dir,
			     strerror(-err));
	return 0;
}

int staging_publish(struct staging *st)
{
	if (!renameat2(AT_FDCWD, st->dir, AT_FDCWD, st->target,
		       RENAME_EXCHANGE)) {
		remove_tree(st->dir);
	} else if (errno == ENOENT || errno == EINVAL || errno == ENOSYS) {
		/* No old folder; or a file system that cannot exchange. */
		if (errno != ENOENT)
			remove_tree(st->target);
		if (rename(st->dir, st->target))
			return error("cannot rename %s to %s: %s", st->dir,
				     st->target, strerror(errno));
	} else {
		return error("cannot put %s in place: %s", st->target,
			     strerror(errno));
	}
	free(st->made);
	st->made = NULL;
	staging_unlock(st);
	return 0;
}

void staging_release(struct staging *st)
{
	if (st->fd >= 0)
		remove_tree(st->dir);
	staging_unlock(st);
	remove_made(st);
	free(st->lock);
	free(st->dir);
	free(st->target);
	st->lock = st->dir = st->target = NULL;
}
