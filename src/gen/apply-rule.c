// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "base/beneath.h"
#include "base/jail.h"
#include "csrc/lang.h"
#include "gen/apply-int.h"
#include "base/job.h"
#include "csrc/tidy.h"
#include "base/fs.h"
#include "base/tool.h"
#include "base/wordset.h"

/* One rule file on one source file. */
struct unit {
	struct work_file *file;
	char *name;		/* what spatch knows it by */
	char *path;		/* the copy that spatch works on: NAME in scratch */
	char *log;
	struct strbuf after;	/* what spatch made of it */
	struct spatch_log said;
	struct proc ended;	/* how the process ended; only the results */
	bool cut;		/* its log ends within a line */
	bool torn;		/* the file is not what spatch says it made */
};

struct run {
	struct apply *a;
	size_t patch, op;
	const struct rule *rule;
	struct unit *units;
	size_t n, alloc;
	size_t next;
};

static int next_unit(void *data, struct job *job)
{
	struct run *run = data;
	struct unit *u;

	if (run->next == run->n)
		return 0;
	u = &run->units[run->next];
	job->id = run->next++;
	job->proc.timeout = run->a->timeout;
	job->proc.dir = run->a->scratch;
	job->proc.out = u->log;
	spatch_command(&job->proc, run->rule, u->name);
	jail_proc(&job->proc, run->a->scratch, NULL);
	run->a->spatch_runs++;
	return 1;
}

static int unit_done(void *data, struct job *job)
{
	struct run *run = data;
	struct unit *u = &run->units[job->id];
	struct strbuf log = STRBUF_INIT;
	int err = strbuf_read_file(&log, u->log);

	u->ended = job->proc;
	if (err)
		err = error("cannot read the output of spatch for %s: %s",
			    u->file->path, strbuf_read_error(err));
	if (err)
		goto done;
	u->cut = log.len && log.buf[log.len - 1] != '\n';
	spatch_read_log(&u->said, run->rule, &log);
	err = strbuf_read_file(&u->after, u->path);
	if (err)
		err = error("cannot read the file that spatch made from %s: %s",
			    u->file->path, strbuf_read_error(err));
	else
		u->torn = !spatch_wrote(&log, &u->file->text, &u->after);
done:
	strbuf_release(&log);
	return err;
}

/*
 * spatch makes its diff by a shell command with the file's name in it, and
 * takes a name that begins with a dash for an option. A name with anything but
 * letters, digits and "._+,-" gets one of our own; others keep theirs, since a
 * rule may say `file in "drivers/"`.
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

static int add_unit(struct run *run, struct work_file *f)
{
	struct unit *u;
	int err;

	GROW(run->units, run->n + 1, run->alloc);
	u = &run->units[run->n++];
	memset(u, 0, sizeof(*u));
	strbuf_init(&u->after);
	u->file = f;
	u->name = spatch_name(f->path, run->n);
	u->path = xstrfmt("%s/%s", run->a->scratch, u->name);
	u->log = xstrfmt("%s/.log-%zu", run->a->scratch, run->n);
	err = beneath_write(run->a->scratch, u->name, f->text.buf,
			    f->text.len);
	return err ? error("cannot write %s: %s", u->path,
			   beneath_error(err)) : 0;
}

static void release_run(struct run *run)
{
	for (size_t k = 0; k < run->n; k++) {
		struct unit *u = &run->units[k];

		spatch_log_release(&u->said);
		strbuf_release(&u->after);
		free(u->name);
		free(u->path);
		free(u->log);
	}
	free(run->units);
}

/*
 * Why spatch gave up, for want of a complaint in a form that we know: its own
 * "spatch: ...", or else the last line; "" if there is none.
 */
static char *last_words(const char *path)
{
	struct strbuf log = STRBUF_INIT;
	const char *p;
	char *line;

	if (strbuf_read_file(&log, path))
		return xstrdup("its output cannot be read");
	strbuf_rtrim(&log);
	p = starts_with(log.buf, "spatch: ") ? log.buf :
	    strstr(log.buf, "\nspatch: ") ?: strrchr(log.buf, '\n') ?: log.buf;
	p += strspn(p, " \n");
	line = xstrndup(p, strcspn(p, "\n"));
	strbuf_release(&log);
	return line;
}

/* Did spatch do its work on this file? ERR_TOOL: it was kept from that. */
static int check_ended(const struct run *run, const struct unit *u,
		       struct strbuf *why)
{
	char *said = u->said.error ? xstrdup(u->said.error) : NULL;
	enum tool_end end;

	if (u->ended.state == PROC_EXITED && !u->ended.code && !said) {
		if (!u->torn)
			return 0;
		strbuf_addf(why, "spatch on %s with %s did not write what it says it did (is the disk full?)",
			    u->file->path, run->rule->path);
		return ERR_TOOL;
	}
	if (!said && u->ended.state == PROC_EXITED)
		said = last_words(u->log);
	strbuf_addf(why, "spatch on %s with %s ", u->file->path,
		    run->rule->path);
	end = u->cut ? TOOL_FAILED : tool_end(&u->ended, said ? said : "");
	proc_describe(&u->ended, why);
	if (said)
		strbuf_addf(why, ": %s", *said ? said :
			    "it said nothing (is the disk full?)");
	free(said);
	return end == TOOL_FAILED ? ERR_TOOL : ERR_FINDING;
}

