/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hash: a digest of any bytes, for the keys of caches and of the store, and
 * for comparing content. It is BLAKE2b (RFC 7693), cut to the 20 bytes of a git
 * object id, so that both fit one type. For the id of a git blob, see blob_id()
 * in git/lib.h.
 */
#ifndef RESPIN_HASH_H
#define RESPIN_HASH_H

#include "base/util.h"

struct oid {
	unsigned char b[20];
};

/* hash_of: the digest of DATA, N bytes. */
void hash_of(struct oid *id, const void *data, size_t n);
/* hash_hex: the same, as 40 hexadecimal digits. The caller frees it. */
char *hash_hex(const void *data, size_t n);
/* oid_hex: 40 hexadecimal digits, and a NUL. */
void oid_hex(const struct oid *id, char hex[41]);

#endif
