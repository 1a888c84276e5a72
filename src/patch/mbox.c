// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/dir.h"
#include "base/fs.h"
#include "patch/mail-int.h"
#include "patch/mbox.h"
#include "patch/patch-id.h"
#include "patch/trailers.h"

/* --- headers ----------------------------------------------------------- */

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
static int take_patch_ids(struct mbox *m, size_t first, const char *dir,
			  const struct strbuf *diffs)
{
	struct strbuf out = STRBUF_INIT;
	int err = patch_ids(dir, diffs, &out);

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
	strbuf_release(&out);
	return err;
}

static void take_info(struct mbox_mail *m, const struct strbuf *info)
{
	char *name = mail_header(info, "Author:");
	char *addr = mail_header(info, "Email:");
	char *subject = mail_header(info, "Subject:");

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
	struct mail_parts p = MAIL_PARTS_INIT;
	int err = mail_open(&p, dir, number);

	if (!err)
		err = mail_read(&p, dir, number, m->name, true);
	if (err)
		goto done;
	m->id = last_id(mail_header(&p.raw, "message-id:"));
	m->parent = last_id(mail_header(&p.raw, "in-reply-to:"));
	if (!m->parent)
		m->parent = last_id(mail_header(&p.raw, "references:"));
	take_info(m, &p.info);
	add_diff(diffs, number, &p.diff);
	/* In an answer, what follows a "---" is text, too. */
	if (m->answer)
		strbuf_addbuf(&p.body, &p.diff);
	find_trailers(m, &p.body);
done:
	mail_parts_release(&p);
	return err;
}

/* --- what is named ------------------------------------------------------ */

/* Copy the file FROM to TO; one without any text is left out. 1: it was not. */
static int copy_mails(const char *from, const char *to)
{
	struct strbuf text = STRBUF_INIT;
	int err = strbuf_read_file(&text, from);

	if (err) {
		err = error_read(err, "cannot open the mailbox %s: %s", from,
				 strbuf_read_error(err));
	} else if (!mail_is_blank(&text)) {
		err = make_parent(to) ?: write_file(to, text.buf, text.len);
		err = err ? error("cannot write %s: %s", to, strerror(-err)) : 1;
	}
	strbuf_release(&text);
	return err;
}

/* The same of a maildir, FROM/cur and FROM/new. */
static int copy_maildir(const char *from, const char *to)
{
	static const char *const subs[] = { "cur", "new" };
	int err = 0, found = 0;

	for (size_t k = 0; k < ARRAY_SIZE(subs) && err >= 0; k++) {
		char *dir = xstrfmt("%s/%s", from, subs[k]);
		struct strvec names = STRVEC_INIT;

		err = dir_names(&names, dir);
		if (err == -ENOENT)
			err = 0;
		else if (err)
			err = error("cannot read %s: %s", dir, strerror(-err));
		for (size_t i = 0; i < names.n && err >= 0; i++) {
			char *mail = xstrfmt("%s/%s", dir, names.v[i]);
			char *copy = xstrfmt("%s/%s/%s", to, subs[k],
					     names.v[i]);

			/* As git does it: a maildir has no hidden mails. */
			err = *names.v[i] == '.' ? 0 : copy_mails(mail, copy);
			found |= err > 0;
			free(mail);
			free(copy);
		}
		strvec_release(&names);
		free(dir);
	}
	return err < 0 ? err : found;
}

/* Put copies of PATHS into DIR, for git; INPUTS are their names there. */
static int copy_all(const char *dir, const struct strvec *paths,
		    struct strvec *inputs)
{
	int err = 0;

	for (size_t i = 0; i < paths->n && err >= 0; i++) {
		char *name = xstrfmt("in-%06zu", i);
		char *copy = xstrfmt("%s/%s", dir, name);
		struct stat st;

		if (stat(paths->v[i], &st))
			err = error_read(-errno, "cannot open the mailbox %s: %s",
					 paths->v[i], strerror(errno));
		else if (S_ISDIR(st.st_mode))
			err = copy_maildir(paths->v[i], copy);
		else
			err = copy_mails(paths->v[i], copy);
		if (err > 0)
			strvec_push(inputs, name);
		else if (!err)
			err = error_user("%s is not a mailbox: it holds no mail",
					 paths->v[i]);
		free(name);
		free(copy);
	}
	return err < 0 ? err : 0;
}

static int read_mails(struct mbox *m, const struct strvec *paths,
		      const char *dir)
{
	struct strbuf diffs = STRBUF_INIT;
	struct strvec inputs = STRVEC_INIT;
	size_t first = m->n;
	int err = copy_all(dir, paths, &inputs), n = 0;

	if (!err) {
		n = mail_split(dir, &inputs, false);
		err = n < 0 ? n : 0;
	}

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
		err = take_patch_ids(m, first, dir, &diffs);
	strbuf_release(&diffs);
	strvec_release(&inputs);
	return err;
}

int mbox_read_files(struct mbox *m, const struct strvec *paths)
{
	char *dir;
	int err;

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
