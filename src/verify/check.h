/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * check: programs that judge a patch, or the whole series. A check is a
 * folder with a file `info` (git-config syntax) and an executable `run`;
 * verify/checks/README.md describes the interface. To add a check, add a
 * folder: the program contains no check's name.
 */
#ifndef RESPIN_CHECK_H
#define RESPIN_CHECK_H

#include "git/tree.h"
#include "base/strvec.h"
#include "report/verified.h"

enum check_scope {
	CHECK_PATCH,		/* run for each patch */
	CHECK_SERIES,		/* run once, on the tree after the last patch */
};

struct check {
	char *name;		/* of its folder */
	char *dir;		/* that folder, absolute */
	char *summary;		/* what it looks for, one line */
	enum check_scope scope;
	double timeout;		/* seconds, always > 0 */
	struct strvec tools;	/* programs that have to be on PATH */
	struct strvec packages;	/* Debian packages of these; or empty */
	bool untrusted;		/* a program of a series that the user does not
				   trust: not run */
	struct oid digest;	/* of all files in its folder, see below */
};

struct checks {
	struct check **v;	/* by folder of checks as read, then by name */
	size_t n, alloc;
};

/*
 * checks_read: append the checks in the folder DIR to CS, which begins as
 * all zero; call it again to add those of another folder. It ignores files
 * beside them, such as a README, and names that begin with a dot. The digest
 * covers names, executable bits and contents of everything in a check's
 * folder, so that equal digests mean equal checks (for symbolic links: the
 * target, and the content of a file there).
 *
 * Returns 0, also if DIR does not exist; nothing is added then, and the caller
 * knows whether that is an error. Otherwise < 0 after reporting one line:
 * ERR_USER for mistakes of the check's author (an unknown key, a bad scope or
 * timeout, no summary, no `run` or one that is not executable, a name that CS
 * already has), ERR_ENV if something cannot be read. Release CS in all cases.
 */
int __must_check checks_read(struct checks *cs, const char *dir);
void checks_release(struct checks *cs);

/*
 * checks_keep: drop the checks that are not in NAMES. Returns 0, or ERR_USER
 * after reporting a name that no check has.
 */
int __must_check checks_keep(struct checks *cs, const struct strvec *names);

/* The environment of a check. All borrowed; paths may be relative. */
struct check_env {
	const char *linux_dir;	/* source folder, with the patches up to and
				   with this one; a series' check: with all */
	const char *base;	/* id of the base of the first patch, or NULL */
	const char *patch;	/* patch file; NULL for a check of a series */
	const char *patches;	/* folder with all patch files */
	const char *series;	/* folder that the user gave (it may have a
				   series.json), or NULL */
	const char *ids;	/* of the patches, as reports have them, with
				   blanks between */
	const char *scratch;	/* existing folder; each run has one of its own
				   in there, its TMPDIR, gone afterwards */
};

struct check_result {
	enum check_outcome outcome;
	char *summary;		/* last line of its stdout that is not blank; or
				   ours, if the check did not finish */
	char *details;		/* its stdout before that line, then its stderr:
				   at most CHECK_DETAILS bytes of each, and a
				   line that says how much was cut; or "" */
	double seconds;		/* wall time; < 0: from the store, not known */
};

#define CHECK_DETAILS 65536

/* One check to run, and its result. */
struct check_task {
	const struct check *check;
	struct check_env env;
	struct check_result result;	/* out: to be released by the caller */
};

/*
 * checks_run: run n tasks, at most JOBS at a time; proc_init() comes before.
 * Both texts of every result are set (never NULL), valid UTF-8, and without
 * control characters except tab and, in details, newline. A check that exits
 * with 0 or 250 and prints no summary has failed.
 *
 * Returns 0, whatever the outcomes are, or ERR_INTERRUPTED; unfinished tasks
 * are then CHECK_NOT_STARTED. Prints nothing, leaves nothing behind.
 */
int __must_check checks_run(int jobs, struct check_task *tasks, size_t n);

void check_result_release(struct check_result *r);

#endif
