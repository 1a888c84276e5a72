// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/datadir.h"
#include "base/dir.h"
#include "base/path.h"
#include "report/outdir.h"
#include "review/review.h"

#define ATTEMPTS 5	/* to read a folder that is replaced meanwhile */

/* MADE is what a span of series.json names. */
static void name_maker(const struct record_patch *step, const char *made,
		       struct rmade *m)
{
	size_t at;

	*m = (struct rmade){ .op = REVIEW_TIDY };
	for (size_t i = 0; i < step->n_ops; i++)
		if (record_made_by(made, step->ops[i].name, &at))
			*m = (struct rmade){ .op = i, .at = at };
}

bool review_made(const struct rpatch *p, const char *path, char sign,
		 size_t line, struct rmade *made)
{
	for (size_t i = 0; i < p->step->n_changes; i++) {
		const struct record_change *c = &p->step->changes[i];
		const struct strvec *v = sign == '+' ? &c->added : &c->removed;

		if (strcmp(c->path, path))
			continue;
		for (size_t k = 0; k < v->n; k++) {
			const char *by = record_span(v->v[k], line);

			if (by)
				name_maker(p->step, by, made);
			if (by)
				return true;
		}
	}
	return false;
}

/* --- the steps --------------------------------------------------------- */

/* A name that stands in series.json leads nowhere but below the series. */
static bool is_plain(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/');
}

/* "SERIES/PATCH" of two such names? */
static bool is_folder(const char *name)
{
	const char *slash = strchr(name, '/');

	return *name != '.' && slash && slash > name && is_plain(slash + 1);
}

static char *read_rule(const char *path)
{
	struct strbuf text = STRBUF_INIT;
	char *full = data_path(path);

	if (strbuf_read_file(&text, full) || memchr(text.buf, 0, text.len))
		strbuf_release(&text);
	free(full);
	return text.len ? strbuf_detach(&text) : NULL;
}

static void add_steps(struct review *r)
{
	r->patches = xcalloc(r->record.n + r->set.n, sizeof(*r->patches));
	for (; r->n < r->record.n; r->n++) {
		const struct record_patch *step = &r->record.patches[r->n];
		struct rpatch *p = &r->patches[r->n];

		p->step = step;
		p->subject = step->subject;
		p->ops = xcalloc(step->n_ops + 1, sizeof(*p->ops));
		for (size_t i = 0; i < step->n_ops; i++) {
			struct rop *op = &p->ops[i];
			char *folder;

			op->said = &step->ops[i];
			folder = record_folder(&r->record, step, op->said);
			op->path = xstrfmt("cocci/%s/%s", folder,
					   op->said->name);
			if (is_folder(folder) && is_plain(op->said->name))
				op->text = read_rule(op->path);
			free(folder);
		}
	}
}

/* Does the series that made the patches say what is to be proved? */
static bool has_rules(const struct review *r)
{
	char *path, *full;
	bool has;

	if (!is_plain(r->record.series))
		return false;
	path = xstrfmt("cocci/%s/prove", r->record.series);
	full = data_path(path);
	has = !access(full, F_OK);
	free(full);
	free(path);
	return has;
}

/* --- the patches ------------------------------------------------------- */

static void count_lines(struct review *r, struct rpatch *p)
{
	for (size_t i = 0; i < p->mail->n; i++) {
		const struct pfile *f = &p->mail->v[i];

		for (size_t h = 0; h < f->n && !f->binary; h++)
			for (size_t k = 0; k < f->v[h].n; k++) {
				const struct pline *l = &f->v[h].v[k];
				struct rmade made;

				if (l->sign == ' ')
					continue;
				p->plus += l->sign == '+';
				p->minus += l->sign == '-';
				if (*p->step->outcome &&
				    !review_made(p, f->path, l->sign,
						 l->sign == '+' ? l->new : l->old,
						 &made))
					p->unexplained++;
			}
	}
	r->plus += p->plus;
	r->minus += p->minus;
}

