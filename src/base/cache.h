/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cache: the folder for data that respin can compute again, and the texts in
 * it: the output of slow programs, by a digest of everything that the output
 * depends on. Each text is a file with a checksum. A file that does not match
 * its checksum is reported, and counts as missing.
 */
#ifndef RESPIN_CACHE_H
#define RESPIN_CACHE_H

#include "base/strbuf.h"

/* cache_dir: $XDG_CACHE_HOME/respin or ~/.cache/respin, or NULL. To free(). */
char *cache_dir(void);

/* text_cache_get: read what KIND has for KEY into OUT (cleared first). */
bool text_cache_get(const char *kind, const char *key, struct strbuf *out);

/*
 * text_cache_put: store TEXT. A failure is only a warning: the next run is
 * slower.
 */
void text_cache_put(const char *kind, const char *key,
		    const struct strbuf *text);

#endif
