/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cmd: one git command, run to its end. This is the only place that decides
 * which environment and which configuration git sees, and what its failures
 * mean.
 *
 * Of the GIT_* variables, git sees only those for identity and dates
 * (GIT_AUTHOR_*, GIT_COMMITTER_*) and, in the user's repository, those for the
 * place of its objects (so no GIT_DIR, GIT_CONFIG_COUNT, GIT_DIFF_OPTS,
 * GIT_TRACE). It starts no hook, no fsmonitor, no pager, no external diff, no
 * editor and no gc, and asks no questions. Its error messages never get into
 * its output.
 */
#ifndef RESPIN_GIT_CMD_H
#define RESPIN_GIT_CMD_H

#include "base/proc.h"

enum git_place {
	GIT_OURS,	/* a scratch repository, or none: git ignores the
			   configuration of the user and of the system */
	GIT_THEIRS,	/* the user's repository: git reads their configuration
			   (for safe.directory), except keys that would run a
			   program */
};

struct git_cmd {
	struct proc proc;	/* in: add to argv, env, in and timeout */
	struct strbuf out;	/* out: stdout */
	char *why;		/* out, if it failed: git's message in one line,
				   or "" */
	struct strbuf said;	/* out: all of stderr */
};

/* git_begin: start with "git -C DIR". Call git_release() in any case. */
void git_begin(struct git_cmd *g, const char *dir, enum git_place place);

/*
 * git_run: returns 0; ERR_USER, not reported, if git ended by itself with
 * another exit status: git refuses, for the reason in `why`; ERR_ENV after
 * reporting why git gave no answer: it could not be started, was killed, took
 * too long, printed too much, or its output could not be read; or
 * ERR_INTERRUPTED.
 */
int __must_check git_run(struct git_cmd *g);

/*
 * git_must: git_run() for commands that git has no reason to refuse: a refusal
 * is also reported, as "cannot WHAT: ...", and is ERR_ENV.
 */
int __must_check git_must(struct git_cmd *g, const char *what);

void git_release(struct git_cmd *g);

#endif
