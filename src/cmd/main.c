// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/jail.h"
#include "base/nearest.h"
#include "git/lib.h"
#include "cmd/cmd.h"
#include "git/tree.h"
#include "base/output.h"
#include "base/proc.h"
#include "base/util.h"
#include "base/version.h"

static const struct command {
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
	{ "boot", cmd_boot, "boot kernels in QEMU, and count what they do not give back", true },
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
	fprintf(to, "  %-10s %s\n", "help", "print this, or with a COMMAND its help");
	fprintf(to, "  %-10s %s\n", "version", "print the version, and what jail there is");
	fprintf(to, "\nrespin help COMMAND and man respin-COMMAND describe the options.\n");
}

/* Their names, one a line: for shells, and to make the manual pages. */
static void list(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		printf("%s\n", commands[i].name);
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

/* The command NAME; or NULL, reported with what may have been meant. */
static const struct command *find_command(const char *name)
{
	struct strvec names = STRVEC_INIT;
	const char *near;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!strcmp(name, commands[i].name)) {
			strvec_release(&names);
			return &commands[i];
		}
		strvec_push(&names, commands[i].name);
	}
	near = nearest(name, &names);
	error_user("no command '%s' (%s%s%ssee respin --help)", name,
		   near ? "did you mean '" : "", near ?: "", near ? "'? " : "");
	strvec_release(&names);
	return NULL;
}

/* The manual page of a command: its heads, and what its own table says. */
static int man_page(char *name)
{
	static char page[] = "--man-page";
	const struct command *c = find_command(name);
	char *args[] = { name, page, NULL };

	if (!c)
		return EXIT_USAGE;
	printf(".\\\" SPDX-License-" "Identifier: GPL-2.0-only\n"
	       ".\\\" Made by respin --man-page %s.\n"
	       ".Dd %s\n.Dt RESPIN-", name, RESPIN_DATE);
	for (const char *p = name; *p; p++)
		putchar(toupper((unsigned char)*p));
	printf(" 1\n.Os\n.Sh NAME\n.Nm respin-%s\n.Nd %s\n", name, c->help);
	return c->run(2, args);
}

static int version(void)
{
	int err;

	proc_init();
	err = jail_start();
	if (err)
		return exit_code(err);
	printf("respin %s, jail: %s\n", RESPIN_VERSION, jail_name());
	return EXIT_OK;
}

static int run(int argc, char **argv)
{
	const struct command *c = find_command(argv[0]);
	int ret;

	if (!c)
		return EXIT_USAGE;
	proc_init();
	ret = c->jail ? jail_start() : 0;
	if (ret)
		return exit_code(ret);
	ret = c->run(argc, argv);
	git_stop();
	return ret;
}

static bool is_one_of(const char *s, const char *a, const char *b, const char *c)
{
	return !strcmp(s, a) || !strcmp(s, b) || !strcmp(s, c);
}

int main(int argc, char **argv)
{
	static char help[] = "--help";
	int ret = EXIT_OK;

	output_start();
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (is_one_of(argv[1], "--help", "-h", "help") && argc < 3) {
		usage(stdout);
	} else if (!strcmp(argv[1], "help")) {
		char *args[] = { argv[2], help, NULL };

		ret = run(2, args);
	} else if (is_one_of(argv[1], "--version", "-v", "version")) {
		ret = version();
	} else if (!strcmp(argv[1], "--list-commands")) {
		list();
	} else if (!strcmp(argv[1], "--man-page") && argc == 3) {
		ret = man_page(argv[2]);
	} else {
		ret = run(argc - 1, argv + 1);
	}
	return check_output(ret);
}
