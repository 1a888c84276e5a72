/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * machine: what one way of building the tree (ARCH=..., CROSS_COMPILE=...)
 * allows: its Kconfig files and Makefiles as formulas, and a configuration of it
 * to start from, the default of the architecture.
 */
#ifndef RESPIN_MACHINE_H
#define RESPIN_MACHINE_H

#include "kbuild/arch.h"
#include "kbuild/kconfig.h"
#include "kbuild/kfile.h"
#include "logic/sat.h"
#include "solve/kformula.h"
#include "solve/values.h"

struct machine {
	const struct arch_config *config;	/* to start from */
	const struct strvec *vars;	/* for make */
	bool has_compiler;		/* without it, nothing can be tried */
	bool opened, usable;
	char *why;			/* opened, and not usable */
	bool no_answer;			/* ... because a tool failed, not the tree */
	char *dir;			/* folder of its own */
	struct ksyms ks;
	struct bools bs;
	struct kformula kf;
	struct kfiles files;
	struct values base;		/* of the configuration to start from */
	struct sat *sat;		/* all rules, required */
	size_t tries;			/* configurations made so far */
};

/* Where things are, for all machines. */
struct machine_env {
	struct kconfig kconfig;
	const char *work;		/* folder of ours, absolute */
	int jobs;
	kmake_read_fn read;		/* files of the tree */
	void *data;
};

/*
 * machine_open: have the tree's parser read its Kconfig files. Returns 0, also
 * if they cannot be read (usable is false, and why is set), or < 0, reported, or
 * ERR_INTERRUPTED. Does nothing the second time.
 */
int __must_check machine_open(struct machine *m, struct machine_env *env);
/* machine_close: forget all that was read, which is 150 MB. */
void machine_close(struct machine *m);

/*
 * machine_try: the configurations that result when each of the N sets is put
 * onto the base. OUT has room for N; call values_release() for all. OK tells
 * which were made. Returns 0 or < 0, reported, or ERR_INTERRUPTED.
 */
int __must_check machine_try(struct machine *m, struct machine_env *env,
			     const struct strvec *sets, size_t n,
			     struct values *out, bool *ok);

/*
 * machine_builds: the condition under which PATH is built, with MODULE
 * defined to match. Returns what kfile_built() does.
 */
int __must_check machine_builds(struct machine *m, const char *path, blit *to,
				struct strvec *rules);

#endif
