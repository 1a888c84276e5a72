/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guard: a process that outlives us if we are killed, and then ends the
 * children that we leave behind and everything that they have started. It waits
 * on a socket whose other end only we hold, so it notices every kind of death.
 */
#ifndef RESPIN_GUARD_H
#define RESPIN_GUARD_H

#include <sys/types.h>

#include "base/util.h"

/*
 * guard_add: make GROUP, a process group of ours, die with us. Starts the guard
 * if there is none yet. Returns 0, or -errno if GROUP is not watched.
 */
int __must_check guard_add(pid_t group);
/* guard_drop: GROUP has ended. */
void guard_drop(pid_t group);

#endif
