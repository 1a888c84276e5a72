// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dir.h"
#include "base/fs.h"
#include "report/outdir.h"

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

int outdir_newest(char **best)
{
	struct strvec names = STRVEC_INIT;
	int err = dir_names(&names, OUTDIR);
	time_t when = 0;

	*best = NULL;
	if (err && err != -ENOENT)
		return error("cannot read " OUTDIR "/: %s", strerror(-err));
	for (size_t i = 0; i < names.n; i++) {
		char *dir = xstrfmt(OUTDIR "/%s", names.v[i]);
		char *file = outdir_file(dir, RECORD_NAME);
		struct stat st;

		if (*names.v[i] != '.' && !stat(file, &st) &&
		    (!*best || st.st_mtime > when)) {
			free(*best);
			*best = xstrdup(dir);
			when = st.st_mtime;
		}
		free(file);
		free(dir);
	}
	strvec_release(&names);
	return 0;
}
