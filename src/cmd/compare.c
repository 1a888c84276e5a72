// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/output.h"
#include "cmd/cmd.h"
#include "compare/compare.h"
#include "base/opt.h"
#include "report/outdir.h"

#define COLUMNS 80
#define SUBJECT 42	/* columns */

/* --- as text ----------------------------------------------------------- */

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 127;
}

/*
 * Print S on WIDTH columns at most; PAD fills up to them. What a patch has
 * to say must not reach the terminal as a command.
 */
static void print_cut(const char *s, int width, bool pad)
{
	int columns = 0, at = 0;

	s += strspn(s, " \t");
	for (const char *p = s; *p; p++)
		columns += (*p & 0xc0) != 0x80;
	for (; *s; s++) {
		bool begins = (*s & 0xc0) != 0x80;

		if (begins && columns > width && at == width - 2) {
			fputs("..", stdout);
			at = width;
			break;
		}
		at += begins;
		putchar(*s == '\t' ? ' ' : is_control(*s) ? '?' : *s);
	}
	if (pad && at < width)
		printf("%*s", width - at, "");
}

static void print_excerpt(const char *who, const struct excerpt *e)
{
	if (!e->text) {
		printf("           %-6s nothing there\n", who);
		return;
	}
	printf("           %-6s %c%5u: ", who, e->sign, e->line);
	print_cut(e->text, COLUMNS - 27, false);
	putchar('\n');
}

static void print_near(const struct excerpt *e, const char *where)
{
	if (!e->near)
		return;
	printf("           %14s: ", where);
	print_cut(e->near, COLUMNS - 27, false);
	putchar('\n');
}

static void print_file(const struct file_result *r)
{
	const char *near = r->near_behind ? "before" : "behind";

	fputs("         ", stdout);
	print_cut(r->path, COLUMNS - 24, false);
	printf(": %s\n", compare_verdict_name(r->verdict));
	if (r->note) {
		fputs("           ", stdout);
		print_cut(r->note, COLUMNS - 11, false);
		putchar('\n');
	}
	if (r->verdict != DIFFERENT || (!r->ours.text && !r->theirs.text))
		return;
	print_excerpt("ours", &r->ours);
	print_near(&r->ours, near);
	print_excerpt("theirs", &r->theirs);
	print_near(&r->theirs, near);
}

static void print_number(size_t number)
{
	if (number)
		printf("  %02zu", number);
	else
		fputs("  --", stdout);
}

static void print_verdict(const struct pair *p)
{
	const char *on = "";

	if (output_colour())
		on = p->verdict < DIFFERENT ? "\033[32m" : "\033[31m";
	printf(" %s%-11s%s ", on, compare_verdict_name(p->verdict),
	       *on ? "\033[m" : "");
}

/* How a pair was found, if not by the subject. */
static void print_how(const struct pair *p)
{
	if (p->how == PAIRED_CONTENT)
		printf("         paired by content, %.0f%% alike; theirs: ",
		       100 * p->alike);
	else if (p->how == PAIRED_ONLY)
		printf("         paired as the only ones; theirs: ");
	else
		return;
	print_cut(p->theirs->subject, COLUMNS - 50, false);
	putchar('\n');
}

static void print_pair(const struct pair *p, bool files)
{
	const struct ppatch *any = p->ours ? p->ours : p->theirs;
	size_t bad = 0;

	for (size_t i = 0; i < p->n; i++)
		bad += p->files[i].verdict >= DIFFERENT;
	print_number(p->our_number);
	print_number(p->their_number);
	fputs("  ", stdout);
	print_cut(any->subject, SUBJECT, true);
	print_verdict(p);
	if (bad)
		printf("%zu of %zu files\n", bad, p->n);
	else
		printf("%zu file%s\n", p->n ? p->n : any->n,
		       plural((long)(p->n ? p->n : any->n)));
	print_how(p);
	for (size_t i = 0; i < p->n && files; i++)
		if (p->files[i].verdict >= DIFFERENT || p->files[i].note)
			print_file(&p->files[i]);
}

