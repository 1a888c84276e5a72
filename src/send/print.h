/* SPDX-License-Identifier: GPL-2.0-only */
/* print: what generate says of trailers and recipients. */
#ifndef RESPIN_SEND_PRINT_H
#define RESPIN_SEND_PRINT_H

#include "send/mail.h"

/*
 * print_trailers: how many were put on patches, which of them were given for
 * another content, and which are for no patch of the series.
 */
void print_trailers(const struct mail *m);

/*
 * print_people: how many the mails go to, or why to nobody; what many lists do
 * not take, and ADVICE, a command that makes less of it.
 */
void print_people(const struct mail *m, const char *advice);

#endif
