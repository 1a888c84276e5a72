// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/jail.h"
#include "base/job.h"
#include "base/progress.h"
#include "send/maintainers.h"
#include "base/cache.h"
#include "base/fs.h"

/* Seconds for one patch: 28 files take a fraction of one. */
#define TIMEOUT 120

/* Where the cache has what it said. */
#define CACHE "maintainers"

bool maintainers_there(const struct tree *t)
{
	return tree_find(t, GET_MAINTAINER);
}

/* --- a MAINTAINERS that is to the point -------------------------------- */

static bool is_tagged(const char *line)
{
	return *line >= 'A' && *line <= 'Z' && line[1] == ':';
}

/*
 * Could the pattern (n bytes) of an F: line match one of PATHS? Up to its
 * first wildcard, or what perl takes for one, it is literal.
 */
static bool may_match(const char *pattern, size_t n,
		      const struct strvec *paths)
{
	size_t k = 0;

	while (k < n && (is_word(pattern[k]) || strchr("/.,@-", pattern[k])))
		k++;
	/* What comes next may make the last character optional. */
	if (k < n && k)
		k--;
	for (size_t i = 0; i < paths->n; i++) {
		size_t len = strlen(paths->v[i]);

		if (!strncmp(paths->v[i], pattern, k < len ? k : len))
			return true;
	}
	return false;
}

/* Keywords and name patterns (K:, N:) are the script's to judge. */
static bool keep_line(const char *line, size_t n, const struct strvec *paths)
{
	size_t skip = 2;

	if (*line == 'K' || *line == 'N')
		return true;
	while (skip < n && isspace((unsigned char)line[skip]))
		skip++;
	while (n > skip && isspace((unsigned char)line[n - 1]))
		n--;
	return *line == 'F' && may_match(line + skip, n - skip, paths);
}

void maintainers_cut(const char *text, const struct strvec *paths,
		     struct strbuf *out)
{
	const char *start = text;	/* of the section */
	bool tagged = false, keep = false;

	for (const char *s = text; *s;) {
		size_t n = strcspn(s, "\n");
		bool blank = strspn(s, " \t\r") >= n || *s == '#';

		/* A line without a tag, behind those with: the next one. */
		if (!blank && tagged && !is_tagged(s)) {
			if (keep)
				strbuf_add(out, start, s - start);
			start = s;
			tagged = keep = false;
		}
		if (!blank && is_tagged(s)) {
			tagged = true;
			keep = keep || keep_line(s, n, paths);
		}
		s += n + (s[n] == '\n');
	}
	if (keep || !tagged)
		strbuf_addstr(out, start);
}

/* --- the folder it is run in ------------------------------------------- */

struct run {
	const struct maintainers *m;
	const struct strvec *files;	/* what it is asked about */
	bool patches;			/* they are patches, not paths */
	void (*take)(struct run *r, size_t i, const struct strbuf *text);
	struct people *people;		/* where take() puts it: one of them */
	struct strvec *sections;
	size_t next, ended;
	double start;
	struct strbuf inputs;		/* all that its answers depend on */
	struct strvec keys;		/* one a file, for the cache */
};

static int put(struct run *r, const char *path, const struct strbuf *text)
{
	char *id = hash_hex(text->buf, text->len);
	int err = make_dirs(r->m->dir) ?:
		  beneath_write(r->m->dir, path, text->buf, text->len);

	strbuf_addf(&r->inputs, "%s %s\n", id, path);
	free(id);
	return err ? error("cannot write %s in %s: %s", path, r->m->dir,
			   beneath_error(err)) : 0;
}

/* For the script, F: a/b without a slash at the end is a folder if it is. */
static int put_dirs(struct run *r, const char *text)
{
	int err = 0;

	for (const char *s = text; *s && !err;) {
		size_t n = strcspn(s, "\n"), skip = 2;

		while (skip < n && isspace((unsigned char)s[skip]))
			skip++;
		if ((*s == 'F' || *s == 'X') && s[1] == ':' &&
		    tree_below(r->m->t, s + skip, n - skip, NULL)) {
			char *to = xstrfmt("%s/%.*s", r->m->dir,
					   (int)(n - skip), s + skip);

			strbuf_addf(&r->inputs, "%.*s/\n", (int)(n - skip),
				    s + skip);
			err = make_dirs(to);
			if (err)
				err = error("cannot write %s: %s", to,
					    strerror(-err));
			free(to);
		}
		s += n + (s[n] == '\n');
	}
	return err;
}

static int put_maintainers(struct run *r, const struct strvec *paths,
			   const struct strbuf *text)
{
	struct strbuf cut = STRBUF_INIT;
	int err;

	maintainers_cut(text->buf, paths, &cut);
	err = put(r, "MAINTAINERS", &cut);
	if (!err)
		err = put_dirs(r, cut.buf);
	strbuf_release(&cut);
	return err;
}

