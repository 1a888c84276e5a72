/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild: the kernel's build system: make a configuration, and find out by
 * which commands it would compile and check each unit. Units are compiled
 * by those commands, without make in between.
 */
#ifndef RESPIN_KBUILD_H
#define RESPIN_KBUILD_H

#include "arch.h"
#include "proc.h"

struct kunit {
	char *source;		/* "mm/memory.c" */
	struct strvec cc;	/* the compiler's command, without -c -o X */
	struct strvec sparse;	/* sparse's command; empty if none */
};

struct kbuild {
	const struct arch_config *config;
	const struct toolchain *tc;	/* the architecture's, or its fallback */
	char *src;		/* source folder, absolute */
	char *obj;		/* object folder, absolute */
	char *compiler;		/* first line of its --version */
	struct kunit *units;	/* by source */
	size_t n, alloc;
	struct strvec not_set;	/* what of config.set did not stick */
};

enum kbuild_result {
	KBUILD_OK,
	KBUILD_NO_COMPILER,
	KBUILD_NO_CONFIG,	/* the tree has no such architecture or defconfig */
	KBUILD_FAILED,		/* prepare failed: the tree's own fault */
};

/*
 * kbuild_open: configure and prepare OBJ for CONFIG, with N jobs, and list
 * the units. What make printed is in OBJ.log. *why says what went wrong.
 * Returns an enum kbuild_result, or ERR_INTERRUPTED.
 */
int kbuild_open(struct kbuild *kb, const struct arch_config *config,
		const char *src, const char *obj, int n, char **why);
void kbuild_release(struct kbuild *kb);

/* kbuild_find: the unit of SOURCE, or NULL. */
const struct kunit *kbuild_find(const struct kbuild *kb, const char *source);

/*
 * kbuild_parse: read the units from what make -n printed. For kbuild_open()
 * and the tests.
 */
void kbuild_parse(struct kbuild *kb, const char *text);

/* shell_split: the words of a command as a shell would pass them on. */
void shell_split(struct strvec *out, const char *s, size_t n);

#endif
