/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * credit: the keys of the manifest that say who wrote a patch and what stands
 * below its message, as it was posted: author, trailer and patch-id.
 */
#ifndef RESPIN_CREDIT_H
#define RESPIN_CREDIT_H

#include "series/series.h"

/*
 * credit_key: take VALUE as the author, a trailer or the patch-id of P, as KEY
 * says. Returns 0, or ERR_USER after reporting a mistake as "FILE:LINE: ...".
 */
int __must_check credit_key(struct patch *p, const char *key, const char *value,
			    const char *file, int line);

#endif
