// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <unistd.h>

#include "base/program.h"
#include "base/util.h"

static bool starts(const char *file)
{
	struct stat sb;

	return !access(file, X_OK) && !stat(file, &sb) && S_ISREG(sb.st_mode);
}

char *program_find(const char *name)
{
	const char *p = getenv("PATH") ?: "/bin:/usr/bin";

	if (strchr(name, '/'))
		return starts(name) ? xstrdup(name) : NULL;
	for (;; p++) {
		size_t n = strcspn(p, ":");
		/* An empty folder is the current one. */
		char *file = xstrfmt("%.*s/%s", n ? (int)n : 1, n ? p : ".",
				     name);

		if (starts(file))
			return file;
		free(file);
		p += n;
		if (!*p)
			return NULL;
	}
}
