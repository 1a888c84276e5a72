/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mail: what patchset and mbox share: mails cut apart by git mailsplit, and
 * read by git mailinfo. Git is given files of ours only, in a scratch folder.
 */
#ifndef RESPIN_MAIL_INT_H
#define RESPIN_MAIL_INT_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* A mail, taken apart. */
struct mail_parts {
	struct strbuf raw;	/* all of it */
	struct strbuf info;	/* headers "Author:", "Email:", "Subject:" */
	struct strbuf body;	/* its text, up to the diff, or to "---" */
	struct strbuf diff;	/* the rest */
};

#define MAIL_PARTS_INIT { .raw = STRBUF_INIT, .info = STRBUF_INIT,	\
			  .body = STRBUF_INIT, .diff = STRBUF_INIT }

/*
 * mail_header: the value of the header NAME ("subject:"), unfolded, the
 * caller's to free; NULL if the mail has none or nothing stands there.
 */
char *mail_header(const struct strbuf *mail, const char *name);

/* mail_is_blank: there is no mail in such a text. */
bool mail_is_blank(const struct strbuf *text);

/*
 * mail_split: cut the mails of DIR/INPUTS apart, each an mbox, a maildir or one
 * mail; a blank file is none. KEEP_CR: a CR LF stays. Returns how many, which
 * are mails 1, 2, ... of DIR, or an error, reported.
 */
int __must_check mail_split(const char *dir, const struct strvec *inputs,
			    bool keep_cr);

/* mail_open: read mail NUMBER of DIR, but for its parts; 0 or ERR_ENV. */
int __must_check mail_open(struct mail_parts *m, const char *dir, int number);

/*
 * mail_read: take what mail_open() has read apart; errors name it NAME.
 * KEEP_PREFIX: the subject keeps what stands before it in [...]. Returns 0,
 * ERR_USER if git says that it cannot be, or another error, both reported.
 */
int __must_check mail_read(struct mail_parts *m, const char *dir, int number,
			   const char *name, bool keep_prefix);

/* mail_parts_release: in any case. */
void mail_parts_release(struct mail_parts *m);

#endif
