// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "base/path.h"
#include "base/strset.h"
#include "base/word.h"
#include "send/burndown.h"

/* --- lines ------------------------------------------------------------- */

/* Lines count without the white space at their ends, if they hold a word. */
static void add_line(struct strvec *to, const char *s, size_t n)
{
	bool word = false;

	while (n && isspace((unsigned char)*s)) {
		s++;
		n--;
	}
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		word = word || is_word(s[i]);
	if (word)
		strvec_take(to, xstrndup(s, n));
}

static void add_text(struct strvec *to, const struct strbuf *text)
{
	for (const char *s = text->buf, *end = s + text->len; s < end;) {
		const char *nl = memchr(s, '\n', end - s);

		add_line(to, s, (nl ? nl : end) - s);
		s = nl ? nl + 1 : end;
	}
	strvec_sort(to);
}

/* The lines of F with SIGN, and those with another, sorted. */
static void lines_of(const struct pfile *f, char sign, struct strvec *with,
		     struct strvec *others)
{
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->v[i].n; k++) {
			const struct pline *l = &f->v[i].v[k];

			add_line(l->sign == sign ? with : others, l->text,
				 l->len);
		}
	strvec_sort(with);
	strvec_sort(others);
}

/*
 * Is a line that only SIGN has in F among LINES, if WANT is true, or missing
 * there, if not?
 */
static bool any_line(const struct pfile *f, char sign,
		     const struct strvec *lines, bool want)
{
	struct strvec with = STRVEC_INIT, others = STRVEC_INIT;
	bool any = false;

	lines_of(f, sign, &with, &others);
	for (size_t i = 0; i < with.n && !any; i++)
		any = !strset_has(&others, with.v[i]) &&
		      strset_has(lines, with.v[i]) == want;
	strvec_release(&with);
	strvec_release(&others);
	return any;
}

/* --- words -------------------------------------------------------------- */

static void add_words(struct strvec *to, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t k = i;

		while (k < n && is_word(s[k]))
			k++;
		if (k > i && !isdigit((unsigned char)s[i]))
			strvec_take(to, xstrndup(s + i, k - i));
		i = k > i ? k : i + 1;
	}
}

/*
 * Without new patches: is F in TEXT? What it does to a file may have moved on
 * since, but not the names that it retires there: that it removes, and neither
 * adds nor shows. If there are none, its added lines tell.
 */
static bool is_missing(const struct pfile *f, const struct strbuf *text,
		       const struct strvec *lines)
{
	struct strvec gone = STRVEC_INIT, kept = STRVEC_INIT;
	bool any = false, left = false;

	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->v[i].n; k++) {
			const struct pline *l = &f->v[i].v[k];

			add_words(l->sign == '-' ? &gone : &kept, l->text,
				  l->len);
		}
	strvec_sort(&kept);
	for (size_t i = 0; i < gone.n && !left; i++) {
		if (strset_has(&kept, gone.v[i]))
			continue;
		any = true;
		left = has_word(text->buf, text->len, gone.v[i]);
	}
	strvec_release(&gone);
	strvec_release(&kept);
	return any ? left : any_line(f, '+', lines, false);
}

/* --- a file ------------------------------------------------------------ */

struct judge {
	const struct tree *t;
	struct tree_reader reader;
	const struct patchset *ps;	/* the new patches, or NULL */
	struct patchset old;		/* the pieces of before */
};

static bool changes(const struct ppatch *p, const char *path)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->v[i].path, path) ||
		    (p->v[i].old_path && !strcmp(p->v[i].old_path, path)))
			return true;
	return false;
}

static bool has_patch(const struct judge *j, const char *subject)
{
	for (size_t i = 0; j->ps && i < j->ps->n; i++)
		if (!strcmp(j->ps->v[i].subject, subject))
			return true;
	return false;
}

