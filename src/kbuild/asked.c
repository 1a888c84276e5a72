// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/asked.h"

bool asked_reads_file(const char *text, size_t n)
{
	static const char *const OPTIONS[] = {
		"-include", "-imacros", "-fplugin", "-specs", "-fprofile-use",
		".incbin", ".include", "#include",
	};

	for (size_t i = 0; i < ARRAY_SIZE(OPTIONS); i++)
		if (memmem(text, n, OPTIONS[i], strlen(OPTIONS[i])))
			return true;
	return false;
}
