/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild: the kernel's build system: make a configuration, and find the
 * commands that compile and check each unit. verify and prove then run these
 * commands without make.
 */
#ifndef RESPIN_KBUILD_H
#define RESPIN_KBUILD_H

#include "kbuild/arch.h"
#include "base/proc.h"
#include "base/strbuf.h"

/* Seconds for one make that compiles nothing of the tree. */
#define KBUILD_TIMEOUT 1800

struct kunit {
	char *source;		/* "mm/memory.c", "arch/x/lib/copy.S" */
	struct strvec cc;	/* the compiler's command, without -c -o X */
	struct strvec sparse;	/* sparse's command; empty if none */
	bool generator;		/* "make prepare" compiles it, and makes a
				   header of the assembly (asm-offsets.c) */
};

enum kbuild_result {
	KBUILD_OK,
	KBUILD_NO_COMPILER,
	KBUILD_NO_CONFIG,	/* the tree has no such architecture or defconfig */
	KBUILD_FAILED,		/* prepare failed: a fault of the tree */
	KBUILD_TOOL_FAILED,	/* make or a compiler gave no answer */
};

struct kbuild {
	const struct arch_config *config;
	const struct toolchain *tc;	/* the architecture's, or its fallback */
	char *src;		/* source folder, absolute */
	char *obj;		/* object folder, absolute */
	char *compiler;		/* first line of its --version */
	char *base;		/* names the content of the tree in SRC */
	char *key;		/* digest of everything that affects the build:
				   base tree, data file, compiler, sparse; the
				   same on each machine */
	struct strvec ask;	/* folders whose units are wanted, see
				   kbuild_ask(); none: all */
	struct kunit *units;	/* by source, once prepared */
	size_t n, alloc;
	struct strvec not_set;	/* of config.set: did not stay set */
	enum kbuild_result result;
	char *why;		/* result is not KBUILD_OK */
	bool prepared;		/* units can be compiled in OBJ */
	double cpu;		/* seconds of processor time of its makes */
	int step;		/* private: of kbuild_prepare() */
	char *asked;		/* private: folder of the last kbuild_ask() */
	bool busy;		/* private: a step runs */
	bool configured;	/* private: .config is there, see configure.h */
	bool seeded;		/* private: kbuild_seed() was called */
};

/*
 * kbuild_init: only find CONFIG's compiler. The result is KBUILD_OK, or
 * KBUILD_NO_COMPILER, with the key of the missing compiler. BASE names the
 * content of the tree in SRC, SPARSE is the version of sparse or "". Returns 0
 * or ERR_INTERRUPTED. Call kbuild_release() in both cases.
 */
int __must_check kbuild_init(struct kbuild *kb, const struct arch_config *config,
		const char *base, const char *sparse, const char *src,
		const char *obj);
void kbuild_release(struct kbuild *kb);

/*
 * kbuild_ask: before kbuild_prepare(): units of the folder in which kbuild
 * compiles SOURCE are wanted: its own, or the nearest above it whose Makefile
 * builds something. If this is called, only the units of such folders, and of
 * those below them, need be listed; listing all of them takes ten times as long.
 * Of a source in such a folder that is not listed, kbuild makes no object.
 */
void kbuild_ask(struct kbuild *kb, const char *source);

/* kbuild_asked: what is wanted, as a text, for keys: "" is all. Free it. */
char *kbuild_asked(struct kbuild *kb);

/*
 * kbuild_prepare: configure and prepare those of the N that are KBUILD_OK so
 * far, and list their units, with JOBS processes. An existing object folder
 * with the same key is used as it is; others are made again. OBJ.log has what
 * make printed. Returns 0, with result and why set, or ERR_INTERRUPTED.
 */
int __must_check kbuild_prepare(struct kbuild **kbs, size_t n, int jobs);

/*
 * kbuild_neutral: append TEXT to OUT, with "$src" and "$obj" for KB's folders.
 * What is kept and compared holds no path of this machine.
 */
void kbuild_neutral(const struct kbuild *kb, const char *text,
		    struct strbuf *out);

/*
 * kbuild_reads: is PATH a file that decides about configurations, units and
 * commands: a Makefile, a Kconfig, a defconfig or one of scripts/?
 */
bool kbuild_reads(const char *path);

/* kbuild_work: the folder that KB's object folder is in. The caller frees it. */
char *kbuild_work(const struct kbuild *kb);

/* kbuild_vars: KB's variables for make, without flags for the compiler. */
const struct strvec *kbuild_vars(const struct kbuild *kb);

/*
 * kbuild_env: P is a make of the tree. What the caller's own make was told, or
 * the caller's shell, is not for this one.
 */
void kbuild_env(struct proc *p);

/* kbuild_make: begin a command: make in KB's object folder, with N jobs. */
void kbuild_make(const struct kbuild *kb, struct proc *p, int n);

/*
 * is_clang: does COMPILER, the first line of its --version, name clang? All
 * others are gcc, or take its options.
 */
bool is_clang(const char *compiler);

/*
 * cc_preprocess: add to ARGV, a command of COMPILER, that it only preprocesses.
 * The text is the same as that of a plain -E.
 */
void cc_preprocess(const char *compiler, struct strvec *argv);

/*
 * kbuild_sparse: the version of sparse, which is PROGRAM, "" if there is no such
 * program. Unless it is the usual "sparse", a digest of its content follows. The
 * caller frees it. NULL after reporting why sparse does not print it, or if we
 * were interrupted.
 */
char *__must_check kbuild_sparse(const char *program);

/* kbuild_find: the unit of SOURCE, or NULL. */
const struct kunit *kbuild_find(const struct kbuild *kb, const char *source);

/*
 * kbuild_parse: read the units from what make -n printed. Returns 0, or < 0 if
 * a command that compiles a file of the tree is not understood; kb->why says
 * which. For kbuild_prepare() and the tests.
 */
int __must_check kbuild_parse(struct kbuild *kb, const char *text);

/* kbuild_parse_saved: read a generator from the .cmd file that kbuild left. */
void kbuild_parse_saved(struct kbuild *kb, const char *text);

#endif
