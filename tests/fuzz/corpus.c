// SPDX-License-Identifier: GPL-2.0-only
/*
 * corpus: give every file of tests/fuzz/corpus/TARGET to its target, without
 * libFuzzer, each within a deadline. Names of targets, and of files, may be
 * given: TARGET [FILE...].
 */
#include <dirent.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "../unit/tap.h"
#include "fuzz.h"

/* Seconds for one file, with sanitizers, on a machine that is busy. */
#define DEADLINE 60

#define TARGETS(X) \
	X(chash) X(config) X(csrc) X(edit) X(kbuild) X(llvm) X(objcode) \
	X(own) X(patch) X(report) X(rule) X(send) X(series) X(store)

#define DECLARE(name) FUZZ(name);
TARGETS(DECLARE)

static const struct {
	const char *name;
	int (*run)(const uint8_t *data, size_t size);
} targets[] = {
#define ENTRY(name) { #name, fuzz_##name },
	TARGETS(ENTRY)
};

/* What the readers say of their input is of no interest here. */
static void no_stderr(void)
{
	int fd = open("/dev/null", O_WRONLY);

	if (fd < 0 || dup2(fd, 2) < 0)
		BUG("no /dev/null");
	close(fd);
}

/* All files in one child; what it is at is in *AT, shared with it. */
static void child(size_t t, const struct strvec *files, size_t *at)
{
	for (; *at < files->n; ++*at) {
		struct strbuf text = STRBUF_INIT;
		uint8_t *copy;

		alarm(DEADLINE);
		if (strbuf_read_file(&text, files->v[*at]))
			abort();
		/* Exactly as long, so that the sanitizers see its end. */
		copy = xmalloc(text.len + !text.len);
		memcpy(copy, text.buf, text.len);
		targets[t].run(copy, text.len);
		free(copy);
		strbuf_release(&text);
	}
	exit(0);
}

static void run(size_t t, const struct strvec *files)
{
	size_t *at = mmap(NULL, sizeof(*at), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	const struct rlimit none = { 0, 0 };
	int status = 0;
	pid_t pid;

	if (at == MAP_FAILED)
		BUG("no memory to share");
	*at = 0;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		setrlimit(RLIMIT_CORE, &none);
		if (!getenv("FUZZ_STDERR"))
			no_stderr();
		child(t, files, at);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		BUG("no child");
	if (!ok(files->n && !status, "%s: %zu files", targets[t].name, files->n))
		printf("# %s: status %#x (FUZZ_STDERR=1 shows more)\n",
		       *at < files->n ? files->v[*at] : "no file", status);
	munmap(at, sizeof(*at));
}

static void list(const char *name, struct strvec *files)
{
	char *dir = xstrfmt("tests/fuzz/corpus/%s", name);
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d)))
		if (*e->d_name != '.')
			strvec_pushf(files, "%s/%s", dir, e->d_name);
	if (d)
		closedir(d);
	strvec_sort(files);
	free(dir);
}

int main(int argc, char **argv)
{
	for (size_t t = 0; t < ARRAY_SIZE(targets); t++) {
		struct strvec files = STRVEC_INIT;

		if (argc > 1 && strcmp(argv[1], targets[t].name))
			continue;
		for (int i = 2; i < argc; i++)
			strvec_push(&files, argv[i]);
		if (!files.n)
			list(targets[t].name, &files);
		run(t, &files);
		strvec_release(&files);
	}
	return tap_done();
}
