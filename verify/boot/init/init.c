// SPDX-License-Identifier: GPL-2.0-only
/*
 * init: the only program of the kernels that respin boot makes. It makes page
 * tables of each level in all ways that it knows, gives them back, and says how
 * many there are afterwards. It writes to /dev/kmsg: so each line is whole,
 * whatever the kernel prints meanwhile. src/boot/console.c reads them:
 *
 *	respin: processors N		that this program may run on
 *	respin: base LEVEL		before the first round
 *	respin: round PASS KIND LEVEL PEAK
 *					after a round; at most PEAK within it
 *	respin: failed PASS KIND STATUS	the round did not run to its end
 *	respin: kmemleak LINE		what it printed
 *	respin: scanned			kmemleak has looked
 *	respin: done
 */
#include <asm/unistd.h>
#include <asm/mman.h>

#include "sys.h"

#define PASSES 5		/* after the first, which fills caches */
#define KIB 1024UL
#define MIB (1024 * KIB)
#define REGION (8 * MIB)	/* two tables and more, where pages are small */
#ifndef WALKS
#define WALKS 40		/* how often tables are freed under a walker */
#endif
#define FAILED(r) ((unsigned long)(r) >= -4095UL)

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif
#ifndef MADV_HUGEPAGE
#define MADV_HUGEPAGE 14
#endif
#ifndef __NR_getpid
#define __NR_getpid __NR_getxpid
#endif
#define AT_CWD (-100)
#define O_READ 0
#define O_WRITE 1
#define MAY_MOVE 1		/* MREMAP_* */
#define MOVE_TO 3
#define SHARED 1		/* MAP_*, of <linux/mman.h> */
#define PRIVATE 2

typedef unsigned long ulong;

static char text[64 * KIB];	/* of a file */
static int log_fd = 2;

/* --- the library ------------------------------------------------------- */

/* gcc makes calls of them. */
void *memset(void *to, int c, ulong n)
{
	for (volatile char *p = to; n; n--)
		*p++ = (char)c;
	return to;
}

void *memcpy(void *to, const void *from, ulong n)
{
	const char *f = from;

	for (volatile char *p = to; n; n--)
		*p++ = *f++;
	return to;
}

static ulong length(const char *s)
{
	ulong n = 0;

	while (s[n])
		n++;
	return n;
}

static void __attribute__((noreturn)) leave(int status)
{
	for (;;)
		sys1(__NR_exit_group, status);
}

struct line {
	char buf[400];
	ulong n;
};

static void add(struct line *l, const char *s)
{
	while (*s && *s != '\n' && l->n + 2 < sizeof(l->buf))
		l->buf[l->n++] = *s++;
}

/* In decimal, without a division. */
static void add_digits(struct line *l, ulong v)
{
	static const ulong tens[] = {
		1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000,
		100, 10, 1,
	};
	int begun = 0;

	for (int i = 0; i < 10; i++) {
		char digit = '0';

		/* Before the loop: gcc 12 for sh loses it behind. */
		if (v >= tens[i] || i == 9)
			begun = 1;
		for (; v >= tens[i]; v -= tens[i])
			digit++;
		if (begun && l->n + 2 < sizeof(l->buf))
			l->buf[l->n++] = digit;
	}
}

static void add_number(struct line *l, long value)
{
	add(l, value < 0 ? " -" : " ");
	add_digits(l, value < 0 ? -(ulong)value : (ulong)value);
}

static void say(struct line *l)
{
	l->buf[l->n++] = '\n';
	sys3(__NR_write, log_fd, l->buf, l->n);
}

static void say_text(const char *a, const char *b)
{
	struct line l = { .n = 0 };

	add(&l, "respin: ");
	add(&l, a);
	add(&l, b);
	say(&l);
}

static long open_file(const char *path, int how)
{
	return sys4(__NR_openat, AT_CWD, path, how, 0);
}

