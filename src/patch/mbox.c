// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <limits.h>
#include <strings.h>
#include <sys/stat.h>

#include "git/cmd.h"
#include "patch/mbox.h"
#include "git/slice.h"
#include "base/fs.h"
#include "patch/trailers.h"

/* --- headers ----------------------------------------------------------- */

/* The value of the header NAME ("in-reply-to:"), unfolded, or NULL. */
static char *header(const struct strbuf *mail, const char *name)
{
	struct strbuf out = STRBUF_INIT;
	const char *s = mail->buf;

	while (*s && *s != '\n' && strncasecmp(s, name, strlen(name))) {
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
	if (!*s || *s == '\n')
		return NULL;
	s += strlen(name);
	do {
		size_t n = strcspn(s, "\n");

		strbuf_add(&out, s, n);
		s += n + (s[n] == '\n');
	} while (*s == ' ' || *s == '\t');
	return strbuf_detach(&out);
}

/* The last <...> in S, which is freed. Mails have several in References. */
static char *last_id(char *s)
{
	char *lt = s ? strrchr(s, '<') : NULL, *gt = lt ? strchr(lt, '>') : NULL;
	char *id = gt ? xstrndup(lt, gt + 1 - lt) : NULL;

	free(s);
	return id;
}

/* "PATCH RFC v4 03/13", n bytes: the inside of [...]. */
static void read_prefix(struct mbox_mail *m, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool starts = !i || isspace((unsigned char)s[i - 1]) ||
			      s[i - 1] == 'H';
		size_t k = i;

		while (k < n && isdigit((unsigned char)s[k]))
			k++;
		if (starts && s[i] == 'v' && isdigit((unsigned char)s[i + 1]))
			m->version = atoi(s + i + 1);
		else if (starts && k > i && k < n && s[k] == '/')
			m->number = atoi(s + i);
	}
}

static void read_subject(struct mbox_mail *m, const char *s)
{
	size_t n;

	m->version = 1;
	m->number = -1;
	for (;;) {
		s += strspn(s, " \t");
		n = strcspn(s, "]");
		if (!strncasecmp(s, "re:", 3) || !strncasecmp(s, "aw:", 3)) {
			m->answer = true;
			s += 3;
		} else if (*s == '[' && s[n]) {
			read_prefix(m, s + 1, n - 1);
			s += n + 1;
		} else {
			break;
		}
	}
	m->subject = xstrdup(s);
}

static char *value(const struct strbuf *info, const char *name)
{
	char *s = header(info, name), *v;

	if (!s)
		return NULL;
	v = xstrdup(s + strspn(s, " \t"));
	free(s);
	return v;
}

/* --- text -------------------------------------------------------------- */

static void find_trailers(struct mbox_mail *m, const struct strbuf *text)
{
	for (const char *s = text->buf; *s;) {
		size_t n = strcspn(s, "\n"), len = n, blank = strspn(s, " \t");

		while (len && isspace((unsigned char)s[len - 1]))
			len--;
		/* "-- " begins the signature. */
		if (n == 3 && starts_with(s, "-- "))
			break;
		/* What it lacks to be one is another's to say. */
		if (blank < len && trailer_colon(s + blank, len - blank))
			strvec_take(&m->trailers,
				    xstrndup(s + blank, len - blank));
		s += n + (s[n] == '\n');
	}
}

/* --- git --------------------------------------------------------------- */

static int run(struct proc *p, struct strbuf *out)
{
	int err = proc_capture(p, out, NULL);

	if (err < 0 && err != ERR_INTERRUPTED && p->state != PROC_EXITED) {
		struct strbuf how = STRBUF_INIT;

		proc_describe(p, &how);
		err = error("git %s", how.buf);
		strbuf_release(&how);
	} else if (err < 0 && err != ERR_INTERRUPTED) {
		err = ERR_USER;
	}
	proc_release(p);
	return err;
}

/*
 * Append the diff in DIFF as that of mail NUMBER, up to what git patch-id
 * would take for the next one: nobody's mail has a say in another's id.
 */
static void add_diff(struct strbuf *diffs, int number, const struct strbuf *diff)
{
	strbuf_addf(diffs, "From %040d\n", number);
	for (const char *s = diff->buf; *s && !starts_with(s, "From ") &&
	     !starts_with(s, "commit ");) {
		size_t n = strcspn(s, "\n");

		strbuf_add(diffs, s, n);
		strbuf_addch(diffs, '\n');
		s += n + (s[n] == '\n');
	}
}

/* The patch-ids of the mails from FIRST on, whose diffs add_diff() has put. */
static int patch_ids(struct mbox *m, size_t first, const char *dir,
		     const struct strbuf *diffs)
{
	char *in = xstrfmt("%s/diffs", dir);
	struct strbuf out = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int err = write_file(in, diffs->buf, diffs->len);

	if (err) {
		err = error("cannot write %s: %s", in, strerror(-err));
		goto done;
	}
	git_command(&p, dir);
	strvec_pushl(&p.argv, "patch-id", "--stable", NULL);
	p.in = in;
	err = run(&p, &out);
	if (err == ERR_USER)
		err = error("git patch-id fails on the diffs of the mails");
	/* Lines "PATCH-ID NUMBER", of the mails that have a diff. */
	for (const char *s = out.buf; *s && !err; s += *s == '\n') {
		size_t n = strcspn(s, "\n"), at;

		at = n > PATCH_ID_LEN ?
		     first + strtoul(s + PATCH_ID_LEN, NULL, 10) - 1 : m->n;
		if (at >= m->n || m->v[at].patch_id)
			err = error("git patch-id says '%.*s'", (int)n, s);
		else
			m->v[at].patch_id = xstrndup(s, PATCH_ID_LEN);
		s += n;
	}
done:
	strbuf_release(&out);
	free(in);
	return err;
}

