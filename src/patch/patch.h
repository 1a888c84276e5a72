/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * patchset: patches read back, for `respin compare` and `respin verify`: a
 * folder of patch files, a mailbox, one patch file, or the commits of a
 * range.
 *
 * git mailsplit and git mailinfo take mails apart, as in git am: this handles
 * encoded and folded subjects, base64 and quoted-printable bodies, and subjects
 * in the body. If the first line of a file ends in CR LF, the mail got that on
 * its way, and the file loses every CR at a line end, as do encoded mails. Any
 * other CR belongs to the file that the patch changes. Mails without a diff
 * (cover letters, remarks) and replies ("Re:") are skipped. A bare diff without
 * a mail around it is a patch, too.
 *
 * The diff is in the form of git or diff -u, with any number of context lines.
 * The line counts in the header of a hunk decide where it ends, so that text
 * that looks like a diff does no harm.
 */
#ifndef RESPIN_PATCHSET_H
#define RESPIN_PATCHSET_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* One line of a hunk. */
struct pline {
	const char *text;	/* without sign and line end, no NUL behind
				   it; borrowed from the patch's diff */
	uint32_t len;
	uint32_t old;		/* its number in the old file; of an added
				   line, that of the one before it (or 0) */
	uint32_t new;		/* its number in the new file; of a removed
				   line, that of the one before it (or 0) */
	char sign;		/* '-', '+' or ' ' */
	bool cut;		/* the file ends with it, without newline */
};

struct phunk {
	uint32_t old, old_n;	/* lines [old, old + old_n) of the old file */
	struct pline *v;
	size_t n, alloc;
};

enum pfile_kind {
	PFILE_CHANGED,
	PFILE_NEW,
	PFILE_DELETED,
	PFILE_RENAMED,
	PFILE_COPIED,
};

/* What a patch does to one file. */
struct pfile {
	char *path;		/* the new one; of a deleted file the old one */
	char *old_path;		/* before the patch, or NULL if new */
	enum pfile_kind kind;
	unsigned int mode;	/* that it sets, 0 if it sets none */
	char *base;		/* blob id before it, abbreviated, or NULL */
	bool binary;		/* hunks: git's encoding as '+' lines, or none */
	struct phunk *v;
	size_t n, alloc;
};

struct ppatch {
	char *name;		/* file name, or "FILE, mail N" */
	char *subject;		/* without Re: and [PATCH ...] */
	char *body;		/* the rest of the message, "" if none */
	char *author;		/* "Name <address>", or NULL if it has none */
	char *date;		/* as the mail has it, or NULL */
	struct strbuf diff;	/* from the "---" below the message on */
	struct pfile *v;
	size_t n, alloc;
};

struct patchset {
	char *name;		/* as the user gave it */
	struct ppatch *v;	/* in the order of the series */
	size_t n, alloc;
};

/*
 * patchset_read: read the folder (its *.patch files by name, but for cover
 * letters: 0000-*, vN-0000-*) or the file PATH. Returns 0; ERR_USER after
 * reporting what is not there or no patch; or another error, reported.
 * patchset_release() in any case.
 */
int __must_check patchset_read(struct patchset *ps, const char *path);

/*
 * patchset_range: read RANGE (A..B) of the git repository REPO, without its
 * merges. Renames are written as a deleted and a new file.
 */
int __must_check patchset_range(struct patchset *ps, const char *repo, const char *range);

/*
 * patchset_open: read WHAT: a folder, a file, or what is neither and may be a
 * range, of the repository REPO (NULL: the user is told to name it).
 */
int __must_check patchset_open(struct patchset *ps, const char *what, const char *repo);

/* patchset_is_range: may S be a range? A path with /../ in it is none. */
bool patchset_is_range(const char *s);

/* patchset_is_cover: is NAME what git calls a cover letter's file? */
bool patchset_is_cover(const char *name);

void patchset_release(struct patchset *ps);

/*
 * ppatch_mail: append P as a mail for git am and checkpatch: plain, in UTF-8,
 * however the patch was sent. A bare diff gets an author who is nobody. The
 * diff keeps its bytes, and CRs of a file with CR LF: git am --keep-cr. There
 * is no "From " line, so that nothing in it can look like the next mail.
 */
void ppatch_mail(const struct ppatch *p, struct strbuf *out);
/*
 * mail_id: the id by which reports name a patch: git's blob id of the subject, the
 * message and the diff of MAIL, as ppatch_mail() wrote it. Who wrote it, the
 * trailers, and what stands between "---" and the diff do not count: a report
 * of a patch holds for the same one signed off. The caller frees it.
 */
char *mail_id(const struct strbuf *mail);
/* ppatch_id: the same for P. */
char *ppatch_id(const struct ppatch *p);

/*
 * patchset_write: write that mail of each patch to DIR/0001.patch, ... and
 * append the paths to FILES. Returns 0 or < 0, reported.
 */
int __must_check patchset_write(const struct patchset *ps, const char *dir,
		   struct strvec *files);

/*
 * ppatch_parse: fill in the files from P->diff. Text around the diff does
 * not matter. Returns 0, or ERR_USER after reporting a hunk that is cut off, or
 * that is of lines which no file has. So any number of a line, and one that is
 * as much more as a hunk has lines, fits pline's and phunk's.
 */
int __must_check ppatch_parse(struct ppatch *p);
/* pfile_same_base: do both say that they change the same file content? */
bool pfile_same_base(const struct pfile *a, const struct pfile *b);
/* ppatch_file: the entry of PATH, or NULL. */
struct pfile *ppatch_file(const struct ppatch *p, const char *path);

/*
 * ppatch_join: make one renamed file of the deleted file OLD and the new
 * file NEW, with the hunks that git would show for it. Does nothing unless
 * both are there. Returns 0 or < 0, reported.
 */
int __must_check ppatch_join(struct ppatch *p, const char *old, const char *new);

void ppatch_release(struct ppatch *p);

#endif
