// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "base/path.h"

/* Open folder NAME of FD, which is closed; MAKE it if it is not there. */
static int enter(int fd, const char *name, bool make)
{
	int next, err;

	if (make && mkdirat(fd, name, 0777) && errno != EEXIST) {
		err = -errno;
		close(fd);
		return err;
	}
	next = openat(fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	err = -errno;
	close(fd);
	/* O_DIRECTORY and a link give ENOTDIR: for us that is the link. */
	return next < 0 ? err : next;
}

/* The folder that NAME is in; *LAST is its name there. A descriptor. */
static int parent_of(const char *dir, const char *name, bool make,
		     const char **last)
{
	char part[NAME_MAX + 1];
	int fd;

	if (!path_is_inside(name))
		return -EXDEV;
	fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (const char *slash; (slash = strchr(name, '/')); name = slash + 1) {
		size_t n = slash - name;

		if (n > NAME_MAX) {
			close(fd);
			return -ENAMETOOLONG;
		}
		memcpy(part, name, n);
		part[n] = '\0';
		fd = enter(fd, part, make);
		if (fd < 0)
			return fd;
	}
	*last = name;
	return fd;
}

int beneath_read(struct strbuf *sb, const char *dir, const char *name)
{
	int parent = parent_of(dir, name, false, &name), fd, err = 0;
	size_t before = sb->len;
	struct stat st;

	if (parent < 0)
		return parent;
	fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
		    O_CLOEXEC);
	if (fd < 0)
		err = -errno;
	close(parent);
	if (err)
		return err;
	if (fstat(fd, &st))
		err = -errno;
	else if (!S_ISREG(st.st_mode))
		err = S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	else
		err = strbuf_read_fd(sb, fd);
	close(fd);
	if (err)
		strbuf_splice(sb, before, sb->len - before, "", 0);
	return err;
}

/* NAME in the folder PARENT, by way of a file beside it. */
static int put(int parent, const char *name, const void *text, size_t len)
{
	struct stat st;
	bool there = !fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW);
	char tmp[64];
	int fd, err = 0;

	if (there && S_ISDIR(st.st_mode))
		return -EISDIR;
	snprintf(tmp, sizeof(tmp), ".respin.new.%d", (int)getpid());
	unlinkat(parent, tmp, 0);
	fd = openat(parent, tmp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
		    O_CLOEXEC, 0666);
	if (fd < 0)
		return -errno;
	if (there && S_ISREG(st.st_mode) && fchmod(fd, st.st_mode & 0777))
		err = -errno;
	if (!err)
		err = write_all(fd, text, len);
	if (close(fd) && !err)
		err = -errno;
	if (!err && renameat(parent, tmp, parent, name))
		err = -errno;
	if (err)
		unlinkat(parent, tmp, 0);
	return err;
}

int beneath_write(const char *dir, const char *name, const void *text,
		  size_t len)
{
	int parent = parent_of(dir, name, true, &name), err;

	if (parent < 0)
		return parent;
	err = put(parent, name, text, len);
	close(parent);
	return err;
}

int beneath_executable(const char *dir, const char *name)
{
	int parent = parent_of(dir, name, false, &name), fd, err = 0;
	struct stat st;

	if (parent < 0)
		return parent;
	fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
		    O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) ||
	    fchmod(fd, (st.st_mode & 0777) | (st.st_mode & 0444) >> 2))
		err = -errno;
	if (fd >= 0)
		close(fd);
	close(parent);
	return err;
}

int beneath_link(const char *dir, const char *name, const char *target)
{
	int parent = parent_of(dir, name, true, &name), err = 0;
	char tmp[64];

	if (parent < 0)
		return parent;
	snprintf(tmp, sizeof(tmp), ".respin.new.%d", (int)getpid());
	unlinkat(parent, tmp, 0);
	if (symlinkat(target, parent, tmp) ||
	    renameat(parent, tmp, parent, name)) {
		err = -errno;
		unlinkat(parent, tmp, 0);
	}
	close(parent);
	return err;
}

/* Remove the folders above NAME, from the lowest up, until one is not empty. */
static void prune(const char *dir, const char *name)
{
	char *above = xstrdup(name), *slash;
	const char *last;

	while ((slash = strrchr(above, '/'))) {
		int parent, gone;

		*slash = '\0';
		parent = parent_of(dir, above, false, &last);
		if (parent < 0)
			break;
		gone = !unlinkat(parent, last, AT_REMOVEDIR);
		close(parent);
		if (!gone)
			break;
	}
	free(above);
}

int beneath_remove(const char *dir, const char *name)
{
	const char *last;
	int parent = parent_of(dir, name, false, &last), err = 0;

	/* ENOTDIR: a file, or a link, is where a folder above it would be. */
	if (parent == -ENOENT || parent == -ENOTDIR)
		return 0;
	if (parent < 0)
		return parent;
	if (unlinkat(parent, last, 0))
		err = errno == ENOENT || errno == EISDIR ? 0 : -errno;
	else
		prune(dir, name);
	close(parent);
	return err;
}

const char *beneath_error(int err)
{
	if (err == -EXDEV)
		return "its name leaves the folder";
	if (err == -ELOOP)
		return "it is a link, or behind one";
	return strbuf_read_error(err);
}
