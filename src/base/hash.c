// SPDX-License-Identifier: GPL-2.0-only
/*
 * BLAKE2b without a key, digest of 20 bytes, after RFC 7693 (M-J. Saarinen,
 * J-P. Aumasson: The BLAKE2 Cryptographic Hash and Message Authentication
 * Code, 2015). libgit2's SHA-1 looks for attacks as it goes and takes ten
 * times as long; nobody attacks here, but evidence must not collide.
 */
#include <endian.h>

#include "base/hash.h"

static const uint64_t iv[8] = {
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
	0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
	0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

static const uint8_t sigma[12][16] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
	{ 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
	{ 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
	{ 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
	{ 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
	{ 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
	{ 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
	{ 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
	{ 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
	{ 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
};

static inline uint64_t turn(uint64_t x, int n)
{
	return x >> n | x << (64 - n);
}

static inline void mix(uint64_t *v, int a, int b, int c, int d, uint64_t x,
		       uint64_t y)
{
	v[a] += v[b] + x;
	v[d] = turn(v[d] ^ v[a], 32);
	v[c] += v[d];
	v[b] = turn(v[b] ^ v[c], 24);
	v[a] += v[b] + y;
	v[d] = turn(v[d] ^ v[a], 16);
	v[c] += v[d];
	v[b] = turn(v[b] ^ v[c], 63);
}

/* F of section 3.2; COUNT bytes so far, those of this block included. */
static void compress(uint64_t h[8], const unsigned char *block, uint64_t count,
		     bool last)
{
	uint64_t v[16], m[16];

	for (int i = 0; i < 16; i++) {
		memcpy(&m[i], block + 8 * i, 8);
		m[i] = le64toh(m[i]);
	}
	memcpy(v, h, 64);
	memcpy(v + 8, iv, 64);
	v[12] ^= count;
	if (last)
		v[14] = ~v[14];
#pragma GCC unroll 12
	for (int r = 0; r < 12; r++) {
		const uint8_t *s = sigma[r];

		mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
		mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
		mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
		mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
		mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
		mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
		mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
		mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
	}
	for (int i = 0; i < 8; i++)
		h[i] ^= v[i] ^ v[i + 8];
}

void hash_of(struct oid *id, const void *data, size_t n)
{
	const unsigned char *p = data;
	unsigned char block[128] = { 0 };
	uint64_t h[8];
	size_t done = 0;

	memcpy(h, iv, sizeof(h));
	h[0] ^= 0x01010000 ^ sizeof(id->b);
	for (; n - done > sizeof(block); done += sizeof(block))
		compress(h, p + done, done + sizeof(block), false);
	if (n)
		memcpy(block, p + done, n - done);
	compress(h, block, n, true);
	for (int i = 0; i < 3; i++)
		h[i] = htole64(h[i]);
	memcpy(id->b, h, sizeof(id->b));
}

void oid_hex(const struct oid *id, char hex[41])
{
	for (int i = 0; i < 20; i++)
		sprintf(hex + 2 * i, "%02x", id->b[i]);
}

char *hash_hex(const void *data, size_t n)
{
	struct oid id;
	char hex[41];

	hash_of(&id, data, n);
	oid_hex(&id, hex);
	return xstrdup(hex);
}
