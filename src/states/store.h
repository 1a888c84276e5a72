/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * store: what verify found out, kept by content, in an SQLite file. These
 * are evidence: each result is written and synced by itself, so that a
 * killed run loses what was running and no more; and a file of another version, or a
 * damaged one, is refused and left as it is. Each row has a digest of what it
 * holds: one that is not as it was written is an error, and counts for nothing.
 * That is against damage. Who may write to the file may write what they like:
 * keep it where only you may.
 *
 * Equal keys give equal results. Preprocessing is kept by configuration
 * (CONFIG: a digest of base tree, data file, compiler, touched files), unit
 * and INPUTS (a digest of the unit's command and of what the touched files
 * that it reads hold); compiling by COMMAND (a digest of the command and the
 * compiler's version), unit and code, whatever tree that comes from: on a
 * moved base, only what differs is compiled.
 */
#ifndef RESPIN_STORE_H
#define RESPIN_STORE_H

#include "git/tree.h"

/*
 * PRAGMA user_version, and a part of the default file's name: each version has
 * a file of its own. 7: before it, a tool's failure could be kept as an answer.
 * 8: rows have a digest.
 */
#define STORE_VERSION 8

struct store;

/* What preprocessing a unit gave. Texts are owned; none is NULL. */
struct stored_pp {
	char *deps;		/* touched files that it reads, one a line */
	struct oid digest;	/* of its code that is kept: see chash.h */
	struct oid all;		/* of all its declarations */
	struct oid others;	/* of those that are not in decls, and of what
				   they refer to */
	char *reached;		/* names that its code reaches, one a line */
	char *referred;		/* "NAME REFERRER..." a line: see chash.h */
	char *mentioned;	/* names that are in its text */
	char *decls;		/* declarations in touched files, or that refer
				   to what is changed there: "ID KEPT" */
	char *cover;		/* "PATH FIRST-LAST ..." a line: lines seen */
	char *error;		/* why there was no end of it, or "" */
	char *diags;		/* the preprocessor's warnings, see diag.h */
};

/* What compiling and checking a unit gave. */
struct stored_cc {
	int status;		/* the compiler's exit status */
	char *diags;		/* compiler's, see diag.h; one a line */
	char *sparse;		/* sparse's, or NULL: not run */
	double seconds;
};

/*
 * store_open: open or make the file. Returns 0, or ERR_ENV after reporting
 * (not ours, other version, damaged, disk full).
 */
int __must_check store_open(struct store **s, const char *path);
void store_close(struct store *s);

/* The getters return 1, 0 if there is nothing, < 0 on an error, reported. */
int __must_check store_get_deps(struct store *s, const char *config, const char *unit,
		   struct strvec *each);
int __must_check store_get_pp(struct store *s, const char *config, const char *unit,
		 const struct oid *inputs, struct stored_pp *pp);
int __must_check store_put_pp(struct store *s, const char *config, const char *unit,
		 const struct oid *inputs, const struct stored_pp *pp);
int __must_check store_get_cc(struct store *s, const char *command, const char *unit,
		 const struct oid *code, struct stored_cc *cc);
int __must_check store_put_cc(struct store *s, const char *command, const char *unit,
		 const struct oid *code, const struct stored_cc *cc);

/*
 * Texts kept under a key, of one KIND: the units of a configuration, what a
 * check said of a patch. *text is the caller's.
 */
int __must_check store_get_text(struct store *s, const char *kind, const char *key,
		   char **text);
int __must_check store_put_text(struct store *s, const char *kind, const char *key,
		   const char *text);

/*
 * store_damaged: a text that was kept is not what we write, WHAT says which.
 * Reports it and returns ERR_ENV.
 */
int store_damaged(struct store *s, const char *what);

void stored_pp_release(struct stored_pp *pp);
void stored_cc_release(struct stored_cc *cc);

#endif
