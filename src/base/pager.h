/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pager: print a text the way git does: through $PAGER (less if it is not
 * set, none if it is "cat" or empty) where standard output is a terminal,
 * as it is elsewhere.
 */
#ifndef RESPIN_PAGER_H
#define RESPIN_PAGER_H

#include "base/strbuf.h"

/*
 * pager_print: print TEXT, for people (base/output.h). A pager that cannot be
 * started is done without; one that is left before the end is no error.
 */
void pager_print(const struct strbuf *text);

#endif
