/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sys: a system call, for each architecture, without a C library: Debian has
 * none for half of the compilers that build kernels. sys(N, ...) returns what
 * the kernel does, with errors from -4095 to -1. The numbers are those of the
 * tree at hand (<asm/unistd.h>).
 *
 * The program begins at start(), which takes nothing from the stack. An
 * architecture whose functions need more than a stack has an _start here.
 * Nothing may divide: that would call functions of libgcc, which may be for
 * another processor.
 */
#ifndef SYS_H
#define SYS_H

#define sys0(n)			sys(n, 0, 0, 0, 0, 0, 0)
#define sys1(n, a)		sys(n, (long)(a), 0, 0, 0, 0, 0)
#define sys2(n, a, b)		sys(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define sys3(n, a, b, c)	sys(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define sys4(n, a, b, c, d) \
	sys(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define sys5(n, a, b, c, d, e) \
	sys(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define sys6(n, a, b, c, d, e, f) \
	sys(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

#if !defined(__alpha__) && !defined(__hppa__)
#define start _start
#endif
void start(void);

/* A variable in the register WHERE. */
#define REG(name, where, value) register long name __asm__(where) = (value)

#if defined(__x86_64__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(r10, "r10", d);
	REG(r8, "r8", e);
	REG(r9, "r9", f);

	__asm__ volatile("syscall"
			 : "+a"(n)
			 : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return n;
}

#elif defined(__i386__)
/* Six arguments and the number are all registers that there are. */
long sys(long n, long a, long b, long c, long d, long e, long f);
__asm__(".text\n"
	"sys:	push %ebp\n"
	"	push %ebx\n"
	"	push %esi\n"
	"	push %edi\n"
	"	mov 20(%esp), %eax\n"
	"	mov 24(%esp), %ebx\n"
	"	mov 28(%esp), %ecx\n"
	"	mov 32(%esp), %edx\n"
	"	mov 36(%esp), %esi\n"
	"	mov 40(%esp), %edi\n"
	"	mov 44(%esp), %ebp\n"
	"	int $0x80\n"
	"	pop %edi\n"
	"	pop %esi\n"
	"	pop %ebx\n"
	"	pop %ebp\n"
	"	ret\n");

#elif defined(__arm__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "r7", n);
	REG(r0, "r0", a);
	REG(r1, "r1", b);
	REG(r2, "r2", c);
	REG(r3, "r3", d);
	REG(r4, "r4", e);
	REG(r5, "r5", f);

	__asm__ volatile("svc 0"
			 : "+r"(r0)
			 : "r"(nr), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
			 : "memory");
	return r0;
}

#elif defined(__aarch64__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "x8", n);
	REG(r0, "x0", a);
	REG(r1, "x1", b);
	REG(r2, "x2", c);
	REG(r3, "x3", d);
	REG(r4, "x4", e);
	REG(r5, "x5", f);

	__asm__ volatile("svc 0"
			 : "+r"(r0)
			 : "r"(nr), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
			 : "memory");
	return r0;
}

#elif defined(__riscv)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "a7", n);
	REG(r0, "a0", a);
	REG(r1, "a1", b);
	REG(r2, "a2", c);
	REG(r3, "a3", d);
	REG(r4, "a4", e);
	REG(r5, "a5", f);

	__asm__ volatile("ecall"
			 : "+r"(r0)
			 : "r"(nr), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
			 : "memory");
	return r0;
}

#elif defined(__loongarch__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "$a7", n);
	REG(r0, "$a0", a);
	REG(r1, "$a1", b);
	REG(r2, "$a2", c);
	REG(r3, "$a3", d);
	REG(r4, "$a4", e);
	REG(r5, "$a5", f);

	__asm__ volatile("syscall 0"
			 : "+r"(r0)
			 : "r"(nr), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
			 : "$t0", "$t1", "$t2", "$t3", "$t4", "$t5", "$t6",
			   "$t7", "$t8", "memory");
	return r0;
}