static int line_of_word(const struct strbuf *text, const struct strvec *words,
			const char **word)
{
	struct wordset ws;
	size_t i, line = 0;
	ssize_t at;

	wordset_init(&ws, words);
	at = wordset_next(&ws, text->buf, text->len, 0, &i);
	for (ssize_t k = 0; k < at; k++)
		line += text->buf[k] == '\n';
	for (size_t k = 0; at >= 0 && k < words->n; k++)
		if (!strcmp(words->v[k], ws.words.v[i]))
			*word = words->v[k];
	wordset_release(&ws);
	return at < 0 ? 0 : (int)line + 1;
}

static void nothing_found(const struct run *run, const struct unit *u,
			  struct strbuf *why)
{
	struct strvec words = STRVEC_INIT;
	const char *word = NULL;
	int line;

	select_words(&run->rule->select, &words);
	line = line_of_word(&u->file->text, &words, &word);
	strbuf_addf(why, "%s found nothing in %s", run->rule->path,
		    u->file->path);
	if (line)
		strbuf_addf(why, " (expected a match: %s occurs in line %d)", word,
			    line);
	strvec_release(&words);
}

static int note_parse(struct run *run, const struct unit *u,
		      struct strbuf *why)
{
	struct apply *a = run->a;
	int err = 0;

	for (size_t k = 0; k < u->said.n_bad; k++) {
		const struct bad_range *b = &u->said.bad[k];

		GROW(a->parse, a->n_parse + 1, a->alloc_parse);
		a->parse[a->n_parse++] = (struct parse_miss){
			.patch = run->patch, .op = run->op,
			.path = u->file->path, .from = b->from, .to = b->to,
			.word = b->word ? xstrdup(b->word) : NULL,
		};
		if (!b->relevant || err)
			continue;
		strbuf_addf(why, "spatch cannot parse %s:%d-%d, which holds %s: %s may have missed it",
			    u->file->path, b->from, b->to, b->word,
			    run->rule->path);
		err = ERR_FINDING;
	}
	return err;
}

static int take_unit(struct run *run, struct unit *u, struct op_report *r,
		     struct strbuf *why)
{
	int err = check_ended(run, u, why);

	if (!err)
		err = note_parse(run, u, why);
	if (err < 0)
		return err;
	for (size_t k = 0; k < run->rule->n; k++)
		r->steps[k].hits += u->said.hits[k];
	if (strbuf_equal(&u->after, &u->file->text)) {
		if (!select_allows(&run->rule->select, MISS_FILE,
				   u->file->path)) {
			nothing_found(run, u, why);
			return ERR_FINDING;
		}
		strvec_push(&r->unchanged, u->file->path);
		return 0;
	}
	err = tidy(&u->file->text, &u->after);
	if (!err)
		err = work_update(u->file, &u->after, STEP(run->op, 0));
	return err;
}

static int check_rules(const struct run *run, struct op_report *r,
		       struct strbuf *why)
{
	const struct rule *rule = run->rule;

	for (size_t k = 0; k < rule->n; k++) {
		struct step_report *s = &r->steps[k];

		if (s->hits || !rule->names[k].changes)
			continue;
		s->reason = select_allows(&rule->select, MISS_RULE,
					  rule->names[k].name);
		s->allowed = s->reason != NULL;
		if (s->allowed || !run->n)
			continue;
		strbuf_addf(why, "%s:%d: rule %s found nothing in its %zu candidate file%s (%s%s)",
			    rule->path, rule->names[k].line,
			    rule->names[k].name, run->n, plural(run->n),
			    run->units[0].file->path, run->n > 1 ? ", ..." : "");
		return ERR_FINDING;
	}
	return 0;
}

static int run_rule(struct apply *a, size_t i, size_t j, struct strbuf *why)
{
	const struct op *op = &a->series->patches[i].ops[j];
	struct run run = { .a = a, .patch = i, .op = j, .rule = &op->rule };
	struct op_report *r = &a->reports[i].ops[j];
	int err = 0;

	r->n_steps = op->rule.n;
	r->steps = xcalloc(r->n_steps, sizeof(*r->steps));
	for (size_t k = 0; k < r->n_steps; k++)
		r->steps[k].name = op->rule.names[k].name;
	for (size_t k = 0; k < a->work->n && !err; k++) {
		struct work_file *f = a->work->files[k];

		if (!f->there || !select_path(&op->rule.select, f->path) ||
		    !select_text(&op->rule.select, &f->text))
			continue;
		strvec_push(&r->candidates, f->path);
		err = add_unit(&run, f);
	}
	if (!err && !run.n &&
	    !select_allows(&op->rule.select, MISS_ALL, NULL)) {
		strbuf_addf(why, "%s has no candidate file in this tree (add '// May-miss: all -- REASON' if that is right)",
			    op->path);
		err = ERR_FINDING;
	}
	if (!err)
		err = job_run(a->jobs, next_unit, unit_done, &run);
	/* In order of path, whatever order they ended in. */
	for (size_t k = 0; k < run.n && !err; k++)
		err = take_unit(&run, &run.units[k], r, why);
	if (!err)
		err = check_rules(&run, r, why);
	release_run(&run);
	return err;
}

int op_run(struct apply *a, size_t i, size_t j, struct strbuf *why)
{
	struct op_report *r = &a->reports[i].ops[j];
	double start = now();
	int err;

	r->ran = true;
	if (a->series->patches[i].ops[j].kind == OP_RULE)
		err = run_rule(a, i, j, why);
	else
		err = op_run_edit(a, i, j, why);
	r->seconds = now() - start;
	return err;
}
