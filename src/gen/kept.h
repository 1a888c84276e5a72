/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kept: what spatch made of a file, by everything that this depends on, in
 * ~/.cache/respin/spatch-N.db. A database that cannot be used is reported and
 * left alone: the run is only slower.
 */
#ifndef RESPIN_KEPT_H
#define RESPIN_KEPT_H

#include "base/hash.h"
#include "base/strbuf.h"

struct kept;

/*
 * kept_open: returns NULL without a cache folder, or after a warning. Every
 * function below takes NULL as a database that holds nothing.
 */
struct kept *kept_open(void);
void kept_close(struct kept *k);

/* kept_get: put the text of KEY into OUT (cleared first), if there is one. */
bool kept_get(struct kept *k, const struct oid *key, struct strbuf *out);

/*
 * kept_put: store TEXT. It is on disk after kept_flush(), which the caller
 * calls after a number of them: one sync for all.
 */
void kept_put(struct kept *k, const struct oid *key, const struct strbuf *text);
void kept_flush(struct kept *k);

#endif
