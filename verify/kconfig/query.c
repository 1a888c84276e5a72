// SPDX-License-Identifier: GPL-2.0-only
/*
 * query: many configurations from one reading of a kernel's Kconfig files.
 *
 * src/kbuild/kconfig.c links this file with the kernel's own scripts/kconfig,
 * and puts it in the place of conf, so that kbuild starts it as conf:
 *
 *	conf --olddefconfig KCONFIG
 *
 * The Kconfig files, and the compiler tests in them, are gone through once. Each
 * run of conf is then a child of that process, in which nothing is left of the
 * runs before.
 *
 * RESPIN_QUERY in the environment names a file of jobs. A job begins with "out
 * DIR", and makes DIR/.config with what follows:
 *
 *	merge FILE	what scripts/kconfig/merge_config.sh -m does
 *	set NAME=VALUE	what scripts/config -u NAME --set-val NAME VALUE does
 *	allconfig FILE	KCONFIG_ALLCONFIG of the next conf
 *	conf OPTION	conf --OPTION
 *	sync		what make does with .config before all else: write
 *			include/config and include/generated/autoconf.h
 *	dump FILE	write what the Kconfig files say to FILE: see dump.h
 *
 * RESPIN_PARALLEL says how many jobs run at once. RESPIN_RESULTS names the file
 * that gets, for each job, "ok N" or "failed N STEP", N and STEP from 1, in any
 * order. DIR/conf.log holds what conf said.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lkc.h"
#include "dump.h"

/* What conf.c calls for conf_parse(): a parent has done it. */
static bool parsed;

static void parse_once(const char *name)
{
	if (!parsed)
		conf_parse(name);
	parsed = true;
}

#define main conf_main
#define conf_parse parse_once
#include CONF_C
#undef main
#undef conf_parse

static void die(const char *what, const char *name)
{
	fprintf(stderr, "query: cannot %s %s: %s\n", what, name, strerror(errno));
	exit(1);
}

/* --- lines of a .config ------------------------------------------------- */

struct lines {
	char **v;
	size_t n, alloc;
};

static void add_line(struct lines *l, char *line)
{
	if (l->n == l->alloc) {
		l->alloc = l->alloc ? 2 * l->alloc : 1024;
		l->v = realloc(l->v, l->alloc * sizeof(*l->v));
		if (!l->v)
			die("hold", "a configuration");
	}
	l->v[l->n++] = line;
}

static void read_lines(struct lines *l, const char *path, bool may_miss)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	if (!f && may_miss && errno == ENOENT)
		return;
	if (!f)
		die("read", path);
	while ((n = getline(&line, &size, f)) > 0) {
		if (line[n - 1] == '\n')
			line[n - 1] = 0;
		add_line(l, strdup(line));
	}
	if (ferror(f))
		die("read", path);
	free(line);
	fclose(f);
}

static void write_lines(const struct lines *l, const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		die("write", path);
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i])
			fprintf(f, "%s\n", l->v[i]);
	if (fflush(f) || fclose(f))
		die("write", path);
}

