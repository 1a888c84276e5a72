// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/datadir.h"
#include "base/util.h"

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
