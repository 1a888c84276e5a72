// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/program.h"
#include "base/jail.h"
#include "verify/check.h"
#include "base/job.h"
#include "base/tool.h"
#include "base/utf8.h"
#include "base/fs.h"

#define WARN_STATUS 250
#define LAST_LINE 8192	/* bytes at the end in which the summary is looked for */
#define SUMMARY 1000	/* bytes of it that are kept */

void check_result_release(struct check_result *r)
{
	free(r->summary);
	free(r->details);
	memset(r, 0, sizeof(*r));
}

/* --- texts ------------------------------------------------------------- */

/* Make TEXT fit for a terminal and for JSON, whatever a check has printed. */
static char *clean(const struct strbuf *text)
{
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0, len; i < text->len; i += len ? len : 1) {
		uint32_t c;

		len = utf8_decode(text->buf + i, text->len - i, &c);
		if (!len || (c < ' ' && c != '\t' && c != '\n') ||
		    (c >= 0x7f && c < 0xa0))
			strbuf_addch(&out, '?');
		else
			strbuf_add(&out, text->buf + i, len);
	}
	return out.len ? strbuf_detach(&out) : xstrdup("");
}

static void read_part(int fd, size_t from, size_t n, struct strbuf *out)
{
	char buf[4096];

	while (n) {
		size_t want = n < sizeof(buf) ? n : sizeof(buf);
		ssize_t got = pread(fd, buf, want, (off_t)from);

		if (got <= 0)
			return;
		strbuf_add(out, buf, got);
		from += got;
		n -= got;
	}
}

/* Append the file's first SIZE bytes, or as much as fits, in whole lines. */
static void read_head(int fd, size_t size, struct strbuf *out)
{
	size_t start = out->len, kept;

	if (size <= CHECK_DETAILS) {
		read_part(fd, 0, size, out);
		return;
	}
	read_part(fd, 0, CHECK_DETAILS, out);
	kept = out->len;
	while (kept > start && out->buf[kept - 1] != '\n')
		kept--;
	if (kept > start)
		strbuf_splice(out, kept, out->len - kept, "", 0);
	else
		strbuf_addch(out, '\n');
	strbuf_addf(out, "[cut here: %zu bytes more]\n",
		    size - (out->len - start));
}

/*
 * Put the last line that is not blank into LAST, if there is one, and return
 * where it begins. A check may have printed gigabytes: only its end is read.
 */
static size_t read_last(int fd, size_t size, struct strbuf *last)
{
	size_t from = size > LAST_LINE ? size - LAST_LINE : 0, start;

	read_part(fd, from, size - from, last);
	strbuf_rtrim(last);
	for (start = last->len; start && last->buf[start - 1] != '\n'; start--)
		;
	strbuf_splice(last, 0, start, "", 0);
	if (!last->len)
		return size;
	from += start;
	start = strspn(last->buf, " \t\r");
	strbuf_splice(last, 0, start, "", 0);
	if (last->len > SUMMARY) {
		strbuf_splice(last, SUMMARY, last->len - SUMMARY, "", 0);
		strbuf_addstr(last, "...");
	}
	return from;
}

/*
 * With LAST, the last line is kept apart. Returns 0, or < 0 if what was
 * printed cannot be read.
 */
static int read_output(const char *path, struct strbuf *details,
		       struct strbuf *last)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat sb;

	if (fd < 0)
		return -errno;
	if (!fstat(fd, &sb) && S_ISREG(sb.st_mode)) {
		size_t size = sb.st_size;

		if (last)
			size = read_last(fd, size, last);
		if (details->len && size &&
		    details->buf[details->len - 1] != '\n')
			strbuf_addch(details, '\n');
		read_head(fd, size, details);
	}
	close(fd);
	return 0;
}

/* --- one run ----------------------------------------------------------- */

struct run {
	struct check_task *tasks;
	char **tmp;	/* of each task: its folder while it runs, or NULL */
	size_t n, next;
};

static void set_result(struct check_result *r, enum check_outcome o,
		       const char *summary)
{
	struct strbuf text = STRBUF_INIT;

	check_result_release(r);
	r->outcome = o;
	strbuf_addstr(&text, summary);
	r->summary = clean(&text);
	r->details = xstrdup("");
	strbuf_release(&text);
}

