// SPDX-License-Identifier: GPL-2.0-only
#include <strings.h>

#include "git/cmd.h"
#include "patch/mail-int.h"

char *mail_header(const struct strbuf *mail, const char *name)
{
	struct strbuf out = STRBUF_INIT;
	const char *s = mail->buf;
	size_t blank;

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
	blank = strspn(out.buf, " \t");
	strbuf_splice(&out, 0, blank, NULL, 0);
	if (out.len)
		return strbuf_detach(&out);
	strbuf_release(&out);
	return NULL;
}

/* Git calls that a broken mailbox: "empty mbox". */
bool mail_is_blank(const struct strbuf *text)
{
	return strspn(text->buf, " \t\r\n") == text->len;
}

int mail_split(const char *dir, const struct strvec *inputs, bool keep_cr)
{
	struct git_cmd g;
	int n;

	if (!inputs->n)
		return 0;
	git_begin(&g, dir, GIT_OURS);
	strvec_pushl(&g.proc.argv, "mailsplit", "-b", "-d6", "-o.", NULL);
	if (keep_cr)
		strvec_push(&g.proc.argv, "--keep-cr");
	for (size_t i = 0; i < inputs->n; i++)
		strvec_push(&g.proc.argv, inputs->v[i]);
	n = git_must(&g, "cut mails apart");
	if (!n)
		n = atoi(g.out.buf);
	git_release(&g);
	return n;
}

static char *mail_file(const char *dir, int number)
{
	return xstrfmt("%s/%06d", dir, number);
}

/*
 * Is it, or a part of it, in base64 or quoted-printable? A CR LF in there is
 * mail's line end; elsewhere, one that mail_split() has left is a file's.
 */
static bool is_encoded(const struct strbuf *mail)
{
	static const char name[] = "\nContent-Transfer-Encoding:";
	const char *s = mail->buf;

	while ((s = strcasestr(s, name))) {
		s += strlen(name);
		s += strspn(s, " \t");
		if (!strncasecmp(s, "base64", 6) || !strncasecmp(s, "quoted", 6))
			return true;
	}
	return false;
}

/* Run git mailinfo on the file MAIL; a character set it does not know stays. */
static int mailinfo(struct git_cmd *g, const char *dir, const char *mail,
		    bool encoded, bool keep_prefix)
{
	static const char *const charset[] = { "-u", "-n" };
	int err = ERR_USER;

	for (size_t i = 0; i < 2 && err == ERR_USER; i++) {
		git_release(g);
		git_begin(g, dir, GIT_OURS);
		g->proc.in = mail;
		strvec_pushl(&g->proc.argv, "-c", encoded ?
			     "mailinfo.quotedCr=strip" :
			     "mailinfo.quotedCr=nowarn", "mailinfo",
			     keep_prefix ? "-k" : "-b", charset[i],
			     "--no-scissors", "body", "diff", NULL);
		err = git_run(g);
	}
	return err;
}

static int read_written(struct strbuf *to, const char *path)
{
	int err = strbuf_read_file(to, path);

	return err ? error("cannot read %s, which git has written: %s", path,
			   strbuf_read_error(err)) : 0;
}

int mail_open(struct mail_parts *m, const char *dir, int number)
{
	char *path = mail_file(dir, number);
	int err = read_written(&m->raw, path);

	free(path);
	return err;
}

int mail_read(struct mail_parts *m, const char *dir, int number,
	      const char *name, bool keep_prefix)
{
	struct git_cmd g = { 0 };
	char *path = mail_file(dir, number);
	char *body = xstrfmt("%s/body", dir), *diff = xstrfmt("%s/diff", dir);
	int err = mailinfo(&g, dir, path, is_encoded(&m->raw), keep_prefix);

	if (err == ERR_USER && *g.why)
		error_user("%s: git mailinfo: %s", name, g.why);
	else if (err == ERR_USER)
		err = error("%s: git mailinfo exited with status %d", name,
			    g.proc.code);
	if (!err)
		err = read_written(&m->body, body);
	if (!err)
		err = read_written(&m->diff, diff);
	if (!err)
		strbuf_swap(&m->info, &g.out);
	git_release(&g);
	free(path);
	free(body);
	free(diff);
	return err;
}

void mail_parts_release(struct mail_parts *m)
{
	strbuf_release(&m->raw);
	strbuf_release(&m->info);
	strbuf_release(&m->body);
	strbuf_release(&m->diff);
}