/* Write to a file; whether there is one. */
static int tell(const char *path, const char *what)
{
	long fd = open_file(path, O_WRITE), got;

	if (FAILED(fd))
		return 0;
	got = sys3(__NR_write, fd, what, length(what));
	sys1(__NR_close, fd);
	return !FAILED(got);
}

/* Read a file into text. How long it is, or -1. */
static long get(const char *path)
{
	long fd = open_file(path, O_READ), got = 1;
	ulong n = 0;

	if (FAILED(fd))
		return -1;
	while (got > 0 && n + 1 < sizeof(text)) {
		got = sys3(__NR_read, fd, text + n, sizeof(text) - 1 - n);
		if (got > 0)
			n += (ulong)got;
	}
	text[n] = 0;
	sys1(__NR_close, fd);
	return got < 0 ? -1 : (long)n;
}

static void nap(long msec)
{
#ifdef __NR_clock_nanosleep_time64
	long long ts[2] = { 0, msec * 1000000LL };

	for (; msec >= 1000; msec -= 1000)
		ts[0]++;
	ts[1] = msec * 1000000LL;
	sys4(__NR_clock_nanosleep_time64, 0, 0, ts, 0);
#else
	long ts[2] = { 0, 0 };

	for (; msec >= 1000; msec -= 1000)
		ts[0]++;
	ts[1] = msec * 1000000;
	sys2(__NR_nanosleep, ts, 0);
#endif
}

static long fork(void)
{
#ifdef __NR_fork
	return sys0(__NR_fork);
#else
	return sys5(__NR_clone, 17 /* SIGCHLD */, 0, 0, 0, 0);
#endif
}

/* How the child PID ended: 0 if by itself and well. */
static int wait_for(long pid)
{
#ifdef __NR_wait4
	int status = -1;
	long got = sys4(__NR_wait4, pid, &status, 0, 0);

	return got == pid ? status : -1;
#else
	int info[32] = { 0 };
	long got = sys5(__NR_waitid, 1 /* P_PID */, pid, info, 4 /* WEXITED */, 0);

	/* si_code: CLD_EXITED; si_status behind two others, padded */
	return FAILED(got) || info[2] != 1 ? -1 :
	       info[(sizeof(long) == 8 ? 4 : 3) + 2];
#endif
}

