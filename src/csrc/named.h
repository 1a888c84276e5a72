/* SPDX-License-Identifier: GPL-2.0-only */
/* named: the names by which files include a header, by its path. */
#ifndef RESPIN_NAMED_H
#define RESPIN_NAMED_H

#include "base/util.h"

/*
 * named_each: call EACH with every name by which a file can include PATH from an
 * include folder: what follows include/, with uapi/ and without. An asm-generic
 * header also has its name in asm/, with WRAPPED set: kbuild makes a wrapper
 * where an architecture has no header of its own. A header outside of such
 * folders has no such name.
 */
void named_each(const char *path,
		void (*each)(void *data, const char *name, bool wrapped),
		void *data);

#endif
