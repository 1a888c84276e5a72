/* SPDX-License-Identifier: GPL-2.0-only */
/* path: file names as text; nothing accesses the file system. */
#ifndef RESPIN_PATH_H
#define RESPIN_PATH_H

#include "base/strbuf.h"

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

/* What a folder of this machine is called in what is kept and reported. */
struct path_name {
	const char *dir;	/* absolute; NULL: there is none */
	const char *name;	/* "$src" */
};

/*
 * path_neutral: append TEXT to OUT, with its name for each of the N folders,
 * where it stands as a whole: "-I/tmp/a/b" with /tmp/a, but not "/tmp/ab".
 */
void path_neutral(const char *text, const struct path_name *v, size_t n,
		  struct strbuf *out);

/* path_base: PATH from behind its last slash on. */
const char *path_base(const char *path);
/* path_dir: how many bytes of PATH name its folder, without the slash. */
size_t path_dir(const char *path);
/* path_common: the length of the deepest folder that holds both A and B. */
size_t path_common(const char *a, const char *b);

#endif