/* The sum of all patches; its files, if that is all that is told. */
static void print_net(const struct pair *net, bool files)
{
	size_t bad = 0;

	for (size_t i = 0; i < net->n; i++) {
		bool differs = net->files[i].verdict >= DIFFERENT;

		bad += differs;
		if (files && (differs || net->files[i].note))
			print_file(&net->files[i]);
	}
	if (net->verdict < DIFFERENT)
		printf("as a whole: same content: %s, %zu file%s\n",
		       compare_verdict_name(net->verdict), net->n,
		       plural((long)net->n));
	else
		printf("as a whole: not the same: %zu of %zu files\n", bad,
		       net->n);
}

static void print_text(const struct comparison *c, const struct patchset *ours,
		       const struct patchset *theirs, bool whole)
{
	/* Which file is in which patch says nothing new then. */
	bool cut = c->has_net && c->net.verdict < DIFFERENT;
	const char *between = ": ";

	printf("respin: ours: %s (%zu patch%s)\n", ours->name, ours->n,
	       ours->n == 1 ? "" : "es");
	printf("      theirs: %s (%zu patch%s)\n", theirs->name, theirs->n,
	       theirs->n == 1 ? "" : "es");
	if (whole) {
		print_net(&c->net, true);
		return;
	}
	for (size_t i = 0; i < c->n; i++)
		print_pair(&c->v[i], !cut);
	fputs(compare_same(c) ? "same content" : "not the same", stdout);
	for (int v = 0; v < VERDICTS; v++) {
		if (!c->count[v])
			continue;
		printf("%s%d %s", between, c->count[v], compare_verdict_name(v));
		between = ", ";
	}
	putchar('\n');
	if (c->has_net)
		print_net(&c->net, false);
	if (cut)
		printf("only the cut into patches differs: after the last patch, both have made the same changes%s\n",
		       c->net.verdict == SAME_LINES ? "" : " to the code");
}

/* --- as JSON ----------------------------------------------------------- */

/* A string of a patch; what is no UTF-8 loses all bytes above 127. */
static json_t *string(const char *s)
{
	json_t *j = json_string(s);

	if (!j) {
		char *copy = xstrdup(s);

		for (char *p = copy; *p; p++)
			if ((unsigned char)*p > 127)
				*p = '?';
		j = json_string(copy);
		free(copy);
	}
	return j;
}

static void put_excerpt(json_t *to, const char *key, const struct excerpt *e)
{
	char sign[2] = { e->sign };
	json_t *j;

	if (!e->text)
		return;
	j = json_pack("{s:i,s:s,s:o}", "line", (int)e->line, "sign", sign,
		      "text", string(e->text));
	if (e->near)
		json_object_set_new(j, "near", string(e->near));
	json_object_set_new(to, key, j);
}

static json_t *json_of_file(const struct file_result *r)
{
	json_t *j = json_pack("{s:o,s:s}", "path", string(r->path), "verdict",
			      compare_verdict_name(r->verdict));

	if (r->note)
		json_object_set_new(j, "note", string(r->note));
	put_excerpt(j, "ours", &r->ours);
	put_excerpt(j, "theirs", &r->theirs);
	return j;
}

static void put_patch(json_t *to, const char *key, const struct ppatch *p,
		      size_t number)
{
	if (p)
		json_object_set_new(to, key,
			json_pack("{s:i,s:o,s:o}", "number", (int)number,
				  "name", string(p->name), "subject",
				  string(p->subject)));
}

static json_t *json_of_files(const struct pair *p)
{
	json_t *files = json_array();

	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(files, json_of_file(&p->files[i]));
	return files;
}

static json_t *json_of_net(const struct pair *net)
{
	return json_pack("{s:b,s:s,s:o}", "same", net->verdict < DIFFERENT,
			 "verdict", compare_verdict_name(net->verdict),
			 "files", json_of_files(net));
}

static json_t *json_of_pair(const struct pair *p)
{
	static const char *const how[] = {
		[PAIRED_SUBJECT] = "subject",
		[PAIRED_CONTENT] = "content",
		[PAIRED_ONLY] = "only ones",
	};
	json_t *j = json_pack("{s:s}", "verdict", compare_verdict_name(p->verdict));

	put_patch(j, "ours", p->ours, p->our_number);
	put_patch(j, "theirs", p->theirs, p->their_number);
	if (p->how)
		json_object_set_new(j, "paired_by", json_string(how[p->how]));
	if (p->how == PAIRED_CONTENT)
		json_object_set_new(j, "alike", json_real(p->alike));
	json_object_set_new(j, "files", json_of_files(p));
	return j;
}

