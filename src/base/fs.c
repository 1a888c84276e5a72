// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/dir.h"
#include "base/fs.h"

#define SCRATCH "respin."
#define SWEEP_AGE 60	/* seconds: by then its maker has locked it;
			   $RESPIN_SWEEP_AGE is for tests */

/* The folders that this run has, locked for as long as it lives. */
static struct {
	char *path;
	int fd;
} scratches[8];

static const char *scratch_base(void)
{
	const char *base = getenv("TMPDIR");

	return base && *base ? base : "/tmp";
}

static time_t sweep_age(void)
{
	const char *env = getenv("RESPIN_SWEEP_AGE");

	return env && *env ? atoi(env) : SWEEP_AGE;
}

/* Lock it, or fail: an interrupt is for proc_wait_any() to see. */
static int lock_now(int fd)
{
	int ret;

	do
		ret = flock(fd, LOCK_EX | LOCK_NB);
	while (ret && errno == EINTR);
	return ret;
}

/* Is the folder one of ours whose maker is dead? It is locked then, by FD. */
static bool is_dead(const char *path, int *fd)
{
	struct stat st;

	*fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		return false;
	if (!fstat(*fd, &st) && st.st_uid == geteuid() &&
	    st.st_mtime + sweep_age() < time(NULL) &&
	    !lock_now(*fd))
		return true;
	close(*fd);
	return false;
}

/* Remove what runs that were killed have left. Once a run. */
static void sweep(const char *base)
{
	static bool swept;
	struct dirent *e;
	DIR *d = swept ? NULL : opendir(base);

	swept = true;
	while (d && (e = readdir(d))) {
		char *path;
		int fd;

		if (!starts_with(e->d_name, SCRATCH) ||
		    strlen(e->d_name) != strlen(SCRATCH) + 6)
			continue;
		path = xstrfmt("%s/%s", base, e->d_name);
		if (is_dead(path, &fd)) {
			remove_quietly(path);
			close(fd);
		}
		free(path);
	}
	if (d)
		closedir(d);
}

/* The lock is for sweep(): a folder without one is removed a minute later. */
static int lock_scratch(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(scratches); i++) {
		int fd;

		if (scratches[i].path)
			continue;
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			return -errno;
		if (lock_now(fd)) {
			int err = -errno;

			close(fd);
			return err;
		}
		scratches[i].path = xstrdup(path);
		scratches[i].fd = fd;
		return 0;
	}
	BUG("more than %zu scratch folders", ARRAY_SIZE(scratches));
}

static void unlock_scratch(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(scratches); i++) {
		if (!scratches[i].path || strcmp(scratches[i].path, path))
			continue;
		close(scratches[i].fd);
		free(scratches[i].path);
		scratches[i].path = NULL;
	}
}

char *scratch_new(void)
{
	const char *base = scratch_base();
	char *real = realpath(base, NULL);
	char *path = xstrfmt("%s/" SCRATCH "XXXXXX", real ?: base);
	int err;

	sweep(base);
	if (!mkdtemp(path)) {
		err = -errno;
	} else {
		err = lock_scratch(path);
		if (err)
			rmdir(path);
	}
	if (err) {
		error("cannot make a scratch folder in %s: %s (set TMPDIR)",
		      base, strerror(-err));
		free(path);
		path = NULL;
	}
	free(real);
	return path;
}

/* Folders come twice, before and after what is in them. */
static int remove_entry(const FTSENT *e)
{
	switch (e->fts_info) {
	case FTS_D:
		return 0;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		return -e->fts_errno;
	default:
		return remove(e->fts_accpath) && errno != ENOENT ? -errno : 0;
	}
}

