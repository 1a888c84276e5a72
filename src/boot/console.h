/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * console: what a kernel printed, and what it shows. verify/boot/init/init.c
 * says which lines are ours.
 */
#ifndef RESPIN_CONSOLE_H
#define RESPIN_CONSOLE_H

#include "boot/machine.h"
#include "report/booted.h"

/* How the emulator ended. */
enum console_end {
	CONSOLE_STOPPED,	/* by us: there was nothing to wait for */
	CONSOLE_ENDED,		/* by itself */
	CONSOLE_TIMED_OUT,
};

/*
 * console_over: is there nothing to wait for any more: has init come to its
 * end, or the kernel to its?
 */
bool console_over(const char *text);

/*
 * console_judge: fill in S, all of it but its state and times, from TEXT; a
 * round's level counts. OWN gets the strings that S borrows.
 */
void console_judge(const struct machines *ms, const char *text,
		   enum console_end end, struct booted_state *s,
		   struct strvec *own);

#endif
