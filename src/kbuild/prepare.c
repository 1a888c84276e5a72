// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <glob.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/jail.h"
#include "base/job.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/tool.h"
#include "kbuild/configure.h"
#include "kbuild/host.h"
#include "kbuild/tries.h"

/* --- steps ------------------------------------------------------------- */

enum step { DEFCONFIG, SET, OLDDEFCONFIG, PREPARE, LIST, LIST_ALL, DONE };

struct prepare {
	struct kbuild **v;
	size_t n;
	int make_jobs;		/* for each make */
};

static char *beside(const struct kbuild *kb, const char *ext)
{
	return xstrfmt("%s.%s", kb->obj, ext);
}

static void set_argv(const struct kbuild *kb, struct proc *p)
{
	const struct strvec *set = &kb->config->set;

	strvec_pushf(&p->argv, "%s/scripts/config", kb->src);
	strvec_push(&p->argv, "--file");
	strvec_pushf(&p->argv, "%s/.config", kb->obj);
	strvec_push(&p->argv, "--keep-case");
	for (size_t i = 0; i < set->n; i++) {
		const char *eq = strchr(set->v[i], '=');
		size_t n = eq ? (size_t)(eq - set->v[i]) : strlen(set->v[i]);
		char *name = xstrndup(set->v[i], n);

		/* To the end: if several of a choice are on, Kconfig takes the last. */
		strvec_pushl(&p->argv, "-u", name, "--set-val", name,
			     eq ? eq + 1 : "y", NULL);
		free(name);
	}
	p->timeout = KBUILD_TIMEOUT;
}

static void step_argv(const struct kbuild *kb, struct proc *p, int jobs)
{
	switch (kb->step) {
	case DEFCONFIG:
		kbuild_make(kb, p, jobs);
		strvec_push(&p->argv, kb->config->defconfig);
		break;
	case SET:
		set_argv(kb, p);
		break;
	case OLDDEFCONFIG:
	case PREPARE:
		kbuild_make(kb, p, jobs);
		strvec_push(&p->argv, kb->step == PREPARE ? "prepare" :
			    "olddefconfig");
		break;
	case LIST:
	case LIST_ALL:
		/* Quiet hides nothing. */
		kbuild_make(kb, p, 1);
		strvec_pushl(&p->argv, "-n", "-k", "C=2", "CHECK=sparse", NULL);
		for (size_t i = 0; kb->step == LIST && i < kb->ask.n; i++)
			strvec_push(&p->argv, kb->ask.v[i]);
		if (kb->step == LIST_ALL)
			strvec_pushl(&p->argv, "vmlinux", "modules", NULL);
		break;
	}
}

static bool any_busy(const struct prepare *pr)
{
	for (size_t i = 0; i < pr->n; i++)
		if (pr->v[i]->busy)
			return true;
	return false;
}

/*
 * May the next step of KB begin? The tools are built in one folder, and others
 * wait for them.
 */
static bool may_begin(const struct prepare *pr, struct kbuild *kb)
{
	if (kb->busy || kb->step == DONE)
		return false;
	if (kb->step <= PREPARE && !kb->seeded &&
	    !kbuild_seed(kb, any_busy(pr)))
		return false;
	if (kb->result != KBUILD_OK)
		kb->step = DONE;
	return kb->step != DONE;
}

static int step_next(void *data, struct job *job)
{
	struct prepare *pr = data;
	struct kbuild *kb = NULL;
	char *path;

	for (size_t i = 0; i < pr->n && !kb; i++)
		if (may_begin(pr, pr->v[i])) {
			kb = pr->v[i];
			job->id = i;
		}
	if (!kb)
		return any_busy(pr) ? JOB_LATER : JOB_NONE;
	kb->busy = true;
	step_argv(kb, &job->proc, pr->make_jobs);
	if (kb->step >= PREPARE)
		tries_begin(kb, &job->proc);
	if (kb->step == SET)
		jail_proc(&job->proc, kb->obj, NULL);
	else
		host_jail(kb, &job->proc, true);
	path = beside(kb, "log");
	job->proc.out = strvec_push(&job->keep, path);
	free(path);
	if (kb->step >= LIST) {
		job->proc.err = job->proc.out;
		path = beside(kb, "units.new");
		job->proc.out = strvec_push(&job->keep, path);
		free(path);
	}
	return JOB_READY;
}

/* WHAT, which is freed, and where to read on. */
static void set_why(struct kbuild *kb, char *what)
{
	struct strbuf why = STRBUF_INIT;

	kbuild_neutral(kb, what, &why);
	strbuf_addf(&why, " (see obj/%s.log in the work folder)",
		    path_base(kb->obj));
	free(kb->why);
	kb->why = strbuf_detach(&why);
	free(what);
}

