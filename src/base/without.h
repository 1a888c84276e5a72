/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * without: RESPIN_WITHOUT in the environment names what saves time and is not
 * to be done, for tests/bench-verify.sh to show what it saves: "kconfig",
 * "tools", "folders", "names", "sync", "tries", "tests", "ccache".
 * Verdicts do not depend on it.
 */
#ifndef RESPIN_WITHOUT_H
#define RESPIN_WITHOUT_H

#include <stdlib.h>

#include "base/word.h"

static inline bool is_without(const char *what)
{
	const char *list = getenv("RESPIN_WITHOUT");

	return list && has_word(list, strlen(list), what);
}

#endif
