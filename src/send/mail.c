// SPDX-License-Identifier: GPL-2.0-only
#include <sys/stat.h>
#include <errno.h>
#include <limits.h>

#include "send/mail.h"
#include "base/dir.h"
#include "base/proc.h"
#include "git/cmd.h"
#include "git/slice.h"
#include "base/fs.h"

/* ID, with its time, made of "Name <mail>"; false, and no change, if it is none. */
static bool set_who(struct ident *id, const char *text)
{
	const char *lt = text ? strchr(text, '<') : NULL;

	if (!lt || lt < text + 2)
		return false;
	id->name = xstrndup(text, lt - text - 1);
	id->mail = xstrndup(lt + 1, strcspn(lt + 1, ">"));
	return true;
}

void mail_init(struct mail *m, const struct tree *t, const struct apply *a,
	       struct repo *repo, bool named)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	memset(m, 0, sizeof(*m));
	m->tree = t;
	m->apply = a;
	m->repo = repo;
	m->who.time = epoch ? atoll(epoch) : t->time;
	m->who.tz = epoch ? 0 : t->tz;
	m->self = m->who;
	m->placeholder = !named || !set_who(&m->who, t->committer);
	if (m->placeholder)
		set_who(&m->who, "respin <respin@localhost>");
	if (m->placeholder || !set_who(&m->self, t->author))
		m->self = (struct ident){ xstrdup(m->who.name), xstrdup(m->who.mail),
					  m->who.time, m->who.tz };
	m->stated = xcalloc(a->series->n, sizeof(*m->stated));
	for (size_t i = 0; i < a->series->n; i++) {
		m->stated[i] = (struct ident){ .time = m->who.time, .tz = m->who.tz };
		set_who(&m->stated[i], a->series->patches[i].author);
	}
	m->commits = xcalloc(a->series->n, sizeof(*m->commits));
	strbuf_init(&m->ids);
	strbuf_init(&m->known);
	strbuf_init(&m->tags);
	m->given = xcalloc(a->series->n, sizeof(*m->given));
}

void mail_release(struct mail *m)
{
	free(m->who.name);
	free(m->who.mail);
	free(m->self.name);
	free(m->self.mail);
	for (size_t i = 0; m->stated && i < m->apply->series->n; i++) {
		free(m->stated[i].name);
		free(m->stated[i].mail);
	}
	free(m->stated);
	free(m->commits);
	for (size_t i = 0; m->given && i < m->apply->series->n; i++)
		free(m->given[i].v);
	free(m->given);
	strbuf_release(&m->ids);
	strbuf_release(&m->known);
	strbuf_release(&m->tags);
	people_release(&m->all);
	strvec_release(&m->files);
	memset(m, 0, sizeof(*m));
}

/* The rule below its header of comments. */
static const char *rule_body(const struct rule *r)
{
	const char *p = r->text.buf;

	while (*p && (*p == '\n' || starts_with(p, "//"))) {
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	return p;
}

/* Are all operations of P in one folder: its own, or one of another series? */
static bool one_folder(const struct patch *p)
{
	for (size_t i = 1; i < p->n; i++)
		if (strcmp(p->ops[i].from ?: "", p->ops[0].from ?: ""))
			return false;
	return true;
}

static void name_rules(const struct series *s, const struct patch *p,
		       struct strbuf *out)
{
	bool embed = mail_embeds(p);
	char *own = xstrfmt("%s/%s", s->name, p->name);
	bool one = one_folder(p);

	strbuf_addstr(out, "Made by respin from cocci");
	if (one)
		strbuf_addf(out, "/%s", p->ops[0].from ?: own);
	for (size_t i = 0; i < p->n && p->n > 1; i++) {
		const struct op *op = &p->ops[i];

		strbuf_addf(out, "%s\n  ", i ? "" : ":");
		if (!one)
			strbuf_addf(out, "%s/", op->from ?: own);
		strbuf_addstr(out, op->name);
	}
	free(own);
	if (p->n == 1)
		strbuf_addf(out, "/\n%s%s", p->ops[0].name, embed ? ":" : "");
	strbuf_addch(out, '\n');
	if (embed) {
		strbuf_addf(out, "\n// <smpl>\n%s",
			    rule_body(&p->ops[0].rule));
		strbuf_rtrim(out);
		strbuf_addstr(out, "\n// </smpl>\n");
	}
}

char *mail_message(const struct mail *m, size_t i)
{
	const struct series *s = m->apply->series;
	const struct patch *p = &s->patches[i];
	struct strbuf out = STRBUF_INIT;

	strbuf_addf(&out, "%s\n\n%s\n", p->subject, p->message);
	if (p->n) {
		strbuf_addch(&out, '\n');
		name_rules(s, p, &out);
	}
	mail_trailers(m, i, &out);
	return strbuf_detach(&out);
}

/* The files that any patch touches, as they are in the base. */
static size_t base_files(const struct mail *m, struct change **out)
{
	const struct work *w = m->apply->work;
	struct change *v = xcalloc(w->n, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct work_file *f = w->files[i];

		if (f->n_changes && f->base_there)
			v[n++] = (struct change){ f->path, work_base(f), f->exec };
	}
	*out = v;
	return n;
}

static size_t patch_files(const struct mail *m, size_t patch,
			  struct change **out)
{
	const struct work *w = m->apply->work;
	struct change *v = xcalloc(w->n, sizeof(*v));
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct file_change *c =
			file_change_of(w->files[i], patch);

		if (c)
			v[n++] = (struct change){
				w->files[i]->path, c->gone ? NULL :
				change_after(w->files[i], c), c->exec,
			};
	}
	*out = v;
	return n;
}