/* The line of a log that says what went wrong. */
static void step_failed(struct kbuild *kb, const struct proc *p)
{
	static const char *const steps[] = {
		"the defconfig", "scripts/config", "olddefconfig", "prepare",
		"make -n", "make -n"
	};
	char *log = beside(kb, "log");
	struct strbuf text = STRBUF_INIT, how = STRBUF_INIT;
	const char *line = NULL;
	bool no_answer = strbuf_read_file(&text, log) ||
			 tool_end(p, text.buf) == TOOL_FAILED;

	if (no_answer) {
		tool_why(p, text.buf, &how);
	} else {
		line = strstr(text.buf, "error: ");
		line = line ?: strstr(text.buf, "*** ");
		proc_describe(p, &how);
	}
	set_why(kb, line ? xstrfmt("%s: %.*s", steps[kb->step],
				   (int)strcspn(line, "\n"), line) :
			   xstrfmt("%s %s", steps[kb->step], how.buf));
	kb->result = no_answer ? KBUILD_TOOL_FAILED :
		     kb->step == DEFCONFIG ? KBUILD_NO_CONFIG : KBUILD_FAILED;
	kb->step = DONE;
	strbuf_release(&text);
	strbuf_release(&how);
	free(log);
}

/* An option that did not stick is shown: the tree may not have it. */
static int check_set(struct kbuild *kb)
{
	const struct strvec *set = &kb->config->set;
	char *path = xstrfmt("%s/.config", kb->obj);
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, path);

	for (size_t i = 0; i < set->n && !err; i++) {
		const char *eq = strchr(set->v[i], '=');
		bool off = eq && !strcmp(eq, "=n");
		char *line = off ?
			xstrfmt("\nCONFIG_%.*s=", (int)(eq - set->v[i]),
				set->v[i]) :
			xstrfmt("\nCONFIG_%s%s\n", set->v[i], eq ? "" : "=y");
		bool found = strstr(text.buf, line);

		if (found == off)
			strvec_push(&kb->not_set, set->v[i]);
		free(line);
	}
	strbuf_release(&text);
	free(path);
	return err;
}

/* What prepare compiled itself is in no list: see the .cmd files. */
static int take_generators(struct kbuild *kb)
{
	static const char *const patterns[] = {
		"kernel/.bounds.s.cmd", "kernel/sched/.*.s.cmd",
		"arch/*/kernel/.asm-offsets.s.cmd", "arch/*/*/.asm-offsets.s.cmd"
	};
	struct strbuf text = STRBUF_INIT;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(patterns) && !err; i++) {
		char *pattern = xstrfmt("%s/%s", kb->obj, patterns[i]);
		glob_t g = { 0 };
		int got = glob(pattern, 0, NULL, &g);

		if (got && got != GLOB_NOMATCH)
			err = -EIO;
		for (size_t k = 0; !got && k < g.gl_pathc && !err; k++) {
			strbuf_clear(&text);
			err = strbuf_read_file(&text, g.gl_pathv[k]);
			if (!err)
				kbuild_parse_saved(kb, text.buf);
		}
		globfree(&g);
		free(pattern);
	}
	strbuf_release(&text);
	return err;
}

/*
 * What an object folder is good for: the key, the source folder and the cache
 * that its commands name, and the configuration that was made there. Somebody who
 * says make in it by hand may change that. NULL: it has none that can be read.
 */
static char *stamp_of(const struct kbuild *kb)
{
	static const char *const FILES[] = {
		".config", "include/generated/autoconf.h",
	};
	struct strbuf text = STRBUF_INIT;
	char *digest, *stamp, *cache = host_cache(kb);
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(FILES) && !err; i++) {
		char *path = xstrfmt("%s/%s", kb->obj, FILES[i]);

		err = strbuf_read_file(&text, path);
		if (err == -ENOENT && i)
			err = 0;
		free(path);
	}
	digest = hash_hex(text.buf, text.len);
	stamp = err ? NULL : xstrfmt("%s %s %s%s\n", kb->key, digest, kb->src,
				     cache ? " ccache" : "");
	strbuf_release(&text);
	free(digest);
	free(cache);
	return stamp;
}

/*
 * Stamp the folder, with the list that was just made, as good for its key. The
 * list is good for what was asked: that is written last, and goes first.
 */
static int keep_list(struct kbuild *kb)
{
	char *list = beside(kb, "units.new"), *keep = beside(kb, "units");
	char *stamp = beside(kb, "key"), *text = stamp_of(kb);
	char *asked = beside(kb, "asked"), *what = kbuild_asked(kb);
	int err = text ? 0 : -EIO;

	if (!err && unlink(asked) && errno != ENOENT)
		err = -errno;
	if (!err && rename(list, keep))
		err = -errno;
	if (!err)
		err = write_file_atomic(stamp, text, strlen(text));
	if (!err)
		err = write_file_atomic(asked, what, strlen(what));
	free(text);
	free(list);
	free(keep);
	free(stamp);
	free(asked);
	free(what);
	return err;
}

/* Read the list; with FRESH, keep it, and stamp the folder with its key. */
static void take_list(struct kbuild *kb, bool fresh)
{
	char *list = beside(kb, fresh ? "units.new" : "units");
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, list);

	if (!err && kbuild_parse(kb, text.buf)) {
		kb->result = KBUILD_FAILED;
	} else if (!err && !kb->n) {
		set_why(kb, xstrdup("make -n lists no unit"));
		kb->result = KBUILD_FAILED;
	} else {
		if (!err)
			err = take_generators(kb);
		if (!err)
			err = check_set(kb);
		if (!err && fresh)
			err = keep_list(kb);
		kb->prepared = !err;
	}
	if (err) {
		set_why(kb, xstrfmt("what make left cannot be used: %s",
				    strbuf_read_error(err)));
		kb->result = KBUILD_TOOL_FAILED;
	}
	kb->step = DONE;
	strbuf_release(&text);
	free(list);
}

