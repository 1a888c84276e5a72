// SPDX-License-Identifier: GPL-2.0-only
#include "base/dir.h"
#include "base/datadir.h"
#include "cmd/cmd.h"
#include "send/collect.h"
#include "base/opt.h"
#include "report/outdir.h"
#include "report/series-json.h"

struct args {
	const char *series, *out;
	bool dry_run, quiet;
};

static int parse(struct args *a, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 's', "series", OPT_STRING, &a->series, "NAME", "the series: cocci/NAME, or a folder" },
		{ 'o', "out", OPT_STRING, &a->out, "DIR", "the patches as mailed (default: the newest output)" },
		{ 'n', "dry-run", OPT_FLAG, &a->dry_run, NULL, "print what is found, write nothing" },
		{ 'q', "quiet", OPT_FLAG, &a->quiet, NULL, "print errors only" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"trailers", "MBOX...",
		"Find Reviewed-by, Acked-by, Tested-by and similar trailers in people's replies,\n"
		"and add them to the file 'trailers' of the series: the next generate puts them\n"
		"on the patches. MBOX is an mbox (b4 mbox writes one), a maildir or a single\n"
		"mail. Exit status: 1 if a trailer was not taken.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i >= 0 && argc - i < 1)
		return opt_usage(&cmd, "give a mailbox");
	return i;
}

/* The patches as they were generated, if that was this series. */
static int read_made(struct mbox *made, const char *dir, const char *series)
{
	char *of = record_series(dir);
	struct strvec names = STRVEC_INIT, paths = STRVEC_INIT;
	int err = 0;

	if (of && !strcmp(of, series))
		err = dir_names(&names, dir);
	if (err)
		err = error("cannot read %s: %s", dir, strerror(-err));
	for (size_t i = 0; i < names.n; i++)
		if (ends_with(names.v[i], ".patch"))
			strvec_pushf(&paths, "%s/%s", dir, names.v[i]);
	if (!err)
		err = mbox_read_files(made, &paths);
	strvec_release(&names);
	strvec_release(&paths);
	free(of);
	return err;
}

static int collect(const struct args *a, const struct series *s, int n,
		   char **paths)
{
	char *out = a->out ? xstrdup(a->out) : NULL;
	struct mbox mbox = { 0 }, made = { 0 };
	struct trailers kept;
	struct collect c = { .series = s, .mbox = &mbox, .made = &made,
			     .to = &kept, .quiet = a->quiet };
	int err = trailers_read(&kept, s->dir);

	if (!err && !out)
		err = outdir_newest(&out);
	if (!err && out)
		err = read_made(&made, out, s->name);
	for (int i = 0; i < n && !err; i++)
		err = mbox_read(&mbox, paths[i]);
	if (!err)
		collect_all(&c);
	if (!err && c.added && !a->dry_run)
		err = trailers_write(&kept, s->dir);
	if (!err && !a->quiet)
		printf("%d new, %d known, %d not taken%s%s%s\n", c.added,
		       c.known, c.refused, c.added ? "; " : "",
		       !c.added ? "" : a->dry_run ? "nothing was written (dry run)" :
		       "kept in ", c.added && !a->dry_run ? s->dir : "");
	if (!err && c.refused)
		err = ERR_FINDING;
	trailers_release(&kept);
	mbox_release(&mbox);
	mbox_release(&made);
	free(out);
	return err;
}

int cmd_trailers(int argc, char **argv)
{
	struct args a = { 0 };
	struct series s = { 0 };
	int i = parse(&a, argc, argv), err = i < 0 ? i : 0;
	char *dir;

	if (!err) {
		dir = series_dir(a.series);
		err = dir ? series_read(&s, dir, true) : ERR_USER;
		free(dir);
	}
	if (!err)
		err = collect(&a, &s, argc - i, argv + i);
	series_release(&s);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