static void take_info(struct mbox_mail *m, const struct strbuf *info)
{
	char *name = value(info, "Author:"), *addr = value(info, "Email:");
	char *subject = value(info, "Subject:");

	m->author = xstrfmt("%s <%s>", name ? name : "", addr ? addr : "");
	read_subject(m, subject ? subject : "");
	free(subject);
	free(name);
	free(addr);
}

/* Read mail NUMBER, which is in DIR; its diff goes to DIFFS. */
static int read_mail(struct mbox_mail *m, const char *dir, int number,
		     struct strbuf *diffs)
{
	char *path = xstrfmt("%s/%06d", dir, number);
	char *diff = xstrfmt("%s/diff", dir), *body = xstrfmt("%s/body", dir);
	struct strbuf raw = STRBUF_INIT, info = STRBUF_INIT;
	struct strbuf text = STRBUF_INIT, patch = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int err = strbuf_read_file(&raw, path);

	if (err) {
		err = error("cannot read %s: %s", path, strerror(-err));
		goto done;
	}
	m->id = last_id(header(&raw, "message-id:"));
	m->parent = last_id(header(&raw, "in-reply-to:"));
	if (!m->parent)
		m->parent = last_id(header(&raw, "references:"));
	git_command(&p, dir);
	strvec_pushl(&p.argv, "mailinfo", "-k", "-u", "--no-scissors", "body",
		     "diff", NULL);
	p.in = path;
	err = run(&p, &info);
	if (err == ERR_USER)
		err = error_user("%s: git mailinfo cannot read it", m->name);
	if (err)
		goto done;
	take_info(m, &info);
	if (strbuf_read_file(&text, body) || strbuf_read_file(&patch, diff)) {
		err = error("cannot read what git mailinfo wrote to %s", dir);
		goto done;
	}
	add_diff(diffs, number, &patch);
	/* In an answer, what follows a "---" is text, too. */
	if (m->answer)
		strbuf_addbuf(&text, &patch);
	find_trailers(m, &text);
done:
	strbuf_release(&raw);
	strbuf_release(&info);
	strbuf_release(&text);
	strbuf_release(&patch);
	free(path);
	free(diff);
	free(body);
	return err;
}

/* Cut the mails of all PATHS apart, to DIR/000001, ...; returns how many. */
static int split(const char *dir, const struct strvec *paths)
{
	struct strbuf out = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int n;

	git_command(&p, dir);
	strvec_pushl(&p.argv, "mailsplit", "-b", "-d6", "-o.", NULL);
	for (size_t i = 0; i < paths->n; i++) {
		char *real = realpath(paths->v[i], NULL);

		strvec_push(&p.argv, real ? real : paths->v[i]);
		free(real);
	}
	n = run(&p, &out);
	if (!n)
		n = atoi(out.buf);
	if (!n || n == ERR_USER)
		n = error_user("%s%s is no mailbox: there is no mail in it",
			       paths->n > 1 ? "one beside " : "", paths->v[0]);
	strbuf_release(&out);
	return n;
}

static int read_mails(struct mbox *m, const struct strvec *paths,
		      const char *dir)
{
	struct strbuf diffs = STRBUF_INIT;
	size_t first = m->n;
	int n = split(dir, paths), err = n < 0 ? n : 0;

	for (int i = 1; i <= n && !err; i++) {
		struct mbox_mail *mail;

		GROW(m->v, m->n + 1, m->alloc);
		mail = &m->v[m->n++];
		memset(mail, 0, sizeof(*mail));
		mail->name = (size_t)n == paths->n ?
			     xstrdup(paths->v[i - 1]) :
			     xstrfmt("%s, mail %d", paths->v[0], i);
		err = read_mail(mail, dir, i, &diffs);
	}
	if (!err)
		err = patch_ids(m, first, dir, &diffs);
	strbuf_release(&diffs);
	return err;
}

int mbox_read_files(struct mbox *m, const struct strvec *paths)
{
	struct stat st;
	char *dir;
	int err;

	for (size_t i = 0; i < paths->n; i++)
		if (stat(paths->v[i], &st))
			return error_user("cannot open the mailbox %s",
					  paths->v[i]);
	if (!paths->n)
		return 0;
	dir = scratch_new();
	if (!dir)
		return ERR_ENV;
	err = read_mails(m, paths, dir);
	scratch_free(dir);
	return err;
}

int mbox_read(struct mbox *m, const char *path)
{
	struct strvec paths = STRVEC_INIT;
	int err;

	strvec_push(&paths, path);
	err = mbox_read_files(m, &paths);
	strvec_release(&paths);
	return err;
}

void mbox_release(struct mbox *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->v[i].name);
		free(m->v[i].id);
		free(m->v[i].parent);
		free(m->v[i].author);
		free(m->v[i].subject);
		free(m->v[i].patch_id);
		strvec_release(&m->v[i].trailers);
	}
	free(m->v);
	memset(m, 0, sizeof(*m));
}

const struct mbox_mail *mbox_find(const struct mbox *m, const char *id)
{
	for (size_t i = 0; i < m->n && id; i++)
		if (m->v[i].id && !strcmp(m->v[i].id, id))
			return &m->v[i];
	return NULL;
}
