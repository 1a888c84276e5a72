// SPDX-License-Identifier: GPL-2.0-only
#include "csrc/named.h"

#define FOLDER "include/"
#define UAPI "uapi/"
#define GENERIC "asm-generic/"

void named_each(const char *path,
		void (*each)(void *data, const char *name, bool wrapped),
		void *data)
{
	const char *name = strstr(path, FOLDER);
	char *as;

	if (!name)
		return;
	name += strlen(FOLDER);
	each(data, name, false);
	if (starts_with(name, UAPI)) {
		name += strlen(UAPI);
		each(data, name, false);
	}
	if (!starts_with(name, GENERIC))
		return;
	as = xstrfmt("asm/%s", name + strlen(GENERIC));
	each(data, as, true);
	free(as);
}
