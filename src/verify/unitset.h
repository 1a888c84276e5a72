/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * unitset: the translation units of a configuration that the patches could
 * change. They are found by text, before anything is preprocessed, so the set
 * is rather too large than too small:
 *   - units that the patches change;
 *   - units that name a function or macro that the patches add, change or
 *     remove in an included file, or one of a header that leads to it (carry.h);
 *   - units that include, directly or not, both a changed header and an open
 *     one, of which names do not tell (it may be the same). This leaves out a
 *     changed header that more than WIDE files include: nearly every unit does.
 *     Instead, units in the folders of the changed units are taken;
 *   - of units that include a loose header, a few for each way to it (way.h);
 *   - for each changed header a few units that include it.
 */
#ifndef RESPIN_UNITSET_H
#define RESPIN_UNITSET_H

#include "base/intern.h"
#include "states/checkout.h"
#include "chash/delta.h"
#include "verify/carry.h"

/* A header that more files include is too wide to follow. */
#define UNITSET_WIDE 1000

/* How many units "a few" are: of those that include a header, and of one way. */
#define UNITSET_FEW 4
#define UNITSET_WAY 2

struct unitset {
	struct intern written;	/* what the tree's files include, as written */
	struct header *headers;	/* all of the tree's */
	size_t n, alloc;
	struct header *sources;	/* all .c files of the tree */
	size_t n_sources, alloc_sources;
	struct delta *deltas;	/* [state * touched.n + file], of the patch that
				   makes the state; zero where it does nothing
				   or the file is no C */
	size_t n_deltas;
	bool *inner;		/* [file]: a touched .c file that no other file
				   includes: what changes in it stays in it */
	struct strvec names;	/* changed functions and macros */
	struct strvec defined;	/* of these: a macro in some file of the tree */
	struct carry carry;	/* of all architectures: each .c file that
				   mentions such names has them in `names` */
	struct reach **picks;	/* private: what was found for architectures */
	struct strvec wide;	/* changed headers that are not followed, and
				   open: some users are not compiled */
	struct unitset_reach *reach;	/* private: see unitset_reach() */
	size_t n_reach, alloc_reach;
};

/*
 * unitset_read: read the include lines of T's files, and find the changed
 * functions of CO. Returns 0 or < 0, reported.
 */
int unitset_read(struct unitset *us, const struct tree *t,
		 struct checkout *co);
void unitset_release(struct unitset *us);

/*
 * unitset_pick: for a configuration of ARCH with the units SOURCES, mark those
 * that matter, or with ALL every unit. PICKED has one flag for each unit.
 */
void unitset_pick(const struct unitset *us, const struct checkout *co,
		  const char *arch, const struct strvec *sources, bool all,
		  bool *picked);

/* unitset_names: does SOURCE name something that leads to a change on ARCH? */
bool unitset_names(const struct unitset *us, const struct checkout *co,
		   const char *arch, const char *source);

/*
 * unitset_candidates: append to OUT all files of the tree that
 * unitset_pick() would mark for ARCH if they were units, and those that a patch
 * brings.
 */
void unitset_candidates(const struct unitset *us, const struct checkout *co,
			const char *arch, struct strvec *out);

/*
 * unitset_reach: may SOURCE, as compiled for ARCH, include HEADER, directly or
 * not? Judged by text: if it does, this says so. The answer for all sources is
 * kept in US.
 */
bool unitset_reach(struct unitset *us, const char *arch, const char *header,
		   const char *source);

/*
 * unitset_users: append the .c files that include PATH on ARCH (NULL: on any),
 * directly or not: first those that name something changed, and of these and the
 * others first those that include it directly. Users that match only by
 * a bare name are left out unless they are nearest to PATH.
 */
void unitset_users(const struct unitset *us, const char *path, const char *arch,
		   struct strvec *out);

/*
 * unitset_includers: append the files that directly include PATH, or a file of
 * the same name, on ARCH.
 */
void unitset_includers(const struct unitset *us, const char *path,
		       const char *arch, struct strvec *out);

/* unitset_naming: how many .c files name something changed? */
size_t unitset_naming(const struct unitset *us);

/* Private: the parts of unitset_read() and unitset_release() that pick. */
void unitset_find_wide(struct unitset *us, const struct checkout *co);
void unitset_release_picks(struct unitset *us);

#endif