static void print_json(const struct comparison *c, const struct patchset *ours,
		       const struct patchset *theirs)
{
	json_t *patches = json_array(), *counts = json_object(), *all;
	char *text;

	for (size_t i = 0; i < c->n; i++)
		json_array_append_new(patches, json_of_pair(&c->v[i]));
	for (int v = 0; v < VERDICTS; v++)
		json_object_set_new(counts, compare_verdict_name(v),
				    json_integer(c->count[v]));
	all = json_pack("{s:o,s:o,s:b,s:o,s:o}", "ours", string(ours->name),
			"theirs", string(theirs->name), "same",
			compare_same(c), "counts", counts, "patches", patches);
	if (c->has_net)
		json_object_set_new(all, "whole", json_of_net(&c->net));
	text = json_dumps(all, JSON_INDENT(1));
	output_text(text);
	free(text);
	json_decref(all);
}

/* --- the command ------------------------------------------------------- */

struct compare_args {
	const char *ours, *theirs, *repo;
	bool json, quiet, whole;
};

/* What counts, and what is worth to know. */
static int judge(struct comparison *c, const struct compare_args *a,
		 struct patchset *ours, struct patchset *theirs)
{
	int err = compare_sets(c, ours, theirs);

	if (err || (compare_same(c) && !a->whole) || (a->quiet && !a->whole))
		return err;
	err = compare_net(c, ours, theirs);
	/* Without --whole, it is news that may be missing. */
	return err == ERR_USER && !a->whole ? 0 : err;
}

static int run(const struct compare_args *a)
{
	struct patchset ours = { 0 }, theirs = { 0 };
	struct comparison c = { 0 };
	bool same;
	int err;

	err = patchset_open(&ours, a->ours, a->repo);
	if (!err)
		err = patchset_open(&theirs, a->theirs, a->repo);
	if (!err)
		err = judge(&c, a, &ours, &theirs);
	if (!err && a->json)
		print_json(&c, &ours, &theirs);
	else if (!err && !a->quiet)
		print_text(&c, &ours, &theirs, a->whole);
	same = a->whole ? c.net.verdict < DIFFERENT : compare_same(&c);
	if (!err && !same)
		err = ERR_FINDING;
	compare_release(&c);
	patchset_release(&ours);
	patchset_release(&theirs);
	return err;
}

int cmd_compare(int argc, char **argv)
{
	struct compare_args a = { 0 };
	const struct opt opts[] = {
		{ 'q', "quiet", OPT_FLAG, &a.quiet, NULL, "only the exit status" },
		{ 0, "json", OPT_FLAG, &a.json, NULL, "print JSON" },
		{ 0, "repo", OPT_STRING, &a.repo, "LINUX", "git repository of a range" },
		{ 'w', "whole", OPT_FLAG, &a.whole, NULL, "compare only what all patches of a side do together" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"compare", "[OURS] REF",
		"Compare two sets of patches, patch by patch and file by file: do they change\n"
		"the same C tokens? Comments and layout do not matter; the place of a change\n"
		"does. OURS (default: what generate wrote last) and REF are each a folder of\n"
		"patches, an mbox, a patch file, or a range A..B of --repo. If the patches\n"
		"differ, the last lines say whether all of them together do the same, as a\n"
		"series and its split do. Exit status: 0 the same content, 1 different content,\n"
		"or a patch on one side only; with --whole, only the sum of all patches counts.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv), err = i < 0 ? i : 0;
	char *newest = NULL;

	if (!err && argc - i != 1 && argc - i != 2)
		err = opt_usage(&cmd, "name what to compare with");
	if (!err && argc - i == 1) {
		err = outdir_newest(&newest);
		if (!err && !newest)
			err = error("nothing in " OUTDIR "/: run respin generate first, or give two sides to compare");
	}
	if (!err) {
		a.ours = newest ? newest : argv[i];
		a.theirs = argv[argc - 1];
		err = run(&a);
	}
	free(newest);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
