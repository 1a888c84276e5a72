// SPDX-License-Identifier: GPL-2.0-only
#include <unistd.h>

#include "base/fs.h"
#include "base/job.h"
#include "base/opt.h"
#include "base/output.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "gen/print.h"
#include "gen/try.h"

struct cmd_try {
	struct try_options o;
	struct try t;
	const char *out;
	bool diff, quiet, explain;
};

static int parse(struct cmd_try *c, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 0, "mode", OPT_STRING, &c->o.mode, "MODE", "patch, context, report or org (default: patch, if the rule has it)" },
		{ 'D', "define", OPT_LIST, &c->o.defines, "NAME", "turn on this virtual rule, too (repeat)" },
		{ 0, "files", OPT_LIST, &c->o.files, "PATHSPEC", "only these files, or this folder (repeat)" },
		{ 'b', "base", OPT_STRING, &c->o.base, "REV", "base commit (default HEAD)" },
		{ 0, "diff", OPT_FLAG, &c->diff, NULL, "print the diff" },
		{ 'o', "out", OPT_STRING, &c->out, "FILE", "write the diff, or what the rule prints, to FILE" },
		{ 'j', "jobs", OPT_COUNT, &c->o.jobs, "N", "processes at a time (default: processors)" },
		{ 'd', "explain", OPT_FLAG, &c->explain, NULL, "show candidates, hits, and all places left" },
		{ 'q', "quiet", OPT_FLAG, &c->quiet, NULL, "print only errors, and the diff" },
		{ 0, "timeout", OPT_COUNT, &c->o.timeout, "SECONDS", "limit for spatch on one file (default 120)" },
		{ 0, "no-cache", OPT_FLAG, &c->o.no_cache, NULL, "neither read nor write the caches" },
		{ 0, "allow-scripts", OPT_FLAG, &c->o.trust, NULL, "the rule may run scripts" },
		{ 0, "trust-series", OPT_FLAG, &c->o.trust, NULL, "the same" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"try", "RULE.cocci LINUX",
		"Run a semantic patch on the kernel tree LINUX as it is, without a series, and\n"
		"print what it changes and what it leaves. The tree does not change. Exit status:\n"
		"0 done, 1 places are left or files failed, 128 it could not be done, 129 wrong\n"
		"usage, 130 interrupted.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i >= 0 && argc - i != 2)
		return opt_usage(&cmd, "give one rule file and one kernel tree");
	return i;
}

/* Before the work, not behind it. */
static int check_out(const char *out)
{
	char *dir = xstrdup(out), *slash = strrchr(dir, '/');
	int err = 0;

	if (slash)
		slash[slash == dir] = '\0';
	if (access(slash ? dir : ".", W_OK))
		err = error_user("-o %s: there is no folder %s, or it is not writable",
				 out, slash ? dir : ".");
	free(dir);
	return err;
}

static int show(struct cmd_try *c)
{
	const struct try *t = &c->t;
	int err;

	if (!c->out && (c->diff || t->tell))
		print_raw(&t->text);
	if (!c->quiet)
		try_print(t, c->explain);
	fflush(stdout);
	try_errors(t, c->explain);
	if (!c->out)
		return 0;
	err = write_file_atomic(c->out, t->text.buf, t->text.len);
	if (err)
		return error("cannot write %s: %s", c->out, strerror(-err));
	if (!c->quiet)
		printf("%s: %s\n", t->tell ? "output" : "diff", c->out);
	return 0;
}

int cmd_try(int argc, char **argv)
{
	struct cmd_try c = { .o.jobs = job_cpus() };
	int i = parse(&c, argc, argv), err = i < 0 ? i : 0;

	if (!err && c.out)
		err = check_out(c.out);
	if (!err) {
		c.o.rule = argv[i];
		c.o.progress = want_progress(c.quiet);
		err = try_open(&c.t, &c.o, argv[i + 1]);
	}
	if (!err && !c.quiet)
		try_print_head(&c.t);
	if (!err)
		err = try_run(&c.t);
	if (!err)
		err = show(&c);
	if (!err)
		err = try_verdict(&c.t);
	if (err == ERR_INTERRUPTED)
		error("interrupted; nothing was written");
	try_release(&c.t);
	strvec_release(&c.o.defines);
	strvec_release(&c.o.files);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