/* The step that wrote mail M, or a new one for a mail of nobody's. */
static struct rpatch *step_of(struct review *r, const struct ppatch *m)
{
	static const struct record_patch nobody = {
		.name = "", .outcome = "", .why = "",
	};

	for (size_t i = 0; i < r->record.n; i++)
		if (!r->patches[i].mail &&
		    !strcmp(r->patches[i].step->file, path_base(m->name)))
			return &r->patches[i];
	r->patches[r->n] = (struct rpatch){ .step = &nobody };
	return &r->patches[r->n++];
}

static void add_mails(struct review *r)
{
	struct strvec files = STRVEC_INIT;

	for (size_t i = 0; i < r->set.n; i++) {
		const struct ppatch *m = &r->set.v[i];
		struct rpatch *p = step_of(r, m);

		p->mail = m;
		p->number = i + 1;
		p->subject = m->subject;
		count_lines(r, p);
		for (size_t k = 0; k < m->n; k++)
			strvec_push(&files, m->v[k].path);
	}
	strvec_sort(&files);
	strvec_uniq(&files);
	r->files = files.n;
	strvec_release(&files);
}

/* The mail that begins the folder, without its header. */
static int read_cover(struct review *r)
{
	struct strvec names = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	int err = dir_names(&names, r->dir);

	if (err)
		err = error("cannot read %s: %s", r->dir, strerror(-err));
	for (size_t i = 0; i < names.n && !err; i++) {
		const char *body;
		char *path;

		if (!patchset_is_cover(names.v[i]) ||
		    !ends_with(names.v[i], ".patch"))
			continue;
		path = xstrfmt("%s/%s", r->dir, names.v[i]);
		strbuf_clear(&text);
		err = strbuf_read_file(&text, path);
		if (err)
			err = error("cannot read %s: %s", path,
				    strbuf_read_error(err));
		body = strstr(text.buf, "\n\n");
		free(r->cover);
		r->cover = xstrdup(body ? body + 2 : text.buf);
		free(path);
	}
	strvec_release(&names);
	strbuf_release(&text);
	return err;
}

/* --- the reference ----------------------------------------------------- */

static int read_reference(struct review *r, const struct review_options *o)
{
	int err = patchset_read(&r->ours, r->dir);

	if (!err)
		err = patchset_open(&r->theirs, o->against, o->repo);
	/* Patches that are no series have none; all else can still be said. */
	if (!err && o->range_diff)
		err = rangediff(&r->theirs, &r->set, &r->range_diff);
	if (err == ERR_USER && r->theirs.n)
		err = 0;
	if (!err)
		err = compare_sets(&r->comparison, &r->ours, &r->theirs);
	if (err)
		return err;
	r->against = o->against;
	for (size_t i = 0; i < r->comparison.n; i++) {
		const struct pair *pair = &r->comparison.v[i];

		for (size_t k = 0; k < r->n; k++)
			if (pair->our_number &&
			    r->patches[k].number == pair->our_number)
				r->patches[k].pair = pair;
	}
	return 0;
}

/* PATH, or NAME of the folder: only that need not be there. */
static char *report_path(const struct review *r, const char *path,
			 const char *name)
{
	return path ? xstrdup(path) : outdir_file(r->dir, name);
}

static int is_there(int err, const char *path, bool must, bool *has)
{
	*has = !err;
	if (err > 0 && must)
		return error("cannot read %s: %s", path, strerror(ENOENT));
	return err < 0 ? err : 0;
}

static int read_reports(struct review *r, const struct review_options *o)
{
	int err = is_there(record_read(&r->record, r->dir), NULL, false,
			   &r->has_record);

	if (err)
		return err;
	add_steps(r);
	add_mails(r);
	err = read_cover(r);
	if (err)
		return err;
	r->report_path = report_path(r, o->verify, REPORT_NAME);
	err = is_there(verified_read(&r->report, r->report_path),
		       r->report_path, o->verify, &r->has_report);
	if (err)
		return err;
	r->prove_wanted = has_rules(r);
	r->proved_path = report_path(r, o->prove, PROVE_NAME);
	err = is_there(proved_read(&r->proved, r->proved_path),
		       r->proved_path, o->prove, &r->has_proved);
	if (err)
		return err;
	r->booted_path = report_path(r, o->boot, BOOT_NAME);
	return is_there(booted_read(&r->booted, r->booted_path),
			r->booted_path, o->boot, &r->has_booted);
}

