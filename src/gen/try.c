// SPDX-License-Identifier: GPL-2.0-only
#include "base/fs.h"
#include "base/path.h"
#include "base/pathspec.h"
#include "csrc/lang.h"
#include "gen/apply-int.h"
#include "gen/print.h"
#include "gen/try-int.h"

#define TIMEOUT 120	/* seconds */

static const char *const modes[] = { "patch", "context", "report", "org" };

/* --- the rule ------------------------------------------------------------ */

static char *mode_list(const struct rule *r)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		if (strvec_has(&r->virtuals, modes[i]))
			strbuf_addf(&sb, "%s%s", sb.len ? ", " : "", modes[i]);
	return sb.len ? strbuf_detach(&sb) : xstrdup("no modes");
}

/* Without one on the command line: patch, if the rule has it or has none. */
static const char *default_mode(const struct rule *r)
{
	static const char *const order[] = { "patch", "report", "context", "org" };

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (strvec_has(&r->virtuals, order[i]))
			return order[i];
	return "patch";
}

static int choose_mode(struct try *t, const struct rule *r)
{
	char *list;
	int err = 0;

	t->mode = default_mode(r);
	if (!t->o->mode)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		if (!strcmp(t->o->mode, modes[i]))
			err = 1;
	if (!err)
		return error_user("--mode is patch, context, report or org, not '%s'",
				  t->o->mode);
	list = mode_list(r);
	err = 0;
	if (strcmp(t->o->mode, t->mode) &&
	    !strvec_has(&r->virtuals, t->o->mode))
		err = error_user("%s has no mode '%s': it has %s", r->path,
				 t->o->mode, list);
	t->mode = t->o->mode;
	free(list);
	return err;
}

/* What spatch -D gets: the mode, and what the user adds. */
static int choose_virtuals(struct try *t, const struct rule *r,
			   struct strvec *on)
{
	if (strvec_has(&r->virtuals, t->mode))
		strvec_push(on, t->mode);
	for (size_t i = 0; i < t->o->defines.n; i++) {
		const char *name = t->o->defines.v[i];

		if (!strchr(name, '=') && !strvec_has(&r->virtuals, name))
			return error_user("-D %s: %s declares no virtual rule of that name",
					  name, r->path);
		strvec_push(on, name);
	}
	return 0;
}

static int check_trust(const struct try *t)
{
	const struct rule *r = t->rule;
	char *slash = strrchr(r->path, '/');
	char *dir = slash ? xstrndup(r->path, slash - r->path) : xstrdup(".");
	int err = 0;

	if (r->runs_code && !t->o->trust && !series_trusted(dir))
		err = error_user("%s:%d: this rule runs a script on your machine; if you have read it, give --allow-scripts",
				 r->path, r->runs_code);
	free(dir);
	return err;
}

/* Is version A, as "1.0.7", older than B? */
static bool older(const char *a, const char *b)
{
	while (*a || *b) {
		char *end_a, *end_b;
		long x = strtol(a, &end_a, 10), y = strtol(b, &end_b, 10);

		if (x != y)
			return x < y;
		if (end_a == a && end_b == b)
			return false;
		a = end_a + (*end_a == '.');
		b = end_b + (*end_b == '.');
	}
	return false;
}

/* What spatch gets is not the file itself if something was taken out. */
static int write_rule(const struct try *t)
{
	struct rule *r = t->rule;
	int err;

	if (!r->cut)
		return 0;
	r->run = xstrfmt("%s/rule.cocci", t->scratch);
	err = write_file(r->run, r->text.buf, r->text.len);
	return err ? error("cannot write %s: %s", r->run, strerror(-err)) : 0;
}

/* Which files can match? */
static int find_words(struct try *t)
{
	struct strvec words = STRVEC_INIT;
	struct strbuf any = STRBUF_INIT;
	char *dir = xstrfmt("%s/query", t->scratch);
	int err = make_dirs(dir);

	if (err)
		err = error("cannot make %s: %s", dir, strerror(-err));
	else
		err = spatch_query(t->rule, dir, t->o->timeout ?: TIMEOUT, &words);
	/* Asked in any case: it tells whether the rule can be read. */
	if (!err && !t->rule->select.has.n && words.n) {
		for (size_t i = 0; i < words.n; i++)
			strbuf_addf(&any, "%s%s", i ? "|" : "", words.v[i]);
		strvec_push(&t->rule->select.has, any.buf);
		t->derived = true;
	}
	t->all = !err && !t->rule->select.has.n;
	strbuf_release(&any);
	strvec_release(&words);
	free(dir);
	return err;
}

static int take_rule(struct try *t)
{
	struct strvec on = STRVEC_INIT;
	struct rule *r = t->rule;
	int err = rule_open(r, t->o->rule);

	if (!err)
		err = choose_mode(t, r);
	if (!err)
		err = choose_virtuals(t, r, &on);
	if (!err)
		err = rule_choose(r, &on);
	if (!err)
		err = check_trust(t);
	if (!err && r->requires && older(t->spatch.version, r->requires))
		err = error("%s requires spatch %s or later; this is %s",
			    r->path, r->requires, t->spatch.version);
	for (size_t i = 0; i < on.n && !err; i++)
		strvec_pushl(&r->options, "-D", on.v[i], NULL);
	strvec_release(&on);
	if (err)
		return err;
	t->tell = strcmp(t->mode, "patch");
	if (!t->tell && !rule_changes(r)) {
		if (!rule_marks(r))
			return error_user("%s changes nothing: no rule of it has a line with + or -",
					  r->path);
		t->mode = "context";
		t->tell = true;
	}
	if (t->tell && strcmp(t->mode, "context"))
		strvec_push(&r->options, "--no-show-diff");
	err = write_rule(t);
	return err ? err : find_words(t);
}

