/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * host: what kbuild compiles for itself (modpost, objtool, ...) goes through
 * ccache, where there is one. kbuild judges by timestamps, and builds modpost in
 * nearly every object folder anew, from the same files.
 *
 * Each base has a cache of its own, beside the object folders. Only what prepares a
 * folder writes to it; a tree with patches of somebody's reads it.
 */
#ifndef RESPIN_HOST_H
#define RESPIN_HOST_H

#include "base/proc.h"
#include "kbuild/kbuild.h"

/*
 * host_cache: the folder of KB's cache, or NULL if there is no ccache, or KB's
 * make has another compiler of its own. The caller frees it.
 */
char *host_cache(const struct kbuild *kb);

/*
 * host_jail: P, a make of KB whose argv is complete, compiles its own programs
 * through that cache, and may write to KB's object folder, and if it may FILL it, to
 * the cache; nowhere else.
 */
void host_jail(const struct kbuild *kb, struct proc *p, bool fill);

#endif