static int read_once(struct review *r, const struct review_options *o)
{
	int err;

	memset(r, 0, sizeof(*r));
	strbuf_init(&r->range_diff);
	r->dir = o->dir;
	r->page = o->page;
	err = patchset_read(&r->set, o->dir);
	if (!err)
		err = read_reports(r, o);
	if (!err)
		review_match(r);
	if (!err && o->against)
		err = read_reference(r, o);
	return err;
}

/* generate puts a new folder in place of the old one: never mix the two. */
static bool replaced(const char *dir, struct stat *st)
{
	ino_t before = st->st_ino;

	return !stat(dir, st) && st->st_ino != before;
}

int review_read(struct review *r, const struct review_options *o)
{
	struct stat st;
	int err;

	memset(r, 0, sizeof(*r));
	if (stat(o->dir, &st))
		return error_user("there is no %s: run respin generate first, or give a folder of patches",
				  o->dir);
	if (!S_ISDIR(st.st_mode))
		return error_user("%s is not a folder of patches", o->dir);
	for (int i = 0; i < ATTEMPTS; i++) {
		err = read_once(r, o);
		if (!replaced(o->dir, &st))
			return err;
		warning("%s was replaced while it was read; reading it again",
			o->dir);
		review_release(r);
	}
	memset(r, 0, sizeof(*r));
	return error("%s keeps changing: wait for respin generate to end",
		     o->dir);
}

void review_release(struct review *r)
{
	compare_release(&r->comparison);
	strbuf_release(&r->range_diff);
	patchset_release(&r->ours);
	patchset_release(&r->theirs);
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->patches[i].step->n_ops; k++) {
			free(r->patches[i].ops[k].path);
			free(r->patches[i].ops[k].text);
		}
	for (size_t i = 0; i < r->n; i++)
		free(r->patches[i].ops);
	free(r->patches);
	booted_release(&r->booted);
	proved_release(&r->proved);
	verified_release(&r->report);
	record_release(&r->record);
	patchset_release(&r->set);
	free(r->report_path);
	free(r->proved_path);
	free(r->booted_path);
	free(r->cover);
}

/* The tree's own leaks are no news of the series. */
static bool proved_found(const struct review *r)
{
	if (!r->has_proved)
		return r->prove_wanted;
	return r->proved_stale || proved_bad(&r->proved);
}

/* Nobody has to boot. */
static bool booted_found(const struct review *r)
{
	bool found = r->booted_stale;

	for (size_t i = 0; i < r->booted.n; i++)
		for (size_t k = 0; k < r->booted.v[i].n_states; k++)
			found |= booted_news(&r->booted.v[i],
					     &r->booted.v[i].states[k]);
	return found;
}

bool review_found(const struct review *r)
{
	const struct verified *v = &r->report;
	bool found = !r->has_report || r->stale || *v->failed || v->lines.n ||
		     (r->has_record && !r->record.proven && r->set.n) ||
		     proved_found(r) || booted_found(r) ||
		     (r->against && !compare_same(&r->comparison));

	for (size_t i = 0; i < r->record.n_lefts; i++)
		found |= !*r->record.lefts[i].reason;
	for (size_t i = 0; i < r->n; i++) {
		const struct rpatch *p = &r->patches[i];
		size_t count[RSTATES];

		review_count(r, p, count);
		found |= p->unexplained || count[RSTATE_FAIL] ||
			 count[RSTATE_WARN];
	}
	for (size_t i = 0; i < v->n_checks; i++)
		found |= !v->checks[i].patch &&
			 rstate_bad(rstate_of(v->checks[i].status));
	return found;
}
