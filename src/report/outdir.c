// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/outdir.h"
#include "base/fs.h"

char *outdir_file(const char *dir, const char *name)
{
	char *path = xstrfmt("%s/respin/%s", dir, name);
	char *old = xstrfmt("%s/%s", dir, name);

	if (access(path, F_OK) && !access(old, F_OK)) {
		free(path);
		return old;
	}
	free(old);
	return path;
}

int outdir_write(const char *path, const char *text)
{
	int err = make_parent(path) ?:
		  write_file_atomic(path, text, strlen(text));

	return err ? error("cannot write %s: %s", path, strerror(-err)) : 0;
}

char *outdir_newest(void)
{
	DIR *d = opendir(OUTDIR);
	struct dirent *e;
	char *best = NULL;
	time_t when = 0;

	while (d && (e = readdir(d))) {
		char *dir = xstrfmt(OUTDIR "/%s", e->d_name);
		char *file = outdir_file(dir, RECORD_NAME);
		struct stat st;

		if (*e->d_name != '.' && !stat(file, &st) &&
		    (!best || st.st_mtime > when)) {
			free(best);
			best = xstrdup(dir);
			when = st.st_mtime;
		}
		free(file);
		free(dir);
	}
	if (d)
		closedir(d);
	return best;
}
