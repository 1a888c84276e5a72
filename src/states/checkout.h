/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * checkout: a source folder of our own that can be put into the state after
 * each patch. Going from one state to another writes only the files that
 * differ.
 */
#ifndef RESPIN_CHECKOUT_H
#define RESPIN_CHECKOUT_H

#include "patch/patch.h"
#include "git/slice.h"
#include "report/report.h"

struct file_state {
	bool there, link;
	struct oid id;		/* of the content */
};

struct checkout {
	char *dir;		/* the source folder */
	char *base_id;		/* see base-id.h; NULL without a folder */
	struct strvec patches;	/* those that apply: a mail in SCRATCH each */
	struct strvec names;	/* one a patch, as the user knows it */
	struct strvec subjects;	/* one a patch */
	struct strvec ids;	/* one a patch: as of ppatch_id(); see below */
	struct strvec touched;	/* paths that any patch touches, sorted */
	struct file_state *files;	/* [state * touched.n + path] */
	size_t states;		/* patches.n + 1 */
	size_t at;		/* the state that DIR is in */
	struct slice slice;
	char *failed;		/* name of the first patch that does not apply */
	char *why;		/* git's message, with files and lines */
};

/*
 * checkout_open: export T's base to DIR, unless an earlier run did (NULL: no
 * folder; checkout_go() may then not be called), and git am the patches of PS
 * in SCRATCH, where their mails stay. A patch that does not apply is not an
 * error: `failed` and `why` describe it, and only the patches before it count.
 * Returns 0; ERR_USER after reporting a patch that names files outside of the
 * tree; or another error, reported. Call checkout_release() in all cases.
 */
int __must_check checkout_open(struct checkout *co, const struct tree *t,
		  const struct patchset *ps, const char *dir,
		  const char *scratch);
void checkout_release(struct checkout *co);

/* checkout_go: put DIR into state K. Returns 0 or < 0, reported. */
int __must_check checkout_go(struct checkout *co, size_t k);

/* checkout_state: file number I of touched in state K. */
static inline const struct file_state *checkout_state(const struct checkout *co,
						      size_t k, size_t i)
{
	return &co->files[k * co->touched.n + i];
}

/* checkout_changed: does patch K (from 1) change file I of touched? */
bool checkout_changed(const struct checkout *co, size_t k, size_t i);

/*
 * checkout_text: read the text of that file in state K. Returns 1, 2 for a
 * link, 0 if there is no such file, or < 0.
 */
int __must_check checkout_text(struct checkout *co, size_t k, size_t i,
		  struct strbuf *out);

/* checkout_index: PATH's place in touched, or -1. */
ssize_t checkout_index(const struct checkout *co, const char *path);

/*
 * checkout_deps: replace DEPS by those of touched that TEXT, what a preprocessor wrote
 * with -MMD in DIR, names; sorted, each once. TEXT is changed on the way.
 */
void checkout_deps(const struct checkout *co, struct strbuf *text,
		   struct strvec *deps);

/*
 * checkout_patches: an array of CO->patches.n patches as reports name them. The
 * caller frees the array; the rest belongs to CO. NULL after reporting an
 * error.
 */
struct report_patch *checkout_patches(struct checkout *co);

#endif
