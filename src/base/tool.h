/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tool: did a compiler, a checker or make answer, or did it fail? An answer is
 * about the text that the tool got, and may be stored. If a tool was killed,
 * ran out of time, or had no room to write, that says nothing about the text:
 * such a failure is never stored, and never counts as "passed", "the same" or
 * "broken".
 */
#ifndef RESPIN_TOOL_H
#define RESPIN_TOOL_H

#include "base/proc.h"

enum tool_end {
	TOOL_YES,	/* it ended by itself, with status 0 */
	TOOL_NO,	/* it ended by itself, with another status */
	TOOL_FAILED,	/* neither: no answer */
};

/*
 * tool_end: the result of P, which has ended; SAID is everything it printed. A
 * tool that complains about the machine (no room, no memory, a killed child)
 * has failed, whatever its exit status; so has one whose status is not 0 and
 * that printed nothing.
 */
enum tool_end tool_end(const struct proc *p, const char *said);

/*
 * tool_why: append to OUT why a tool failed, in one line: "was killed ...", or
 * the complaint in SAID.
 */
void tool_why(const struct proc *p, const char *said, struct strbuf *out);

#endif
