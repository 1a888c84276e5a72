// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <limits.h>
#include <strings.h>
#include <sys/stat.h>

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

static int patch_id(struct mbox_mail *m, const char *dir, const char *diff)
{
	struct strbuf out = STRBUF_INIT;
	struct proc p = PROC_INIT;
	int err;

	git_command(&p, dir);
	strvec_pushl(&p.argv, "patch-id", "--stable", NULL);
	p.in = diff;
	err = run(&p, &out);
	if (!err && out.len > PATCH_ID_LEN)
		m->patch_id = xstrndup(out.buf, PATCH_ID_LEN);
	strbuf_release(&out);
	return err == ERR_USER ? 0 : err;
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

/* Read DIR/MAIL. */
static int read_mail(struct mbox_mail *m, const char *dir, const char *mail)
{
	char *path = xstrfmt("%s/%s", dir, mail), *diff = xstrfmt("%s/diff", dir);
	char *body = xstrfmt("%s/body", dir);
	struct strbuf raw = STRBUF_INIT, info = STRBUF_INIT, text = STRBUF_INIT;
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
	err = patch_id(m, dir, diff);
	/* In an answer, what follows a "---" is text, too. */
	if (!err && (strbuf_read_file(&text, body) ||
		     (m->answer && strbuf_read_file(&text, diff))))
		err = error("cannot read what git mailinfo wrote to %s", dir);
	if (!err)
		find_trailers(m, &text);
done:
	strbuf_release(&raw);
	strbuf_release(&info);
	strbuf_release(&text);
	free(path);
	free(diff);
	free(body);
	return err;
}

static int split(const char *dir, const char *path)
{
	struct strbuf out = STRBUF_INIT;
	struct proc p = PROC_INIT;
	char *real = realpath(path, NULL);
	int n;

	git_command(&p, dir);
	strvec_pushl(&p.argv, "mailsplit", "-b", "-d6", "-o.", real, NULL);
	n = run(&p, &out);
	if (!n)
		n = atoi(out.buf);
	if (!n || n == ERR_USER)
		n = error_user("%s is no mailbox: there is no mail in it", path);
	strbuf_release(&out);
	free(real);
	return n;
}

int mbox_read(struct mbox *m, const char *path)
{
	struct stat st;
	char *dir;
	int n, err = 0;

	if (stat(path, &st))
		return error_user("cannot open the mailbox %s", path);
	dir = scratch_new();
	if (!dir)
		return ERR_ENV;
	n = split(dir, path);
	for (int i = 1; i <= n && !err; i++) {
		struct mbox_mail *mail;
		char number[16];

		GROW(m->v, m->n + 1, m->alloc);
		mail = &m->v[m->n++];
		memset(mail, 0, sizeof(*mail));
		mail->name = n > 1 ? xstrfmt("%s, mail %d", path, i) :
				     xstrdup(path);
		snprintf(number, sizeof(number), "%06d", i);
		err = read_mail(mail, dir, number);
	}
	scratch_free(dir);
	return n < 0 ? n : err;
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
