// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/beneath.h"
#include "base/dir.h"
#include "base/fs.h"
#include "base/jail.h"
#include "base/job.h"
#include "base/path.h"
#include "base/progress.h"
#include "base/tool.h"
#include "csrc/lang.h"
#include "gen/batch-int.h"

/* A run of batch_run(). */
struct run {
	struct batch *b;
	struct groups groups;
	char *macros, *late;	/* the files of B's macros, or NULL */
	size_t ended;		/* files */
	size_t total;
	unsigned int barren;	/* processes in a row that did nothing */
	double start;
};

#define BARREN_MAX 6	/* then it is not the file */

/*
 * A file's name becomes an argument, and a part of other names. One with
 * anything but letters, digits and "._+,-" gets a name of our own; others keep
 * theirs, since a rule may say `file in "drivers/"`.
 */
static char *spatch_name(const char *path, size_t number)
{
	for (const char *p = path; *p; p++)
		if ((!is_word(*p) && !strchr("/._+,-", *p)) ||
		    (*p == '-' && (p == path || p[-1] == '/')))
			return xstrfmt("odd-name-%zu.%c", number,
				       lang_is_header(path) ? 'h' : 'c');
	return xstrdup(path);
}

void batch_add(struct batch *b, const char *path, const struct strbuf *text)
{
	struct unit *u;

	GROW(b->units, b->n + 1, b->alloc);
	u = &b->units[b->n++];
	memset(u, 0, sizeof(*u));
	strbuf_init(&u->after);
	strbuf_init(&u->told);
	u->path = path;
	u->text = text;
	u->name = spatch_name(path, b->n);
}

void batch_release(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct unit *u = &b->units[i];

		spatch_log_release(&u->said);
		strbuf_release(&u->after);
		strbuf_release(&u->told);
		free(u->why);
		free(u->name);
		free(u->macros);
	}
	free(b->units);
	free(b->why);
	free(b->macros);
	free(b->late);
	b->macros = b->late = NULL;
	b->units = NULL;
	b->why = NULL;
	b->n = b->alloc = 0;
}

/* --- starting a process -------------------------------------------------- */

static int put(const char *dir, const char *name, const struct strbuf *text)
{
	int err = beneath_write(dir, name, text->buf, text->len);

	return err ? error("cannot write %s/%s: %s", dir, name,
			   beneath_error(err)) : 0;
}

/* Each file is a group: an empty line ends it. */
static int write_group(const struct batch *b, struct group *g)
{
	struct strbuf list = STRBUF_INIT;
	int err;

	g->dir = xstrfmt("%s/spatch-%u", b->scratch, g->number);
	err = make_dirs(g->dir);
	if (err)
		err = error("cannot make %s: %s", g->dir, strerror(-err));
	for (size_t i = 0; i < g->n && !err; i++) {
		const struct unit *u = &b->units[g->v[i]];

		strbuf_addf(&list, "%s\n\n", u->name);
		err = put(g->dir, u->name, u->text);
	}
	for (size_t i = 0; i < g->n && !err && b->headers; i++)
		err = headers_link(b->headers, g->dir, b->units[g->v[i]].path,
				   b->units[g->v[i]].text);
	if (!err)
		err = put(g->dir, ".groups", &list);
	strbuf_clear(&list);
	/* All of a group have the same. */
	if (!err && b->units[g->v[0]].macros) {
		strbuf_addf(&list, "%s%s", b->macros ?: "",
			    b->units[g->v[0]].macros);
		err = put(g->dir, ".macros.h", &list);
	}
	strbuf_release(&list);
	return err;
}

