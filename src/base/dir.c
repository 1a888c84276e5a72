// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>

#include "base/dir.h"

static bool is_self(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

int dir_names(struct strvec *names, const char *dir)
{
	struct strvec found = STRVEC_INIT;
	struct dirent *e;
	DIR *d = opendir(dir);
	int err;

	if (!d)
		return -errno;
	/* That there are no more and that it fails look the same, but for errno. */
	while (errno = 0, (e = readdir(d)))
		if (!is_self(e->d_name))
			strvec_push(&found, e->d_name);
	err = -errno;
	closedir(d);
	strvec_sort(&found);
	for (size_t i = 0; i < found.n && !err; i++)
		strvec_push(names, found.v[i]);
	strvec_release(&found);
	return err;
}
