// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/cmd.h"
#include "base/opt.h"
#include "report/outdir.h"
#include "report/series-json.h"

int cmd_explain(int argc, char **argv)
{
	const char *out = NULL;
	const struct opt opts[] = {
		{ 'o', "out", OPT_STRING, &out, "DIR", "what generate wrote (default: the newest)" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"explain", "FILE:LINE",
		"Name the patch and the rule or edit that made a line. FILE is a path in the\n"
		"kernel, and LINE a line of that file after the last patch; or FILE is one of\n"
		"the patch files, and LINE a line of it that starts with + or -. Exit status:\n"
		"1 if the series did not make that line.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv), err = i < 0 ? i : 0;
	struct strbuf answer = STRBUF_INIT;
	char *dir = NULL, *colon = NULL;

	if (!err && argc - i == 1)
		colon = strrchr(argv[i], ':');
	if (!err && (!colon || atoi(colon + 1) < 1))
		err = opt_usage(&cmd, "give FILE:LINE");
	if (!err) {
		if (out)
			dir = xstrdup(out);
		else
			err = outdir_newest(&dir);
		if (!err && !dir)
			err = error("nothing in generated-patches/: run respin generate first, or give its folder with --out");
	}
	if (!err) {
		const char *file;

		*colon = '\0';
		file = argv[i];
		if (ends_with(file, ".patch") && strrchr(file, '/'))
			file = strrchr(file, '/') + 1;
		err = record_explain(dir, file, (size_t)atoi(colon + 1),
				     &answer);
	}
	if (!err)
		fputs(answer.buf, stdout);
	strbuf_release(&answer);
	free(dir);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
