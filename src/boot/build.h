/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * build: a kernel with our init in it, in an object folder that kbuild has
 * prepared.
 */
#ifndef RESPIN_BUILD_H
#define RESPIN_BUILD_H

#include "boot/machine.h"
#include "kbuild/kbuild.h"

/*
 * build_init: compile init into KB's object folder. Returns 0; ERR_USER if the
 * compiler says no, and *WHY says what; ERR_TOOL if it gave no answer, and *WHY
 * says that; or ERR_INTERRUPTED. The caller frees *WHY.
 */
int __must_check build_init(const struct machines *ms, const struct machine *m,
			    const struct kbuild *kb, char **why);

/*
 * build_kernel: make M's kernel of what is in the source folder, with JOBS
 * processes; CONFIGURE: what decides about options has changed. Returns as
 * build_init() does. *IMAGE is the kernel's file, *DIGEST is of its content;
 * the caller frees both.
 */
int __must_check build_kernel(const struct machine *m, const struct kbuild *kb,
			      int jobs, bool configure, char **image,
			      char **digest, char **why);

/*
 * build_checks: add to ON those options of CHECKS that the kernels have, to OFF
 * the others. Returns 0 or ERR_ENV, reported.
 */
int __must_check build_checks(const struct kbuild *kb,
			      const struct strvec *checks, struct strvec *on,
			      struct strvec *off);

#endif
