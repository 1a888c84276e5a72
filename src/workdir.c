// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "tmpfile.h"
#include "workdir.h"

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
	return error("%s: up to %llu MB are needed, %llu MB are free; free some, give another folder with --work, or fewer --arch",
		     dir, need, have);
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
	if (check_space(dir, n)) {
		free(dir);
		return NULL;
	}
	return dir;
}
