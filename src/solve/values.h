/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * values: the options of one .config, for formulas with the names of
 * csrc/presence.h.
 */
#ifndef RESPIN_VALUES_H
#define RESPIN_VALUES_H

#include "solve/kformula.h"

struct values {
	struct strvec v;	/* "NAME=VALUE", sorted; what is off is not in */
	const struct kformula *kf;	/* for "CONFIG_X==other", or NULL */
};

/* values_read: of the file PATH. Returns 0 or -errno. */
int __must_check values_read(struct values *vs, const char *path);
void values_release(struct values *vs);

/* values_get: the value of the option NAME of N bytes, or NULL: it is off. */
const char *values_get(const struct values *vs, const char *name, size_t n);

/*
 * values_of: does the variable NAME hold? For bools_eval(); DATA is the struct
 * values. A name that begins with "?" does not.
 */
bool values_of(void *data, const char *name);

#endif