static int fill(struct run *r, const struct strvec *paths)
{
	static const char *const names[] = {
		GET_MAINTAINER, "MAINTAINERS", ".mailmap",
		".get_maintainer.ignore",
	};
	struct strbuf text = STRBUF_INIT;
	struct tree_reader reader;
	int err = tree_reader_init(&reader, r->m->t);

	for (size_t i = 0; i < ARRAY_SIZE(names) && !err; i++) {
		const struct tree_file *f = tree_find(r->m->t, names[i]);

		if (!f)
			continue;
		strbuf_clear(&text);
		if (tree_read(&reader, f, &text))
			err = error("cannot read %s of %s", names[i],
				    r->m->t->path);
		else if (i == 1)
			err = put_maintainers(r, paths, &text);
		else
			err = put(r, names[i], &text);
	}
	tree_reader_release(&reader);
	strbuf_release(&text);
	return err;
}

/* --- what it said before ----------------------------------------------- */

static const char *const options[] = {
	"--no-tree", "--no-git", "--no-git-fallback",
};
static const char *const ask_patch[] = {
	"--no-rolestats", "--roles", NULL
};
static const char *const ask_path[] = {
	"--no-email", "--no-l", "--no-keywords", "--subsystem", "-f", NULL
};

static void add_options(const struct run *r, struct strvec *argv)
{
	const char *const *more = r->patches ? ask_patch : ask_path;

	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		strvec_push(argv, options[i]);
	while (*more)
		strvec_push(argv, *more++);
}

/* The keys of all files; of a patch, its text counts and not its name. */
static int make_keys(struct run *r)
{
	struct strvec argv = STRVEC_INIT;
	struct strbuf all = STRBUF_INIT;
	int err = 0;

	add_options(r, &argv);
	for (size_t i = 0; i < argv.n; i++)
		strbuf_addf(&r->inputs, "%s\n", argv.v[i]);
	for (size_t i = 0; i < r->files->n && !err; i++) {
		strbuf_clear(&all);
		strbuf_addbuf(&all, &r->inputs);
		if (!r->patches)
			strbuf_addstr(&all, r->files->v[i]);
		else if (strbuf_read_file(&all, r->files->v[i]))
			err = error("cannot read %s", r->files->v[i]);
		strvec_take(&r->keys, hash_hex(all.buf, all.len));
	}
	strvec_release(&argv);
	strbuf_release(&all);
	return err;
}

/* Take the answers that are known, up to the first file to ask about. */
static void skip_known(struct run *r)
{
	struct strbuf text = STRBUF_INIT;

	while (r->m->cache && r->next < r->files->n &&
	       text_cache_get(CACHE, r->keys.v[r->next], &text)) {
		r->take(r, r->next++, &text);
		r->ended++;
	}
	strbuf_release(&text);
}

/* --- running it -------------------------------------------------------- */

static int next(void *data, struct job *job)
{
	struct run *r = data;
	struct proc *p = &job->proc;

	skip_known(r);
	if (r->next == r->files->n)
		return JOB_NONE;
	job->id = r->next++;
	p->dir = r->m->dir;
	p->timeout = TIMEOUT;
	strvec_pushf(&job->keep, "%s/out.%zu", r->m->dir, job->id);
	strvec_pushf(&job->keep, "%s/err.%zu", r->m->dir, job->id);
	p->out = job->keep.v[0];
	p->err = job->keep.v[1];
	/* Not what stands in $HOME/.get_maintainer.conf, and one order. */
	strvec_pushf(&p->env, "HOME=%s", r->m->dir);
	strvec_pushl(&p->env, "PERL_HASH_SEED=0", "PERL_PERTURB_KEYS=0",
		     "LC_ALL=C", NULL);
	strvec_pushl(&p->argv, "perl", GET_MAINTAINER, NULL);
	add_options(r, &p->argv);
	strvec_push(&p->argv, r->files->v[job->id]);
	jail_proc(p, r->m->dir, NULL);
	return JOB_READY;
}

