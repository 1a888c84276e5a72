/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * solve: a configuration that shows a line, or the proof that none can.
 *
 * A line is wanted of a file: Kbuild's rules for the file (of a header: for a
 * unit that includes it), the conditionals around the line, and what Kconfig
 * allows make a formula. A solver finds options that satisfy it, close to the
 * default configuration of an architecture. The tree's own conf tells what
 * becomes of them, and which of them are needed. Whether the line is really
 * compiled, the caller finds out.
 */
#ifndef RESPIN_SOLVE_H
#define RESPIN_SOLVE_H

#include "kbuild/arch.h"
#include "kbuild/kmake.h"

enum want_state {
	WANT_OPEN,		/* nothing tried */
	WANT_SHOWN,		/* by a configuration, if compiled */
	WANT_DEAD,		/* by none: see why */
	WANT_UNDECIDED,		/* see why */
};

struct want {
	const char *path;	/* in: the file */
	const char *text;	/* in: its content, of LEN bytes */
	size_t len;
	uint32_t line;		/* in: counted from 1 */
	enum want_state state;
	size_t config;		/* shown: which of solver.configs */
	struct strvec why;	/* dead: what cannot hold together, as
				   "FILE:LINE: TEXT"; undecided: the reason */
	struct strvec guesses;	/* shown: what was assumed and nobody knows */
};

/* What the solver asks of the tree. All return 0 (or as READ) or < 0, reported. */
struct solve_tree {
	const char *src;	/* its folder, absolute */
	const char *base;	/* see kconfig_init() */
	kmake_read_fn read;
	/* Units that include PATH on ARCH, directly or not, the best first. */
	int (*users)(void *data, const char *path, const char *arch,
		     struct strvec *units);
	/* Files that directly include PATH, or a file of its name, on ARCH. */
	int (*includers)(void *data, const char *path, const char *arch,
			 struct strvec *files);
	/* Files that #define one of NAMES: "NAME PATH". */
	int (*defines)(void *data, const struct strvec *names,
		       struct strvec *out);
	void *data;
};

struct solver {
	const struct solve_tree *tree;
	const struct arches *arches;
	struct machine *machines;	/* in the order in which they are asked */
	size_t n_machines;
	struct arch_config **twins;	/* for other toolchains; owned */
	size_t n_twins;
	struct machine_env *env;
	struct arch_config **configs;	/* what was found; owned */
	size_t n, alloc;
	bool failed;		/* a tool gave no answer on some Kconfig files */
	size_t max;		/* make no more configurations than this */
	void (*progress)(void *data, const char *arch, size_t left);
	void *progress_data;
};

/*
 * solver_init: for the architectures AS, with WORK (absolute, ours, it exists)
 * for files, and JOBS processes.
 */
void solver_init(struct solver *s, const struct solve_tree *tree,
		 const struct arches *as, const char *work, int jobs);
void solver_release(struct solver *s);

/*
 * solver_run: answer the N wants that are open. Returns 0 or < 0, reported, or
 * ERR_INTERRUPTED.
 */
int __must_check solver_run(struct solver *s, struct want *wants, size_t n);
void want_release(struct want *w);

#endif
