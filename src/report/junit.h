/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * junit: what verify found as JUnit XML, which most CI systems show. A
 * configuration or a check is a test suite, a patch of it a test case. A new
 * warning is a failure of the type "warn". What was not checked, or had nothing to
 * compile, is skipped, with the reason; what a tool did not answer is an error.
 * There are no times: the same results give the same bytes.
 */
#ifndef RESPIN_JUNIT_H
#define RESPIN_JUNIT_H

#include "report/verified.h"

/* verified_junit: the text of the file. The caller frees it. */
char *verified_junit(const struct verified *v);

#endif
