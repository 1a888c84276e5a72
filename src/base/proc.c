// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/guard.h"
#include "base/proc.h"

#define KILL_AFTER 2.0		/* seconds between SIGTERM and SIGKILL */
#define CAPTURE_MAX (1UL << 30)	/* bytes, where nobody says less */

static sigset_t waited;		/* the signals that we take synchronously */
static sigset_t inherited;	/* the mask that children get back */
static bool interrupted;

void proc_init(void)
{
	sigemptyset(&waited);
	sigaddset(&waited, SIGCHLD);
	sigaddset(&waited, SIGINT);
	sigaddset(&waited, SIGTERM);
	sigaddset(&waited, SIGHUP);
	sigprocmask(SIG_BLOCK, &waited, &inherited);
	signal(SIGPIPE, SIG_IGN);
	/* A file that may grow no more is an error like any other. */
	signal(SIGXFSZ, SIG_IGN);
}

bool proc_interrupted(void)
{
	sigset_t pending;

	if (!interrupted && !sigpending(&pending))
		interrupted = sigismember(&pending, SIGINT) ||
			      sigismember(&pending, SIGTERM) ||
			      sigismember(&pending, SIGHUP);
	return interrupted;
}

/*
 * The child has our memory until it runs something else: what failed there.
 * Atomic, since a compiler need not keep what is stored before _exit().
 */
static int child_errno;

static _Noreturn void fail(void)
{
	__atomic_store_n(&child_errno, errno, __ATOMIC_SEQ_CST);
	_exit(127);
}

static void redirect(const char *path, int flags, int to)
{
	int fd = open(path ? path : "/dev/null", flags | O_CLOEXEC, 0666);

	if (fd < 0 || dup2(fd, to) < 0)
		fail();
}

/* A pipe without a writer, and a device, would keep us waiting in there. */
static void redirect_in(const char *path)
{
	redirect(path, O_RDONLY | O_NONBLOCK, 0);
	if (fcntl(0, F_SETFL, 0) < 0)
		fail();
}

static void limit_output(size_t max)
{
	struct rlimit rl;

	if (!max)
		return;
	if (getrlimit(RLIMIT_FSIZE, &rl))
		fail();
	if (rl.rlim_cur == RLIM_INFINITY || rl.rlim_cur > max)
		rl.rlim_cur = max;
	if (setrlimit(RLIMIT_FSIZE, &rl))
		fail();
}

