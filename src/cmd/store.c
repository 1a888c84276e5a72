// SPDX-License-Identifier: GPL-2.0-only
#include "base/opt.h"
#include "base/output.h"
#include "cmd/cmd.h"
#include "states/merge.h"

int cmd_store(int argc, char **argv)
{
	bool quiet = false;
	const struct opt opts[] = {
		{ 'q', "quiet", OPT_FLAG, &quiet, NULL, "print errors only" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"store", "merge TO FROM...",
		"Add the results of the stores FROM, of runs of verify or prove on this or other\n"
		"machines, to the store TO. All come in, or none: a store that is damaged or of\n"
		"another version stops it, and so do two results for the same input.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv), err = i < 0 ? i : 0;
	struct strvec from = STRVEC_INIT;
	struct merged m;

	if (!err && (argc - i < 1 || strcmp(argv[i], "merge")))
		err = opt_usage(&cmd, "give the action: merge");
	if (!err && argc - i < 3)
		err = opt_usage(&cmd, "give a store, and those to merge into it");
	for (int k = i + 2; !err && k < argc; k++)
		strvec_push(&from, argv[k]);
	if (!err)
		err = store_merge(argv[i + 1], &from, &m);
	if (!err && !quiet)
		printf("%s: %zu results of %zu store%s, %zu of them new\n",
		       argv[i + 1], m.rows, from.n, plural((long)from.n), m.new);
	strvec_release(&from);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
