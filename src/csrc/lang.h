/* SPDX-License-Identifier: GPL-2.0-only */
/* lang: what a file holds, by its name; the only place that decides. */
#ifndef RESPIN_LANG_H
#define RESPIN_LANG_H

#include "base/util.h"

/* lang_is_header: a header; lang_is_unit: a file that cc -c takes as C. */
static inline bool lang_is_header(const char *path)
{
	return ends_with(path, ".h");
}

static inline bool lang_is_unit(const char *path)
{
	return ends_with(path, ".c");
}

/* lang_is_asm: assembly that the preprocessor sees first. */
static inline bool lang_is_asm(const char *path)
{
	return ends_with(path, ".S");
}

/* lang_is_c: either of these. */
static inline bool lang_is_c(const char *path)
{
	return lang_is_unit(path) || lang_is_header(path);
}

/* lang_is_cpp: all that the preprocessor sees. */
static inline bool lang_is_cpp(const char *path)
{
	return lang_is_c(path) || lang_is_asm(path);
}

/* lang_has_c_tokens: is it cut into tokens and comments as C is? */
static inline bool lang_has_c_tokens(const char *path)
{
	static const char *const suffix[] = {
		".dts", ".dtsi", ".dtso", ".cc", ".cpp", ".hpp", ".y", ".l",
	};

	for (size_t i = 0; i < ARRAY_SIZE(suffix); i++)
		if (ends_with(path, suffix[i]))
			return true;
	return lang_is_cpp(path);
}

#endif
