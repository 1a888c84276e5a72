/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconfig: many configurations from one reading of the tree's Kconfig files.
 *
 * kbuild builds the tree's own conf. It is then linked once more, with
 * verify/kconfig/query.c, and kbuild starts that in place of conf: so it gets
 * the environment, the compiler and the Kconfig file that conf would get. What
 * it makes is what "make X_defconfig" makes, at a fraction of the time.
 */
#ifndef RESPIN_KCONFIG_H
#define RESPIN_KCONFIG_H

#include "base/strvec.h"

enum kconfig_result {
	KCONFIG_OK,
	KCONFIG_FAILED,		/* conf said no: a fault of tree or steps */
	KCONFIG_TOOL_FAILED,	/* make, a compiler or conf gave no answer */
};

struct kconfig_job {
	char *out;		/* in: absolute folder below WORK, made if it is
				   not there; gets .config and conf.log */
	struct strvec steps;	/* in: lines as query.c explains them */
	enum kconfig_result result;
	char *why;		/* result is not KCONFIG_OK */
};

struct kconfig {
	char *src;		/* the tree, absolute */
	char *base;		/* see kconfig_init() */
	char *work;		/* folder that is ours, absolute */
	char *dir;		/* WORK/kconfig: conf and query */
};

/*
 * kconfig_init: for the tree SRC, a folder in which a file that changes becomes
 * newer, with WORK, an absolute folder that exists. BASE names what is in SRC; for
 * the same name, a test of its Kconfig files has the same answer (NULL: ask again).
 * Returns whether the tree has the files for it: a kernel always has. Call
 * kconfig_release() in both cases.
 */
bool kconfig_init(struct kconfig *kc, const char *src, const char *base,
		  const char *work);
void kconfig_release(struct kconfig *kc);

/*
 * kconfig_run: run the N jobs, at most PARALLEL at once, with VARS ("ARCH=...",
 * "CROSS_COMPILE=...") for make. Returns 0, with the results set, or
 * ERR_INTERRUPTED.
 */
int __must_check kconfig_run(struct kconfig *kc, const struct strvec *vars,
			     struct kconfig_job *jobs, size_t n, int parallel);

void kconfig_job_release(struct kconfig_job *job);

#endif
