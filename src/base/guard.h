/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guard: a process of our own that outlives us if we are killed, to end the
 * children that we leave behind, with all that they have started. It waits on
 * a socket whose other end only we hold, so that no way of dying escapes it.
 */
#ifndef RESPIN_GUARD_H
#define RESPIN_GUARD_H

#include <sys/types.h>

#include "base/util.h"

/*
 * guard_add: GROUP, a process group of ours, is to die with us. Starts the
 * guard if there is none yet. Returns 0 or -errno: then GROUP is not watched.
 */
int __must_check guard_add(pid_t group);
/* guard_drop: GROUP has ended. */
void guard_drop(pid_t group);

#endif
