// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/fs.h"
#include "states/workdir.h"

/* MB: the source of a kernel; a configuration's objects and list of units. */
#define SOURCE_MB 1900
#define CONFIG_MB 60
#define OTHER_MB 200

static int check_space(const char *dir, size_t n)
{
	char *there = xstrfmt("%s/src/Makefile", dir);
	unsigned long long need = CONFIG_MB * n + OTHER_MB, have;
	struct statvfs fs;

	if (access(there, F_OK))
		need += SOURCE_MB;
	free(there);
	if (!n)
		need = 0;
	if (statvfs(dir, &fs))
		return error("cannot look at the disk of %s: %s", dir,
			     strerror(errno));
	have = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	if (have >= need)
		return 0;
	return error("%s: up to %llu MB needed, %llu MB free; free some space, or give another folder with --work, or fewer --arch",
		     dir, need, have);
}

/*
 * One run at a time: another one would put the source into other states. The
 * lock goes with the process.
 */
static int lock_dir(const char *dir)
{
	char *path = xstrfmt("%s/lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666), err = 0;

	if (fd < 0 || (flock(fd, LOCK_EX | LOCK_NB) && errno != EWOULDBLOCK))
		err = error("cannot lock %s: %s", path, strerror(errno));
	else if (flock(fd, LOCK_EX | LOCK_NB))
		err = error("another run of respin uses %s: wait for it, or give another folder with --work",
			    dir);
	free(path);
	return err;
}

char *workdir_open(const char *path, size_t n)
{
	int err = make_dirs(path);
	char *dir = err ? NULL : realpath(path, NULL);

	if (!dir || access(dir, W_OK)) {
		error("cannot write to %s: %s", path,
		      strerror(err ? -err : errno));
		free(dir);
		return NULL;
	}
	if (check_space(dir, n) || lock_dir(dir)) {
		free(dir);
		return NULL;
	}
	return dir;
}
