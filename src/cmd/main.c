// SPDX-License-Identifier: GPL-2.0-only
#include "base/jail.h"
#include "git/lib.h"
#include "cmd/cmd.h"
#include "git/tree.h"
#include "base/output.h"
#include "base/proc.h"
#include "base/util.h"
#include "base/version.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
	bool jail;	/* starts what others wrote */
} commands[] = {
	{ "try", cmd_try, "run one semantic patch on a kernel tree", true },
	{ "new", cmd_new, "make the folder of a series from semantic patches", true },
	{ "generate", cmd_generate, "make the series for a kernel tree", true },
	{ "status", cmd_status, "list which patches a tree has, needs or cannot take" },
	{ "explain", cmd_explain, "name the rule that made a line" },
	{ "compare", cmd_compare, "compare with other patches, by content" },
	{ "verify", cmd_verify, "compile every patch on every architecture", true },
	{ "store", cmd_store, "join the results of several machines" },
	{ "prove", cmd_prove, "prove that what is freed is released exactly once", true },
	{ "review", cmd_review, "show what was generated, missed and verified" },
	{ "split", cmd_split, "cut the patches by tree, maintainer or folder", true },
	{ "trailers", cmd_trailers, "collect Reviewed-by and other trailers for the next version" },
	{ "test", cmd_test, "run the rule tests of a series", true },
};

static void usage(FILE *to)
{
	fprintf(to, "usage: respin COMMAND [options] [arguments]\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-10s %s\n", commands[i].name,
			commands[i].help);
	fprintf(to, "\nrespin COMMAND --help and respin(1) describe the options.\n");
}

/* A full disk under stdout must not look like success. */
static int check_output(int ret)
{
	if (output_failed() &&
	    (ret == EXIT_OK || ret == EXIT_FINDINGS)) {
		error("cannot write to standard output");
		ret = EXIT_ENVIRONMENT;
	}
	return ret;
}

int main(int argc, char **argv)
{
	int ret;

	output_start();
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		usage(stdout);
		return check_output(EXIT_OK);
	}
	if (!strcmp(argv[1], "--version")) {
		proc_init();
		ret = jail_start();
		if (ret)
			return exit_code(ret);
		printf("respin %s, jail: %s\n", RESPIN_VERSION, jail_name());
		return check_output(EXIT_OK);
	}
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		proc_init();
		ret = commands[i].jail ? jail_start() : 0;
		if (ret)
			return exit_code(ret);
		ret = commands[i].run(argc - 1, argv + 1);
		git_stop();
		return check_output(ret);
	}
	error_user("no command '%s' (see respin --help)", argv[1]);
	return EXIT_USAGE;
}