/* --- the files ----------------------------------------------------------- */

/* A folder stands for all that is in it. */
static void scope_patterns(const struct try *t, struct strvec *patterns)
{
	for (size_t i = 0; i < t->o->files.n; i++) {
		const char *p = t->o->files.v[i];
		size_t n = strlen(p);

		while (n > 1 && p[n - 1] == '/')
			n--;
		strvec_pushf(patterns, "%.*s", (int)n, p);
		strvec_pushf(patterns, "%.*s/*", (int)n, p);
	}
}

static int read_files(struct try *t)
{
	struct session *s = &t->s;
	struct strvec patterns = STRVEC_INIT;
	struct tree_reader r;
	int err = tree_reader_init(&r, &s->tree);

	scope_patterns(t, &patterns);
	for (size_t i = 0; i < s->tree.n && !err; i++) {
		const struct tree_file *f = &s->tree.files[i];

		if (!lang_is_c(f->path) ||
		    (patterns.n && !pathspec_match(&patterns, f->path)))
			continue;
		t->scope++;
		if (strvec_has(&s->scan.unread, f->path))
			t->unread++;
		else if ((t->all || s->scan.hit[i]) &&
			 select_path(&t->rule->select, f->path))
			err = work_add(&s->work, &r, f);
	}
	work_sort(&s->work);
	tree_reader_release(&r);
	strvec_release(&patterns);
	if (!err && !t->scope)
		err = error_user("--files names no C file of this tree");
	return err;
}

static int open_tree(struct try *t, const char *path)
{
	struct strvec words = STRVEC_INIT;
	struct session *s = &t->s;
	int err = tree_open(&s->tree, path, t->o->base, true);

	select_words(&t->rule->select, &words);
	if (!err && !t->all)
		err = scan_tree(&s->scan, &s->tree, &words, t->o->jobs,
				!t->o->no_cache, t->o->progress);
	if (!err)
		err = read_files(t);
	strvec_release(&words);
	return err;
}

/* --- both ---------------------------------------------------------------- */

static void make_series(struct try *t)
{
	struct series *s = &t->s.series;
	struct patch *p = xcalloc(1, sizeof(*p));
	const char *base = path_base(t->o->rule);

	s->name = xstrdup(base);
	s->patches = p;
	s->n = s->alloc = 1;
	p->name = xstrdup(base);
	p->subject = xstrdup(base);
	p->wanted = true;
	p->ops = xcalloc(1, sizeof(*p->ops));
	p->n = p->alloc = 1;
	p->ops[0].name = xstrdup(base);
	p->ops[0].path = xstrdup(t->o->rule);
	p->ops[0].kind = OP_RULE;
	t->rule = &p->ops[0].rule;
}

int try_open(struct try *t, const struct try_options *o, const char *path)
{
	int err;

	memset(t, 0, sizeof(*t));
	strbuf_init(&t->text);
	t->o = o;
	t->start = now();
	make_series(t);
	err = spatch_find(&t->spatch);
	if (!err) {
		t->scratch = scratch_new();
		err = t->scratch ? take_rule(t) : ERR_ENV;
	}
	if (!err && path)
		err = open_tree(t, path);
	if (err || !path)
		return err;
	t->s.apply = (struct apply){
		.series = &t->s.series, .work = &t->s.work,
		.tree = &t->s.tree, .jobs = o->jobs, .alone = t->spatch.alone,
		.timeout = o->timeout ?: TIMEOUT, .no_kept = o->no_cache,
		.progress = o->progress,
	};
	apply_init(&t->s.apply);
	return 0;
}

static void count_changes(struct try *t)
{
	for (size_t i = 0; i < t->s.work.n; i++) {
		const struct file_change *c =
			file_change_of(t->s.work.files[i], 0);

		if (!c)
			continue;
		t->changed++;
		t->plus += (size_t)c->plus;
		t->minus += (size_t)c->minus;
	}
}

static int run_patch(struct try *t)
{
	struct apply *a = &t->s.apply;
	int err = op_run(a, 0, 0);

	if (err && err != ERR_FINDING)
		return err;
	left_judge(a, 0, 0);
	if (work_commit(&t->s.work, 0) < 0)
		return ERR_ENV;
	count_changes(t);
	return patch_diff(a, 0, &t->text);
}

int try_run(struct try *t)
{
	struct apply *a = &t->s.apply;
	char *dir = xstrfmt("%s/src", t->scratch);
	int err = make_dirs(dir);

	if (err)
		err = error("cannot write to %s: %s", dir, strerror(-err));
	a->scratch = dir;
	if (!err)
		err = t->tell ? op_tell(a, &t->text, &t->changed) : run_patch(t);
	if (err == ERR_FINDING)
		err = 0;
	a->scratch = NULL;
	free(dir);
	return err;
}

void try_release(struct try *t)
{
	session_close(&t->s);
	spatch_release(&t->spatch);
	strbuf_release(&t->text);
	scratch_free(t->scratch);
}
