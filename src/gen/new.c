// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "base/path.h"
#include "gen/new-int.h"

struct series_draft {
	const struct new_options *o;
	char *dir;		/* where it will be */
	struct staging staging;
	bool staged;
	struct draft *v;	/* one for each rule */
	size_t n;
};

/* --- checks -------------------------------------------------------------- */

static int check_name(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < n; i++)
		if (!is_word(name[i]) && (!i || !strchr("-.", name[i])))
			return error_user("'%s' is no name for a series: letters, digits, '-', '_' and '.'",
					  name);
	return n ? 0 : error_user("the name of the series is empty");
}

static int open_folder(struct series_draft *s)
{
	struct stat st;
	int err = check_name(s->o->name);

	if (err)
		return err;
	s->dir = s->o->dir ? xstrdup(s->o->dir) :
		 xstrfmt("cocci/%s", s->o->name);
	if (!lstat(s->dir, &st))
		return error_user("%s is there already", s->dir);
	err = staging_open(&s->staging, s->dir, "series");
	s->staged = true;
	return err;
}

/* --- names --------------------------------------------------------------- */

/* "01-use-it" of rule file "/x/use_it.cocci". */
static char *slug(const char *path, size_t number, char part)
{
	char *name = xstrfmt(part == '-' ? "%02zu-%s" : "%zu-%s", number + 1,
			     path_base(path));
	char *dot = strrchr(name, '.');

	if (dot && !strcmp(dot, ".cocci"))
		*dot = '\0';
	for (char *p = name; *p; p++)
		if (!is_word(*p) || *p == '_')
			*p = '-';
	return name;
}

static void name_draft(const struct series_draft *s, size_t i)
{
	struct draft *d = &s->v[i];
	char *base = slug(s->o->rules.v[i], s->o->one_patch ? i : 0, ' ');

	d->op = xstrfmt("%s.cocci", base);
	d->patch = s->o->one_patch ? xstrfmt("01-%s", s->o->name) :
		   slug(s->o->rules.v[i], i, '-');
	free(base);
}

/* Only what goes wherever it stands becomes something else as a whole. */
static void drop_parts(struct draft *d)
{
	for (size_t i = 0; i < d->says.n; i++) {
		struct smpl_change *c = &d->says.v[i];

		if (!c->from || c->rename ||
		    strvec_has(&d->t.rule->places, c->from))
			continue;
		free(c->to);
		c->to = NULL;
	}
}

static int run_draft(struct series_draft *s, size_t i)
{
	struct draft *d = &s->v[i];
	struct smpl smpl;
	int err;

	strbuf_init(&d->text);
	name_draft(s, i);
	d->o = s->o->try;
	d->o.rule = s->o->rules.v[i];
	d->o.mode = NULL;
	err = try_open(&d->t, &d->o, s->o->tree);
	if (!err && s->o->tree && !d->t.tell && !d->t.all)
		err = try_run(&d->t);
	if (err)
		return err;
	d->ran = s->o->tree && !d->t.tell && !d->t.all;
	if (d->ran)
		try_errors(&d->t, false);
	smpl_init(&smpl, d->t.rule->text.buf, d->t.rule->text.len);
	smpl_say(&smpl, &d->says);
	smpl_release(&smpl);
	drop_parts(d);
	draft_words(d);
	return draft_rule(d);
}

/* --- files --------------------------------------------------------------- */

static int put(const struct series_draft *s, const char *dir, const char *name,
	       const struct strbuf *text)
{
	char *path = dir ? xstrfmt("%s/%s", dir, name) : xstrdup(name);
	int err = beneath_write(s->staging.dir, path, text->buf, text->len);

	if (err)
		err = error("cannot write %s/%s: %s", s->dir, path,
			    beneath_error(err));
	free(path);
	return err;
}

/* A value of a git-config file. */
static void add_value(struct strbuf *out, const char *key, const char *value)
{
	strbuf_addf(out, "\t%s = \"", key);
	for (; *value; value++) {
		if (strchr("\"\\", *value))
			strbuf_addch(out, '\\');
		strbuf_addch(out, *value);
	}
	strbuf_addstr(out, "\"\n");
}

/* Behind the "treewide: ". */
static const char *bare(const char *subject)
{
	const char *colon = strstr(subject, ": ");

	return colon ? colon + 2 : subject;
}

static void add_patch(const struct series_draft *s, size_t i,
		      struct strbuf *out)
{
	const struct draft *d = &s->v[i];
	size_t last = s->o->one_patch ? s->n : i + 1;

	strbuf_addf(out, "\n[patch \"%s\"]\n", d->patch);
	add_value(out, "subject", d->subject);
	for (size_t k = i; k < last; k++) {
		for (size_t m = 0; m < s->v[k].retires.n; m++)
			strbuf_addf(out, "\tretires = %s\n",
				    s->v[k].retires.v[m]);
		if (s->v[k].needs)
			strbuf_addf(out, "\tneeds = %s\n", s->v[k].needs);
	}
	for (size_t k = i; k < last; k++)
		strbuf_addf(out, "\top = %s\n", s->v[k].op);
}

