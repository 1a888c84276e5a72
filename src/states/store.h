/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * store: the results of verify and prove, by content, in an SQLite file. These
 * results are evidence. Each one is written and synced by itself, so that a
 * killed run only loses what was running. A file of another version, or a
 * damaged one, is refused and stays unchanged. Each row has a digest of its
 * content; a row that does not match it is an error and never used. This
 * protects against damage, but not against people who can write to the file:
 * keep it where only you can.
 *
 * Equal keys give equal results. The key of preprocessing is the configuration
 * (CONFIG: a digest of base tree, data file, compiler, touched files), the unit
 * and INPUTS (a digest of the unit's command and of the content of the touched
 * files that it reads). The key of compiling is COMMAND (a digest of the
 * command and the compiler's version), the unit and its code, whatever tree it
 * comes
 * from: on a moved base, only what differs is compiled.
 */
#ifndef RESPIN_STORE_H
#define RESPIN_STORE_H

#include "git/tree.h"

/*
 * PRAGMA user_version, and a part of the default file's name: each version has
 * a file of its own. Before 7, a tool's failure could be stored as an answer.
 * Since 8, rows have a digest. Since 9, neither rows nor keys hold a path or a
 * time of the machine, so that files of several machines can be merged.
 */
#define STORE_VERSION 10

struct store;

/* The result of preprocessing a unit. Texts are owned; none is NULL. */
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
	char *error;		/* why preprocessing failed, or "" */
	char *diags;		/* the preprocessor's warnings, see diag.h */
};

/* The result of compiling and checking a unit. */
struct stored_cc {
	int status;		/* the compiler's exit status */
	char *diags;		/* compiler's, see diag.h; one a line */
	char *sparse;		/* sparse's, or NULL: not run */
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
 * Texts of one KIND, by a key: the units of a configuration, the result of a
 * check for a patch. The caller frees *text.
 */
int __must_check store_get_text(struct store *s, const char *kind, const char *key,
		   char **text);
int __must_check store_put_text(struct store *s, const char *kind, const char *key,
		   const char *text);

/*
 * STORE_MEASURED begins the name of a kind of texts that are measured: another
 * run may measure something else. Merging stores keeps the first one.
 */
#define STORE_MEASURED '~'

/*
 * store_damaged: report that a stored text, which WHAT describes, is not as we
 * write it. Returns ERR_ENV.
 */
int store_damaged(struct store *s, const char *what);

void stored_pp_release(struct stored_pp *pp);
void stored_cc_release(struct stored_cc *cc);

#endif
