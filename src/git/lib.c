// SPDX-License-Identifier: GPL-2.0-only
#include <git2.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <unistd.h>
#include <pthread.h>

#include "git/lib.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool started;

static void start(void)
{
	/* What these change does not matter to a reader. */
	static const char *extensions[] = {
		"partialclone", "preciousobjects", "worktreeconfig",
	};

	started = git_libgit2_init() >= 0;
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
			 ARRAY_SIZE(extensions));
	/* Who owns the checkout does not matter to a reader. */
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	/* Blobs are read once: do not keep them. */
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_BLOB,
			 (size_t)0);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

void git_start(void)
{
	pthread_once(&once, start);
}

void git_stop(void)
{
	if (started)
		git_libgit2_shutdown();
	started = false;
}

/*
 * Seconds for one object: of the processor, which a damaged pack keeps libgit2 busy
 * with, and of the clock, for what hangs. A busy machine is no damaged repository.
 */
#define PATIENCE_CPU 30
#define PATIENCE 300

static _Noreturn void give_up(int sig)
{
	static const char said[] =
		"respin: reading an object of the git repository does not end: it is damaged (git fsck names it), or the disk does not answer\n";
	ssize_t n = write(2, said, sizeof(said) - 1);

	(void)sig;
	(void)n;
	_exit(EXIT_ENVIRONMENT);
}

void git_busy(bool busy)
{
	static atomic_int reading;

	struct itimerval cpu = { .it_value = { .tv_sec = busy ? PATIENCE_CPU : 0 } };

	if (busy && !atomic_fetch_add(&reading, 1)) {
		signal(SIGALRM, give_up);
		signal(SIGPROF, give_up);
	}
	if (busy || atomic_fetch_sub(&reading, 1) == 1) {
		alarm(busy ? PATIENCE : 0);
		setitimer(ITIMER_PROF, &cpu, NULL);
	}
}

void blob_id(struct oid *id, const void *p, size_t n)
{
	git_oid o;

	git_start();
	git_odb_hash(&o, p, n, GIT_OBJECT_BLOB);
	memcpy(id->b, o.id, sizeof(id->b));
}

char *blob_hex(const void *p, size_t n)
{
	struct oid id;
	char hex[41];

	blob_id(&id, p, n);
	oid_hex(&id, hex);
	return xstrdup(hex);
}
