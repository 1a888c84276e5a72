/* SPDX-License-Identifier: GPL-2.0-only */
/* asked: the text of a test that Makefiles or Kconfig files give a compiler. */
#ifndef RESPIN_ASKED_H
#define RESPIN_ASKED_H

#include "base/util.h"

/*
 * asked_reads_file: does TEXT, a test of N bytes, have an option that reads a file?
 * Then its text alone does not determine the answer.
 */
bool asked_reads_file(const char *text, size_t n);

#endif
