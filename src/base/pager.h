/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pager: print a text as git does. On a terminal it goes through $PAGER (less
 * if that is not set, no pager if it is "cat" or empty).
 */
#ifndef RESPIN_PAGER_H
#define RESPIN_PAGER_H

#include "base/strbuf.h"

/*
 * pager_print: print TEXT, for people (base/output.h), without a pager if it
 * cannot be started. It is not an error if the user quits the pager early.
 */
void pager_print(const struct strbuf *text);

#endif
