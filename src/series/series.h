/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * series: what to change. The manifest cocci/NAME/series and all files that it
 * names, read and checked at once, so that mistakes show before any work
 * starts. docs/writing-a-series.md describes the format.
 */
#ifndef RESPIN_SERIES_H
#define RESPIN_SERIES_H

#include "series/cond.h"
#include "csrc/edit.h"
#include "series/rule.h"

enum op_kind {
	OP_RULE,	/* .cocci */
	OP_EDIT,	/* .edit */
};

struct op {
	char *name;	/* file name in the patch's folder */
	char *path;	/* the file */
	char *from;	/* "SERIES/PATCH" if it is a file of another series,
			   else NULL */
	enum op_kind kind;
	struct rule rule;	/* OP_RULE */
	struct edit edit;	/* OP_EDIT */
	char *text;	/* OP_EDIT: the file */
};

struct cond_list {
	struct cond *v;
	size_t n, alloc;
};

struct patch {
	char *name;	/* folder name, as in "03-generic-p4d" */
	char *from;	/* "SERIES/PATCH" if it is a patch of another series:
			   that folder has its message and tests; else NULL */
	char *subject;
	char *message;	/* body */
	char *author;	/* "Name <address>", or NULL: who makes the patches */
	char *patch_id;	/* of the posted patch, or NULL: not known */
	struct strvec trailers;	/* that the posted patch has, in its order */
	struct cond_list done;	/* hold right after it, and from then on */
	struct cond_list later;	/* hold after a later patch; "already in" needs
				   both done and later */
	struct cond_list needs;
	struct strvec retires;
	bool same_code;	/* claims that no function's machine code changes */
	bool optional;
	bool fix;	/* optional too: fixes a fault of the posted series */
	bool wanted;	/* not optional, or asked for */
	struct op *ops;
	size_t n, alloc;
	int line;	/* of its section in the manifest */
};

struct leftover {
	struct strvec paths;		/* pathspecs */
	struct strvec identifiers;
	char *reason;
};

struct series {
	char *name;	/* its folder's name */
	char *dir;	/* its folder */
	char *root;	/* the folder above, where other series are */
	char *title;
	char *link;	/* or NULL */
	char *cover;	/* text of cover.txt, or NULL */
	int version;	/* 1 if the manifest says nothing */
	struct patch *patches;
	size_t n, alloc;
	struct leftover *leftovers;
	size_t n_leftovers, alloc_leftovers;
};

/*
 * series_read: read the series in the folder DIR, with the patches and
 * operations that it takes from the series beside it. It refuses a rule that
 * runs code, unless TRUSTED is set or series_trusted() holds for the series
 * that the rule belongs to. Returns 0, or < 0
 * after reporting the first mistake as "FILE:LINE: ...". Call series_release()
 * in both cases.
 */
int __must_check series_read(struct series *s, const char *dir, bool trusted);

/*
 * series_trusted: does the user's own git configuration name DIR as
 * respin.trustSeries ("*": every series)? The configuration of a repository
 * does not count.
 */
bool series_trusted(const char *dir);
void series_release(struct series *s);

/* series_tests: the folder with the rule tests of P. The caller frees it. */
char *series_tests(const struct series *s, const struct patch *p);

/* series_find: the patch with this NAME or number, or NULL. */
struct patch *series_find(struct series *s, const char *name);

/*
 * series_words, series_paths: what the scan has to find. A file matters if it
 * holds one of the words or matches one of the pathspecs.
 */
void series_words(const struct series *s, struct strvec *words);
void series_paths(const struct series *s, struct strvec *paths);

/*
 * patch_number: "03" of "03-generic-p4d", "08a" of "08a-x". Points into static
 * memory.
 */
const char *patch_number(const struct patch *p);

#endif
