/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fnv: FNV-1a, the hash of Fowler, Noll and Vo, 32 bits: for tables in memory.
 * For keys that are kept, see hash.h.
 */
#ifndef RESPIN_FNV_H
#define RESPIN_FNV_H

#include <stddef.h>
#include <stdint.h>

#define FNV_START 2166136261u

static inline uint32_t fnv_add(uint32_t h, unsigned char c)
{
	return (h ^ c) * 16777619u;
}

static inline uint32_t fnv(const char *s, size_t n)
{
	uint32_t h = FNV_START;

	for (size_t i = 0; i < n; i++)
		h = fnv_add(h, s[i]);
	return h;
}

#endif