static char *map(ulong at, ulong size, int flags)
{
	long got;

#if defined(__NR_mmap2)
	got = sys6(__NR_mmap2, at, size, PROT_READ | PROT_WRITE,
		   flags | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
#elif defined(__s390__)
	ulong args[6] = { at, size, PROT_READ | PROT_WRITE,
			  (ulong)(flags | MAP_ANONYMOUS | MAP_NORESERVE),
			  -1UL, 0 };

	got = sys1(__NR_mmap, args);
#else
	got = sys6(__NR_mmap, at, size, PROT_READ | PROT_WRITE,
		   flags | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
#endif
	if (FAILED(got))
		return 0;
	if (at && (ulong)got != at && (flags & MAP_FIXED_NOREPLACE)) {
		sys2(__NR_munmap, got, size);
		return 0;
	}
	return (char *)got;
}

static void unmap(char *p, ulong size)
{
	sys2(__NR_munmap, p, size);
}

static void write_to(char *p)
{
	*(volatile char *)p = 1;
}

static void read_from(char *p)
{
	(void)*(volatile char *)p;
}

/* One byte of each STEP. */
static void touch(char *p, ulong size, ulong step)
{
	for (ulong at = 0; at < size; at += step)
		write_to(p + at);
}

/* --- the counter ------------------------------------------------------- */

/* Processors keep parts of it, until they are told to add them up. */
static long level(void)
{
	static const char name[] = "nr_page_table_pages ";
	const char *p;
	long n = 0;

	tell("/proc/sys/vm/stat_refresh", "1\n");
	if (get("/proc/vmstat") <= 0)
		return -1;
	for (p = text; *p; p++) {
		ulong i = 0;

		while (name[i] && p[i] == name[i])
			i++;
		if (!name[i] && (p == text || p[-1] == '\n'))
			break;
	}
	if (!*p)
		return -1;
	for (p += sizeof(name) - 1; *p >= '0' && *p <= '9'; p++)
		n = n * 10 + (*p - '0');
	return n;
}

/* Tables are freed a while after they are not used any more. */
static long settled(long want)
{
	long n = level(), least = n;

	for (int i = 0; i < 30 && n > want; i++) {
		nap(50);
		n = level();
		least = n < least ? n : least;
	}
	return least;
}

/* --- kinds of rounds --------------------------------------------------- */

/* Where all kinds that take a place of their choice put it. */
static char *region(ulong size)
{
	ulong at = 256 * MIB;
	char *p = 0;

	for (int i = 0; i < 64 && !p; i++, at += 16 * MIB)
		p = map(at, size, PRIVATE | MAP_FIXED_NOREPLACE);
	return p ? p : map(0, size, PRIVATE);
}

/*
 * A page at each of N places that are STEP apart: a table for each, and one
 * of those above where STEP is as large as what these cover.
 */
static int spread_by(ulong step, int n)
{
	int made = 0;
	ulong at = step < 256 * MIB ? 256 * MIB : step;

	for (int i = 0; i < n; i++, at += step) {
		char *p = map(at, 64 * KIB, PRIVATE | MAP_FIXED_NOREPLACE);

		if (p && i & 7)
			read_from(p);
		else if (p)
			write_to(p);
		made += !!p;
		/* At the end of what there is. */
		if (at + step < at)
			break;
	}
	return made;
}

/* Every distance that an address has bits for: every level, the highest too. */
static int spread(int tables)
{
	int made = spread_by(2 * MIB, tables);

	for (unsigned int bit = 25; bit < 8 * sizeof(long) - 1; bit += 2)
		made += spread_by(1UL << bit, 8);
	return made;
}

static int kind_spread(void)
{
	return spread(1000) < 100;
}

static int copy(void (*in_child)(char *p, ulong size), char *p, ulong size)
{
	long pid = fork();

	if (FAILED(pid))
		return 1;
	if (!pid) {
		in_child(p, size);
		leave(0);
	}
	return wait_for(pid);
}

static void write_all(char *p, ulong size)
{
	touch(p, size, 4 * KIB);
}

static void unmap_half(char *p, ulong size)
{
	unmap(p, size / 2);
}

static void nothing(char *p, ulong size)
{
	(void)p;
	(void)size;
}

static int kind_fork(void)
{
	char *p = region(REGION);

	if (!p)
		return 1;
	touch(p, REGION, 64 * KIB);
	spread(200);
	return copy(nothing, p, REGION) || copy(write_all, p, REGION) ||
	       copy(unmap_half, p, REGION);
}

static int kind_shared(void)
{
	char *p = map(0, REGION, SHARED);

	if (!p)
		return 1;
	touch(p, REGION, 16 * KIB);
	if (copy(write_all, p, REGION) || copy(unmap_half, p, REGION))
		return 1;
	unmap(p, REGION);
	return 0;
}

/* Whole tables move where both ends begin one; pages otherwise. */
static int kind_remap(void)
{
	char *p = region(REGION), *to = region(2 * REGION);
	long got;

	if (!p || !to)
		return 1;
	unmap(to, 2 * REGION);
	touch(p, REGION, 16 * KIB);
	got = sys5(__NR_mremap, p, REGION, REGION, MOVE_TO, to);
	if (FAILED(got))
		return 1;
	got = sys5(__NR_mremap, got, REGION, REGION, MOVE_TO,
		   to + 64 * KIB + REGION / 4);
	/* They overlap: then from where it is. */
	if (FAILED(got))
		got = (long)to;
	write_all((char *)got, REGION);
	got = sys5(__NR_mremap, got, REGION, REGION / 4, MAY_MOVE, 0);
	if (FAILED(got))
		return 1;
	got = sys5(__NR_mremap, got, REGION / 4, REGION, MAY_MOVE, 0);
	if (FAILED(got))
		return 1;
	write_all((char *)got, REGION);
	return 0;
}

static int kind_dontneed(void)
{
	char *p = region(REGION);

	if (!p)
		return 1;
	for (int i = 0; i < 3; i++) {
		write_all(p, REGION);
		if (FAILED(sys3(__NR_madvise, p, REGION, MADV_DONTNEED)))
			return 1;
		touch(p, REGION / 2, 64 * KIB);
		sys3(__NR_madvise, p + REGION / 4, REGION / 2, MADV_DONTNEED);
	}
	/* Pieces go, and with the last one of a table the table. */
	for (ulong at = 0; at < REGION; at += MIB)
		unmap(p + at, MIB);
	return 0;
}

/* Without huge pages, the same with small ones. */
static int kind_huge(void)
{
	char *p = region(REGION), *big = (char *)(((ulong)p + 4 * MIB - 1) &
						  -(4 * MIB));

	if (!p)
		return 1;
	sys3(__NR_madvise, p, REGION, MADV_HUGEPAGE);
	touch(p, REGION, 64 * KIB);
	if (copy(write_all, p, REGION))
		return 1;
	/* Each of these splits one: for permissions, for a hole, for a move. */
	sys3(__NR_mprotect, big + 64 * KIB, 64 * KIB, PROT_READ);
	sys3(__NR_madvise, big + 2 * MIB + 64 * KIB, 64 * KIB, MADV_DONTNEED);
	touch(big, 64 * KIB, 4 * KIB);
	unmap(big + MIB, 64 * KIB);
	sys5(__NR_mremap, big, MIB, MIB, MAY_MOVE, 0);
	sys3(__NR_madvise, p, REGION, MADV_DONTNEED);
	touch(p + REGION - MIB, MIB, 64 * KIB);
	return 0;
}

static void run_again(char *p, ulong size)
{
	static char name[] = "/init";
	char *argv[] = { name, 0 }, *env[] = { 0 };

	(void)size;
	write_to(p);
	sys3(__NR_execve, name, argv, env);
	leave(3);
}

static int kind_exec(void)
{
	char *p = region(REGION);
	int bad = !p;

	spread(100);
	for (int i = 0; i < 3 && !bad; i++)
		bad = copy(run_again, p, REGION);
	return bad;
}

static int __attribute__((noinline)) deeper(int n)
{
	volatile char here[16 * KIB];

	here[0] = here[sizeof(here) - 1] = (char)n;
	if (n)
		return deeper(n - 1) + here[0] - (char)n;
	return 0;
}

static int kind_stack(void)
{
	return deeper(300);
}

/* Several at once, on all processors that there are. */
static int kind_many(void)
{
	long pids[4];
	int bad = 0;

	for (int i = 0; i < 4; i++) {
		pids[i] = fork();
		if (!pids[i]) {
			for (int k = 0; k < 3; k++) {
				bad |= kind_fork();
				bad |= kind_dontneed();
			}
			leave(!!bad);
		}
	}
	for (int i = 0; i < 4; i++)
		bad |= FAILED(pids[i]) || wait_for(pids[i]);
	return bad;
}

/* Walk all tables of process PID until STOP is set. */
static int walk(long pid, volatile long *stop)
{
	struct line path = { .n = 0 };

	add(&path, "/proc/");
	add_digits(&path, (ulong)pid);
	add(&path, "/smaps_rollup");
	path.buf[path.n] = 0;
	while (!*stop)
		if (get(path.buf) <= 0)
			return 1;
	return 0;
}

/*
 * Walkers hold the mapping's lock for reading, and so does MADV_DONTNEED: with
 * PT_RECLAIM it frees tables while another process is on its way through them.
 */
static int kind_walk(void)
{
	volatile long *stop = (long *)map(0, 64 * KIB, SHARED);
	long self = sys0(__NR_getpid), pid;
	char *p = region(REGION);
	int bad = 0;

	if (!stop || !p)
		return 1;
	pid = fork();
	if (FAILED(pid))
		return 1;
	if (!pid)
		leave(walk(self, stop));
	for (int i = 0; i < WALKS; i++) {
		touch(p, REGION, MIB);
		bad |= FAILED(sys3(__NR_madvise, p, REGION, MADV_DONTNEED));
	}
	*stop = 1;
	return wait_for(pid) || bad;
}

static const struct kind {
	const char *name;
	int (*run)(void);
} kinds[] = {
	{ "spread", kind_spread }, { "fork", kind_fork },
	{ "shared", kind_shared }, { "remap", kind_remap },
	{ "dontneed", kind_dontneed }, { "huge", kind_huge },
	{ "exec", kind_exec }, { "stack", kind_stack },
	{ "many", kind_many }, { "walk", kind_walk },
};

/* --- all of it --------------------------------------------------------- */

/*
 * In a child, so that all goes that it made. What it counts at its end, with all
 * of it still there, it leaves in a page that both have.
 */
static long one_round(int pass, const struct kind *k, long before)
{
	struct line l = { .n = 0 };
	long *peak = (long *)map(0, 64 * KIB, SHARED), pid = fork(), n;
	int status = -1;

	if (!pid) {
		int bad = k->run();

		if (peak)
			*peak = level();
		leave(bad ? 1 : 0);
	}
	if (!FAILED(pid))
		status = wait_for(pid);
	n = peak ? *peak : -1;
	unmap((char *)peak, 64 * KIB);
	before = settled(before);
	add(&l, status ? "respin: failed" : "respin: round");
	add_number(&l, pass);
	add(&l, " ");
	add(&l, k->name);
	add_number(&l, status ? status : before);
	if (!status)
		add_number(&l, n);
	say(&l);
	return before;
}

/* What is younger than five seconds does not count for it. */
static void look_for_leaks(void)
{
	static const char path[] = "/debug/kmemleak";

	if (!tell(path, "scan\n"))
		return;
	nap(6000);
	tell(path, "scan\n");
	nap(1000);
	tell(path, "scan\n");
	if (get(path) < 0)
		return;
	for (char *p = text; *p;) {
		say_text("kmemleak ", p);
		while (*p && *p != '\n')
			p++;
		p += *p == '\n';
	}
	say_text("scanned", "");
}

/* The processors that the kernel started. Its log may not mention the others. */
static long processors(void)
{
	static unsigned char mask[KIB];
	long got = sys3(__NR_sched_getaffinity, 0, sizeof(mask), mask), n = 0;

	for (long i = 0; i < got; i++)
		for (unsigned int bits = mask[i]; bits; bits &= bits - 1)
			n++;
	return FAILED(got) ? -1 : n;
}

static void mount_all(void)
{
	sys5(__NR_mount, "proc", "/proc", "proc", 0, 0);
	sys5(__NR_mount, "sys", "/sys", "sysfs", 0, 0);
	sys5(__NR_mount, "debug", "/debug", "debugfs", 0, 0);
	tell("/sys/kernel/mm/transparent_hugepage/enabled", "always\n");
}

void start(void)
{
	struct line l = { .n = 0 };
	long fd, n;

	if (sys0(__NR_getpid) != 1)
		leave(0);
	fd = open_file("/dev/kmsg", O_WRITE);
	if (!FAILED(fd))
		log_fd = (int)fd;
	mount_all();
	add(&l, "respin: processors");
	add_number(&l, processors());
	say(&l);
	l.n = 0;
	n = level();
	add(&l, "respin: base");
	add_number(&l, n);
	say(&l);
	for (int pass = 0; pass <= PASSES; pass++)
		for (ulong i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
			n = one_round(pass, &kinds[i], n);
	look_for_leaks();
	say_text("done", "");
	nap(200);
	sys4(__NR_reboot, 0xfee1dead, 672274793, 0x4321fedc, 0);
	for (;;)
		nap(1000);
}
