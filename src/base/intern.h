/* SPDX-License-Identifier: GPL-2.0-only */
/* intern: number strings from 0 in order of arrival; equal strings share a number. */
#ifndef RESPIN_INTERN_H
#define RESPIN_INTERN_H

#include "base/strvec.h"

struct intern {
	struct strvec names;	/* by number */
	uint32_t *slots;	/* private: number + 1, or 0 */
	size_t n_slots;		/* private: a power of 2 */
};

#define INTERN_NONE UINT32_MAX

/* intern_add: add the N bytes at S (no NUL) if they are new. Returns their number. */
uint32_t intern_add(struct intern *in, const char *s, size_t n);
/* intern_find: the number of S, or INTERN_NONE. */
uint32_t intern_find(const struct intern *in, const char *s);
void intern_release(struct intern *in);

#endif
