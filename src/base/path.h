/* SPDX-License-Identifier: GPL-2.0-only */
/* path: names of files as text; nothing is looked up. */
#ifndef RESPIN_PATH_H
#define RESPIN_PATH_H

#include "base/util.h"

/*
 * path_below: PATH without ROOT (may be NULL), "./", "//" and "x/../". The
 * caller frees it.
 */
char *path_below(const char *path, const char *root);

/*
 * path_is_inside: does PATH name something below a folder: not absolute, no
 * empty part, no "." or ".."?
 */
bool path_is_inside(const char *path);

#endif