static int next_group(void *data, struct job *job)
{
	struct run *run = data;
	struct batch *b = run->b;
	struct group *g;
	char *log;

	if (run->groups.next == run->groups.n || b->why)
		return run->groups.running && !b->why ? JOB_LATER : JOB_NONE;
	g = &run->groups.v[run->groups.next];
	job->id = run->groups.next++;
	/* A fault of ours: the job does not start, and group_done() sees it. */
	if (write_group(b, g) < 0)
		return JOB_NONE;
	log = xstrfmt("%s/.log", g->dir);
	strvec_take(&job->keep, log);
	job->proc.timeout = b->timeout + (double)(g->n - 1);
	job->proc.dir = g->dir;
	job->proc.out = log;
	if (b->tell) {
		job->proc.err = log;
		job->proc.out = xstrfmt("%s/.told", g->dir);
		strvec_take(&job->keep, (char *)job->proc.out);
	}
	spatch_command(&job->proc, b->rule, ".groups",
		       b->units[g->v[0]].macros ? ".macros.h" : run->macros,
		       run->late, b->headers ? b->headers->dir : NULL,
		       b->timeout, b->tell);
	jail_proc(&job->proc, g->dir, NULL);
	b->processes++;
	run->groups.running++;
	return JOB_READY;
}

/* --- taking results ------------------------------------------------------ */

static void refuse(struct unit *u, enum unit_state how, const char *why)
{
	u->state = how;
	free(u->why);
	u->why = xstrdup(why);
}

/* "EXN: Failure(...) in FILE", less what is known. */
static void refuse_error(struct unit *u)
{
	size_t n = strlen(u->said.error);
	char *in = xstrfmt(" in %s", u->name), *why;

	if (ends_with(u->said.error, in))
		n -= strlen(in);
	why = xstrfmt("failed: %.*s", (int)n, u->said.error);
	refuse(u, UNIT_REFUSED, why);
	free(why);
	free(in);
}

/* As diff -bB has it: does only white space differ? Then spatch writes none. */
static bool same_but_blanks(const struct strbuf *a, const struct strbuf *b)
{
	const char *p = a->buf, *q = b->buf;

	for (;;) {
		size_t i = strspn(p, " \t\n\r\f\v"), k = strspn(q, " \t\n\r\f\v");
		bool lines = memchr(p, '\n', i) != NULL;

		p += i;
		q += k;
		if (*p != *q || (!i != !k && *p) ||
		    (*p && lines != (memchr(q - k, '\n', k) != NULL)))
			return false;
		if (!*p)
			return p == a->buf + a->len && q == b->buf + b->len;
		p++;
		q++;
	}
}

/* What spatch wrote for U, into u->after. Returns 0 or < 0, reported. */
static int read_result(struct unit *u, const char *dir,
		       const struct strvec *names)
{
	const char *base = path_base(u->name);
	int err = 0;

	for (size_t i = 0; i < names->n && !err && !u->changed; i++) {
		const char *of = spatch_result(names->v[i]);
		char *path;

		if (!of || strcmp(of, base))
			continue;
		path = xstrfmt("%s/%s", dir, names->v[i]);
		err = strbuf_read_file(&u->after, path);
		if (err)
			err = error("cannot read what spatch made of %s: %s",
				    u->path, strbuf_read_error(err));
		free(path);
		u->changed = !err;
	}
	if (u->changed && same_but_blanks(u->text, &u->after)) {
		u->changed = false;
		strbuf_clear(&u->after);
	}
	return err;
}

/* One whole part of a log: the file went through. */
static int take_part(struct run *run, struct unit *u, const struct group *g,
		     const char *part, size_t n, const struct strvec *names)
{
	int err;

	spatch_read_log(&u->said, run->b->rule, part, n, u->text,
			run->b->headers ? u->name : NULL);
	if (u->said.timed_out)
		refuse(u, UNIT_NO_ANSWER, "took too long (see --timeout)");
	else if (u->said.error)
		refuse_error(u);
	if (u->state != UNIT_OPEN)
		return 0;
	err = run->b->tell ? 0 : read_result(u, g->dir, names);
	if (!err && u->changed && !u->after.len && u->text->len) {
		refuse(u, UNIT_NO_ANSWER,
		       "wrote an empty file (is the disk full?)");
		return 0;
	}
	u->state = UNIT_DONE;
	return err;
}

/*
 * The parts of LOG, which must be those of the group's files, in order. The
 * last one counts only if the process ended well. Returns how many files are
 * through, or < 0, reported.
 */
