/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * boot: does a kernel give back what it takes? For each machine, boot builds a
 * small kernel of the base and of chosen patches, and runs it in an emulator.
 * Its only program (verify/boot/init) makes and frees objects in rounds, and
 * prints the kernel's counter of them.
 */
#ifndef RESPIN_BOOT_H
#define RESPIN_BOOT_H

#include "boot/machine.h"
#include "kbuild/kbuild.h"
#include "report/booted.h"
#include "states/checkout.h"
#include "states/store.h"

struct boot {
	struct checkout *co;
	struct store *store;
	const struct machines *machines;
	const char *obj;	/* folder for objects, absolute */
	int jobs;
	double timeout;		/* seconds for a boot; 0: the machine's */
	bool again;		/* do not use stored results */
	const size_t *states;	/* to look at, in order */
	size_t n_states;
	void (*progress)(void *data, const struct machine *m, size_t state,
			 const char *what);
	void *data;
};

/* What was found on a machine. */
struct boot_found {
	const struct machine *m;
	struct booted_config out;	/* borrows from what follows */
	struct strvec own;
	json_t **roots;		/* one for each state */
};

/*
 * boot_machine: build and run the kernels of M. F is all zero. Returns 0, also
 * if they do not work, or < 0, reported, or ERR_INTERRUPTED. Call
 * boot_found_release() in all cases.
 */
int __must_check boot_machine(const struct boot *b, const struct machine *m,
			      struct boot_found *f);
void boot_found_release(struct boot_found *f);

#endif