/* Maintainers are asked, reviewers and lists are told. */
static bool is_to(const char *role)
{
	static const char *const lists[] = {
		"(open list", "(moderated list", "(subscriber list",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (starts_with(role, lists[i]))
			return false;
	return !starts_with(role, "(reviewer:") ||
	       strstr(role, ",maintainer:") || strstr(role, ",supporter:");
}

/* "Name <address> (role)" or "address (role)" */
static void add_line(struct people *p, const char *line, size_t n)
{
	const char *gt = memchr(line, '>', n), *end = line + n;
	const char *role = memchr(gt ? gt : line, '(', end - (gt ? gt : line));
	char *who;

	if (!memchr(line, '@', n))
		return;
	n = role ? (size_t)(role - line) : n;
	while (n && line[n - 1] == ' ')
		n--;
	who = xstrndup(line, n);
	n = role ? end - role : 0;
	role = xstrndup(role ? role : "", n);
	people_add(p, is_to(role), who);
	free((char *)role);
	free(who);
}

static int report(const struct run *r, const struct job *job)
{
	struct strbuf how = STRBUF_INIT, said = STRBUF_INIT;
	const char *patch = strrchr(r->files->v[job->id], '/'), *last;

	if (r->m->progress)
		progress_clear();
	proc_describe(&job->proc, &how);
	if (strbuf_read_file(&said, job->proc.err))
		strbuf_addstr(&said, "its output cannot be read");
	strbuf_rtrim(&said);
	last = strrchr(said.buf, '\n');
	last = last ? last + 1 : said.buf;
	error("%s: perl " GET_MAINTAINER " %s on %s%s%s (give %s to do without)",
	      r->patches ? "no To and Cc" : "no sections", how.buf,
	      r->patches ? patch + 1 : r->files->v[job->id], *last ? ": " : "",
	      last, r->patches ? "--no-cc" : "--by directory");
	strbuf_release(&how);
	strbuf_release(&said);
	return ERR_ENV;
}

static int done(void *data, struct job *job)
{
	struct strbuf text = STRBUF_INIT;
	struct run *r = data;
	int err = 0;

	if (job->proc.state == PROC_INTERRUPTED)
		return ERR_INTERRUPTED;
	if (job->proc.state != PROC_EXITED || job->proc.code)
		return report(r, job);
	r->ended++;
	if (r->m->progress)
		progress_show(r->ended, r->files->n, r->start,
			      "get_maintainer.pl");
	if (strbuf_read_file(&text, job->proc.out))
		err = error("cannot read the output of " GET_MAINTAINER);
	if (!err)
		r->take(r, job->id, &text);
	if (!err && r->m->cache)
		text_cache_put(CACHE, r->keys.v[job->id], &text);
	strbuf_release(&text);
	return err;
}

static int ask(struct run *r)
{
	int err = make_keys(r);

	r->start = now();
	if (!err)
		err = job_run(r->m->jobs, next, done, r);
	if (r->m->progress)
		progress_clear();
	strbuf_release(&r->inputs);
	strvec_release(&r->keys);
	return err;
}

static void take_people(struct run *r, size_t i, const struct strbuf *text)
{
	for (const char *s = text->buf; *s;) {
		size_t n = strcspn(s, "\n");

		add_line(&r->people[i], s, n);
		s += n + (s[n] == '\n');
	}
}

int maintainers_find(const struct maintainers *m, const struct work *w,
		     const struct strvec *files, struct people *out)
{
	struct run r = { .m = m, .files = files, .patches = true,
			 .take = take_people, .people = out,
			 .inputs = STRBUF_INIT };
	struct strvec paths = STRVEC_INIT;
	int err;

	for (size_t i = 0; i < w->n; i++)
		if (w->files[i]->n_changes)
			strvec_push(&paths, w->files[i]->path);
	err = fill(&r, &paths);
	for (size_t i = 0; i < w->n && !err; i++)
		if (w->files[i]->n_changes)
			err = put(&r, w->files[i]->path, work_base(w->files[i]));
	strvec_release(&paths);
	return err ? err : ask(&r);
}

/* All but THE REST, one on each line. */
static void take_section(struct run *r, size_t i, const struct strbuf *text)
{
	struct strbuf all = STRBUF_INIT;

	for (const char *s = text->buf; *s;) {
		size_t n = strcspn(s, "\n");

		if (n && (n != 8 || strncmp(s, "THE REST", n)))
			strbuf_addf(&all, "%s%.*s", all.len ? "\n" : "", (int)n,
				    s);
		s += n + (s[n] == '\n');
	}
	free(r->sections->v[i]);
	r->sections->v[i] = xstrdup(all.buf);
	strbuf_release(&all);
}

/* The script wants the files that it is asked about to be there. */
static int put_empty(struct run *r, const char *path)
{
	char *to = xstrfmt("%s/%s", r->m->dir, path);
	struct strbuf none = STRBUF_INIT;
	int err = access(to, F_OK) ? put(r, path, &none) : 0;

	free(to);
	return err;
}

int maintainers_sections(const struct maintainers *m,
			 const struct strvec *paths, struct strvec *out)
{
	struct run r = { .m = m, .files = paths, .take = take_section,
			 .sections = out, .inputs = STRBUF_INIT };
	int err = fill(&r, paths);

	for (size_t i = 0; i < paths->n; i++)
		strvec_push(out, "");
	for (size_t i = 0; i < paths->n && !err; i++)
		err = put_empty(&r, paths->v[i]);
	return err ? err : ask(&r);
}
