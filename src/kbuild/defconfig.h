/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * defconfig: all the default configurations that a tree has: the files
 * arch/NAME/configs/.../X_defconfig, and the targets X_defconfig of make that
 * have no such file (make puts these together from others).
 */
#ifndef RESPIN_DEFCONFIG_H
#define RESPIN_DEFCONFIG_H

#include "kbuild/arch.h"
#include "kbuild/kconfig.h"

/*
 * defconfig_files: append the names of A's files in the tree SRC, as make knows
 * them ("44x/akebono_defconfig"), sorted. Returns 0 or < 0, reported.
 */
int __must_check defconfig_files(const char *src, const struct arch *a,
				 struct strvec *names);

/*
 * defconfig_path: where the file of the target NAME is, below the tree, or NULL
 * if the tree SRC has none. The caller frees it.
 */
char *defconfig_path(const char *src, const struct arch *a, const char *name);

/*
 * defconfigs_add: add to A a configuration for each defconfig of KC's tree that
 * none of A's is already. Where A has several ways to call make (a word size
 * each), a defconfig gets the one that leaves most of its settings as they are.
 * Names of targets that respin cannot use are warned of. A's configurations
 * move: take their addresses afterwards. Returns 0 or < 0, reported, or
 * ERR_INTERRUPTED.
 */
int __must_check defconfigs_add(struct arch *a, struct kconfig *kc, int jobs);

#endif
