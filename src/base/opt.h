/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * opt: command line options from a table, over getopt_long(). Options and
 * other arguments may come in any order. The help, the manual page of a command
 * (--man-page) and what shells complete (--completion-helper, as in git) come
 * from the same table.
 */
#ifndef RESPIN_OPT_H
#define RESPIN_OPT_H

#include "base/strvec.h"

enum opt_kind {
	OPT_FLAG,	/* bool *: set to true */
	OPT_STRING,	/* const char **: borrowed from argv */
	OPT_LIST,	/* struct strvec *: may be given again */
	OPT_COUNT,	/* int *: a number from 1 on */
};

struct opt {
	char short_name;	/* 0: none */
	const char *name;
	enum opt_kind kind;
	void *to;
	const char *arg;	/* name of the argument in the help, or NULL */
	const char *help;
};

/* A command, for its help and its errors. */
struct opt_command {
	const char *name;
	const char *args;	/* "LINUX" */
	const char *help;	/* what it does, lines of up to 78 columns */
	const struct opt *opts;	/* ends with a NULL name */
};

/*
 * opt_parse: returns the index in argv of the first argument that is not an
 * option (those move to the end), OPT_HELP after printing the help or one of the
 * other two, or ERR_USER after reporting.
 */
#define OPT_HELP -100
int opt_parse(const struct opt_command *cmd, int argc, char **argv);

/* opt_usage: report that the arguments are wrong. Returns ERR_USER. */
int opt_usage(const struct opt_command *cmd, const char *what);

#endif
