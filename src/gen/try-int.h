/* SPDX-License-Identifier: GPL-2.0-only */
/* try-int: what the files of try share. */
#ifndef RESPIN_TRY_INT_H
#define RESPIN_TRY_INT_H

#include "gen/try.h"

/* try_files: how many files gave no answer, or were refused. */
size_t try_failed(const struct try *t);
/* try_left: places that are left and not stated, or parts not parsed. */
size_t try_left(const struct try *t);
/* try_unparsed: parts not parsed that hold a word of a rule without places. */
size_t try_unparsed(const struct try *t);

#endif
