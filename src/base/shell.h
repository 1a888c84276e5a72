/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shell: words of a command line as a shell reads and writes them. respin never
 * passes anything to a shell.
 */
#ifndef RESPIN_SHELL_H
#define RESPIN_SHELL_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* shell_split: the words of a command as a shell would pass them on. */
void shell_split(struct strvec *out, const char *s, size_t n);
/* shell_quote: append WORD so that a shell reads it as one word. */
void shell_quote(struct strbuf *sb, const char *word);

#endif
