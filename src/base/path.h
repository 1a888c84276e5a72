/* SPDX-License-Identifier: GPL-2.0-only */
/* path: file names as text; nothing accesses the file system. */
#ifndef RESPIN_PATH_H
#define RESPIN_PATH_H

#include "base/util.h"

/*
 * path_below: PATH without ROOT (may be NULL), "./", "//" and "x/../". The
 * caller frees it.
 */
char *path_below(const char *path, const char *root);

/*
 * path_is_inside: does PATH stay below a folder? It is not absolute, and has no
 * empty part, no "." and no "..".
 */
bool path_is_inside(const char *path);

#endif
