/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Macros of the kernel that Coccinelle's own standard.h does not know, or
 * knows in a way that stops its parser. spatch reads no header, so that a name
 * like scoped_guard is all it sees. This file comes behind the text of
 * standard.h, as --macro-file-builtins: what is in it holds for every file.
 *
 * Each definition says what a use looks like to the parser, not what it does:
 *
 *	YACFE_ITERATOR		the head of a loop; arguments stay C code that
 *				a rule can match and change
 *	YACFE_DECLARATOR	a declaration; the same holds for its arguments
 *	YACFE_ATTRIBUTE		an attribute that stays where it is
 *	(nothing)		as if it were a comment
 *	any other text		put in its place; spatch does not change what
 *				comes from its arguments
 *
 * A name that only some file of the tree knows does not belong here: gen/macros
 * finds it in the tree.
 */

/* Guards: a head with a statement behind it. */
#define scoped_guard(class, ...) YACFE_ITERATOR
#define scoped_class(class, var, ...) YACFE_ITERATOR
#define scoped_with_creds(cred) YACFE_ITERATOR
#define scoped_with_kernel_creds() YACFE_ITERATOR
#define scoped_with_init_fs() YACFE_ITERATOR
#define scoped_ksimd() YACFE_ITERATOR
#define scoped_seqlock_read(lock, how) YACFE_ITERATOR
#define scoped_irqdesc_get_and_lock(irq, how) YACFE_ITERATOR
#define scoped_irqdesc_get_and_buslock(irq, how) YACFE_ITERATOR

/*
 * Unknown, "T *x __free(f) = ..." is a prototype to spatch, f a type from then
 * on, and f(x) a declaration wherever it is called: no rule matches it. As an
 * attribute, it stays if a rule replaces the declaration around it.
 */
#define __free(f) YACFE_ATTRIBUTE
#define __cleanup(f) YACFE_ATTRIBUTE

/* Attributes of a member, which spatch guesses right in some places only. */
#define __counted_by(n) YACFE_ATTRIBUTE
#define __counted_by_le(n) YACFE_ATTRIBUTE
#define __counted_by_be(n) YACFE_ATTRIBUTE
#define __counted_by_ptr(n) YACFE_ATTRIBUTE
#define __nonstring YACFE_ATTRIBUTE

/* Sections and promises between a type and a name, or before both. */
#define noinstr
#define __cpuidle
#define nokprobe_inline inline
#define notrace
#define __refconst
#define __latent_entropy
#define __randomize_layout
#define __annotate_jump_table
#define __ro_after_init
#define VISIBLE_IF_KUNIT
#define INDIRECT_CALLABLE_SCOPE
#define INDIRECT_CALLABLE_DECLARE(proto) proto
#define CRYPTO_MINALIGN_ATTR
#define __alias(symbol)
#define __section(name)
#define __assume_aligned(a, ...)
#define __context_unsafe(comment)
/* As 1.1.1 has them; what 1.3 has fails behind "static int\nname(int a)". */
#define __must_hold(x)
#define __acquires(x)
#define __releases(x)
#define __must_hold_shared(x)
#define __acquires_shared(x)
#define __releases_shared(x)
#define __cond_acquires(...)
#define __cond_acquires_shared(...)
#define __guarded_by(...)
#define __pt_guarded_by(...)

/*
 * standard.h makes nothing from the first, and from the second a type that
 * spatch cannot read: either stops at the functions around it.
 */
#define DECLARE_BITMAP(name, bits) YACFE_DECLARATOR
#define DEFINE_PER_CPU(type, name) YACFE_DECLARATOR
#define DECLARE_PER_CPU(type, name) YACFE_DECLARATOR

/* standard.h makes an "if" of this one, which is an expression by now. */
#define BUGLVL BUGLVL

/* Declarations that take an initialiser. */
#define IP_TUNNEL_DECLARE_FLAGS(name) YACFE_DECLARATOR
#define __ETHTOOL_DECLARE_LINK_MODE_MASK(name) YACFE_DECLARATOR
#define DEFINE_LSM(name) YACFE_DECLARATOR

/* A pointer that is freed at the end of its scope: "struct x AUTO_KFREE(p);" */
#define AUTO_KFREE(name) *name
#define AUTO_KVFREE(name) *name

/* for_each_possible_cpu(i) *p = 0; is a product, unless this is a loop. */
#define for_each_possible_cpu(cpu) YACFE_ITERATOR
#define for_each_online_cpu(cpu) YACFE_ITERATOR
#define for_each_present_cpu(cpu) YACFE_ITERATOR
#define for_each_cpu(cpu, mask) YACFE_ITERATOR

/* Heads of functions; standard.h has SYSCALL_DEFINE1() to 6. */
#define SYSCALL_DEFINE0(func) \
	asmlinkage long func(void)
#define COMPAT_SYSCALL_DEFINE0(func) \
	asmlinkage long func(void)
#define COMPAT_SYSCALL_DEFINE1(func, t1, a1) \
	asmlinkage long func(t1 a1)
#define COMPAT_SYSCALL_DEFINE2(func, t1, a1, t2, a2) \
	asmlinkage long func(t1 a1, t2 a2)
#define COMPAT_SYSCALL_DEFINE3(func, t1, a1, t2, a2, t3, a3) \
	asmlinkage long func(t1 a1, t2 a2, t3 a3)
#define COMPAT_SYSCALL_DEFINE4(func, t1, a1, t2, a2, t3, a3, t4, a4) \
	asmlinkage long func(t1 a1, t2 a2, t3 a3, t4 a4)
#define COMPAT_SYSCALL_DEFINE5(func, t1, a1, t2, a2, t3, a3, t4, a4, t5, a5) \
	asmlinkage long func(t1 a1, t2 a2, t3 a3, t4 a4, t5 a5)
#define COMPAT_SYSCALL_DEFINE6(func, t1, a1, t2, a2, t3, a3, t4, a4, t5, a5, t6, a6) \
	asmlinkage long func(t1 a1, t2 a2, t3 a3, t4 a4, t5 a5, t6 a6)
#define BPF_CALL_0(func) \
	u64 func(void)
#define BPF_CALL_1(func, t1, a1) \
	u64 func(t1 a1)
#define BPF_CALL_2(func, t1, a1, t2, a2) \
	u64 func(t1 a1, t2 a2)
#define BPF_CALL_3(func, t1, a1, t2, a2, t3, a3) \
	u64 func(t1 a1, t2 a2, t3 a3)
#define BPF_CALL_4(func, t1, a1, t2, a2, t3, a3, t4, a4) \
	u64 func(t1 a1, t2 a2, t3 a3, t4 a4)
#define BPF_CALL_5(func, t1, a1, t2, a2, t3, a3, t4, a4, t5, a5) \
	u64 func(t1 a1, t2 a2, t3 a3, t4 a4, t5 a5)

/* The opening of a machine's table; standard.h knows MACHINE_END. */
#define DT_MACHINE_START(name, text) \
static const struct machine_desc __mach_desc = {
