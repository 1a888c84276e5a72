// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <sys/stat.h>

#include "base/json.h"
#include "compare/rangediff.h"
#include "report/proved.h"

const struct rspan *review_made(const struct rpatch *p, const char *path,
				char sign, long line)
{
	int side = sign == '+';

	for (size_t i = 0; i < p->n_changes; i++) {
		const struct rchange *c = &p->changes[i];

		if (strcmp(c->path, path))
			continue;
		for (size_t k = 0; k < c->n[side]; k++)
			if (line >= c->v[side][k].line &&
			    line - c->v[side][k].line < c->v[side][k].n)
				return &c->v[side][k];
	}
	return NULL;
}

const struct rpatch *review_mail(const struct review *r, size_t number)
{
	for (size_t i = 0; i < r->n; i++)
		if (number && r->patches[i].number == number)
			return &r->patches[i];
	return NULL;
}

/* --- the patches ------------------------------------------------------- */

static void count_lines(struct review *r, struct rpatch *p)
{
	for (size_t i = 0; i < p->mail->n; i++) {
		const struct pfile *f = &p->mail->v[i];

		for (size_t h = 0; h < f->n && !f->binary; h++)
			for (size_t k = 0; k < f->v[h].n; k++) {
				const struct pline *l = &f->v[h].v[k];

				if (l->sign == ' ')
					continue;
				p->plus += l->sign == '+';
				p->minus += l->sign == '-';
				if (*p->outcome &&
				    !review_made(p, f->path, l->sign,
						 l->sign == '+' ? l->new : l->old))
					p->unexplained++;
			}
	}
	r->plus += p->plus;
	r->minus += p->minus;
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The step that wrote mail M, or a new one for a mail of nobody's. */
static struct rpatch *step_of(struct review *r, const struct ppatch *m)
{
	const json_t *list = json_object_get(r->record, "patches");

	for (size_t i = 0; i < json_array_size(list); i++)
		if (!r->patches[i].mail &&
		    !strcmp(jstr(json_array_get(list, i), "file"),
			    file_name(m->name)))
			return &r->patches[i];
	r->patches[r->n] = (struct rpatch){
		.name = "", .outcome = "", .why = "",
	};
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
static void read_cover(struct review *r)
{
	struct strbuf text = STRBUF_INIT;
	DIR *d = opendir(r->dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path;

		if (!patchset_is_cover(e->d_name) ||
		    !ends_with(e->d_name, ".patch"))
			continue;
		path = xstrfmt("%s/%s", r->dir, e->d_name);
		strbuf_clear(&text);
		if (!strbuf_read_file(&text, path)) {
			const char *body = strstr(text.buf, "\n\n");

			free(r->cover);
			r->cover = xstrdup(body ? body + 2 : text.buf);
		}
		free(path);
	}
	if (d)
		closedir(d);
	strbuf_release(&text);
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

int review_read(struct review *r, const struct review_options *o)
{
	struct stat st;
	int err;

	memset(r, 0, sizeof(*r));
	strbuf_init(&r->range_diff);
	r->dir = o->dir;
	if (stat(o->dir, &st))
		return error_user("there is no %s: run respin generate first, or give a folder of patches",
				  o->dir);
	if (!S_ISDIR(st.st_mode))
		return error_user("%s is not a folder of patches", o->dir);
	err = patchset_read(&r->set, o->dir);
	if (!err)
		err = review_record(r);
	if (!err) {
		add_mails(r);
		read_cover(r);
		err = review_report(r, o->verify);
	}
	if (!err)
		err = review_prove(r, o->prove);
	if (!err && o->against)
		err = read_reference(r, o);
	return err;
}

void review_release(struct review *r)
{
	compare_release(&r->comparison);
	strbuf_release(&r->range_diff);
	patchset_release(&r->ours);
	patchset_release(&r->theirs);
	review_prove_release(r);
	review_report_release(r);
	review_record_release(r);
	patchset_release(&r->set);
	free(r->cover);
}

bool review_found(const struct review *r)
{
	bool found = !r->report || r->stale || *r->failed || r->lines.n ||
		     (r->record && !r->proven && r->set.n) ||
		     review_prove_found(r->prove) ||
		     (r->against && !compare_same(&r->comparison));

	for (size_t i = 0; i < r->n_lefts; i++)
		found |= !*r->lefts[i].reason;
	for (size_t i = 0; i < r->n; i++) {
		const struct rpatch *p = &r->patches[i];
		size_t count[RSTATES];

		review_count(r, p, count);
		found |= p->unexplained || count[RSTATE_FAIL] ||
			 count[RSTATE_WARN];
	}
	for (size_t i = 0; i < r->n_verdicts; i++)
		found |= !r->verdicts[i].patch &&
			 (r->verdicts[i].state == RSTATE_FAIL ||
			  r->verdicts[i].state == RSTATE_WARN);
	return found;
}
