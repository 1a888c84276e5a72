// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <unistd.h>

#include "base/datadir.h"
#include "base/dir.h"
#include "base/strbuf.h"

char *data_path(const char *path)
{
	const char *env = getenv("RESPIN_DATA");
	char *full;

	if (!access(path, F_OK))
		return xstrdup(path);
	if (env) {
		full = xstrfmt("%s/%s", env, path);
		if (!access(full, F_OK))
			return full;
		free(full);
	}
	return xstrfmt(RESPIN_DATADIR "/%s", path);
}

/* The folder of the program, or NULL. */
static char *program_dir(void)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	*strrchr(path, '/') = '\0';
	return xstrdup(path);
}

char *data_own(const char *path)
{
	char *dirs[] = {
		getenv("RESPIN_DATA") ? xstrdup(getenv("RESPIN_DATA")) : NULL,
		program_dir(),
		xstrdup(RESPIN_DATADIR),
	};
	char *found = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		char *full = dirs[i] && !found ?
			xstrfmt("%s/%s", dirs[i], path) : NULL;

		if (full && (!access(full, F_OK) || i + 1 == ARRAY_SIZE(dirs)))
			found = full;
		else
			free(full);
		free(dirs[i]);
	}
	return found;
}

static bool is_series(const char *dir)
{
	char *path = xstrfmt("%s/series", dir);
	struct stat st;
	bool yes = !stat(path, &st);

	free(path);
	return yes;
}

/* The only series below DIR, or NULL. */
static char *only_series(const char *dir, int *count)
{
	struct strvec names = STRVEC_INIT;
	char *found = NULL;

	/* Whoever names a series reads no folder: one unread is one without. */
	if (dir_names(&names, dir))
		return NULL;
	for (size_t i = 0; i < names.n; i++) {
		char *path = xstrfmt("%s/%s", dir, names.v[i]);

		if (*names.v[i] != '.' && is_series(path) && !(*count)++)
			found = path;
		else
			free(path);
	}
	strvec_release(&names);
	if (*count > 1) {
		free(found);
		found = NULL;
	}
	return found;
}

static void none_found(int count, const char *dir)
{
	struct strvec names = STRVEC_INIT;
	struct strbuf list = STRBUF_INIT;

	if (count && !dir_names(&names, dir))
		for (size_t i = 0; i < names.n; i++) {
			char *path = xstrfmt("%s/%s", dir, names.v[i]);

			if (is_series(path))
				strbuf_addf(&list, " %s", names.v[i]);
			free(path);
		}
	if (count)
		error_user("there are several series: choose one with --series (%s:%s)",
			   dir, list.len ? list.buf : " cannot be read");
	else
		error_user("there is no series in %s/: give its folder with --series",
			   dir);
	strvec_release(&names);
	strbuf_release(&list);
}

char *series_dir(const char *name)
{
	const char *env = getenv("RESPIN_DATA");
	char *places[] = {
		xstrdup("cocci"),
		env ? xstrfmt("%s/cocci", env) : NULL,
		xstrdup(RESPIN_DATADIR "/cocci"),
	};
	char *found = NULL;
	int count = 0;

	if (name && strchr(name, '/')) {
		found = xstrdup(name);
		while (strlen(found) > 1 && ends_with(found, "/"))
			found[strlen(found) - 1] = '\0';
	}
	for (size_t i = 0; i < ARRAY_SIZE(places) && !found && !count; i++) {
		if (!places[i])
			continue;
		if (!name) {
			found = only_series(places[i], &count);
		} else {
			found = xstrfmt("%s/%s", places[i], name);
			if (!is_series(found)) {
				free(found);
				found = NULL;
			}
		}
	}
	if (!found && name)	/* series_read() says what there is */
		found = is_series(name) ? xstrfmt("./%s", name) :
			xstrfmt("cocci/%s", name);
	if (!found)
		none_found(count, places[0]);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		free(places[i]);
	return found;
}
