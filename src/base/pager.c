// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/output.h"
#include "base/pager.h"
#include "base/shell.h"
#include "base/utf8.h"

/* Stays in our process group, for it reads from the terminal. */
static void run_pager(const struct strvec *argv, int in)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(in, 0);
	close(in);
	setenv("LESS", "FRX", 0);
	execvp(argv->v[0], argv->v);
	_exit(127);
}

static void feed(int fd, const struct strbuf *text)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	size_t at = 0;

	sigaction(SIGPIPE, &ignore, &old);
	while (at < text->len) {
		ssize_t n = write(fd, text->buf + at, text->len - at);

		if (n < 0 && errno != EINTR)
			break;
		at += n > 0 ? n : 0;
	}
	sigaction(SIGPIPE, &old, NULL);
}

/* Returns false if it could not be started. */
static bool page(const struct strvec *argv, const struct strbuf *text)
{
	int fd[2], status = 0;
	pid_t pid;

	fflush(stdout);
	if (pipe(fd))
		return false;
	pid = fork();
	if (!pid) {
		close(fd[1]);
		run_pager(argv, fd[0]);
	}
	close(fd[0]);
	if (pid > 0)
		feed(fd[1], text);
	close(fd[1]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
}

void pager_print(const struct strbuf *text)
{
	const char *env = getenv("PAGER"), *term = getenv("TERM");
	struct strbuf shown = STRBUF_INIT;
	struct strvec argv = STRVEC_INIT;

	utf8_show(&shown, text->buf, text->len, output_colour());
	shell_split(&argv, env ? env : "less", strlen(env ? env : "less"));
	if (!isatty(1) || !term || !strcmp(term, "dumb") || !argv.n ||
	    !strcmp(argv.v[0], "cat") || !page(&argv, &shown))
		fwrite(text->buf, 1, text->len, stdout);
	strbuf_release(&shown);
	strvec_release(&argv);
}