/* Do the new patches of that subject change PATH? */
static bool to_do(const struct judge *j, const char *subject,
		  const char *path)
{
	for (size_t i = 0; j->ps && i < j->ps->n; i++)
		if (!strcmp(j->ps->v[i].subject, subject) &&
		    changes(&j->ps->v[i], path))
			return true;
	return false;
}

static const struct ppatch *mail_of(const struct judge *j, const char *name)
{
	for (size_t i = 0; name && i < j->old.n; i++)
		if (!strcmp(path_base(j->old.v[i].name), name))
			return &j->old.v[i];
	return NULL;
}

/* Is what F does still to be done in the tree? 1, 0 or < 0, reported. */
static int stands(struct judge *j, const struct pfile *f)
{
	const struct tree_file *at = tree_find(j->t, f->path);
	struct strbuf text = STRBUF_INIT;
	struct strvec lines = STRVEC_INIT;
	int left;

	if (!at)
		return f->kind == PFILE_NEW || f->kind == PFILE_COPIED ||
		       (f->kind == PFILE_RENAMED && tree_find(j->t, f->old_path));
	if (f->kind == PFILE_DELETED || f->binary)
		return 1;
	if (tree_read(&j->reader, at, &text)) {
		left = error("cannot read %s of %s", f->path, j->t->path);
	} else {
		add_text(&lines, &text);
		left = any_line(f, '-', &lines, true) ||
		       (!j->ps && is_missing(f, &text, &lines));
	}
	strvec_release(&lines);
	strbuf_release(&text);
	return left;
}

/* Has PATH of piece P, open so far, something left to do? */
static int judge_file(struct judge *j, const struct burn_piece *p,
		      const char *path)
{
	const struct ppatch *mail = mail_of(j, p->mail);
	/* Without its mail, only the patch that it is of can say so. */
	int left = !mail && !has_patch(j, p->patch);

	if (to_do(j, p->patch, path))
		return 1;
	for (size_t i = 0; mail && i < mail->n && !left; i++)
		if (!strcmp(mail->v[i].path, path) ||
		    (mail->v[i].old_path && !strcmp(mail->v[i].old_path, path)))
			left = stands(j, &mail->v[i]);
	return left;
}

static int judge_piece(struct judge *j, struct burn_piece *p, size_t run)
{
	struct strvec done = STRVEC_INIT, left = STRVEC_INIT;
	int err = 0;

	/* What was done is only to be done again if the patches say so; or if
	   there are none, the mail. */
	for (size_t i = 0; i < p->done.n && err >= 0; i++) {
		err = !j->ps && mail_of(j, p->mail) ?
		      judge_file(j, p, p->done.v[i]) :
		      to_do(j, p->patch, p->done.v[i]);
		if (err >= 0)
			strvec_push(err ? &left : &done, p->done.v[i]);
	}
	for (size_t i = 0; i < p->left.n && err >= 0; i++) {
		err = judge_file(j, p, p->left.v[i]);
		if (err >= 0)
			strvec_push(err ? &left : &done, p->left.v[i]);
	}
	strvec_release(&p->done);
	strvec_release(&p->left);
	strvec_sort(&done);
	strvec_sort(&left);
	p->done = done;
	p->left = left;
	if (err < 0)
		return err;
	GROW(p->states, p->n + 1, p->alloc);
	p->states[p->n++] = (struct burn_state){ run, left.n };
	return 0;
}

static bool any_mail(const struct burndown *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].mail)
			return true;
	return false;
}

int burndown_judge(struct burndown *b, const struct tree *t,
		   const struct patchset *ps, const char *dir)
{
	struct judge j = { .t = t, .ps = ps };
	int err = any_mail(b) ? patchset_read(&j.old, dir) : 0;

	if (err) {
		patchset_release(&j.old);
		return err;
	}
	err = tree_reader_init(&j.reader, t);
	for (size_t i = 0; i < b->n && !err; i++)
		err = judge_piece(&j, &b->v[i], b->runs.n);
	tree_reader_release(&j.reader);
	patchset_release(&j.old);
	return err;
}
