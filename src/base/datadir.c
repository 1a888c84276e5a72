// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <unistd.h>

#include "base/datadir.h"
#include "base/dir.h"
#include "base/strbuf.h"

/* Where to look, in this order; each may be NULL. */
enum place { HERE, ENV, PROGRAM, INSTALLED, PLACES };

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

/* If $RESPIN_DATA is set, data_path() does not look beside the program. */
static bool is_left_out(enum place from, enum place place)
{
	return from == HERE && place == PROGRAM && getenv("RESPIN_DATA");
}

/* PATH there, or NULL. The caller frees it. */
static char *path_in(enum place place, const char *path)
{
	const char *env = getenv("RESPIN_DATA");
	char *dir, *full;

	switch (place) {
	case HERE:
		return xstrdup(path);
	case ENV:
		return env ? xstrfmt("%s/%s", env, path) : NULL;
	case PROGRAM:
		dir = program_dir();
		full = dir ? xstrfmt("%s/%s", dir, path) : NULL;
		free(dir);
		return full;
	default:
		return xstrfmt(RESPIN_DATADIR "/%s", path);
	}
}

static char *find(enum place from, const char *path)
{
	char *full = NULL;

	for (int i = from; i < PLACES; i++) {
		if (is_left_out(from, i))
			continue;
		free(full);
		full = path_in(i, path);
		if (full && !access(full, F_OK))
			break;
	}
	return full;
}

char *data_path(const char *path)
{
	return find(HERE, path);
}

char *data_own(const char *path)
{
	return find(ENV, path);
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
	char *places[PLACES];
	char *found = NULL;
	size_t where = HERE;
	int count = 0;

	for (int i = 0; i < PLACES; i++)
		places[i] = is_left_out(HERE, i) ? NULL : path_in(i, "cocci");
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
			where = count ? i : where;
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
		none_found(count, places[where]);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		free(places[i]);
	return found;
}