#elif defined(__s390x__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "1", n);
	REG(r0, "2", a);
	REG(r1, "3", b);
	REG(r2, "4", c);
	REG(r3, "5", d);
	REG(r4, "6", e);
	REG(r5, "7", f);

	__asm__ volatile("svc 0"
			 : "+d"(r0)
			 : "d"(nr), "d"(r1), "d"(r2), "d"(r3), "d"(r4), "d"(r5)
			 : "memory");
	return r0;
}

#elif defined(__powerpc__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "r0", n);
	REG(r0, "r3", a);
	REG(r1, "r4", b);
	REG(r2, "r5", c);
	REG(r3, "r6", d);
	REG(r4, "r7", e);
	REG(r5, "r8", f);

	__asm__ volatile("sc\n\tbns+ 1f\n\tneg %1, %1\n1:"
			 : "+r"(nr), "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3),
			   "+r"(r4), "+r"(r5)
			 :
			 : "r9", "r10", "r11", "r12", "ctr", "cr0", "memory");
	return r0;
}

#elif defined(__mips__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "$2", n);
	REG(r0, "$4", a);
	REG(r1, "$5", b);
	REG(r2, "$6", c);
	REG(r3, "$7", d);
#if _MIPS_SIM == _ABIO32
	REG(r4, "$16", e);
	REG(r5, "$17", f);

	__asm__ volatile("addiu $29, $29, -32\n\t"
			 "sw %3, 16($29)\n\t"
			 "sw %4, 20($29)\n\t"
			 "syscall\n\t"
			 "addiu $29, $29, 32"
			 : "+r"(nr), "+r"(r3)
			 : "r"(r0), "r"(r4), "r"(r5), "r"(r1), "r"(r2)
			 : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13",
			   "$14", "$15", "$24", "$25", "hi", "lo", "memory");
#else
	REG(r4, "$8", e);
	REG(r5, "$9", f);

	__asm__ volatile("syscall"
			 : "+r"(nr), "+r"(r3)
			 : "r"(r0), "r"(r4), "r"(r5), "r"(r1), "r"(r2)
			 : "$1", "$3", "$10", "$11", "$12", "$13",
			   "$14", "$15", "$24", "$25", "hi", "lo", "memory");
#endif
	return r3 ? -nr : nr;
}

#elif defined(__m68k__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "d0", n);
	REG(r0, "d1", a);
	REG(r1, "d2", b);
	REG(r2, "d3", c);
	REG(r3, "d4", d);
	REG(r4, "d5", e);
	REG(r5, "a0", f);

	__asm__ volatile("trap #0"
			 : "+d"(nr)
			 : "d"(r0), "d"(r1), "d"(r2), "d"(r3), "d"(r4), "a"(r5)
			 : "memory");
	return nr;
}

#elif defined(__sparc__)
#ifdef __arch64__
#define TRAP "ta 0x6d"
#define IF_GOOD "bcc,pt %%xcc, 1f"
#else
#define TRAP "ta 0x10"
#define IF_GOOD "bcc 1f"
#endif
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "g1", n);
	REG(r0, "o0", a);
	REG(r1, "o1", b);
	REG(r2, "o2", c);
	REG(r3, "o3", d);
	REG(r4, "o4", e);
	REG(r5, "o5", f);

	__asm__ volatile(TRAP "\n\t" IF_GOOD "\n\t"
			 "nop\n\t"
			 "sub %%g0, %0, %0\n"
			 "1:"
			 : "+r"(r0), "+r"(r1), "+r"(nr)
			 : "r"(r2), "r"(r3), "r"(r4), "r"(r5)
			 : "cc", "memory", "g2", "g3", "g4", "g5", "o7");
#ifdef __NR_fork
	/* The child of a fork gets its parent's number, and 1 beside it. */
	if (n == __NR_fork && r1 == 1)
		return 0;
#endif
	return r0;
}

