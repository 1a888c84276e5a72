// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>

#include "base/job.h"
#include "base/opt.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "gen/new.h"

static int parse(struct new_options *o, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 0, "dir", OPT_STRING, &o->dir, "DIR", "make this folder (default cocci/NAME)" },
		{ 0, "one-patch", OPT_FLAG, &o->one_patch, NULL, "all rules in one patch, not one for each" },
		{ 'D', "define", OPT_LIST, &o->try.defines, "NAME", "turn on this virtual rule (repeat)" },
		{ 0, "files", OPT_LIST, &o->try.files, "PATHSPEC", "the rules are for these files, or this folder, only (repeat)" },
		{ 'b', "base", OPT_STRING, &o->try.base, "REV", "base commit (default HEAD)" },
		{ 'j', "jobs", OPT_COUNT, &o->try.jobs, "N", "processes at a time (default: processors)" },
		{ 0, "timeout", OPT_COUNT, &o->try.timeout, "SECONDS", "limit for spatch on one file (default 120)" },
		{ 0, "no-cache", OPT_FLAG, &o->try.no_cache, NULL, "neither read nor write the caches" },
		{ 0, "allow-scripts", OPT_FLAG, &o->try.trust, NULL, "the rules may run scripts" },
		{ 0, "trust-series", OPT_FLAG, &o->try.trust, NULL, "the same" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"new", "NAME RULE.cocci... [LINUX]",
		"Make the folder of a new series from semantic patches: a manifest, messages,\n"
		"the rules with a header, and, with the kernel tree LINUX, rule tests cut from\n"
		"it. All or nothing; an existing folder is an error. Exit status: 0 done, 128 it\n"
		"could not be done, 129 wrong usage or a wrong rule, 130 interrupted.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv), last = argc;
	struct stat st;

	if (i < 0)
		return i;
	if (argc - i > 2 && !stat(argv[argc - 1], &st) && S_ISDIR(st.st_mode))
		o->tree = argv[--last];
	if (last - i < 2)
		return opt_usage(&cmd, "give a name, and a rule file or more");
	o->name = argv[i];
	for (int k = i + 1; k < last; k++)
		strvec_push(&o->rules, argv[k]);
	return 0;
}

int cmd_new(int argc, char **argv)
{
	struct new_options o = { .try.jobs = job_cpus() };
	int err = parse(&o, argc, argv);

	o.try.progress = want_progress(false);
	if (!err)
		err = new_series(&o);
	if (err == ERR_INTERRUPTED)
		error("interrupted; nothing was written");
	strvec_release(&o.rules);
	strvec_release(&o.try.defines);
	strvec_release(&o.try.files);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
