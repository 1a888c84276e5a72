/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * error: what went wrong, for a person and for the exit code.
 *
 * Errors come in three tiers. A library function reports what went wrong
 * once, with error(), and returns a negative number. A command turns that
 * into an exit code. What cannot happen is BUG().
 */
#ifndef RESPIN_ERROR_H
#define RESPIN_ERROR_H

/* The caller has to use the return value. */
#define __must_check __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Exit codes; the manual page lists them. */
enum {
	EXIT_OK = 0,
	EXIT_FINDINGS = 1,	/* done, but something needs a look */
	EXIT_ENVIRONMENT = 128,	/* could not be done: tree, tool, disk */
	EXIT_USAGE = 129,	/* the command line or a manifest is wrong */
	EXIT_INTERRUPTED = 130,	/* SIGINT or SIGTERM; nothing was written */
};

/*
 * What a library function returns when it fails. The command derives its exit
 * code from it: ERR_USER is for the user to fix (a typing mistake, a bad
 * manifest), ERR_FINDING is a result (a rule missed something),
 * ERR_INTERRUPTED is a signal; all others are faults of the environment.
 */
enum {
	ERR_ENV = -1,
	ERR_USER = -2,
	ERR_FINDING = -3,
	ERR_INTERRUPTED = -4,
	ERR_TOOL = -5,	/* a tool gave no answer (base/tool.h); not reported,
			   the function that started it knows the reason */
};

/* exit_code: the exit code that belongs to a library function's result. */
int exit_code(int err);

/* error: print "respin: MESSAGE" on stderr, one line. Returns ERR_ENV. */
int error(const char *fmt, ...) PRINTF(1, 2);
/* error_user, error_finding: the same, for the other tiers. */
int error_user(const char *fmt, ...) PRINTF(1, 2);
int error_finding(const char *fmt, ...) PRINTF(1, 2);
/*
 * error_read: the same for a file that the user named and that cannot be read;
 * ERR is -errno. Returns ERR_USER if the user can fix that (the file does not
 * exist, it is a folder), ERR_ENV if the machine fails.
 */
int __must_check error_read(int err, const char *fmt, ...) PRINTF(2, 3);
/* warning: print "respin: warning: MESSAGE" on stderr. */
void warning(const char *fmt, ...) PRINTF(1, 2);

#endif
