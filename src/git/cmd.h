/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cmd: one git command, run to its end. The one place that says which
 * environment and which configuration git sees, and what its failures mean.
 *
 * Of GIT_* git sees what says who and when (GIT_AUTHOR_*, GIT_COMMITTER_*)
 * and, in the user's repository, where its objects are; nothing else of it
 * (so no GIT_DIR, GIT_CONFIG_COUNT, GIT_DIFF_OPTS, GIT_TRACE). It starts no
 * hook, no fsmonitor, no pager, no external diff, no editor and no gc, and
 * asks nothing. Its complaints never get into its output.
 */
#ifndef RESPIN_GIT_CMD_H
#define RESPIN_GIT_CMD_H

#include "base/proc.h"

enum git_place {
	GIT_OURS,	/* a scratch repository, or none: what the user and the
			   system have configured does not count */
	GIT_THEIRS,	/* the user's repository: their configuration counts
			   (safe.directory stands there), but for what would
			   run a program */
};

struct git_cmd {
	struct proc proc;	/* in: add to argv, env, in and timeout */
	struct strbuf out;	/* out: stdout */
	char *why;		/* out, if it failed: one line, "" if there is
				   none */
	struct strbuf said;	/* out: all of stderr */
};

/* git_begin: "git -C DIR". git_release() it in any case. */
void git_begin(struct git_cmd *g, const char *dir, enum git_place place);

/*
 * git_run: returns 0; ERR_USER, not reported, if git ended by itself with
 * another exit status: it says no, and why; ERR_ENV after reporting what kept
 * it from answering: it could not be started, was killed, took too long,
 * printed too much, or its output could not be read; or ERR_INTERRUPTED.
 */
int __must_check git_run(struct git_cmd *g);

/*
 * git_must: git_run() where git has no reason to say no: that is reported,
 * too, as "cannot WHAT: ...", and is ERR_ENV.
 */
int __must_check git_must(struct git_cmd *g, const char *what);

void git_release(struct git_cmd *g);

#endif
