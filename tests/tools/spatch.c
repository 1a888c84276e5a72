// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch, as the tests have it: what the real one did to the same bytes, or
 * else the real one, the outcome of which is kept. Most command tests need a
 * series applied, few are about spatch, and a start of it costs more than all
 * else that respin does with a small file.
 *
 * lib.sh puts it before the real one on PATH and names that in TEST_SPATCH.
 * The outcomes are in a folder beside ours, spatch-cache; the key of one is a
 * digest of the real program's name, size and time, the arguments, and the
 * bytes of each file among them. Only what succeeded is kept.
 *
 * Whatever is out of the ordinary is left to the real one: no HOME, without
 * which it dies, or stdout and stderr apart, which cannot be kept in order.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"

static const char *real;	/* the program that we stand for */
static char *entry;		/* where its outcome is, or will be */

_Noreturn static void leave_it(char **argv)
{
	execv(real, argv);
	fprintf(stderr, "tests/tools/spatch: %s: %s\n", real, strerror(errno));
	exit(127);
}

static bool same_output(void)
{
	struct stat out, err;

	return !fstat(1, &out) && !fstat(2, &err) &&
	       out.st_dev == err.st_dev && out.st_ino == err.st_ino;
}

/* A rule is known by its bytes: tests have copies of one in many places. */
static bool add_argument(struct strbuf *key, const char *arg, bool rule)
{
	struct strbuf text = STRBUF_INIT;
	struct stat st;
	bool good = true;

	if (!stat(arg, &st) && S_ISREG(st.st_mode)) {
		good = !strbuf_read_file(&text, arg);
		strbuf_addf(key, "file %zu\n", text.len);
		strbuf_addbuf(key, &text);
	}
	if (!rule)
		strbuf_addf(key, "argument %zu %s\n", strlen(arg), arg);
	strbuf_release(&text);
	return good;
}

static bool set_entry(char **argv)
{
	struct strbuf key = STRBUF_INIT;
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct stat st;
	bool good = n > 0 && !stat(real, &st);
	char *hex;

	if (good) {
		self[n] = '\0';
		strbuf_addf(&key, "1 %s %lld %lld.%09ld\n%s\n", real,
			    (long long)st.st_size, (long long)st.st_mtim.tv_sec,
			    st.st_mtim.tv_nsec, getenv("COCCINELLE_HOME") ?: "");
	}
	for (int i = 1; good && argv[i]; i++)
		good = add_argument(&key, argv[i], !strcmp(argv[i - 1], "--sp-file"));
	if (good) {
		hex = hash_hex(key.buf, key.len);
		*strrchr(self, '/') = '\0';
		entry = xstrfmt("%s/../spatch-cache/%s", self, hex);
		free(hex);
	}
	strbuf_release(&key);
	return good;
}

static bool write_out(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

/* Write FILE as spatch does: in place, and only if it changes. */
static bool put_file(const char *file, const char *text, size_t n)
{
	struct strbuf now = STRBUF_INIT;
	bool good = !strbuf_read_file(&now, file);
	int fd;

	if (good && (now.len != n || memcmp(now.buf, text, n))) {
		fd = open(file, O_WRONLY | O_TRUNC | O_CLOEXEC);
		good = fd >= 0 && write_out(fd, text, n) && !close(fd);
	}
	strbuf_release(&now);
	return good;
}

/*
 * An entry is "spatch LOG FILE\n", the lengths of what follows: the log, and
 * the file as it was left. FILE is -1 where none was named.
 */
static bool replay(const char *file)
{
	struct strbuf text = STRBUF_INIT;
	long log, left;
	int head = 0;
	bool good = !strbuf_read_file(&text, entry) &&
		    sscanf(text.buf, "spatch %ld %ld\n%n", &log, &left, &head) == 2 &&
		    head > 0 && log >= 0 && (left >= 0) == !!file &&
		    (size_t)head + (size_t)log + (size_t)(file ? left : 0) == text.len;

	if (good && ((file && !put_file(file, text.buf + head + log, (size_t)left)) ||
		     !write_out(1, text.buf + head, (size_t)log))) {
		fprintf(stderr, "tests/tools/spatch: cannot write: %s\n", strerror(errno));
		exit(2);
	}
	strbuf_release(&text);
	return good;
}

static void keep(const struct strbuf *log, const char *file)
{
	struct strbuf text = STRBUF_INIT, left = STRBUF_INIT;
	char *new = xstrfmt("%s.%ld", entry, (long)getpid());

	if (!file || !strbuf_read_file(&left, file)) {
		strbuf_addf(&text, "spatch %zu %ld\n", log->len, file ? (long)left.len : -1);
		strbuf_addbuf(&text, log);
		strbuf_addbuf(&text, &left);
		if (make_parent(new) || write_file(new, text.buf, text.len) ||
		    rename(new, entry))
			unlink(new);
	}
	free(new);
	strbuf_release(&text);
	strbuf_release(&left);
}

/* Run the real one with its output in LOG. Returns what wait() says of it. */
static int run_real(char **argv, struct strbuf *log)
{
	int fd[2], status;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) < 0)
		leave_it(argv);
	pid = fork();
	if (pid < 0)
		leave_it(argv);
	if (!pid) {
		dup2(fd[1], 1);
		dup2(fd[1], 2);
		leave_it(argv);
	}
	close(fd[1]);
	if (strbuf_read_fd(log, fd[0]))
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

int main(int argc, char **argv)
{
	bool version = argc == 2 && !strcmp(argv[1], "--version");
	const char *file = version ? NULL : argv[argc - 1];
	struct strbuf log = STRBUF_INIT;
	const char *rule = NULL;
	int status;

	real = getenv("TEST_SPATCH") ?: "/usr/bin/spatch";
	for (int i = 1; i + 1 < argc; i++)
		if (!strcmp(argv[i], "--sp-file"))
			rule = argv[i + 1];
	if (!getenv("HOME") || !same_output() || !(version || rule) || !set_entry(argv))
		leave_it(argv);
	if (replay(file))
		return 0;
	status = run_real(argv, &log);
	/* The name of the rule is not in the key, so it may not be in the log. */
	if (WIFEXITED(status) && !WEXITSTATUS(status) && !(rule && strstr(log.buf, rule)))
		keep(&log, file);
	write_out(1, log.buf, log.len);
	if (WIFSIGNALED(status))
		raise(WTERMSIG(status));
	strbuf_release(&log);
	free(entry);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