static int take_parts(struct run *run, const struct group *g,
		      const struct strbuf *log, bool well)
{
	struct strvec names = STRVEC_INIT;
	size_t at = 0, n, from, to, i = 0;
	const char *name;
	int err = dir_names(&names, g->dir);

	if (err)
		err = error("cannot read %s: %s", g->dir, strerror(-err));
	while (!err && i < g->n && (name = spatch_part(log, &at, &n, &from, &to))) {
		struct unit *u = &run->b->units[g->v[i]];

		/* Alone, all of the log is its part, whatever it holds. */
		if (g->n == 1)
			to = log->len;
		if (strlen(u->name) != n || memcmp(u->name, name, n) ||
		    (to == log->len && !well))
			break;
		err = take_part(run, u, g, log->buf + from, to - from, &names);
		i++;
	}
	strvec_release(&names);
	return err ? err : (int)i;
}

/* Why the process ended, from what it printed last. */
static char *last_words(const struct strbuf *log)
{
	const char *p = log->buf, *line = NULL, *own = NULL, *text;

	while (*p) {
		size_t n = strcspn(p, "\n");

		if (starts_with(p, "spatch: "))
			own = p;
		if (p[strspn(p, " \t")] != '\n' && *p &&
		    !starts_with(p, "HANDLING: "))
			line = p;
		p += n + (p[n] == '\n');
	}
	text = own ?: line;
	return text ? xstrndup(text, strcspn(text, "\n")) : xstrdup("");
}

static void blame(struct unit *u, const struct proc *p,
		  const struct strbuf *log)
{
	struct strbuf how = STRBUF_INIT;
	char *said = last_words(log);
	bool cut = log->len && log->buf[log->len - 1] != '\n';
	enum tool_end end = cut ? TOOL_FAILED : tool_end(p, said);

	proc_describe(p, &how);
	if (p->state == PROC_EXITED)
		strbuf_addf(&how, ": %s", *said ? said :
			    "it said nothing (is the disk full?)");
	refuse(u, end == TOOL_NO && p->code ? UNIT_REFUSED :
	       UNIT_NO_ANSWER, how.buf);
	strbuf_release(&how);
	free(said);
}

/* A rule that spatch does not take fails before the first file. */
static bool rule_refused(struct run *run, const struct proc *p,
			 const struct strbuf *log)
{
	struct spatch_log said;

	if (p->state != PROC_EXITED || !p->code)
		return false;
	spatch_read_log(&said, run->b->rule, log->buf, log->len, NULL,
			NULL);
	if (said.error)
		run->b->why = xstrfmt("spatch does not take %s: %s",
				      run->b->rule->path, said.error);
	spatch_log_release(&said);
	return run->b->why != NULL;
}

/* Debian's coccinelle does not depend on the library that scripts need. */
static int lacks_python(const struct run *run, const struct strbuf *log)
{
	const struct rule *r = run->b->rule;

	if (!r->runs_code || !strstr(log->buf, "unable to find the Python library"))
		return 0;
	return error("%s:%d: spatch is unable to find the Python library that the script needs: apt-get install libpython3-dev",
		     r->path, r->runs_code);
}

/* The one that it was at is tried alone, those behind it together. */
static void try_again(struct run *run, const struct group *g, size_t through)
{
	size_t first = g->v[through];

	groups_plan(&run->groups, run->b, &first, 1);
	if (through + 1 < g->n)
		groups_plan(&run->groups, run->b, g->v + through + 1,
			    g->n - through - 1);
}

static int group_end(struct run *run, size_t number, const struct proc *p,
		     const struct strbuf *log)
{
	/* A copy: groups may move. */
	struct group g = run->groups.v[number];
	bool cut = log->len && log->buf[log->len - 1] != '\n';
	bool well = p->state == PROC_EXITED && !p->code && !cut;
	int through = take_parts(run, &g, log, well);

	if (through < 0)
		return through;
	run->ended += (size_t)through;
	run->barren = through ? 0 : run->barren + 1;
	if (!through && lacks_python(run, log))
		return ERR_ENV;
	if (!through && rule_refused(run, p, log))
		return 0;
	if ((size_t)through == g.n)
		return 0;
	if (g.n > 1 && run->barren < BARREN_MAX &&
	    p->state != PROC_NOT_STARTED) {
		try_again(run, &g, (size_t)through);
		return 0;
	}
	for (size_t i = (size_t)through; i < g.n; i++, run->ended++)
		blame(&run->b->units[g.v[i]], p, log);
	return 0;
}

