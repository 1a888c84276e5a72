/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * configure: the .config of object folders, from one reading of the tree's
 * Kconfig files for all of them (kconfig.h). What cannot be made in this way is
 * left to make, which also says what is wrong.
 */
#ifndef RESPIN_CONFIGURE_H
#define RESPIN_CONFIGURE_H

#include "kbuild/kbuild.h"

/*
 * kbuild_configure: make .config in the empty object folders of the N, and put
 * kbuild's tools there, so that it need not build them again. Sets
 * kb->configured of those that have one then. Returns 0 or ERR_INTERRUPTED.
 */
int __must_check kbuild_configure(struct kbuild **kbs, size_t n, int jobs);

/*
 * kbuild_lend_tools: kbuild has prepared KB: folders of the same tree that are
 * configured later may take its tools.
 */
void kbuild_lend_tools(const struct kbuild *kb);

#endif
