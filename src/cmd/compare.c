// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "compare/compare.h"
#include "base/opt.h"
#include "report/outdir.h"

#define COLUMNS 80
#define SUBJECT 42	/* columns */

/* --- as text ----------------------------------------------------------- */

static bool colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(1) && !(no && *no) && term && strcmp(term, "dumb");
}

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

	if (colour())
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

static void print_pair(const struct pair *p)
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
	for (size_t i = 0; i < p->n; i++)
		if (p->files[i].verdict >= DIFFERENT || p->files[i].note)
			print_file(&p->files[i]);
}

static void print_text(const struct comparison *c, const struct patchset *ours,
		       const struct patchset *theirs)
{
	const char *between = ": ";

	printf("respin: ours: %s (%zu patch%s)\n", ours->name, ours->n,
	       ours->n == 1 ? "" : "es");
	printf("      theirs: %s (%zu patch%s)\n", theirs->name, theirs->n,
	       theirs->n == 1 ? "" : "es");
	for (size_t i = 0; i < c->n; i++)
		print_pair(&c->v[i]);
	fputs(compare_same(c) ? "same content" : "not the same", stdout);
	for (int v = 0; v < VERDICTS; v++) {
		if (!c->count[v])
			continue;
		printf("%s%d %s", between, c->count[v], compare_verdict_name(v));
		between = ", ";
	}
	putchar('\n');
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

static json_t *json_of_pair(const struct pair *p)
{
	static const char *const how[] = {
		[PAIRED_SUBJECT] = "subject",
		[PAIRED_CONTENT] = "content",
		[PAIRED_ONLY] = "only ones",
	};
	json_t *j = json_pack("{s:s}", "verdict", compare_verdict_name(p->verdict));
	json_t *files = json_array();

	put_patch(j, "ours", p->ours, p->our_number);
	put_patch(j, "theirs", p->theirs, p->their_number);
	if (p->how)
		json_object_set_new(j, "paired_by", json_string(how[p->how]));
	if (p->how == PAIRED_CONTENT)
		json_object_set_new(j, "alike", json_real(p->alike));
	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(files, json_of_file(&p->files[i]));
	json_object_set_new(j, "files", files);
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
	text = json_dumps(all, JSON_INDENT(1));
	puts(text);
	free(text);
	json_decref(all);
}

/* --- the command ------------------------------------------------------- */

static int run(const char *ours, const char *theirs, const char *repo,
	       bool json, bool quiet)
{
	struct patchset a = { 0 }, b = { 0 };
	struct comparison c = { 0 };
	int err;

	err = patchset_open(&a, ours, repo);
	if (!err)
		err = patchset_open(&b, theirs, repo);
	if (!err)
		err = compare_sets(&c, &a, &b);
	if (!err && json)
		print_json(&c, &a, &b);
	else if (!err && !quiet)
		print_text(&c, &a, &b);
	if (!err)
		err = compare_same(&c) ? 0 : ERR_FINDING;
	compare_release(&c);
	patchset_release(&a);
	patchset_release(&b);
	return err;
}

int cmd_compare(int argc, char **argv)
{
	const char *repo = NULL;
	bool json = false, quiet = false;
	const struct opt opts[] = {
		{ 'q', "quiet", OPT_FLAG, &quiet, NULL, "only the exit status" },
		{ 0, "json", OPT_FLAG, &json, NULL, "print JSON" },
		{ 0, "repo", OPT_STRING, &repo, "LINUX", "git repository that ranges are of" },
		{ 0 },
	};
	const struct opt_command cmd = {
		"compare", "[OURS] REF",
		"Compare patches with other ones, patch by patch and file by file: do they\n"
		"change the same C tokens? Comments and layout do not matter, where a change\n"
		"stands does. OURS (default: what generate wrote last) and REF are each a\n"
		"folder of patches, an mbox, a patch file, or a range A..B of --repo. Exit\n"
		"status: 0 the same content, 1 not, or a patch is only on one side.",
		opts,
	};
	int i = opt_parse(&cmd, argc, argv), err = i < 0 ? i : 0;
	char *newest = NULL;

	if (!err && argc - i != 1 && argc - i != 2)
		err = opt_usage(&cmd, "give what to compare with");
	if (!err && argc - i == 1) {
		newest = outdir_newest();
		if (!newest)
			err = error("nothing in " OUTDIR "/: run respin generate first, or give two sides to compare");
	}
	if (!err)
		err = run(newest ? newest : argv[i], argv[argc - 1], repo,
			  json, quiet);
	free(newest);
	return err == OPT_HELP ? EXIT_OK : exit_code(err);
}