#elif defined(__alpha__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "$0", n);
	REG(r0, "$16", a);
	REG(r1, "$17", b);
	REG(r2, "$18", c);
	REG(r3, "$19", d);
	REG(r4, "$20", e);
	REG(r5, "$21", f);

	__asm__ volatile("callsys"
			 : "+r"(nr), "+r"(r3), "+r"(r0), "+r"(r1), "+r"(r2),
			   "+r"(r4), "+r"(r5)
			 :
			 : "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8",
			   "$22", "$23", "$24", "$25", "$27", "$28", "memory");
	return r3 ? -nr : nr;
}
__asm__(".globl _start\n"
	"_start:	br $27, 1f\n"
	"1:	ldgp $29, 0($27)\n"
	"	lda $27, start\n"
	"	jsr $26, ($27), start\n");

#elif defined(__hppa__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "r20", n);
	REG(r0, "r26", a);
	REG(r1, "r25", b);
	REG(r2, "r24", c);
	REG(r3, "r23", d);
	REG(r4, "r22", e);
	REG(r5, "r21", f);
	register long ret __asm__("r28");

	__asm__ volatile("ble 0x100(%%sr2, %%r0)\n\tnop"
			 : "=r"(ret), "+r"(nr), "+r"(r0), "+r"(r1), "+r"(r2),
			   "+r"(r3), "+r"(r4), "+r"(r5)
			 :
			 : "r1", "r2", "r29", "r31", "memory");
	return ret;
}
__asm__(".import $global$, data\n"
	".export _start, entry\n"
	"_start: ldil L%$global$, %dp\n"
	"	ldo R%$global$(%dp), %dp\n"
	"	ldil L%start, %r1\n"
	"	ldo R%start(%r1), %r1\n"
	"	ldo 64(%sp), %sp\n"
	"	bv,n %r0(%r1)\n"
	"	nop\n");

#elif defined(__sh__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "r3", n);
	REG(r4, "r4", a);
	REG(r5, "r5", b);
	REG(r6, "r6", c);
	REG(r7, "r7", d);
	REG(r0, "r0", e);
	REG(r1, "r1", f);

	/* What follows is for processors that go on one instruction too late. */
	__asm__ volatile("trapa #0x16\n\t"
			 "or r0, r0\n\tor r0, r0\n\tor r0, r0\n\t"
			 "or r0, r0\n\tor r0, r0"
			 : "+r"(r0)
			 : "r"(nr), "r"(r4), "r"(r5), "r"(r6), "r"(r7), "r"(r1)
			 : "memory", "t");
	return r0;
}

#elif defined(__or1k__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "r11", n);
	REG(r0, "r3", a);
	REG(r1, "r4", b);
	REG(r2, "r5", c);
	REG(r3, "r6", d);
	REG(r4, "r7", e);
	REG(r5, "r8", f);

	__asm__ volatile("l.sys 1\n\tl.nop"
			 : "+r"(nr), "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3),
			   "+r"(r4), "+r"(r5)
			 :
			 : "r12", "r13", "r15", "r17", "r19", "r21", "r23",
			   "r25", "r27", "r29", "r31", "memory");
	return nr;
}

#elif defined(__microblaze__)
static long sys(long n, long a, long b, long c, long d, long e, long f)
{
	REG(nr, "r12", n);
	REG(r0, "r5", a);
	REG(r1, "r6", b);
	REG(r2, "r7", c);
	REG(r3, "r8", d);
	REG(r4, "r9", e);
	REG(r5, "r10", f);
	register long ret __asm__("r3");

	__asm__ volatile("brki r14, 0x8"
			 : "=r"(ret), "+r"(nr), "+r"(r0), "+r"(r1), "+r"(r2),
			   "+r"(r3), "+r"(r4), "+r"(r5)
			 :
			 : "r4", "r11", "r14", "r18", "memory");
	return ret;
}

#else
#error "no system call for this architecture: write one here"
#endif

#endif
