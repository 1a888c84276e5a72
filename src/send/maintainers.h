/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * maintainers: the people that the tree's own scripts/get_maintainer.pl names
 * for each patch. The script runs in a scratch folder with what it needs from
 * the base commit (itself, MAINTAINERS, .mailmap, the touched files), so that a
 * bare repository, a tarball and a work tree that has moved on give the same
 * answer. It does not ask git who changed a file lately: the answer would
 * depend on the depth of the clone.
 */
#ifndef RESPIN_MAINTAINERS_H
#define RESPIN_MAINTAINERS_H

#include "send/people.h"
#include "gen/work.h"

#define GET_MAINTAINER "scripts/get_maintainer.pl"

/* maintainers_there: does T have the script? */
bool maintainers_there(const struct tree *t);

/* How to run it; all borrowed. */
struct maintainers {
	const struct tree *t;
	const char *dir;	/* a scratch folder that does not exist */
	int jobs;		/* how many to run at a time */
	bool cache;		/* use the cache: its key is the content of the
				   folder that the script runs in, its options,
				   and the patch */
	bool progress;		/* show how far it is; see base/progress.h */
};

/*
 * maintainers_find: for each of the patch FILES (absolute paths), add the
 * maintainers to OUT[i].to, reviewers and lists to OUT[i].cc. W is the files
 * that the patches touch. Returns 0, or < 0 after reporting why the script
 * failed.
 */
int maintainers_find(const struct maintainers *m, const struct work *w,
		     const struct strvec *files, struct people *out);

/*
 * maintainers_sections: for each of PATHS, files of the tree or new ones,
 * append to OUT the names of its sections of MAINTAINERS, one on each line, as
 * the script orders them: from the special to the general. It cuts long names
 * and ends them with "...". THE REST is left out, so that "" is a file that
 * only this covers. Returns 0, or < 0 after reporting why the script failed.
 */
int maintainers_sections(const struct maintainers *m,
			 const struct strvec *paths, struct strvec *out);

/*
 * maintainers_cut: append those sections of TEXT, a MAINTAINERS file, that
 * could be about one of PATHS (sorted or not). This saves time, since the
 * script checks every file against every section, and there are thousands.
 */
void maintainers_cut(const char *text, const struct strvec *paths,
		     struct strbuf *out);

#endif
