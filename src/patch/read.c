// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dir.h"
#include "base/fs.h"
#include "base/path.h"
#include "git/cmd.h"
#include "patch/mail-int.h"
#include "patch/patch.h"

/* --- one mail ---------------------------------------------------------- */

static bool is_answer(const struct strbuf *mail)
{
	char *subject = mail_header(mail, "subject:");
	bool yes = subject && (!strncasecmp(subject, "re:", 3) ||
			       !strncasecmp(subject, "aw:", 3));

	free(subject);
	return yes;
}

/* A patch without a subject: its message's first line, or its file's name. */
static char *make_subject(const struct ppatch *p)
{
	const char *s = p->body + strspn(p->body, " \t\n");
	size_t n = strcspn(s, "\n");

	if (n)
		return xstrndup(s, n);
	s = path_base(p->name);
	if (strspn(s, "0123456789") == 4 && s[4] == '-')
		s += 5;
	return xstrndup(s, ends_with(s, ".patch") ? strlen(s) - 6 : strlen(s));
}

static void take_info(struct ppatch *p, const struct strbuf *info,
		      struct strbuf *body)
{
	char *name = mail_header(info, "Author:");
	char *mail = mail_header(info, "Email:");

	if (mail)
		p->author = xstrfmt("%s <%s>", name ? name : mail, mail);
	p->date = mail_header(info, "Date:");
	free(name);
	free(mail);
	strbuf_rtrim(body);
	p->body = strbuf_detach(body);
	p->subject = mail_header(info, "Subject:");
	if (!p->subject)
		p->subject = make_subject(p);
}

/* Read mail NUMBER of DIR into the patch; *FOUND says whether it is one. */
static int read_mail(struct ppatch *p, const char *dir, int number,
		     bool *found)
{
	struct mail_parts m = MAIL_PARTS_INIT;
	int err = mail_open(&m, dir, number);

	*found = false;
	if (err || is_answer(&m.raw))
		goto done;
	err = mail_read(&m, dir, number, p->name, false);
	if (err)
		goto done;
	strbuf_swap(&p->diff, &m.diff);
	take_info(p, &m.info, &m.body);
	err = ppatch_parse(p);
	*found = !err && p->n > 0;
done:
	mail_parts_release(&m);
	return err;
}

/* --- one file ---------------------------------------------------------- */

static void strip_cr(struct strbuf *text)
{
	const char *nl = strchr(text->buf, '\n');
	size_t to = 0;

	if (!nl || nl == text->buf || nl[-1] != '\r')
		return;
	for (size_t i = 0; i < text->len; i++)
		if (text->buf[i] != '\r' || text->buf[i + 1] != '\n')
			text->buf[to++] = text->buf[i];
	text->buf[to] = '\0';
	text->len = to;
}

/* Cut the mails of TEXT apart, to DIR; returns how many. */
static int split(const char *dir, const struct strbuf *text)
{
	struct strvec inputs = STRVEC_INIT;
	char *in = xstrfmt("%s/in", dir);
	int n = mail_is_blank(text) ? 0 : write_file(in, text->buf, text->len);

	if (n) {
		n = error("cannot write to %s: %s", in, strerror(-n));
	} else if (!mail_is_blank(text)) {
		strvec_push(&inputs, "in");
		n = mail_split(dir, &inputs, true);
	}
	strvec_release(&inputs);
	free(in);
	return n;
}

/* Read the patches of the file PATH, called NAME from here on. */
static int read_file(struct patchset *ps, const char *path, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	char *dir = scratch_new();
	int err = strbuf_read_file(&text, path), n;
	size_t before = ps->n;

	if (err || !dir) {
		err = dir ? error("cannot read %s: %s", path,
				  strbuf_read_error(err)) : ERR_ENV;
		goto done;
	}
	strip_cr(&text);
	n = split(dir, &text);
	err = n < 0 ? n : 0;
	for (int i = 1; i <= n && !err; i++) {
		struct ppatch *p;
		bool found;

		GROW(ps->v, ps->n + 1, ps->alloc);
		p = &ps->v[ps->n];
		memset(p, 0, sizeof(*p));
		strbuf_init(&p->diff);
		p->name = n > 1 ? xstrfmt("%s, mail %d", name, i) :
				  xstrdup(name);
		err = read_mail(p, dir, i, &found);
		if (found)
			ps->n++;
		else
			ppatch_release(p);
	}
	if (!err && ps->n == before)
		err = error_user("%s is not a patch: it holds no diff",
				 name);
done:
	strbuf_release(&text);
	scratch_free(dir);
	return err;
}

/* --- folders and ranges ------------------------------------------------ */

/* 0000-cover-letter.patch, v2-0000-cover-letter.patch */
bool patchset_is_cover(const char *name)
{
	if (*name == 'v' && isdigit((unsigned char)name[1])) {
		name++;
		name += strspn(name, "0123456789");
		name += *name == '-';
	}
	return starts_with(name, "0000-");
}

