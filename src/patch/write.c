// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>

#include "patch/patch.h"
#include "base/fs.h"
#include "git/lib.h"

/* git am takes no patch without an author. */
#define NOBODY "Nobody <nobody@localhost>"

void ppatch_mail(const struct ppatch *p, struct strbuf *out)
{
	strbuf_addf(out, "From: %s\n", p->author ? p->author : NOBODY);
	if (p->date)
		strbuf_addf(out, "Date: %s\n", p->date);
	strbuf_addf(out, "Subject: [PATCH] %s\n\n", p->subject);
	if (*p->body)
		strbuf_addf(out, "%s\n", p->body);
	/* A diff alone may begin with lines that belong to no message. */
	if (!starts_with(p->diff.buf, "---\n"))
		strbuf_addstr(out, "---\n");
	strbuf_addbuf(out, &p->diff);
}

/* Is the line S "Key: value", "[note]" or the rest of a line before? */
static bool is_trailer_line(const char *s, bool first)
{
	size_t n = 0;

	if (*s == '[')
		return true;
	if (*s == ' ' || *s == '\t')
		return !first;
	while (isalnum((unsigned char)s[n]) || (n && s[n] == '-'))
		n++;
	return n && s[n] == ':' && s[n + 1] == ' ';
}

/* The length of the message S, N bytes, without the trailers at its end. */
static size_t without_trailers(const char *s, size_t n)
{
	size_t at = n;
	const char *p;

	while (at && s[at - 1] == '\n')
		at--;
	n = at;
	while (at && !(s[at - 1] == '\n' && at > 1 && s[at - 2] == '\n'))
		at--;
	for (p = s + at; p < s + n; p += strcspn(p, "\n") + 1)
		if (!is_trailer_line(p, p == s + at))
			return n;
	while (at && s[at - 1] == '\n')
		at--;
	return at;
}

/*
 * Where the diff begins in what stands below "---". A line that git may take
 * for the head of a diff ends the text that does not count.
 */
static const char *diff_start(const char *s)
{
	static const char *const head[] = {
		"diff ", "--- ", "+++ ", "@@ ", "Index: ", "GIT binary patch",
	};

	for (const char *p = s; *p; p += p[strcspn(p, "\n")] ? strcspn(p, "\n") + 1 :
							       strlen(p))
		for (size_t i = 0; i < ARRAY_SIZE(head); i++)
			if (starts_with(p, head[i]))
				return p;
	return s;
}

char *mail_id(const struct strbuf *mail)
{
	const char *subject = strstr(mail->buf, "\nSubject: ");
	const char *body = strstr(mail->buf, "\n\n"), *end;
	struct strbuf text = STRBUF_INIT;
	char *id;

	if (!subject || !body || subject > body)
		return blob_hex(mail->buf, mail->len);
	end = starts_with(body + 2, "---\n") ? body + 1 : strstr(body + 1, "\n---\n");
	if (!end)
		return blob_hex(mail->buf, mail->len);
	strbuf_add(&text, subject, body - subject);
	if (end > body + 1)
		strbuf_add(&text, body, without_trailers(body, end - body));
	strbuf_addstr(&text, "\n---\n");
	end = diff_start(end + strspn(end, "\n") + 4);
	strbuf_add(&text, end, mail->buf + mail->len - end);
	id = blob_hex(text.buf, text.len);
	strbuf_release(&text);
	return id;
}

char *ppatch_id(const struct ppatch *p)
{
	struct strbuf mail = STRBUF_INIT;
	char *id;

	ppatch_mail(p, &mail);
	id = mail_id(&mail);
	strbuf_release(&mail);
	return id;
}

int patchset_write(const struct patchset *ps, const char *dir,
		   struct strvec *files)
{
	struct strbuf mail = STRBUF_INIT;
	int err = 0;

	for (size_t i = 0; i < ps->n && !err; i++) {
		char *path = xstrfmt("%s/%04zu.patch", dir, i + 1);

		strbuf_clear(&mail);
		ppatch_mail(&ps->v[i], &mail);
		err = write_file(path, mail.buf, mail.len);
		if (err)
			err = error("cannot write %s: %s", path,
				    strerror(-err));
		strvec_take(files, path);
	}
	strbuf_release(&mail);
	return err;
}
