/* SPDX-License-Identifier: GPL-2.0-only */
/* asked: the text of a test that Makefiles or Kconfig files give a compiler. */
#ifndef RESPIN_ASKED_H
#define RESPIN_ASKED_H

#include "base/util.h"

/*
 * asked_reads_file: has the test TEXT of N bytes an option that reads a file? Then
 * the text does not say it all.
 */
bool asked_reads_file(const char *text, size_t n);

#endif