/*
 * The list of all ends where an object is missing: its status says nothing. In
 * a list of folders nothing is missing, or all of it is asked for.
 */
static enum tool_end list_end(const struct kbuild *kb, const struct proc *p)
{
	char *log = beside(kb, "log"), *list = beside(kb, "units.new");
	struct strbuf text = STRBUF_INIT;
	enum tool_end end = TOOL_FAILED;

	if (!strbuf_read_file(&text, log))
		end = tool_end(p, text.buf);
	if (end == TOOL_NO && kb->step == LIST_ALL)
		end = TOOL_YES;
	strbuf_clear(&text);
	/* No unit at all: a tree that does not build by folder. */
	if (end == TOOL_YES && kb->step == LIST &&
	    (strbuf_read_file(&text, list) || !strstr(text.buf, " -c -o ")))
		end = TOOL_NO;
	strbuf_release(&text);
	free(log);
	free(list);
	return end;
}

static void list_done(struct kbuild *kb, const struct proc *p)
{
	switch (list_end(kb, p)) {
	case TOOL_YES:
		take_list(kb, true);
		break;
	case TOOL_NO:
		kb->step = LIST_ALL;
		break;
	case TOOL_FAILED:
		step_failed(kb, p);
		break;
	}
}

static int step_done(void *data, struct job *job)
{
	struct prepare *pr = data;
	struct kbuild *kb = pr->v[job->id];
	const struct proc *p = &job->proc;

	kb->busy = false;
	kb->cpu += p->cpu;
	if (kb->step >= PREPARE && p->state == PROC_EXITED && !p->code)
		tries_keep(kb);
	if (kb->step >= LIST) {
		list_done(kb, p);
		return 0;
	}
	if (p->state != PROC_EXITED || p->code) {
		step_failed(kb, p);
		return 0;
	}
	if (kb->step == PREPARE)
		kbuild_lend_tools(kb);
	kb->step++;
	if (kb->step == SET && !kb->config->set.n)
		kb->step++;
	if (kb->step == LIST && !kb->ask.n)
		kb->step++;
	return 0;
}

/* Does the file of KB with the extension EXT hold TEXT? NULL: no. */
static bool holds(const struct kbuild *kb, const char *ext, const char *text)
{
	char *path = beside(kb, ext);
	struct strbuf have = STRBUF_INIT;
	bool same = text && !strbuf_read_file(&have, path) &&
		    !strcmp(have.buf, text);

	strbuf_release(&have);
	free(path);
	return same;
}

/* Is the folder, from before, what would come out? Its list may be another. */
static bool kept(struct kbuild *kb)
{
	char *want = stamp_of(kb), *asked = kbuild_asked(kb);
	bool same = holds(kb, "key", want);
	char *path = beside(kb, "key");

	if (!same)
		unlink(path);
	else if (holds(kb, "asked", asked))
		take_list(kb, false);
	else
		kb->step = kb->ask.n ? LIST : LIST_ALL;
	free(want);
	free(asked);
	free(path);
	return same && (kb->prepared || kb->step != DONE);
}

static void start_anew(struct kbuild *kb)
{
	int err = remove_tree(kb->obj);

	kb->result = KBUILD_OK;
	kb->configured = kb->seeded = false;
	free(kb->why);
	kb->why = NULL;
	if (!err)
		err = make_dirs(kb->obj);
	if (err) {
		kb->why = xstrfmt("cannot write to %s: %s", kb->obj,
				  strerror(-err));
		kb->result = KBUILD_TOOL_FAILED;
	} else {
		kb->step = DEFCONFIG;
	}
}

int kbuild_prepare(struct kbuild **kbs, size_t n, int jobs)
{
	struct prepare pr = { .v = kbs, .n = n };
	struct kbuild **fresh = xcalloc(n + 1, sizeof(*fresh));
	size_t todo = 0, n_fresh = 0;
	int err;

	for (size_t i = 0; i < n; i++) {
		struct kbuild *kb = kbs[i];

		kb->step = DONE;
		if (kb->result != KBUILD_OK || kb->prepared)
			continue;
		if (!kept(kb))
			start_anew(kb);
		todo += kb->step != DONE;
		if (kb->step == DEFCONFIG)
			fresh[n_fresh++] = kb;
	}
	err = kbuild_configure(fresh, n_fresh, jobs);
	for (size_t i = 0; i < n_fresh; i++)
		if (fresh[i]->configured)
			fresh[i]->step = PREPARE;
	pr.make_jobs = todo ? (jobs + (int)todo - 1) / (int)todo : 1;
	if (!err && todo)
		err = job_run(jobs, step_next, step_done, &pr);
	free(fresh);
	return err;
}
