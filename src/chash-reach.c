// SPDX-License-Identifier: GPL-2.0-only
#include "chash-int.h"

/* FNV-1a, and a second hash of it; the filter's bits are combined of both. */
static void hashes(const char *s, size_t n, uint32_t *a, uint32_t *b)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint8_t)s[i]) * 16777619u;
	*a = h;
	h = (h ^ (h >> 15)) * 0x85ebca6bu;
	*b = (h ^ (h >> 13)) | 1;
}

static void add(struct chash *c, const char *s, size_t n)
{
	uint32_t a, b;

	hashes(s, n, &a, &b);
	for (uint32_t k = 0; k < 3; k++) {
		uint32_t bit = (a + k * b) % (CHASH_REACHED * 8);

		c->reached[bit / 8] |= 1 << bit % 8;
	}
}

bool chash_reaches(const uint8_t *reached, const char *name)
{
	uint32_t a, b;

	hashes(name, strlen(name), &a, &b);
	for (uint32_t k = 0; k < 3; k++) {
		uint32_t bit = (a + k * b) % (CHASH_REACHED * 8);

		if (!(reached[bit / 8] & 1 << bit % 8))
			return false;
	}
	return true;
}

/* A root that nothing mentions is reached by its own name. */
static void add_declared(struct unit *u)
{
	for (uint32_t i = 1; i < u->n_sym; i++) {
		const struct sym *s = &u->sym[i];

		for (int space = 0; space < 2; space++)
			for (uint32_t e = s->first[space]; e;
			     e = u->names[e - 1].next)
				if (u->c->decls[u->names[e - 1].decl].kept)
					add(u->c, s->s, s->len);
	}
}

void note_reached(struct unit *u)
{
	struct chash *c = u->c;
	bool *seen;

	if (c->odd) {
		memset(c->reached, 0xff, sizeof(c->reached));
		return;
	}
	seen = xcalloc(u->n_sym, sizeof(*seen));
	for (size_t i = 0; i < c->n; i++) {
		const struct part *p = &u->parts[i];

		for (uint32_t k = p->refs; c->decls[i].kept && k < p->refs_end;
		     k++) {
			uint32_t sym = u->refs[k] / 2;

			if (!seen[sym])
				add(c, u->sym[sym].s, u->sym[sym].len);
			seen[sym] = true;
		}
	}
	add_declared(u);
	for (size_t i = 0; i < c->macros.n; i++)
		add(c, c->macros.v[i], strlen(c->macros.v[i]));
	free(seen);
}
