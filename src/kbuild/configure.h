/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * configure: the .config of object folders, from one reading of the tree's
 * Kconfig files for all of them (kconfig.h), and kbuild's tools for them. What
 * cannot be made in this way is left to make, which also says what is wrong.
 */
#ifndef RESPIN_CONFIGURE_H
#define RESPIN_CONFIGURE_H

#include "kbuild/kbuild.h"

/*
 * kbuild_configure: make .config in the empty object folders of the N. Sets
 * kb->configured of those that have one then. Returns 0 or ERR_INTERRUPTED.
 */
int __must_check kbuild_configure(struct kbuild **kbs, size_t n, int jobs);

/*
 * kbuild_seed: before kbuild works in KB's folder, put its tools there, so that
 * it need not build them again: those of a folder that lends them, or the few
 * that kbuild_configure() has. Returns false, with nothing done, if no folder
 * lends any and the caller MAY_WAIT for one that will. Sets kb->result if the
 * folder cannot be used.
 */
bool kbuild_seed(struct kbuild *kb, bool may_wait);

/*
 * kbuild_lend_tools: kbuild has prepared KB: copy its tools to a folder that
 * lends them to other configurations, and to later bases.
 */
void kbuild_lend_tools(const struct kbuild *kb);

#endif