/* A commit of the touched files only, as a root: the base of a folder. */
static int slice_base(struct mail *m, char commit[41])
{
	struct change *v;
	size_t n = base_files(m, &v);
	char *msg = xstrfmt("%s (the files that the series touches)\n",
			    m->tree->name);
	int err = repo_commit(m->repo, NULL, msg, &m->who, v, n, commit);

	free(msg);
	free(v);
	return err;
}

int mail_commit_on(struct mail *m, const char *base, char (*commits)[41],
		   char tip[41])
{
	int err = 0;

	memcpy(tip, base, 41);
	for (size_t i = 0; i < m->apply->series->n && !err; i++) {
		struct change *v;
		char *msg;
		size_t n;

		commits[i][0] = '\0';
		if (m->apply->reports[i].outcome != OUTCOME_APPLIED)
			continue;
		n = patch_files(m, i, &v);
		msg = mail_message(m, i);
		err = repo_commit_by(m->repo, tip, msg, mail_author(m, i),
				     m->authors ? &m->authors[i] : &m->who, v,
				     n, commits[i]);
		if (!err)
			memcpy(tip, commits[i], 41);
		free(msg);
		free(v);
	}
	return err;
}

int mail_commit(struct mail *m)
{
	int err = mail_tags(m), given;

	if (!err && m->tree->is_git)
		memcpy(m->base, m->tree->commit, 41);
	else if (!err)
		err = slice_base(m, m->base);
	if (!err)
		err = mail_commit_on(m, m->base, m->commits, m->tip);
	if (err)
		return err;
	/* The content says whose trailers they are: commits come first. */
	given = mail_give(m);
	return given > 0 ? mail_commit_on(m, m->base, m->commits, m->tip) : given;
}

static void add_who(const struct mail *m, struct proc *p)
{
	strvec_pushf(&p->env, "GIT_COMMITTER_NAME=%s", m->who.name);
	strvec_pushf(&p->env, "GIT_COMMITTER_EMAIL=%s", m->who.mail);
	strvec_pushf(&p->env, "GIT_COMMITTER_DATE=@%lld +0000",
		     (long long)m->who.time);
	strvec_pushf(&p->env, "GIT_AUTHOR_NAME=%s", m->who.name);
	strvec_pushf(&p->env, "GIT_AUTHOR_EMAIL=%s", m->who.mail);
}

/* "RFC PATCH v4": as git format-patch --rfc -v4 has it. */
static void add_prefix(const struct mail *m, struct strvec *argv)
{
	int version = m->apply->series->version;
	char *v = version > 1 ? xstrfmt(" v%d", version) : xstrdup("");

	strvec_pushf(argv, "--subject-prefix=%s%s%s", m->rfc ? "RFC " : "",
		     m->prefix ?: "PATCH", v);
	free(v);
}

static void note_size(struct mail *m, const char *dir, const char *name)
{
	char *path = xstrfmt("%s/%s", dir, name);
	struct stat st;

	if (!stat(path, &st) && (size_t)st.st_size > m->largest)
		m->largest = (size_t)st.st_size;
	free(path);
}

static int list_files(struct mail *m, const char *dir)
{
	struct strvec names = STRVEC_INIT;
	int err = dir_names(&names, dir);

	if (err)
		err = error("cannot read %s: %s", dir, strerror(-err));
	for (size_t i = 0; i < names.n; i++)
		if (ends_with(names.v[i], ".patch"))
			strvec_push(&m->files, names.v[i]);
	strvec_release(&names);
	return err;
}

/* The mail after the cover letter is of the first applied patch, and so on. */
static int write_rules(struct mail *m, const char *dir)
{
	size_t mail = 0;
	int err = 0;

	for (size_t i = 0; i < m->apply->series->n && !err; i++) {
		char *path;

		if (m->apply->reports[i].outcome != OUTCOME_APPLIED ||
		    ++mail >= m->files.n)
			continue;
		path = xstrfmt("%s/%s", dir, m->files.v[mail]);
		err = mail_rules(m, i, path);
		free(path);
	}
	return err;
}

static void note_sizes(struct mail *m, const char *dir)
{
	for (size_t i = 0; i < m->files.n; i++)
		note_size(m, dir, m->files.v[i]);
}

int mail_write(struct mail *m, const char *dir)
{
	struct git_cmd g;
	char *real, *cover;
	int err;

	if (!strcmp(m->base, m->tip))
		return 0;
	err = repo_ref(m->repo, "series", m->tip);
	if (err < 0)
		return err;
	real = realpath(dir, NULL);
	git_begin(&g, m->repo->dir, GIT_OURS);
	add_who(m, &g.proc);
	/* An abbreviation that does not depend on what else is in there. */
	strvec_pushl(&g.proc.argv, "-c", "core.abbrev=12", "format-patch", "--quiet",
		     "--cover-letter", "--zero-commit", "--no-renames",
		     "--encode-email-headers", "-n",
		     "--signature=respin", "-o", real ? real : dir, NULL);
	add_prefix(m, &g.proc.argv);
	if (m->tree->is_git)
		strvec_pushf(&g.proc.argv, "--base=%s", m->base);
	strvec_pushf(&g.proc.argv, "%s..%s", m->base, m->tip);
	err = git_must(&g, "write the patches");
	git_release(&g);
	if (!err) {
		cover = xstrfmt("%s/0000-cover-letter.patch", dir);
		err = list_files(m, dir);
		if (!err)
			err = write_rules(m, dir);
		if (!err)
			err = mail_known(m, dir);
		if (!err)
			err = mail_cover(m, cover);
		free(cover);
		note_sizes(m, dir);
	}
	free(real);
	return err;
}
