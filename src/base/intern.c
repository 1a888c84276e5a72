// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base/fnv.h"
#include "base/intern.h"

/* The slot of the N bytes at S, or the free one for them. */
static uint32_t *slot_of(const struct intern *in, const char *s, size_t n)
{
	size_t at = fnv(s, n) & (in->n_slots - 1);

	while (in->slots[at]) {
		const char *name = in->names.v[in->slots[at] - 1];

		if (!strncmp(name, s, n) && !name[n])
			break;
		at = (at + 1) & (in->n_slots - 1);
	}
	return &in->slots[at];
}

static void grow(struct intern *in)
{
	free(in->slots);
	in->n_slots = in->n_slots ? 2 * in->n_slots : 1024;
	in->slots = xcalloc(in->n_slots, sizeof(*in->slots));
	for (size_t i = 0; i < in->names.n; i++) {
		const char *name = in->names.v[i];

		*slot_of(in, name, strlen(name)) = (uint32_t)i + 1;
	}
}

uint32_t intern_add(struct intern *in, const char *s, size_t n)
{
	uint32_t *slot;

	if (2 * (in->names.n + 1) > in->n_slots)
		grow(in);
	slot = slot_of(in, s, n);
	if (!*slot) {
		strvec_take(&in->names, xstrndup(s, n));
		*slot = (uint32_t)in->names.n;
	}
	return *slot - 1;
}

uint32_t intern_find(const struct intern *in, const char *s)
{
	uint32_t *slot = in->n_slots ? slot_of(in, s, strlen(s)) : NULL;

	return slot && *slot ? *slot - 1 : INTERN_NONE;
}

void intern_release(struct intern *in)
{
	strvec_release(&in->names);
	free(in->slots);
	memset(in, 0, sizeof(*in));
}
