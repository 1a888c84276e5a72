/* SPDX-License-Identifier: GPL-2.0-only */
/* mime: text that is not ASCII in the headers of a mail (RFC 2047). */
#ifndef RESPIN_MIME_H
#define RESPIN_MIME_H

#include "base/strbuf.h"

/* mime_ascii: is S plain ASCII? */
bool mime_ascii(const char *s);

/*
 * mime_text: append S, UTF-8, as the value of a header, or a name in one:
 * as it is if it is ASCII, else in encoded words, one a line.
 */
void mime_text(struct strbuf *out, const char *s);

/* mime_declare: say in the headers of the mail TEXT that it is UTF-8, if it is. */
void mime_declare(struct strbuf *text);

#endif
