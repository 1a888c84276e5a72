/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mail: make patches that can be mailed from the work files. This makes commits
 * in a scratch repository, git format-patch writes them, and git am proves them
 * on the base.
 */
#ifndef RESPIN_MAIL_H
#define RESPIN_MAIL_H

#include "gen/apply.h"
#include "git/repo.h"
#include "send/people.h"
#include "patch/trailers.h"

/* Whether mails get To: and Cc:. */
enum mail_cc {
	MAIL_CC_AUTO,	/* if the tree has a get_maintainer.pl */
	MAIL_CC_YES,	/* an error if it has none */
	MAIL_CC_NO,
};

struct mail {
	const struct tree *tree;
	const struct apply *apply;
	struct repo *repo;
	struct ident who;	/* who sends: the committer, the cover's author */
	struct ident self;	/* the author of a patch that has no other */
	struct ident *stated;	/* by patch: the author that the series states;
				   .name is NULL if none */
	const struct ident *authors;	/* by patch, borrowed; goes before both */
	const char *blurb;	/* text of the cover letter; NULL: that of the
				   series; borrowed */
	const char *reports;	/* a folder with reports of verify and prove, or NULL;
				   borrowed */
	struct strbuf known;	/* what they say of these very patches */
	struct strbuf tags;	/* the tree's checkpatch.pl, for the tags that it knows;
				   empty if it has none */
	bool signoff;
	bool rfc;
	const char *prefix;	/* instead of PATCH, or NULL; borrowed */
	const char *changes;	/* for the cover letter, or NULL; borrowed */
	const struct trailers *kept;	/* what people gave, or NULL; borrowed */
	struct given_list *given;	/* for each patch, its share of that */
	struct strbuf ids;	/* git patch-id's lines, if needed */
	char base[41];		/* commit below the first patch */
	char (*commits)[41];	/* for each patch of the series; "" if none */
	char tip[41];		/* the last of them, or the base */
	struct strvec files;	/* names of the patch files, in order */
	size_t largest;		/* bytes of the largest of them */
	enum mail_cc cc;
	bool no_cache;		/* run get_maintainer.pl even if its answer is cached */
	bool progress;		/* show how far get_maintainer.pl is */
	const struct people *people;	/* to add and leave out; borrowed */
	struct people all;	/* the recipients of the cover letter */
	size_t least, most;	/* people and lists of one patch */
	bool addressed;		/* get_maintainer.pl gave addresses */
	bool placeholder;	/* who is not a person */
};

/*
 * mail_init: who sends is the user, as T has it, if NAMED; else a placeholder,
 * so that the bytes do not depend on who runs this.
 */
void mail_init(struct mail *m, const struct tree *t, const struct apply *a,
	       struct repo *repo, bool named);
void mail_release(struct mail *m);

/*
 * mail_commit: make a commit of each applied patch, with the trailers for it.
 * Returns 0 or < 0, reported.
 */
int mail_commit(struct mail *m);

/*
 * mail_commit_on: the same commits on top of BASE, a commit of M's
 * repository; their ids go to COMMITS and TIP. Returns 0 or < 0, reported.
 */
int mail_commit_on(struct mail *m, const char *base, char (*commits)[41],
		   char tip[41]);

/* mail_author: who wrote patch I. */
const struct ident *mail_author(const struct mail *m, size_t i);
/*
 * mail_tags: read which tags the tree knows. Without it, all. Returns 0 or < 0,
 * reported.
 */
int mail_tags(struct mail *m);
/*
 * mail_trailers: append what stands below the message of patch I. A tag "X-by" that
 * the tree's checkpatch.pl does not know becomes a note: [X-by: ...].
 */
void mail_trailers(const struct mail *m, size_t i, struct strbuf *out);
/*
 * mail_opinions: add to KEPT what the series says that others think of its
 * patches, as they were posted.
 */
void mail_opinions(struct trailers *kept, const struct series *s);

/*
 * mail_give: give the kept trailers to the patches, by patch-id or subject,
 * after the commits exist. Returns the number of trailers, or < 0, reported.
 */
int mail_give(struct mail *m);
/* mail_takes: is block B of the kept trailers for one of the patches? */
bool mail_takes(const struct mail *m, const struct trailer_block *b);

/*
 * mail_write: write the patches and 0000-cover-letter.patch into DIR.
 * Returns 0 or < 0, reported. Writes nothing if no patch was applied.
 */
int mail_write(struct mail *m, const char *dir);

/*
 * mail_address: put To: and Cc: into the mails in DIR: the people that the
 * tree's get_maintainer.pl and the user name, and all of them into the cover
 * letter. SCRATCH is a scratch folder, JOBS how many scripts may run at a time.
 * Returns 0 or < 0, reported.
 */
int mail_address(struct mail *m, const char *dir, const char *scratch,
		 int jobs);

/* mail_blurb: the text of the cover letter, without the changes. */
void mail_blurb(const struct mail *m, struct strbuf *out);

/*
 * mail_known: read what M->reports has of the patches in DIR into M->known. A
 * report that cannot be read is reported, and says nothing. Returns 0 or < 0,
 * reported.
 */
int mail_known(struct mail *m, const char *dir);

/* mail_cover: fill in the cover letter PATH. Returns 0 or < 0, reported. */
int mail_cover(const struct mail *m, const char *path);

/* mail_embeds: is the one rule of P so short that the message has it? */
bool mail_embeds(const struct patch *p);
/*
 * mail_rules: put the rules and edits that made patch I below the "---" of its
 * mail PATH, unless the message has them. Returns 0 or < 0, reported.
 */
int mail_rules(const struct mail *m, size_t i, const char *path);

/* mail_message: the commit message of patch I. The caller frees it. */
char *mail_message(const struct mail *m, size_t i);

#endif
