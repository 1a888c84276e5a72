/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * machine: emulated boards, and what a small kernel needs on each, read from
 * data files (verify/boot/NAME.conf; the README.md there explains the keys).
 * The compiler is that of verify/arch.
 */
#ifndef RESPIN_MACHINE_H
#define RESPIN_MACHINE_H

#include "kbuild/arch.h"

struct machine {
	struct arch_config config;	/* for kbuild; its id names the machine */
	char *emulator;		/* program */
	char *packages;		/* Debian packages that have it, or NULL */
	struct strvec args;	/* its arguments */
	long processors;	/* that -smp asks for; 1 without it */
	char *image;		/* the kernel's file, below the object folder */
	char *target;		/* of make */
	char *cmdline;		/* for the kernel, after the common ones */
	struct strvec cflags;	/* for init */
	int seconds;		/* for a boot */
	char *without;		/* why there is no such machine, or NULL */
};

struct machines {
	struct machine **v;	/* by architecture, then in the file's order */
	size_t n, alloc;
	struct strvec checks;	/* options that find faults; not all
				   architectures have them */
	struct strvec cflags;	/* for init, on all machines */
	struct strvec bad;	/* a line of the log that holds one complains */
	char *cmdline;		/* for all kernels */
	int seconds;
	char *dir;		/* the folder; its init/ is compiled */
	char *init;		/* digest of the files in init/ */
	bool light;		/* the kernels have none of the checks */
	struct strvec set;	/* private: until the machines have it */
};

/*
 * machines_read: read DIR/common.conf, and DIR/NAME.conf for the architectures
 * in AS, which outlive MS. One without a file has a machine that says so. LIGHT:
 * see above.
 * Returns 0 or < 0, reported. Call machines_release() in both cases.
 */
int __must_check machines_read(struct machines *ms, const char *dir,
			       const struct arches *as, bool light);
void machines_release(struct machines *ms);

/*
 * machines_pick: set *PICKED to those of an architecture or with an id that
 * NAMES holds, or to all if it is empty, and *N to their number. The caller
 * frees the array. Returns 0, or ERR_USER after reporting a name that is none.
 */
int __must_check machines_pick(const struct machines *ms,
			       const struct strvec *names,
			       const struct machine ***picked, size_t *n);

/*
 * machines_bad: does the line of N bytes complain? Returns what it holds, or
 * NULL.
 */
const char *machines_bad(const struct machines *ms, const char *line, size_t n);

#endif
