/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pager: print a text the way git does: through $PAGER (less if it is not
 * set, none if it is "cat" or empty) where standard output is a terminal,
 * as it is elsewhere.
 */
#ifndef RESPIN_PAGER_H
#define RESPIN_PAGER_H

#include "base/strbuf.h"

/* pager_colour: is standard output a terminal that wants colours? */
bool pager_colour(void);
/* pager_width: its columns, 80 where it is none. */
int pager_width(void);
/*
 * pager_print: print TEXT. A pager that cannot be started is done without;
 * one that is left before the end is no error.
 */
void pager_print(const struct strbuf *text);

#endif
