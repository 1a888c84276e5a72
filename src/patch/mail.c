// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fs.h"
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

/*
 * git mailsplit does not look at whether the last bytes of a mail got to the
 * disk. If they did not, there is no room for these, either.
 */
static int check_room(const char *dir)
{
	static const char bytes[16384];
	char *path = xstrfmt("%s/room", dir);
	int err = write_file(path, bytes, sizeof(bytes));

	if (err)
		err = error("cannot write %s: %s", path, strerror(-err));
	else
		unlink(path);
	free(path);
	return err;
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
		n = check_room(dir);
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

/*
 * Run git mailinfo on the file MAIL; a character set it does not know stays. TO:
 * where it works, and what it writes body and diff to.
 */
static int mailinfo(struct git_cmd *g, const char *mail, const char *to[3],
		    bool encoded, bool keep_prefix)
{
	static const char *const charset[] = { "-u", "-n" };
	int err = ERR_USER;

	for (size_t i = 0; i < 2 && err == ERR_USER; i++) {
		git_release(g);
		git_begin(g, to[0], GIT_OURS);
		g->proc.in = mail;
		strvec_pushl(&g->proc.argv, "-c", encoded ?
			     "mailinfo.quotedCr=strip" :
			     "mailinfo.quotedCr=nowarn", "mailinfo",
			     keep_prefix ? "-k" : "-b", charset[i],
			     "--no-scissors", to[1], to[2], NULL);
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

/* A file in memory, in FD, that git can open by PATH. */
static int memory_file(int *fd, char *path, size_t size)
{
	*fd = memfd_create("respin-mail", MFD_CLOEXEC);
	if (*fd < 0)
		return error("cannot make a file in memory: %s",
			     strerror(errno));
	snprintf(path, size, "/proc/%d/fd/%d", (int)getpid(), *fd);
	return 0;
}

/* Take what is in FD, and close it. */
static int take_file(int fd, int err, struct strbuf *to)
{
	if (!err) {
		err = lseek(fd, 0, SEEK_SET) < 0 ? -errno :
		      strbuf_read_fd(to, fd);
		if (err)
			err = error("cannot read what git mailinfo wrote: %s",
				    strerror(-err));
	}
	if (fd >= 0)
		close(fd);
	return err;
}

/*
 * git mailinfo does not look at whether it could write the diff: on a full
 * disk it would be a shorter one. So it gets files in memory.
 */
int mail_read(struct mail_parts *m, const char *dir, int number,
	      const char *name, bool keep_prefix)
{
	char body[64], diff[64], *path = mail_file(dir, number);
	int body_fd = -1, diff_fd = -1, err;
	struct git_cmd g = { 0 };

	err = memory_file(&body_fd, body, sizeof(body));
	if (!err)
		err = memory_file(&diff_fd, diff, sizeof(diff));
	if (!err)
		err = mailinfo(&g, path, (const char *[]){ dir, body, diff },
			       is_encoded(&m->raw), keep_prefix);
	if (err == ERR_USER && *g.why)
		error_user("%s: git mailinfo: %s", name, g.why);
	else if (err == ERR_USER)
		err = error("%s: git mailinfo exited with status %d", name,
			    g.proc.code);
	err = take_file(body_fd, err, &m->body);
	err = take_file(diff_fd, err, &m->diff);
	if (!err)
		strbuf_swap(&m->info, &g.out);
	git_release(&g);
	free(path);
	return err;
}

void mail_parts_release(struct mail_parts *m)
{
	strbuf_release(&m->raw);
	strbuf_release(&m->info);
	strbuf_release(&m->body);
	strbuf_release(&m->diff);
}
