// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/guard.h"

/* What goes through the socket: GROUP is added, -GROUP is dropped. */
static int to_guard = -1;

struct groups {
	pid_t *v;
	size_t n, alloc;
};

static void note(struct groups *g, pid_t p)
{
	if (p > 0) {
		GROW(g->v, g->n + 1, g->alloc);
		g->v[g->n++] = p;
		return;
	}
	for (size_t i = 0; i < g->n; i++)
		if (g->v[i] == -p) {
			g->v[i] = g->v[--g->n];
			return;
		}
}

/* A kernel or a sandbox that knows no close_range(2) is no reason to keep any. */
static void close_range_of(int first, int last)
{
	struct rlimit rl;

	if (!close_range(first, last, 0))
		return;
	if (last > 2 && !getrlimit(RLIMIT_NOFILE, &rl) &&
	    rl.rlim_cur < (rlim_t)last)
		last = (int)rl.rlim_cur;
	for (int fd = first; fd <= last; fd++)
		close(fd);
}

/* FROM is its end of the socket, OTHER the one that only we may hold. */
static _Noreturn void watch(int from, int other)
{
	struct groups g = { 0 };
	sigset_t all;
	pid_t p;

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	/* Held here as well, it would never tell that we have died. */
	close(other);
	/* Whoever reads what we print must not wait for the guard. */
	if (from != 3 && dup2(from, 3) < 0)
		_exit(1);
	close_range_of(4, INT_MAX);
	close_range_of(0, 2);
	p = getpid();
	if (write(3, &p, sizeof(p)) < 0)
		_exit(1);
	for (;;) {
		ssize_t n = read(3, &p, sizeof(p));

		if (n == sizeof(p))
			note(&g, p);
		else if (n >= 0 || errno != EINTR)
			break;
	}
	for (size_t i = 0; i < g.n; i++)
		kill(-g.v[i], SIGKILL);
	_exit(0);
}

static int start(void)
{
	int fds[2], err = 0;
	pid_t pid, ready;
	ssize_t n;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	pid = fork();
	if (!pid)
		watch(fds[0], fds[1]);
	close(fds[0]);
	if (pid < 0)
		err = -errno;
	/* By then it has let go of what it inherited: our locks, our output. */
	do
		n = err ? 0 : read(fds[1], &ready, sizeof(ready));
	while (n < 0 && errno == EINTR);
	if (!err && n != sizeof(ready))
		err = n < 0 ? -errno : -EIO;
	if (err)
		close(fds[1]);
	else
		to_guard = fds[1];
	return err;
}

/* A packet gets there whole or not at all. */
static int tell(pid_t p)
{
	ssize_t n;

	do
		n = write(to_guard, &p, sizeof(p));
	while (n < 0 && errno == EINTR);
	return n == sizeof(p) ? 0 : n < 0 ? -errno : -EIO;
}

int guard_add(pid_t group)
{
	int err = to_guard < 0 ? start() : 0;

	return err ? err : tell(group);
}

void guard_drop(pid_t group)
{
	/* A guard that is gone keeps nothing. */
	if (to_guard >= 0 && tell(-group))
		return;
}
