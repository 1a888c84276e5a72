/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proc: one child process, run to its end without a shell.
 *
 * A child gets its own process group, /dev/null as standard input, and
 * files for standard output and error, so that nobody has to read while it
 * runs, and a grandchild that keeps a pipe open cannot hang us. When its
 * deadline passes, or we are interrupted, the whole group gets SIGTERM and,
 * two seconds later, SIGKILL. If we are killed ourselves, the guard
 * (base/guard.h) ends the group.
 *
 * proc_init() blocks SIGCHLD, SIGINT and SIGTERM in the calling process;
 * the wait below takes them synchronously. Children start with the mask
 * that the program was started with. That exec failed is told apart from
 * exit statuses: vfork(2) keeps us waiting until the child has got there, and
 * the child has our memory to say so. It also saves the copy of our page
 * tables, which costs a large process more than many a compiler.
 */
#ifndef RESPIN_PROC_H
#define RESPIN_PROC_H

#include <sys/types.h>

#include "base/strbuf.h"
#include "base/strvec.h"

enum proc_state {
	PROC_NEW,		/* not started */
	PROC_RUNNING,
	PROC_EXITED,		/* ended by itself; code is its exit status */
	PROC_KILLED,		/* ended by a signal not ours; code is the signal */
	PROC_TIMED_OUT,		/* killed by us at its deadline */
	PROC_INTERRUPTED,	/* killed by us because we were */
	PROC_NOT_STARTED,	/* could not be started; code is an errno */
	PROC_NO_OUTPUT,		/* what it printed cannot be read; code is an errno */
};

struct proc {
	struct strvec argv;	/* in: the command */
	struct strvec env;	/* in: NAME=VALUE on top of ours; "NAME" unsets */
	const char *dir;	/* in: working folder, or NULL; borrowed */
	const char *out;	/* in: file for stdout, or NULL for /dev/null */
	const char *err;	/* in: file for stderr, or NULL: where stdout goes */
	const char *in;		/* in: file for stdin, or NULL for /dev/null */
	double timeout;		/* in: seconds; 0 is no limit */
	size_t out_max;		/* in: limit on each file that it writes, bytes;
				   0: our own limit, 1 GiB for proc_capture() */

	enum proc_state state;	/* out */
	int code;		/* out: see proc_state */
	double seconds;		/* out: wall time */
	double cpu;		/* out: processor time, its own and that of the
				   children it has waited for */
	long max_rss_kb;	/* out: peak resident size of the child, KiB */

	pid_t pid;		/* private: child and process group */
	double start, deadline;	/* private */
	bool term_sent;		/* private: SIGTERM went out, SIGKILL is next */
	enum proc_state why;	/* private: why we sent it */
};

#define PROC_INIT { .state = PROC_NEW }

/* proc_init: once, early in main(). */
void proc_init(void);

/* proc_interrupted: has SIGINT or SIGTERM arrived? Stays true. */
bool proc_interrupted(void);

/*
 * proc_start: start the child. Returns 0, or ERR_ENV with state
 * PROC_NOT_STARTED and code set; prints nothing.
 */
int __must_check proc_start(struct proc *p);

/*
 * proc_wait_any: wait until one of the n running children ends; meanwhile,
 * enforce deadlines and pass on interrupts. Returns its index, or -1 if
 * MAX_SECONDS (0: no bound) pass first.
 */
int proc_wait_any(struct proc **running, size_t n, double max_seconds);

/*
 * proc_stop: P, which runs, has done what it was for: its deadline is now. The
 * next proc_wait_any() ends it, and its state will be PROC_TIMED_OUT.
 */
void proc_stop(struct proc *p);

/* proc_run: start, wait. Returns 0 if it exited with status 0, else < 0. */
int __must_check proc_run(struct proc *p);

/*
 * proc_capture: proc_run() with stdout (and, if err is not NULL, stderr)
 * read into strbufs. For short outputs.
 */
int __must_check proc_capture(struct proc *p, struct strbuf *out, struct strbuf *err);

/* proc_describe: "exited with status 3", "timed out after 60 s", ... */
void proc_describe(const struct proc *p, struct strbuf *out);

void proc_release(struct proc *p);

#endif