static size_t patches(const struct series_draft *s)
{
	return s->o->one_patch ? 1 : s->n;
}

static int write_manifest(const struct series_draft *s)
{
	struct strbuf out = STRBUF_INIT;
	char *title = patches(s) == 1 ? xstrdup(bare(s->v[0].subject)) :
		      xstrfmt("%s, and %zu more", bare(s->v[0].subject),
			      patches(s) - 1);
	int err;

	strbuf_addstr(&out, "[series]\n");
	add_value(&out, "title", title);
	strbuf_addstr(&out, "\tversion = 1\n");
	for (size_t i = 0; i < patches(s); i++)
		strbuf_addf(&out, "\tpatch = %s\n", s->v[i].patch);
	for (size_t i = 0; i < patches(s); i++)
		add_patch(s, i, &out);
	err = put(s, NULL, "series", &out);
	strbuf_release(&out);
	free(title);
	return err;
}

static int write_files(const struct series_draft *s)
{
	struct strbuf cover = STRBUF_INIT, message = STRBUF_INIT;
	int err = write_manifest(s);

	for (size_t i = 0; i < s->n && !err; i++) {
		const struct draft *d = &s->v[i];

		if (!s->o->one_patch)
			strbuf_clear(&message);
		strbuf_addf(&message, "%s%s", message.len ? "\n" : "", d->body);
		strbuf_addf(&cover, "%s%s", cover.len ? "\n" : "", d->body);
		err = put(s, d->patch, d->op, &d->text);
		if (!err)
			err = put(s, d->patch, "message", &message);
	}
	if (!err)
		err = put(s, NULL, "cover.txt", &cover);
	strbuf_release(&cover);
	strbuf_release(&message);
	return err;
}

/* What generate will read. */
static int check_series(const struct series_draft *s)
{
	struct series read;
	int err = series_read(&read, s->staging.dir, s->o->try.trust);

	series_release(&read);
	return err;
}

static int make_tests(const struct series_draft *s)
{
	int err = 0;

	for (size_t i = 0; i < s->n && !err; i++)
		if (s->v[i].ran && s->v[i].t.changed)
			err = draft_test(&s->v[i], s->staging.dir,
					 s->o->one_patch ? 0 : i,
					 s->o->one_patch ? i : 0);
	return err;
}

/* --- telling ------------------------------------------------------------- */

static bool only_renames(const struct draft *d)
{
	for (size_t i = 0; i < d->says.n; i++)
		if (!d->says.v[i].rename)
			return false;
	return d->says.n > 0;
}

static void print_draft(const struct draft *d)
{
	const struct rule *r = d->t.rule;

	printf("  %s/%s: %s\n", d->patch, d->op, d->subject);
	if (d->t.derived)
		printf("    candidates: the files with %s\n", r->select.has.v[0]);
	if (d->ran)
		printf("    changes %zu file%s, +%zu -%zu; rule test: %s\n",
		       d->t.changed, plural((long)d->t.changed), d->t.plus,
		       d->t.minus, d->tested ? "made" :
		       "none, no part of the tree shows all of the rule");
	else
		printf("    rule test: none; name a kernel tree to have one made\n");
	if (d->needs)
		printf("    no word goes wherever it stands: write 'done = ...' so that a tree that has it is known\n");
	if (only_renames(d)) {
		printf("    it only renames: an edit does the same without spatch:");
		printf(" words");
		for (size_t i = 0; i < d->says.n; i++)
			printf(" %s=%s", d->says.v[i].from, d->says.v[i].to);
		putchar('\n');
	}
}

static void print_made(const struct series_draft *s)
{
	printf("%s: %zu patch%s\n", s->dir, patches(s),
	       patches(s) == 1 ? "" : "es");
	for (size_t i = 0; i < s->n; i++)
		print_draft(&s->v[i]);
	printf("next: read it, then respin generate -s %s%s %s\n",
	       s->o->dir && !strchr(s->dir, '/') ? "./" : "",
	       s->o->dir ? s->dir : s->o->name, s->o->tree ?: "LINUX");
}

static void release(struct series_draft *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct draft *d = &s->v[i];

		if (d->o.rule)
			try_release(&d->t);
		smpl_changes_release(&d->says);
		strbuf_release(&d->text);
		strvec_release(&d->retires);
		free(d->patch);
		free(d->op);
		free(d->subject);
		free(d->body);
		free(d->needs);
	}
	free(s->v);
	if (s->staged)
		staging_release(&s->staging);
	free(s->dir);
}

int new_series(const struct new_options *o)
{
	struct series_draft s = { .o = o, .n = o->rules.n };
	int err = open_folder(&s);

	s.v = xcalloc(s.n + 1, sizeof(*s.v));
	for (size_t i = 0; i < s.n && !err; i++)
		err = run_draft(&s, i);
	if (!err)
		err = write_files(&s);
	if (!err)
		err = check_series(&s);
	if (!err)
		err = make_tests(&s);
	if (!err && proc_interrupted())
		err = ERR_INTERRUPTED;
	if (!err)
		err = staging_publish(&s.staging);
	if (!err)
		print_made(&s);
	release(&s);
	return err;
}