/* The length of the option that LINE sets, from *NAME on; 0: none. */
static size_t option_of(const char *line, const char **name)
{
	size_t n;

	if (!strncmp(line, "# ", 2))
		line += 2;
	if (strncmp(line, "CONFIG_", 7))
		return 0;
	*name = line + 7;
	n = strspn(*name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
	line = *name + n;
	return *line == '=' || !strcmp(line, " is not set") ? n : 0;
}

static bool sets(const char *line, const char *name, size_t n)
{
	const char *has;

	return line && option_of(line, &has) == n && !memcmp(has, name, n);
}

/* The lines that set the option of N bytes at NAME go. */
static void drop(struct lines *l, const char *name, size_t n)
{
	for (size_t i = 0; i < l->n; i++)
		if (sets(l->v[i], name, n))
			l->v[i] = NULL;
}

/* What FILE sets goes, and the whole of FILE behind the rest. */
static void step_merge(const char *file)
{
	struct lines l = { 0 }, more = { 0 };

	read_lines(&l, ".config", true);
	read_lines(&more, file, false);
	for (size_t i = 0; i < more.n; i++) {
		const char *name;
		size_t n = option_of(more.v[i], &name);

		if (n)
			drop(&l, name, n);
	}
	for (size_t i = 0; i < more.n; i++)
		add_line(&l, more.v[i]);
	write_lines(&l, ".config");
}

/* At the end: of a choice, Kconfig takes the last one that is on. */
static void step_set(const char *set)
{
	struct lines l = { 0 };
	char *line = malloc(strlen(set) + 8);
	size_t n = strcspn(set, "=");

	if (!line)
		die("hold", set);
	sprintf(line, "CONFIG_%s", set);
	read_lines(&l, ".config", true);
	drop(&l, set, n);
	add_line(&l, line);
	write_lines(&l, ".config");
}

/* --- jobs --------------------------------------------------------------- */

struct job {
	const char *dir;
	char **steps;
	size_t n;
	pid_t pid;
};

/* conf may call exit(), and leaves its tables as it found them only if new. */
static bool run_conf(const char *option, const char *kconfig)
{
	char *arg = malloc(strlen(option) + 3);
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die("start", "a process");
	if (!pid) {
		sprintf(arg, "--%s", option);
		exit(conf_main(3, (char *[]){ "conf", arg, (char *)kconfig,
					      NULL }));
	}
	free(arg);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die("wait for", "a process");
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static bool is_step(const char *step, const char *name, const char **arg)
{
	size_t n = strlen(name);

	if (strncmp(step, name, n) || step[n] != ' ')
		return false;
	*arg = step + n + 1;
	return true;
}

static void step_dump(const char *path)
{
#ifdef WITH_DUMP
	FILE *f = fopen(path, "w");

	if (!f || kconfig_dump(f) || fclose(f))
		die("write", path);
#else
	fprintf(stderr, "query: dump.c does not fit this scripts/kconfig: %s\n",
		path);
	exit(1);
#endif
}

static bool run_step(const char *step, const char *kconfig)
{
	const char *arg;
	bool ok;

	if (is_step(step, "merge", &arg)) {
		step_merge(arg);
	} else if (is_step(step, "set", &arg)) {
		step_set(arg);
	} else if (is_step(step, "allconfig", &arg)) {
		setenv("KCONFIG_ALLCONFIG", arg, 1);
	} else if (is_step(step, "dump", &arg)) {
		step_dump(arg);
	} else if (!strcmp(step, "sync")) {
		unsetenv("KCONFIG_AUTOCONFIG");
		return run_conf("syncconfig", kconfig);
	} else if (is_step(step, "conf", &arg)) {
		ok = run_conf(arg, kconfig);
		unsetenv("KCONFIG_ALLCONFIG");
		return ok;
	} else {
		fprintf(stderr, "query: unknown step: %s\n", step);
		return false;
	}
	return true;
}

/* In a process of its own: its exit status is the step that failed. */
static void run_job(const struct job *j, const char *kconfig)
{
	int log;

	if (chdir(j->dir))
		die("use", j->dir);
	log = open("conf.log", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (log < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
		die("write", "conf.log");
	setenv("KCONFIG_CONFIG", ".config", 1);
	/* As if it were there: conf then writes no more than .config. */
	setenv("KCONFIG_AUTOCONFIG", "/dev/null", 1);
	for (size_t i = 0; i < j->n; i++)
		if (!run_step(j->steps[i], kconfig))
			exit(i + 2 < 255 ? (int)i + 2 : 255);
	exit(0);
}

static void wait_one(struct job *jobs, size_t n, FILE *out)
{
	int status;
	pid_t pid = wait(&status);

	if (pid < 0)
		die("wait for", "a process");
	for (size_t i = 0; i < n; i++) {
		if (jobs[i].pid != pid)
			continue;
		if (WIFEXITED(status) && !WEXITSTATUS(status))
			fprintf(out, "ok %zu\n", i + 1);
		else
			fprintf(out, "failed %zu %d\n", i + 1,
				WIFEXITED(status) ? WEXITSTATUS(status) - 1 :
						    0);
	}
}

static struct job *read_jobs(const char *path, size_t *n)
{
	struct lines l = { 0 };
	struct job *jobs = NULL;
	const char *dir;

	read_lines(&l, path, false);
	for (size_t i = 0; i < l.n; i++) {
		if (is_step(l.v[i], "out", &dir)) {
			jobs = realloc(jobs, (*n + 1) * sizeof(*jobs));
			if (!jobs)
				die("hold", path);
			jobs[(*n)++] = (struct job){ .dir = dir,
						     .steps = &l.v[i + 1] };
		} else if (*n) {
			jobs[*n - 1].n++;
		}
	}
	return jobs;
}

int main(int argc, char **argv)
{
	struct job *jobs;
	const char *list = getenv("RESPIN_QUERY");
	const char *kconfig = argv[argc - 1];
	size_t n = 0, running = 0;
	long parallel;
	FILE *out;

	if (!list)
		return conf_main(argc, argv);
	parallel = strtol(getenv("RESPIN_PARALLEL"), NULL, 10);
	out = fopen(getenv("RESPIN_RESULTS"), "w");
	if (!out)
		die("write", getenv("RESPIN_RESULTS"));
	jobs = read_jobs(list, &n);
	parse_once(kconfig);
	for (size_t i = 0; i < n; i++) {
		if (running >= (size_t)(parallel < 1 ? 1 : parallel)) {
			wait_one(jobs, n, out);
			running--;
		}
		fflush(out);
		jobs[i].pid = fork();
		if (jobs[i].pid < 0)
			die("start", "a process");
		if (!jobs[i].pid)
			run_job(&jobs[i], kconfig);
		running++;
	}
	for (; running; running--)
		wait_one(jobs, n, out);
	if (fflush(out) || fclose(out))
		die("write", getenv("RESPIN_RESULTS"));
	return 0;
}
