// SPDX-License-Identifier: GPL-2.0-only
#include "fuzz.h"
#include "git/lib.h"

static char *dir;

static void remove_dir(void)
{
	scratch_free(dir);
}

const char *fuzz_dir(void)
{
	if (dir)
		return dir;
	dir = scratch_new();
	if (!dir)
		BUG("no scratch folder");
	atexit(remove_dir);
	return dir;
}

void fuzz_put(const char *name, const void *data, size_t size)
{
	char *path = xstrfmt("%s/%s", fuzz_dir(), name);

	if (make_parent(path) || write_file(path, data, size))
		BUG("cannot write %s", path);
	free(path);
}

/* As src/cmd/main.c does. */
__attribute__((constructor))
static void start(void)
{
	git_start();
}