static _Noreturn void child(const struct proc *p, char **env, pid_t parent)
{
	setpgid(0, 0);
	/* The guard ends its group; this is for the time before it knows. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		fail();
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	redirect_in(p->in);
	redirect(p->out, O_WRONLY | O_CREAT | O_TRUNC, 1);
	if (p->err)
		redirect(p->err, O_WRONLY | O_CREAT | O_TRUNC, 2);
	else if (dup2(1, 2) < 0)
		fail();
	limit_output(p->out_max);
	sigprocmask(SIG_SETMASK, &inherited, NULL);
	if (!p->dir || !chdir(p->dir))
		execvpe(p->argv.v[0], p->argv.v, env);
	fail();
}

static bool same_name(const char *a, const char *b)
{
	size_t n = strcspn(a, "=");

	return n == strcspn(b, "=") && !strncmp(a, b, n);
}

/* Does SV, from I on, set or unset the variable of VAR ("NAME=VALUE")? */
static bool is_overruled(const struct strvec *sv, const char *var, size_t i)
{
	for (; i < sv->n; i++)
		if (same_name(sv->v[i], var))
			return true;
	return false;
}

/* Our environment, and what P says of it. The strings are borrowed. */
static char **child_env(const struct proc *p)
{
	size_t n = 0, out = 0;
	char **env;

	while (environ[n])
		n++;
	env = xcalloc(n + p->env.n + 1, sizeof(*env));
	for (size_t i = 0; i < n; i++)
		if (!is_overruled(&p->env, environ[i], 0))
			env[out++] = environ[i];
	for (size_t i = 0; i < p->env.n; i++)
		if (strchr(p->env.v[i], '=') &&
		    !is_overruled(&p->env, p->env.v[i], i + 1))
			env[out++] = p->env.v[i];
	return env;
}

/* On its own, so that the child finds no variable of its caller changed. */
static __attribute__((noinline)) pid_t spawn(const struct proc *p, char **env)
{
	pid_t us = getpid(), pid = vfork();

	if (!pid)
		child(p, env, us);
	return pid;
}

int proc_start(struct proc *p)
{
	char **env = child_env(p);
	int err;

	p->start = now();
	p->deadline = p->timeout > 0 ? p->start + p->timeout : 0;
	p->state = PROC_NOT_STARTED;
	__atomic_store_n(&child_errno, 0, __ATOMIC_SEQ_CST);
	p->pid = spawn(p, env);
	err = p->pid < 0 ? errno :
	      __atomic_load_n(&child_errno, __ATOMIC_SEQ_CST);
	if (err && p->pid >= 0)
		waitpid(p->pid, NULL, 0);
	free(env);
	if (err) {
		p->code = err;
		return ERR_ENV;
	}
	setpgid(p->pid, p->pid);
	err = guard_add(p->pid);
	if (err) {
		kill(-p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
		p->code = -err;
		return ERR_ENV;
	}
	p->state = PROC_RUNNING;
	return 0;
}

static void stop(struct proc *p, enum proc_state why)
{
	if (!p->term_sent) {
		kill(-p->pid, SIGTERM);
		p->term_sent = true;
		p->why = why;
	} else {
		kill(-p->pid, SIGKILL);
	}
	p->deadline = now() + KILL_AFTER;
}

static double seconds_of(const struct timeval *tv)
{
	return (double)tv->tv_sec + (double)tv->tv_usec / 1e6;
}

static bool reap(struct proc *p)
{
	struct rusage ru;
	int status;
	pid_t got;

	do
		got = wait4(p->pid, &status, WNOHANG, &ru);
	while (got < 0 && errno == EINTR);
	if (got != p->pid)
		return false;
	/* What it left running in its group goes with it. */
	kill(-p->pid, SIGKILL);
	guard_drop(p->pid);
	p->seconds = now() - p->start;
	p->max_rss_kb = ru.ru_maxrss;
	p->cpu = seconds_of(&ru.ru_utime) + seconds_of(&ru.ru_stime);
	if (WIFEXITED(status)) {
		p->state = PROC_EXITED;
		p->code = WEXITSTATUS(status);
	} else {
		p->state = PROC_KILLED;
		p->code = WTERMSIG(status);
	}
	if (p->term_sent)
		p->state = p->why;
	return true;
}

static double next_deadline(struct proc **running, size_t n, double bound)
{
	for (size_t i = 0; i < n; i++)
		if (running[i]->deadline > 0 &&
		    (bound <= 0 || running[i]->deadline < bound))
			bound = running[i]->deadline;
	return bound;
}

static void take_signal(double until)
{
	struct timespec ts = { .tv_sec = 3600 };
	double left;
	int sig;

	if (until > 0) {
		left = until - now();
		if (left < 0)
			left = 0;
		ts.tv_sec = (time_t)left;
		ts.tv_nsec = (long)((left - (double)ts.tv_sec) * 1e9);
	}
	sig = sigtimedwait(&waited, NULL, &ts);
	if (sig == SIGINT || sig == SIGTERM || sig == SIGHUP)
		interrupted = true;
}

int proc_wait_any(struct proc **running, size_t n, double max_seconds)
{
	double end = max_seconds > 0 ? now() + max_seconds : 0;
	bool passed_on = false;

	for (;;) {
		for (size_t i = 0; i < n; i++)
			if (reap(running[i]))
				return (int)i;
		if (interrupted && !passed_on) {
			for (size_t i = 0; i < n; i++)
				if (!running[i]->term_sent)
					stop(running[i], PROC_INTERRUPTED);
			passed_on = true;
		}
		for (size_t i = 0; i < n; i++)
			if (running[i]->deadline > 0 &&
			    now() >= running[i]->deadline)
				stop(running[i], PROC_TIMED_OUT);
		if (end > 0 && now() >= end)
			return -1;
		take_signal(next_deadline(running, n, end));
	}
}

void proc_stop(struct proc *p)
{
	if (!p->term_sent)
		p->deadline = now();
}

int proc_run(struct proc *p)
{
	struct proc *one = p;

	if (proc_start(p) < 0)
		return ERR_ENV;
	while (proc_wait_any(&one, 1, 0) < 0)
		;
	if (p->state == PROC_INTERRUPTED)
		return ERR_INTERRUPTED;
	return p->state == PROC_EXITED && !p->code ? 0 : ERR_ENV;
}

static int memory_file(char *path, size_t size)
{
	int fd = memfd_create("respin", MFD_CLOEXEC);

	if (fd >= 0)
		snprintf(path, size, "/proc/%d/fd/%d", (int)getpid(), fd);
	return fd;
}

/* Take what is in the memory file; a child that printed it has ended. */
static int take_output(struct proc *p, int fd, struct strbuf *to)
{
	int err = lseek(fd, 0, SEEK_SET) < 0 ? -errno : strbuf_read_fd(to, fd);

	if (!err)
		return 0;
	p->state = PROC_NO_OUTPUT;
	p->code = -err;
	return ERR_ENV;
}

int proc_capture(struct proc *p, struct strbuf *out, struct strbuf *err)
{
	char out_path[64], err_path[64];
	int out_fd, err_fd = -1, ret = ERR_ENV;

	if (!p->out_max)
		p->out_max = CAPTURE_MAX;
	out_fd = memory_file(out_path, sizeof(out_path));
	if (err)
		err_fd = memory_file(err_path, sizeof(err_path));
	if (out_fd < 0 || (err && err_fd < 0)) {
		p->state = PROC_NOT_STARTED;
		p->code = errno;
		goto done;
	}
	p->out = out_path;
	p->err = err ? err_path : NULL;
	ret = proc_run(p);
	if (p->state == PROC_NOT_STARTED)
		goto done;
	if (take_output(p, out_fd, out) || (err && take_output(p, err_fd, err)))
		ret = ret == ERR_INTERRUPTED ? ret : ERR_ENV;
done:
	p->out = p->err = NULL;
	if (out_fd >= 0)
		close(out_fd);
	if (err_fd >= 0)
		close(err_fd);
	return ret;
}

void proc_describe(const struct proc *p, struct strbuf *out)
{
	switch (p->state) {
	case PROC_EXITED:
		strbuf_addf(out, "exited with status %d", p->code);
		break;
	case PROC_KILLED:
		if (p->code == SIGXFSZ && p->out_max)
			strbuf_addf(out, "printed more than the %zu bytes it may",
				    p->out_max);
		else
			strbuf_addf(out, "was killed by signal %d (%s)",
				    p->code, strsignal(p->code));
		break;
	case PROC_TIMED_OUT:
		strbuf_addf(out, "timed out after %.0f s", p->timeout);
		break;
	case PROC_INTERRUPTED:
		strbuf_addstr(out, "was interrupted");
		break;
	case PROC_NO_OUTPUT:
		strbuf_addf(out, "left output that cannot be read (%s)",
			    strerror(p->code));
		break;
	case PROC_NOT_STARTED:
		strbuf_addf(out, "could not be started (%s)",
			    strerror(p->code));
		break;
	case PROC_NEW:
	case PROC_RUNNING:
		strbuf_addstr(out, "has not ended");
		break;
	}
}

void proc_release(struct proc *p)
{
	strvec_release(&p->argv);
	strvec_release(&p->env);
}
