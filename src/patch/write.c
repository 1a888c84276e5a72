// SPDX-License-Identifier: GPL-2.0-only
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

char *ppatch_id(const struct ppatch *p)
{
	struct strbuf mail = STRBUF_INIT;
	char *id;

	ppatch_mail(p, &mail);
	id = blob_hex(mail.buf, mail.len);
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