static void keep_group(struct batch *b, const struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (b->units[g->v[i]].state == UNIT_DONE)
			unit_keep(b, &b->units[g->v[i]]);
	kept_flush(b->kept);
}

static int read_told(struct batch *b, const struct group *g, const char *path)
{
	struct strbuf said = STRBUF_INIT;
	int err = strbuf_read_file(&said, path);

	if (err)
		err = error("cannot read what %s told: %s", b->rule->path,
			    strbuf_read_error(err));
	else
		told_take(b, g, &said);
	strbuf_release(&said);
	return err;
}

static int group_done(void *data, struct job *job)
{
	struct run *run = data;
	struct group *g = &run->groups.v[job->id];
	struct strbuf log = STRBUF_INIT;
	int err = 0;

	run->groups.running--;
	if (job->proc.state != PROC_NOT_STARTED)
		err = strbuf_read_file(&log, job->proc.err ?: job->proc.out);
	if (err)
		err = error("cannot read the output of spatch with %s: %s",
			    run->b->rule->path, strbuf_read_error(err));
	if (!err)
		err = group_end(run, job->id, &job->proc, &log);
	g = &run->groups.v[job->id];
	if (!err && run->b->tell && job->proc.state != PROC_NOT_STARTED)
		err = read_told(run->b, g, job->proc.out);
	if (!err && run->b->kept)
		keep_group(run->b, g);
	remove_quietly(g->dir);
	strbuf_release(&log);
	if (run->b->progress)
		progress_show(run->ended, run->total, run->start,
			      run->b->rule->path);
	return err;
}

/* --- all ----------------------------------------------------------------- */

/* *path is the file in scratch that now has TEXT; NULL if there is none. */
static int write_macros(const struct batch *b, const char *name,
			const char *text, char **path)
{
	struct strbuf sb = STRBUF_INIT;
	int err;

	if (!text)
		return 0;
	strbuf_addstr(&sb, text);
	*path = xstrfmt("%s/%s", b->scratch, name);
	err = put(b->scratch, name, &sb);
	strbuf_release(&sb);
	return err;
}

/* Only files with the same macros can be in a group. */
static void plan(struct run *run, size_t *open)
{
	const struct unit *u = run->b->units;
	size_t *some = xcalloc(run->total + 1, sizeof(*some));

	for (size_t i = 0; i < run->total; i++) {
		const char *macros;
		size_t n = 0;

		if (open[i] == run->b->n)	/* taken in an earlier round */
			continue;
		macros = u[open[i]].macros;
		for (size_t k = i; k < run->total; k++)
			if (open[k] < run->b->n &&
			    (u[open[k]].macros == macros ||
			     (macros && u[open[k]].macros &&
			      !strcmp(macros, u[open[k]].macros)))) {
				some[n++] = open[k];
				open[k] = run->b->n;
			}
		groups_plan(&run->groups, run->b, some, n);
	}
	free(some);
}

static size_t load_known(struct batch *b, size_t *open)
{
	size_t n = 0;

	if (b->kept)
		unit_keys(b);
	for (size_t i = 0; i < b->n; i++)
		if (b->units[i].state == UNIT_OPEN &&
		    (!b->kept || !unit_load(b, &b->units[i])))
			open[n++] = i;
	return n;
}

int batch_run(struct batch *b)
{
	struct run run = { .b = b, .start = now() };
	size_t *open = xcalloc(b->n + 1, sizeof(*open));
	int err;

	run.total = load_known(b, open);
	plan(&run, open);
	err = run.total ? write_macros(b, "macros.h", b->macros, &run.macros) : 0;
	if (!err && run.total)
		err = write_macros(b, "late.h", b->late, &run.late);
	if (!err && run.total)
		err = job_run(b->jobs, next_group, group_done, &run);
	if (b->progress)
		progress_clear();
	for (size_t i = 0; i < b->n && !err && !b->why; i++)
		if (b->units[i].state == UNIT_OPEN)
			err = ERR_ENV;	/* write_group() has said why */
	groups_release(&run.groups);
	free(run.macros);
	free(run.late);
	free(open);
	return err ? err : b->why ? ERR_FINDING : 0;
}