static int list_dir(const char *dir, struct strvec *names)
{
	struct strvec all = STRVEC_INIT;
	int err = dir_names(&all, dir);

	if (err)
		err = error("cannot read %s: %s", dir, strerror(-err));
	for (size_t i = 0; i < all.n; i++)
		if (ends_with(all.v[i], ".patch") && *all.v[i] != '.' &&
		    !patchset_is_cover(all.v[i]))
			strvec_push(names, all.v[i]);
	strvec_release(&all);
	return err;
}

static int read_dir(struct patchset *ps, const char *dir, bool ours)
{
	struct strvec names = STRVEC_INIT;
	int err = list_dir(dir, &names);

	if (!err && !names.n)
		err = error_user("no patches in the folder %s: it has no file *.patch", dir);
	for (size_t i = 0; i < names.n && !err; i++) {
		char *path = xstrfmt("%s/%s", dir, names.v[i]);

		err = read_file(ps, path, ours ? names.v[i] : path);
		free(path);
	}
	strvec_release(&names);
	return err;
}

int patchset_read(struct patchset *ps, const char *path)
{
	struct stat st;

	memset(ps, 0, sizeof(*ps));
	ps->name = xstrdup(path);
	if (stat(path, &st))
		return error_read(-errno, "cannot open %s: %s (give a folder, an mbox, a patch file, or a range A..B)",
				  path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return read_dir(ps, path, false);
	return read_file(ps, path, path);
}

bool patchset_is_range(const char *s)
{
	for (const char *p = strstr(s, ".."); p; p = strstr(p + 1, "..")) {
		bool start = p == s || p[-1] == '/';
		bool end = !p[2] || p[2] == '/';

		if (!start || !end)
			return !starts_with(s, "../") && *s != '/';
	}
	return false;
}

/* How many commits has it? Reports what is wrong with it. */
static int check_range(const char *repo, const char *range)
{
	struct git_cmd is_repo, count = { 0 };
	int err;

	git_begin(&is_repo, repo, GIT_THEIRS);
	strvec_pushl(&is_repo.proc.argv, "rev-parse", "--git-dir", NULL);
	err = git_run(&is_repo);
	if (err == ERR_USER)
		error_user("--repo %s is not a git repository: %s", repo,
			   is_repo.why);
	if (err)
		goto done;
	git_begin(&count, repo, GIT_THEIRS);
	strvec_pushl(&count.proc.argv, "rev-list", "--count", "--no-merges",
		     "--end-of-options", range, "--", NULL);
	err = git_run(&count);
	if (err == ERR_USER)
		error_user("unknown range in %s: %s", repo, count.why);
	else if (!err && atol(count.out.buf) < 1)
		err = error_user("the range %s of %s has no commits", range,
				 repo);
done:
	git_release(&is_repo);
	git_release(&count);
	return err;
}

int patchset_range(struct patchset *ps, const char *repo, const char *range)
{
	struct git_cmd g;
	char *dir, *real;
	int err;

	memset(ps, 0, sizeof(*ps));
	ps->name = xstrdup(range);
	err = check_range(repo, range);
	if (err)
		return err;
	dir = scratch_new();
	if (!dir)
		return ERR_ENV;
	real = realpath(dir, NULL);
	git_begin(&g, repo, GIT_THEIRS);
	strvec_pushl(&g.proc.argv, "-c", "core.quotePath=false", "-c",
		     "format.mboxrd=false", "format-patch", "--quiet",
		     "--no-renames", "--no-cover-letter", "--no-attach",
		     "--no-thread", "--no-notes", "--no-signature",
		     "--no-base", "--no-ext-diff", "--no-textconv",
		     "--submodule=short", "--subject-prefix=PATCH",
		     "--suffix=.patch", "--src-prefix=a/", "--dst-prefix=b/",
		     "--unified=3", "-n", "-o", real ? real : dir, range,
		     "--", NULL);
	err = git_run(&g);
	if (err == ERR_USER)
		error_user("cannot read %s from %s: %s", range, repo, g.why);
	if (!err)
		err = read_dir(ps, dir, true);
	free(real);
	scratch_free(dir);
	git_release(&g);
	return err;
}

void patchset_release(struct patchset *ps)
{
	for (size_t i = 0; i < ps->n; i++)
		ppatch_release(&ps->v[i]);
	free(ps->v);
	free(ps->name);
	memset(ps, 0, sizeof(*ps));
}

int patchset_open(struct patchset *ps, const char *what, const char *repo)
{
	if (!access(what, F_OK) || !patchset_is_range(what))
		return patchset_read(ps, what);
	if (!repo)
		return error_user("%s is a range of commits: name its repository with --repo DIR",
				  what);
	return patchset_range(ps, repo, what);
}
