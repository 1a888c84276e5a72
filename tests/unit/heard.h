/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * heard: what a function says on stderr, and that a BUG() is one. For unit
 * tests of what goes wrong.
 */
#ifndef RESPIN_HEARD_H
#define RESPIN_HEARD_H

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/strbuf.h"

static int heard_fd = -1, heard_stderr = -1;
static struct strbuf heard_text = STRBUF_INIT;

/* hear: from now on, stderr is kept. */
__attribute__((unused))
static void hear(void)
{
	fflush(stderr);
	heard_stderr = dup(2);
	heard_fd = memfd_create("stderr", MFD_CLOEXEC);
	if (heard_stderr < 0 || heard_fd < 0 || dup2(heard_fd, 2) < 0)
		BUG("cannot keep stderr");
}

/* heard: stderr is as it was; what was said since hear(). */
__attribute__((unused))
static const char *heard(void)
{
	fflush(stderr);
	dup2(heard_stderr, 2);
	close(heard_stderr);
	lseek(heard_fd, 0, SEEK_SET);
	strbuf_clear(&heard_text);
	if (strbuf_read_fd(&heard_text, heard_fd))
		BUG("cannot read what was said");
	close(heard_fd);
	return heard_text.buf;
}

/* aborts: does FN end in a BUG(), which says TEXT? In a child, without a core. */
__attribute__((unused))
static bool aborts(void (*fn)(void), const char *text)
{
	struct rlimit none = { 0, 0 };
	int status = 0;
	pid_t pid;

	fflush(stdout);
	hear();
	pid = fork();
	if (!pid) {
		setrlimit(RLIMIT_CORE, &none);
		fn();
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		status = 0;
	return strstr(heard(), text) && WIFSIGNALED(status) &&
	       WTERMSIG(status) == SIGABRT;
}

#endif
