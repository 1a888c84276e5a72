// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>

#include "base/output.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "base/job.h"
#include "base/opt.h"
#include "gen/print.h"
#include "gen/session.h"

static void print_json(const struct session *s)
{
	json_t *a = json_array();
	char *text;

	for (size_t i = 0; i < s->series.n; i++) {
		const struct patch_report *r = &s->apply.reports[i];

		json_array_append_new(a, json_pack("{s:s,s:s,s:s,s:s*}",
			"name", s->series.patches[i].name,
			"subject", s->series.patches[i].subject,
			"status", outcome_name(r->outcome), "why", r->why));
	}
	text = json_dumps(a, JSON_INDENT(1));
	output_text(text);
	free(text);
	json_decref(a);
}

static void print_text(const struct session *s)
{
	int open = 0, in = 0, not = 0, wait = 0;

	printf("respin: %s v%d (%zu patches) on ", s->series.name,
	       s->series.version, s->series.n);
	print_tree(&s->tree);
	putchar('\n');
	for (size_t i = 0; i < s->series.n; i++) {
		enum outcome o = s->apply.reports[i].outcome;

		open += o == OUTCOME_OPEN;
		in += o == OUTCOME_IN;
		not += o == OUTCOME_NOT_APPLICABLE;
		wait += o == OUTCOME_WAITS;
		print_patch(&s->apply, i, true);
	}
	printf("%d open, %d already in, %d not applicable", open, in, not);
	if (wait)
		printf(", %d wait%s for others", wait, wait == 1 ? "s" : "");
	putchar('\n');
}

/* Patch K is only not applicable yet. */
static void note_waits(struct session *s, size_t k)
{
	struct patch_report *r = &s->apply.reports[k];
	const struct patch *p = apply_waits(&s->apply, k);

	if (!p)
		return;
	free(r->why);
	r->outcome = OUTCOME_WAITS;
	r->why = xstrdup(p->name);
}

int cmd_status(int argc, char **argv)
{
	struct session_options so = { .jobs = job_cpus(),
				      .trust = true };	/* runs no rule */
	bool json = false, quiet = false;
	const struct opt opts[] = {
		{ 's', "series", OPT_STRING, &so.series, "NAME", "series: cocci/NAME, or a folder" },
		{ 'b', "base", OPT_STRING, &so.base, "REV", "commit to look at (default HEAD)" },
		{ 'j', "jobs", OPT_COUNT, &so.jobs, "N", "threads for the scan" },
		{ 'q', "quiet", OPT_FLAG, &quiet, NULL, "only the exit status" },
		{ 0, "json", OPT_FLAG, &json, NULL, "print JSON" },
		{ 0, "with", OPT_LIST, &so.with, "PATCH", "also this optional patch (repeat)" },
		{ 0, "fixes", OPT_FLAG, &so.fixes, NULL, "include the patches that fix the series" },
		{ 0, "no-cache", OPT_FLAG, &so.no_cache, NULL, "neither read nor write the scan cache" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"status", "LINUX",
		"For each patch of a series, say whether the tree already has it, has no use\n"
		"for it, or could take it (open). status tests the conditions of the manifest\n"
		"and runs no rule. A patch that needs what an open one brings waits for it.\n"
		"Exit status: 0 no patch is open, 1 a patch is open.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv), err = i < 0 ? i : 0;
	struct session s = { 0 };
	bool open = false;

	if (!err && argc - i != 1)
		err = opt_usage(&cmd, "give one kernel tree");
	so.progress = want_progress(quiet || json);
	if (!err)
		err = session_open(&s, &so, argv[i]);
	for (size_t k = 0; k < s.series.n && !err; k++) {
		struct patch_report *r = &s.apply.reports[k];

		r->outcome = apply_judge(&s.apply, k, &r->why);
		if (r->outcome == OUTCOME_NOT_APPLICABLE)
			note_waits(&s, k);
		if (r->outcome == OUTCOME_OPEN && !s.series.patches[k].wanted) {
			r->outcome = OUTCOME_NOT_WANTED;
			r->why = s.series.patches[k].fix ?
				xstrdup("a fix: --fixes") :
				xstrfmt("optional: --with %s",
					 s.series.patches[k].name);
		}
		open |= r->outcome == OUTCOME_OPEN;
	}
	if (!err && json)
		print_json(&s);
	else if (!err && !quiet)
		print_text(&s);
	session_close(&s);
	strvec_release(&so.with);
	if (err)
		return err == OPT_HELP ? EXIT_OK : exit_code(err);
	return open ? EXIT_FINDINGS : EXIT_OK;
}