int remove_tree(const char *path)
{
	char *argv[] = { (char *)path, NULL };
	FTS *fts = fts_open(argv, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int ret = fts ? 0 : -errno;
	FTSENT *e;

	/* What cannot be removed does not keep the rest. */
	while (fts && (errno = 0, e = fts_read(fts))) {
		int err = remove_entry(e);

		if (err && err != -ENOENT && !ret)
			ret = err;
	}
	if (fts && errno && errno != ENOENT && !ret)
		ret = -errno;
	if (fts)
		fts_close(fts);
	return ret;
}

void remove_quietly(const char *path)
{
	/* A disk that failed once may do the second time. */
	if (remove_tree(path) && remove_tree(path))
		return;
}

void scratch_free(char *path)
{
	if (!path)
		return;
	remove_quietly(path);
	unlock_scratch(path);
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

char *folder_mark(const char *path)
{
	static long long started;
	struct timespec now;
	struct statx st;

	if (!statx(AT_FDCWD, path, 0, STATX_INO | STATX_BTIME, &st) &&
	    st.stx_mask & STATX_BTIME)
		return xstrfmt("%llu.%lld.%u", (unsigned long long)st.stx_ino,
			       (long long)st.stx_btime.tv_sec,
			       st.stx_btime.tv_nsec);
	if (!started && !clock_gettime(CLOCK_REALTIME, &now))
		started = now.tv_sec * 1000000000ll + now.tv_nsec;
	return xstrfmt("%s %d.%lld", path, (int)getpid(), started);
}

int write_all(int fd, const void *text, size_t len)
{
	const char *p = text;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		p += n;
		len -= n;
	}
	return 0;
}

/* Write to FD, and close it. */
static int write_and_close(int fd, const void *text, size_t len, bool sync)
{
	int ret = write_all(fd, text, len);

	if (!ret && sync && fsync(fd))
		ret = -errno;
	if (close(fd) && !ret)
		ret = -errno;
	return ret;
}

int write_file(const char *path, const void *text, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int ret;

	if (fd < 0)
		return -errno;
	ret = write_and_close(fd, text, len, false);
	if (ret)
		unlink(path);
	return ret;
}

/* A device, a pipe: it stays what it is. A pipe that nobody reads is ENXIO. */
static int write_into(const char *path, const void *text, size_t len)
{
	int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (fcntl(fd, F_SETFL, 0)) {
		int ret = -errno;

		close(fd);
		return ret;
	}
	return write_and_close(fd, text, len, false);
}

/* Beside PATH, then in its place, with the MODE that it had (0: none). */
static int write_beside(const char *path, const void *text, size_t len,
			mode_t mode)
{
	char *tmp = xstrfmt("%s.new.%d", path, (int)getpid());
	int fd, ret;

	unlink(tmp);
	fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	ret = fd < 0 ? -errno : 0;
	if (!ret && mode && fchmod(fd, mode & 0777))
		ret = -errno;
	if (!ret)
		ret = write_and_close(fd, text, len, true);
	else if (fd >= 0)
		close(fd);
	if (!ret && rename(tmp, path))
		ret = -errno;
	if (ret && fd >= 0)
		unlink(tmp);
	free(tmp);
	return ret;
}

int write_file_atomic(const char *path, const void *text, size_t len)
{
	bool there, link;
	struct stat st;
	char *real;
	int ret;

	link = !lstat(path, &st) && S_ISLNK(st.st_mode);
	there = !stat(path, &st);
	if (there && S_ISDIR(st.st_mode))
		return -EISDIR;
	if (there && !S_ISREG(st.st_mode))
		return write_into(path, text, len);
	if (!link)
		return write_beside(path, text, len, there ? st.st_mode : 0);
	/* The link stays, and what it names is replaced or made. */
	real = realpath(path, NULL);
	ret = real ? write_beside(real, text, len, st.st_mode) :
		     write_file(path, text, len);
	free(real);
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
		if (lock_now(st->fd)) {
			int err = errno;

			close(st->fd);
			st->fd = -1;
			if (err != EWOULDBLOCK) {
				unlink(st->lock);
				return error("cannot lock %s: %s", st->lock,
					     strerror(err));
			}
			return error("another respin is writing %s; wait for it, or give another folder with --out",
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
	struct strvec names = STRVEC_INIT;
	bool yes = !dir_names(&names, dir) && !names.n;

	strvec_release(&names);
	return yes;
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
		remove_quietly(st->dir);
	} else if (errno == ENOENT || errno == EINVAL || errno == ENOSYS) {
		/* No old folder; or a file system that cannot exchange. */
		int err = errno == ENOENT ? 0 : remove_tree(st->target);

		if (err)
			return error("cannot replace %s: %s", st->target,
				     strerror(-err));
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
		remove_quietly(st->dir);
	staging_unlock(st);
	remove_made(st);
	free(st->lock);
	free(st->dir);
	free(st->target);
	st->lock = st->dir = st->target = NULL;
}
