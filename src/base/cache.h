/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cache: the folder of what can be made again, and texts in it: what a slow
 * program printed, by a digest of all that it depends on. Each text is a file
 * with a checksum. One that does not fit its checksum is reported, and counts
 * as not there.
 */
#ifndef RESPIN_CACHE_H
#define RESPIN_CACHE_H

#include "base/strbuf.h"

/* cache_dir: $XDG_CACHE_HOME/respin or ~/.cache/respin, or NULL. To free(). */
char *cache_dir(void);

/* text_cache_get: read what KIND has for KEY into OUT (cleared first). */
bool text_cache_get(const char *kind, const char *key, struct strbuf *out);

/*
 * text_cache_put: keep TEXT. That it cannot be kept is a warning: the next run
 * is slower.
 */
void text_cache_put(const char *kind, const char *key,
		    const struct strbuf *text);

#endif
