/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * series-json: series.json, the full record of what `generate` did: outcomes,
 * the hits of every rule, the operation that made each line, what could not be
 * parsed, what is left. send/record.h fills it in, review and explain read it.
 * See outdir.h for its place, docs/formats.md for its keys.
 */
#ifndef RESPIN_SERIES_JSON_H
#define RESPIN_SERIES_JSON_H

#include "base/jshape.h"
#include "base/strbuf.h"

/* A named rule of a rule file, or a command of an edit. */
struct record_step {
	const char *name;
	size_t hits;
	const char *may_miss;	/* why it could find nothing, and did */
};

/* A rule file or an edit. */
struct record_op {
	const char *name;	/* "1-swap.cocci" */
	const char *from;	/* "SERIES/PATCH" if it is of another series */
	struct strvec candidates;	/* files that it ran on */
	struct strvec unchanged;	/* may stay unchanged, and did */
	struct record_step *steps;
	size_t n;
	long places, converted;	/* by tokens; below 0: an edit has none */
	long functions, unparsed;	/* that the candidates define */
	double seconds;
};

/* A file that a patch changes; which operation made what: record_span(). */
struct record_change {
	const char *path;
	size_t plus, minus;	/* lines */
	struct strvec added;	/* of the file after the patch */
	struct strvec removed;	/* of the one before */
};

/* A trailer that a person gave. */
struct record_trailer {
	const char *text, *message_id, *found_by;
	bool dropped;		/* given for another content */
};

struct record_patch {
	const char *name;	/* of the step: "07-rename" */
	const char *subject;
	const char *outcome;	/* "applied", "already in", ... */
	const char *code;	/* "same": claims to change no machine code */
	const char *why;	/* why it was not applied */
	const char *file;	/* of its mail */
	long files, plus, minus;	/* below 0: it is not applied */
	struct record_trailer *trailers;
	size_t n_trailers;
	double seconds;
	struct record_op *ops;
	size_t n_ops;
	struct record_change *changes;
	size_t n_changes;
};

/* Lines that spatch could not parse. */
struct record_parse {
	const char *patch, *op, *path;
	size_t from, to;
	const char *holds;	/* a word of the rules in them */
};

/* A place that a rule should convert, and that is left. */
struct record_place {
	const char *patch, *op, *path;
	size_t line;		/* after the patch */
	const char *function, *form;
	const char *why;	/* "not parsed", "in a macro", "no rule matches" */
	const char *reason;	/* why it may be */
};

/* A retired word that is still there. */
struct record_left {
	const char *path, *word;
	size_t line;
	const char *reason;	/* why it may be */
};

/* A reader sets missing strings to "", a writer may leave them NULL. */
struct record {
	const char *series, *title;
	size_t version;
	const char *tree, *kind, *base;	/* base: the commit, if it is git */
	const char *respin, *spatch;	/* versions */
	struct record_patch *patches;
	size_t n;
	bool proven;		/* git am gave the same trees */
	struct record_parse *parse;
	size_t n_parse;
	struct record_place *places;
	size_t n_places;
	struct strvec unread;	/* files whose objects are missing */
	struct record_left *lefts;
	size_t n_lefts;
	struct jnamed *lines;	/* a file of the last tree: "PATCH OP" spans */
	size_t n_lines;
	json_t *root;		/* owns what all of this borrows, or NULL */
};

/*
 * record_read: read the series.json of folder DIR. Returns 0, 1 if there is
 * none, or < 0, reported. Call record_release() in all cases.
 */
int record_read(struct record *r, const char *dir);
void record_release(struct record *r);
/* record_text: as JSON, with TIMES in seconds if asked for. */
void record_text(const struct record *r, bool times, struct strbuf *out);

/*
 * record_span: does S, "LINE+N MADE", cover LINE? Returns MADE, or NULL.
 * record_made_by: is MADE the operation OP, "1-words.edit", or a command of it,
 * "1-words.edit:5"? *AT is then its line, or 0.
 */
const char *record_span(const char *s, size_t line);
bool record_made_by(const char *made, const char *op, size_t *at);

/*
 * record_folder: the folder in cocci/ that has the file of OP, an operation of
 * P: "NAME/03-x". The caller frees it.
 */
char *record_folder(const struct record *r, const struct record_patch *p,
		    const struct record_op *op);

/*
 * record_explain: which patch and operation made line LINE of PATH, by the
 * series.json of DIR. LINE counts in the tree after the last patch. For
 * PATH "NNNN-x.patch", LINE is a line of that patch file. Appends the answer.
 * Returns 0, ERR_FINDING if the series did not make that line (reported), or
 * another error, reported.
 */
int record_explain(const char *dir, const char *path, size_t line,
		   struct strbuf *out);

/*
 * record_series: the name of the series that made DIR, or NULL if its
 * series.json is missing or invalid. Prints nothing. The caller frees it.
 */
char *record_series(const char *dir);

/*
 * record_same_code: append the files of the patches that claim to change no
 * code, according to the series.json in DIR, if any. Returns 0 or < 0,
 * reported.
 */
int record_same_code(const char *dir, struct strvec *files);

#endif
