// SPDX-License-Identifier: GPL-2.0-only
#include "base/datadir.h"
#include "base/job.h"
#include "base/opt.h"
#include "base/output.h"
#include "base/progress.h"
#include "boot/report.h"
#include "cmd/cmd.h"
#include "report/outdir.h"
#include "states/setup.h"

struct booter {
	struct setup_options o;
	const char *boot_data, *report_path;
	struct strvec archs, patches;
	int jobs, timeout;
	bool quiet, json, again, all, light, progress;

	struct setup s;
	struct machines machines;
	const struct machine **picked;
	size_t n, done;
	size_t *states;
	size_t n_states;
	struct boot b;
	struct boot_found *found;
	double start;
};

static int parse(struct booter *br, int argc, char **argv)
{
	const struct opt opts[] = {
		{ 'b', "base", OPT_STRING, &br->o.base, "REV", "commit that the patches apply to (default HEAD, or A)" },
		{ 'a', "arch", OPT_LIST, &br->archs, "NAME", "only this architecture or machine (repeat)" },
		{ 0, "patch", OPT_LIST, &br->patches, "K", "only after patch K, or after A..B; 0 is the base (repeat)" },
		{ 0, "all", OPT_FLAG, &br->all, NULL, "after every patch, not only the base and the last one" },
		{ 'n', "no-patches", OPT_FLAG, &br->o.alone, NULL, "boot the tree as it is" },
		{ 0, "light", OPT_FLAG, &br->light, NULL, "kernels without KASAN, lockdep and the like: a third of the time" },
		{ 0, "timeout", OPT_COUNT, &br->timeout, "SECONDS", "for one boot (default: the machine's)" },
		{ 'j', "jobs", OPT_COUNT, &br->jobs, "N", "processes at a time (default: processors)" },
		{ 0, "again", OPT_FLAG, &br->again, NULL, "boot even what is known" },
		{ 0, "store", OPT_STRING, &br->o.store, "FILE", "results (default: verify-10.db in the cache)" },
		{ 0, "work", OPT_STRING, &br->o.work, "DIR", "sources and objects (default build/verify)" },
		{ 0, "arch-data", OPT_STRING, &br->o.arch_data, "DIR", "architectures (default verify/arch)" },
		{ 0, "boot-data", OPT_STRING, &br->boot_data, "DIR", "machines (default verify/boot)" },
		{ 'q', "quiet", OPT_FLAG, &br->quiet, NULL, "print errors only" },
		{ 0, "report", OPT_STRING, &br->report_path, "FILE", "write a JSON report (default: respin/boot.json beside the patches)" },
		{ 0, "json", OPT_FLAG, &br->json, NULL, "print JSON" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"boot", "LINUX [PATCHES]",
		"Build a small kernel of the base and of the last patch for each machine in\n"
		"verify/boot, run it in QEMU, let it make and free objects in rounds, and\n"
		"compare the kernel's own count of them from round to round. PATCHES is as for\n"
		"verify. Exit status: 1 if a kernel leaks, complains, cannot be built or does\n"
		"not come to its end; with --arch, also if one of these was not looked at.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv);

	if (i < 0)
		return i;
	if (argc - i < 1 || argc - i > 2)
		return opt_usage(&cmd, "give a kernel tree, and perhaps patches");
	if (br->o.alone && (argc - i > 1 || br->patches.n || br->all))
		return opt_usage(&cmd, "--no-patches takes neither patches nor --patch nor --all");
	if (br->all && br->patches.n)
		return opt_usage(&cmd, "--patch or --all");
	return i;
}

/* A number of S, up to END, no larger than LAST. */
static bool number(const char *s, const char *end, size_t last, size_t *n)
{
	char *stop;

	if (*s < '0' || *s > '9')
		return false;
	*n = strtoul(s, &stop, 10);
	return stop == end && *n <= last;
}

/* "7", "7..9" */
static int mark_states(const char *arg, size_t last, bool *wanted)
{
	const char *dots = strstr(arg, ".."), *end = arg + strlen(arg);
	size_t a, b;

	if (!number(arg, dots ?: end, last, &a) ||
	    !number(dots ? dots + 2 : arg, end, last, &b) || a > b)
		return error_user("--patch %s: give K or A..B, from 0 (the base) to %zu",
				  arg, last);
	for (; a <= b; a++)
		wanted[a] = true;
	return 0;
}

static int pick_states(struct booter *br)
{
	size_t last = br->s.co.patches.n;
	bool *wanted = xcalloc(last + 1, sizeof(*wanted));
	int err = 0;

	for (size_t i = 0; i < br->patches.n && !err; i++)
		err = mark_states(br->patches.v[i], last, wanted);
	br->states = xcalloc(last + 1, sizeof(*br->states));
	for (size_t k = 0; k <= last; k++)
		if (br->all || wanted[k] ||
		    (!br->patches.n && (!k || k == last)))
			br->states[br->n_states++] = k;
	free(wanted);
	return err;
}

static void show(void *data, const struct machine *m, size_t state,
		 const char *what)
{
	struct booter *br = data;
	double t = now() - br->start;

	if (!br->progress)
		return;
	if (br->done)
		progress_line("[%zu/%zu] %s, patch %zu: %s, %.0f min left",
			      br->done + 1, br->n, m->config.id, state, what,
			      t / (double)br->done *
			      (double)(br->n - br->done) / 60);
	else
		progress_line("[%zu/%zu] %s, patch %zu: %s", br->done + 1,
			      br->n, m->config.id, state, what);
}

/* The machines are ours: what setup knows by a name of --arch is not asked. */
static int open_all(struct booter *br, char **args, int n)
{
	static const struct strvec none;
	char *dir = br->boot_data ? xstrdup(br->boot_data) :
		    data_path("verify/boot");
	int err;

	br->o.archs = &none;
	br->o.progress = br->progress;
	err = setup_open(&br->s, &br->o, args[0], n > 1 ? args[1] : NULL);
	if (!err)
		err = machines_read(&br->machines, dir, &br->s.arches,
				    br->light);
	if (!err)
		err = machines_pick(&br->machines, &br->archs, &br->picked,
				    &br->n);
	if (!err)
		err = pick_states(br);
	br->b = (struct boot){
		.co = &br->s.co, .store = br->s.store,
		.machines = &br->machines, .obj = br->s.obj, .jobs = br->jobs,
		.timeout = br->timeout, .again = br->again,
		.states = br->states, .n_states = br->n_states,
		.progress = show, .data = br,
	};
	free(dir);
	return err;
}

static int run(struct booter *br, struct boot_report *r)
{
	bool text = !br->quiet && !br->json;
	int err = 0;

	if (text)
		print_boot_head(r);
	br->found = xcalloc(br->n + 1, sizeof(*br->found));
	for (size_t i = 0; i < br->n && !err; i++) {
		err = boot_machine(&br->b, br->picked[i], &br->found[i]);
		if (br->progress)
			progress_clear();
		if (!err && text)
			print_boot_found(r, &br->found[i]);
		br->done++;
	}
	r->found = br->found;
	r->n = br->n;
	return err;
}

static int finish(struct booter *br, struct boot_report *r)
{
	bool whole = !br->patches.n && !br->archs.n;
	char *path = setup_report(&br->s, br->report_path, whole, BOOT_NAME);
	size_t counts[BOOT_FAILED + 1], none;
	char *text;
	int err;

	r->seconds = now() - br->start;
	err = boot_sum(r);
	if (!err && path) {
		text = booted_text(&r->out, false);
		err = outdir_write(path, text);
		free(text);
	}
	r->path = path;
	if (!err && br->json) {
		text = booted_text(&r->out, true);
		output_text(text);
		free(text);
	} else if (!err && !br->quiet) {
		print_boot_end(r);
	}
	r->path = NULL;
	free(path);
	if (err)
		return err;
	none = booted_count(&r->out, counts);
	if (counts[BOOT_FAILED])
		return error("%zu kernel%s not booted, because a tool failed; run the same command again",
			     counts[BOOT_FAILED],
			     counts[BOOT_FAILED] == 1 ? " is" : "s are");
	return booted_bad(&r->out) || (br->archs.n && none) ||
	       br->s.co.failed ? ERR_FINDING : 0;
}

/* With what changes results: the command as given, or for another machine. */
static char *command_of(struct booter *br, bool portable, char **args, int n)
{
	const struct setup_option more[] = {
		{ "--boot-data", br->boot_data },
	};
	char *command = portable ?
		setup_portable(&br->s, "boot", &br->o, more, ARRAY_SIZE(more),
			       args, n) :
		setup_command("boot", &br->o, more, ARRAY_SIZE(more), args, n);
	char *whole = xstrfmt("%s%s", command, br->light ? " --light" : "");

	free(command);
	return whole;
}

static void release(struct booter *br)
{
	for (size_t i = 0; br->found && i < br->n; i++)
		boot_found_release(&br->found[i]);
	free(br->found);
	free(br->picked);
	free(br->states);
	machines_release(&br->machines);
	setup_release(&br->s);
	strvec_release(&br->archs);
	strvec_release(&br->patches);
}

int cmd_boot(int argc, char **argv)
{
	struct booter br = { .jobs = job_cpus(), .start = now() };
	int i = parse(&br, argc, argv), err = i < 0 ? i : 0;
	struct boot_report r = { .b = &br.b, .tree = &br.s.tree };
	char *command = NULL, *portable = NULL;

	br.progress = want_progress(br.quiet || br.json);
	if (!err)
		err = open_all(&br, argv + i, argc - i);
	if (!err) {
		command = command_of(&br, false, argv + i, argc - i);
		portable = command_of(&br, true, argv + i, argc - i);
		r.command = command;
		r.portable = portable;
		err = run(&br, &r);
	}
	if (err == ERR_INTERRUPTED)
		error("interrupted; the same command continues from here");
	if (!err)
		err = finish(&br, &r);
	boot_report_release(&r);
	release(&br);
	free(command);
	free(portable);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