static bool on_path(const char *tool)
{
	char *file = program_find(tool);
	bool found = file;

	free(file);
	return found;
}

/* "no perl, sparse (apt-get install perl sparse)", or nothing. */
static void missing_tools(const struct check *c, struct strbuf *out)
{
	struct strbuf install = STRBUF_INIT;

	for (size_t i = 0; i < c->tools.n; i++) {
		if (on_path(c->tools.v[i]))
			continue;
		strbuf_addf(out, "%s %s", out->len ? "," : "no", c->tools.v[i]);
		strbuf_addf(&install, " %s", c->packages.n ? c->packages.v[i] :
			    c->tools.v[i]);
	}
	if (out->len)
		strbuf_addf(out, " (apt-get install%s)", install.buf);
	strbuf_release(&install);
}

/* Set NAME to the absolute form of PATH; without one, unset it. */
static bool add_path(struct proc *p, const char *name, const char *path,
		     struct check_result *r)
{
	char *full, *why;

	if (!path) {
		strvec_push(&p->env, name);
		return true;
	}
	full = realpath(path, NULL);
	if (!full) {
		why = xstrfmt("cannot read %s: %s", path, strerror(errno));
		set_result(r, CHECK_NOT_STARTED, why);
		free(why);
		return false;
	}
	strvec_pushf(&p->env, "%s=%s", name, full);
	free(full);
	return true;
}

/* The file may have been replaced meanwhile (make, an upgrade). */
static void add_program(struct proc *p)
{
	static const char gone[] = " (deleted)";
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n < 0) {
		strvec_push(&p->env, "RESPIN");
		return;
	}
	path[n] = '\0';
	if (ends_with(path, gone))
		path[n - (ssize_t)strlen(gone)] = '\0';
	strvec_pushf(&p->env, "RESPIN=%s", path);
}

static bool add_env(struct proc *p, const struct check_env *env,
		    struct check_result *r)
{
	strvec_push(&p->env, "LC_ALL=C");
	strvec_push(&p->env, "LANGUAGE");
	if (env->base)
		strvec_pushf(&p->env, "RESPIN_BASE=%s", env->base);
	else
		strvec_push(&p->env, "RESPIN_BASE");
	strvec_pushf(&p->env, "RESPIN_IDS=%s", env->ids ?: "");
	add_program(p);
	return add_path(p, "RESPIN_LINUX", env->linux_dir, r) &&
	       add_path(p, "RESPIN_PATCH", env->patch, r) &&
	       add_path(p, "RESPIN_PATCHES", env->patches, r) &&
	       add_path(p, "RESPIN_SERIES", env->series, r);
}

/* A folder of this run's own: out, err, and tmp/, where it works. */
static char *make_tmp(const struct check_env *env, struct check_result *r)
{
	char *scratch = realpath(env->scratch, NULL), *tmp = NULL, *sub, *why;

	if (scratch) {
		tmp = xstrfmt("%s/check.XXXXXX", scratch);
		sub = mkdtemp(tmp) ? xstrfmt("%s/tmp", tmp) : NULL;
		if (sub && !mkdir(sub, 0777)) {
			free(scratch);
			free(sub);
			return tmp;
		}
		free(sub);
	}
	why = xstrfmt("cannot write to %s: %s", env->scratch, strerror(errno));
	set_result(r, CHECK_NOT_STARTED, why);
	free(why);
	scratch_free(tmp);
	free(scratch);
	return NULL;
}

