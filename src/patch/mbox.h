/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mbox: mails with patches and answers to them, read by git mailsplit and
 * git mailinfo, so that encoded and folded ones come out right. patchset is
 * for the patches; this is for who answered what.
 */
#ifndef RESPIN_MBOX_H
#define RESPIN_MBOX_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct mbox_mail {
	char *name;		/* "FILE, mail N" */
	char *id;		/* Message-ID, with <>, or NULL */
	char *parent;		/* what it answers, or NULL */
	char *author;		/* "Name <address>" */
	char *subject;		/* without Re: and [...] */
	bool answer;		/* it began with Re: */
	int version;		/* of [PATCH v4 03/13]; 1 if it says nothing */
	int number;		/* 3 in there; -1 if it is not numbered */
	char *patch_id;		/* of the diff in it, or NULL */
	struct strvec trailers;	/* lines of it that end in "-by:" and more,
				   but quotes and the signature */
};

struct mbox {
	struct mbox_mail *v;
	size_t n, alloc;
};

/*
 * mbox_read: append the mails of PATH: an mbox, a maildir or one mail.
 * Returns 0; ERR_USER after reporting what is none; another error, reported.
 */
int mbox_read(struct mbox *m, const char *path);
/* mbox_read_files: the same of many at a time, which is faster. */
int mbox_read_files(struct mbox *m, const struct strvec *paths);
void mbox_release(struct mbox *m);

/* mbox_find: the mail whose Message-ID is ID, or NULL. */
const struct mbox_mail *mbox_find(const struct mbox *m, const char *id);

#endif
