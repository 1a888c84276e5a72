/* SPDX-License-Identifier: GPL-2.0-only */
/* patch-id: what tells a diff from others, wherever it stands: git patch-id. */
#ifndef RESPIN_PATCH_ID_H
#define RESPIN_PATCH_ID_H

#include "base/strbuf.h"

#define PATCH_ID_LEN 40	/* hex digits */

/*
 * patch_ids: append the stable patch-ids of DIFFS, what git log -p prints, as
 * lines "PATCH-ID COMMIT"; a commit without a diff has none. DIR is a scratch
 * folder, where a file is written. Returns 0 or an error, reported.
 */
int __must_check patch_ids(const char *dir, const struct strbuf *diffs,
			   struct strbuf *out);

#endif