/* Returns false if it is not to be run; its result says why. */
static bool prepare(struct run *run, size_t i, struct job *job)
{
	struct check_task *t = &run->tasks[i];
	struct strbuf missing = STRBUF_INIT;
	struct proc *p = &job->proc;
	char *tmp;

	if (t->check->untrusted)
		strbuf_addstr(&missing, "the series brings this program: give --trust-series if you have read it");
	else
		missing_tools(t->check, &missing);
	if (missing.len)
		set_result(&t->result, CHECK_SKIPPED, missing.buf);
	strbuf_release(&missing);
	if (t->result.outcome == CHECK_SKIPPED ||
	    !add_env(p, &t->env, &t->result))
		return false;
	tmp = run->tmp[i] = make_tmp(&t->env, &t->result);
	if (!tmp)
		return false;
	strvec_pushf(&p->argv, "%s/run", t->check->dir);
	strvec_pushf(&p->env, "TMPDIR=%s/tmp", tmp);
	strvec_pushf(&job->keep, "%s/tmp", tmp);
	strvec_pushf(&job->keep, "%s/out", tmp);
	strvec_pushf(&job->keep, "%s/err", tmp);
	p->dir = job->keep.v[0];
	p->out = job->keep.v[1];
	p->err = job->keep.v[2];
	p->timeout = t->check->timeout;
	jail_proc(p, job->keep.v[0], NULL);
	job->id = i;
	return true;
}

static int next_check(void *data, struct job *job)
{
	struct run *run = data;

	while (run->next < run->n) {
		if (prepare(run, run->next++, job))
			return 1;
		proc_release(&job->proc);
	}
	return 0;
}

static enum check_outcome outcome(const struct proc *p, bool said)
{
	switch (p->state) {
	case PROC_EXITED:
		if (said && !p->code)
			return CHECK_PASS;
		return said && p->code == WARN_STATUS ? CHECK_WARN : CHECK_FAIL;
	case PROC_TIMED_OUT:
		return CHECK_TIMED_OUT;
	case PROC_KILLED:
		return CHECK_KILLED;
	default:
		return CHECK_NOT_STARTED;
	}
}

/* A verdict that the machine had a part in is none. */
static void judge_machine(const struct proc *p, bool unread,
			  const struct strbuf *details, struct strbuf *last,
			  struct check_result *r)
{
	struct strbuf all = STRBUF_INIT;

	strbuf_addf(&all, "%s\n%s", last->buf, details->buf);
	if (unread || tool_end(p, all.buf) == TOOL_FAILED) {
		r->outcome = CHECK_TOOL_FAILED;
		strbuf_clear(last);
		if (unread)
			strbuf_addstr(last, "its output cannot be read");
		else
			tool_why(p, all.buf, last);
	}
	strbuf_release(&all);
}

static int check_done(void *data, struct job *job)
{
	struct strbuf last = STRBUF_INIT, details = STRBUF_INIT;
	struct run *run = data;
	struct check_result *r = &run->tasks[job->id].result;
	const struct proc *p = &job->proc;
	bool unread = p->state != PROC_NOT_STARTED &&
		      read_output(p->out, &details, &last);

	check_result_release(r);
	r->outcome = outcome(p, last.len > 0);
	r->seconds = p->state == PROC_NOT_STARTED ? 0 : p->seconds;
	if (p->state != PROC_EXITED || !last.len) {
		/* The summary is ours: what it said last is a detail. */
		if (last.len) {
			strbuf_addbuf(&details, &last);
			strbuf_addch(&details, '\n');
		}
		strbuf_clear(&last);
		proc_describe(p, &last);
		if (p->state == PROC_EXITED)
			strbuf_addstr(&last, " and said nothing");
	}
	unread |= p->state != PROC_NOT_STARTED &&
		  read_output(p->err, &details, NULL);
	if (p->state == PROC_EXITED)
		judge_machine(p, unread, &details, &last, r);
	r->summary = clean(&last);
	r->details = clean(&details);
	strbuf_release(&last);
	strbuf_release(&details);
	scratch_free(run->tmp[job->id]);
	run->tmp[job->id] = NULL;
	return 0;
}

int checks_run(int jobs, struct check_task *tasks, size_t n)
{
	struct run run = { .tasks = tasks, .n = n };
	int err;

	run.tmp = xcalloc(n ? n : 1, sizeof(*run.tmp));
	for (size_t i = 0; i < n; i++) {
		memset(&tasks[i].result, 0, sizeof(tasks[i].result));
		set_result(&tasks[i].result, CHECK_NOT_STARTED,
			   "not run: interrupted");
	}
	err = job_run(jobs, next_check, check_done, &run);
	for (size_t i = 0; i < n; i++)
		scratch_free(run.tmp[i]);
	free(run.tmp);
	return err;
}
