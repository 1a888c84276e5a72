/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tool: did a compiler, a checker or make answer, or did it fail? An answer is
 * about the text that it was given, and may be kept. That a tool was killed,
 * ran out of time, or had no room to write says nothing of that text: it is
 * never kept, and never stands for "passed", "the same" or "broken".
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
 * tool_end: how P, which has ended, did; SAID is all that it printed. A tool
 * that complains of the machine (no room, no memory, a killed child) has
 * failed, whatever its exit status; so has one that says no without a word.
 */
enum tool_end tool_end(const struct proc *p, const char *said);

/*
 * tool_why: of one that failed, the reason in one line, from "was killed ..."
 * to the complaint in SAID. Appended to OUT.
 */
void tool_why(const struct proc *p, const char *said, struct strbuf *out);

#endif
