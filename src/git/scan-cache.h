/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan-cache: which blobs hold a word of a list of words. There is one file for
 * each list: a magic line, then sorted records of 21 bytes, the blob id and
 * 0 or 1. This is derived data: a file that looks wrong is ignored.
 */
#ifndef RESPIN_SCAN_CACHE_H
#define RESPIN_SCAN_CACHE_H

#include "git/tree.h"

struct scan_cache {
	char *path;		/* NULL: there is no place for a cache */
	struct strbuf text;	/* the file */
	const uint8_t *rec;	/* records in it */
	size_t n;
};

void scan_cache_open(struct scan_cache *c, const struct strvec *words);
/* scan_cache_get: 1 or 0 as noted, -1 if not known. */
int scan_cache_get(const struct scan_cache *c, const struct oid *id);
/* scan_cache_write: add T's results; older ones stay while the file is small. */
void scan_cache_write(struct scan_cache *c, const struct tree *t,
		      const bool *hit, const uint8_t *unread);
void scan_cache_release(struct scan_cache *c);

#endif
