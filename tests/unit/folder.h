/* SPDX-License-Identifier: GPL-2.0-only */
/* folder: a scratch folder of a test, and texts in it. */
#ifndef RESPIN_TESTS_FOLDER_H
#define RESPIN_TESTS_FOLDER_H

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/strbuf.h"

static char *dir;	/* the folder, which the test makes */

/* in_dir: the path of NAME there. The caller frees it. */
static inline char *in_dir(const char *name)
{
	return xstrfmt("%s/%s", dir, name);
}

/* put: write TEXT to NAME. */
static inline void put(const char *name, const char *text)
{
	char *path = in_dir(name);

	if (write_file(path, text, strlen(text)))
		abort();
	free(path);
}

/* get: the text of NAME; "" if it is not there. The caller frees it. */
static inline char *get(const char *name)
{
	char *path = in_dir(name);
	struct strbuf text = STRBUF_INIT;

	if (strbuf_read_file(&text, path))
		strbuf_clear(&text);
	free(path);
	return strbuf_detach(&text);
}

/* take: how many lines NAME has; it goes. */
static inline long take(const char *name)
{
	char *text = get(name), *path = in_dir(name);
	long n = 0;

	for (const char *c = text; *c; c++)
		n += *c == '\n';
	if (unlink(path) && errno != ENOENT)
		abort();
	free(text);
	free(path);
	return n;
}

/* new_folder: make NAME there, and what leads to it. */
static inline void new_folder(const char *name)
{
	char *path = in_dir(name);

	if (make_dirs(path))
		abort();
	free(path);
}

#endif
