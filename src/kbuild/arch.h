/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * arch: the architectures and their configurations, read from data files
 * (verify/arch/NAME.conf; the README.md there explains the keys). The program
 * contains no name of an architecture.
 */
#ifndef RESPIN_ARCH_H
#define RESPIN_ARCH_H

#include "base/strvec.h"

struct arch;

struct toolchain {
	char *name;		/* of [toolchain "NAME"]; NULL: the first choice */
	struct strvec make;	/* variables for make */
	char *compiler;		/* program that must be there */
	char *packages;		/* Debian packages that have it, or NULL */
	char *built;		/* prefix of the compiler that verify/toolchains
				   builds, or NULL */
	struct strvec kcflags;
	struct strvec sparse;	/* further arguments for sparse */
	struct strvec sparse_cut;	/* PREFIX, C: cut such an argument at C */
};

struct arch_config {
	const struct arch *arch;
	char *name;		/* of its section */
	char *id;		/* NAME OF ARCHITECTURE-NAME */
	char *defconfig;	/* make target */
	struct strvec set;	/* NAME=VALUE, the architecture's first */
	struct strvec make;	/* in place of the toolchain's; or empty */
	char *compiler;		/* likewise; or NULL */
	char *why;
	const struct toolchain *tc;	/* see arches_with(); NULL: the first
					   choice of the architecture */
	bool found;		/* in the tree, not in the data file: see
				   defconfig.h */
	bool solved;		/* by verify: see arches_add() */
};

struct arch {
	char *name;		/* folder below arch/ */
	char *file;		/* the data file */
	struct toolchain tc;
	struct toolchain fallback;	/* can do part; no compiler: none */
	struct toolchain *others;	/* by other names */
	size_t n_others, alloc_others;
	struct strvec set;
	struct arch_config *configs;
	size_t n, alloc;
};

struct arches {
	struct arch **v;	/* by name */
	size_t n, alloc;
};

/* arches_read: all *.conf of DIR. Returns 0 or < 0, reported. */
int __must_check arches_read(struct arches *as, const char *dir);
/*
 * arches_add: add the configurations in the file PATH, which verify wrote and
 * which names each section by its id, unless AS has them. A compiler or make
 * variable that AS does not have is an error. Pointers to configurations become
 * invalid. Returns 0 or < 0, reported.
 */
int __must_check arches_add(struct arches *as, const char *path);
/*
 * arches_add_path: add the compilers that verify/toolchains/build made to the
 * end of PATH: those in $RESPIN_TOOLCHAINS, or in CACHE/toolchains.
 */
void arches_add_path(const struct arches *as, const char *cache);

/*
 * arches_with: give each configuration of an architecture that has a [toolchain
 * "NAME"] a twin ID+NAME that is compiled by that one, unless it has. Returns 0, or ERR_USER
 * after reporting that no architecture has it.
 */
int __must_check arches_with(struct arches *as, const char *name);
/*
 * arch_twin: a copy of the configuration OF for T, another toolchain of its
 * architecture. The caller frees it, after arch_config_release().
 */
struct arch_config *arch_twin(const struct arch_config *of,
			      const struct toolchain *t);
/* arch_config_release: free what C holds. */
void arch_config_release(struct arch_config *c);
/* arches_make: give SET ("W=1") to make, for all configurations. */
void arches_make(struct arches *as, const char *set);
void arches_release(struct arches *as);

/*
 * arch_folder: the folder under arch/ that PATH is in: the first N bytes of what
 * is returned; or NULL.
 */
const char *arch_folder(const char *path, size_t *n);
/* arch_elsewhere: is PATH below arch/, in a folder other than ARCH's? */
bool arch_elsewhere(const char *path, const char *arch);

#endif
